/// The forms in which something is told (输出形式): for the eye, for programs, for spreadsheets.
package enum OutputFormat: String, CaseIterable, Sendable {
    case table, json, csv
}
