import Foundation
import Glibc
public import MeterFiles
import Metering
import Provenance
import Reporting

/// The tables of a portfolio as they are written by the platform (组合表写入): a change is tried on a copy, and only
/// tables that the strict reader takes get into the folder.
public enum PortfolioTables {
    /// The tables that may be written.
    public static let names = [
        "portfolio.yaml", "sites.csv", "meters.csv", "events.csv", "instruments.csv",
        "activities.csv", "bills.csv", "facts.csv", "measures.csv",
    ]

    /// The tables that say what the portfolio is; the others say what is accounted in it.
    public static let structural: Set<String> = [
        "portfolio.yaml", "sites.csv", "meters.csv", "events.csv",
    ]

    /// The largest table that is taken [bytes].
    public static let largest = 16 << 20

    /// The bytes of a table; nil when there is none.
    public static func bytes(of name: String, in folder: String) -> [UInt8]? {
        guard isName(name) else { return nil }
        return Files.bytes(at: folder + "/" + name, limit: largest)
    }

    private static func isName(_ name: String) -> Bool { names.contains(name) || isLayout(name) }

    /// Tells whether a name is that of a layout: `layouts/x.yaml`.
    private static func isLayout(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2 && parts[0] == "layouts" && parts[1].hasSuffix(".yaml")
            && parts[1].utf8.count <= 120 && !parts[1].hasPrefix(".")
            && !parts[1].contains { $0 == "\\" || $0.isNewline }
    }

    /// Puts tables in the place of those of their names, all or none.
    ///
    /// - Throws: `Refusal` with everything that the strict reader finds wrong; nothing is changed then.
    public static func write(_ tables: [String: [UInt8]], in folder: String) throws {
        for name in tables.keys where !isName(name) {
            throw Refusal([
                Finding(
                    .unknownValue, column: "table", value: name,
                    arguments: ["expected": names.joined(separator: ", ")])
            ])
        }
        let trial = folder + "/.carbongrade/trial-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: trial) }
        do {
            for name in Files.names(in: folder) where names.contains(name) {
                try Files.copy(folder + "/" + name, to: trial + "/" + name)
            }
            for part in ["layouts", "factors"] {
                for name in Files.all(below: folder + "/" + part) {
                    try Files.copy("\(folder)/\(part)/\(name)", to: "\(trial)/\(part)/\(name)")
                }
            }
            for (name, bytes) in tables { try Files.write(bytes, to: trial + "/" + name) }
        } catch {
            throw RunFailure("the tables cannot be written", zh: "无法写入表")
        }
        _ = try Portfolio(folder: trial)
        // The one that others lean on first: sites before meters.
        let order = names + tables.keys.filter(isLayout).sorted()
        for name in order where tables[name] != nil {
            try replace(folder + "/" + name, by: tables[name] ?? [])
        }
    }

    private static func replace(_ path: String, by bytes: [UInt8]) throws {
        do {
            try Files.write(bytes, to: path)
        } catch {
            throw RunFailure("the tables cannot be written", zh: "无法写入表")
        }
        for place in [path, path.parentFolder] {
            let file = open(place, O_RDONLY | O_CLOEXEC)
            guard file >= 0 else { continue }
            fsync(file)
            close(file)
        }
    }

    /// The lines of meters.csv that a file's own meters want, added to those that stand, and its layout where it
    /// needs one; written like any change of tables.
    ///
    /// - Returns: The meters that were added.
    public static func adopt(
        _ inspection: Inspection, site: String, in folder: String
    ) throws -> [String] {
        let portfolio = try Portfolio(folder: folder)
        let known = Set(portfolio.meters.map(\.id))
        let drafted = Draft.metersCSV([inspection], site: site)
        let drafts = Self.rows(of: drafted)
        guard let header = drafts.first, let standing = bytes(of: "meters.csv", in: folder) else {
            return []
        }
        var text = String(decoding: standing, as: UTF8.self)
        let there = Self.rows(
            of: text.split(whereSeparator: \.isNewline).first.map(String.init) ?? "")
        guard let columns = there.first else { return [] }
        let missing = header.filter { !columns.contains($0) }
        var added: [String] = []
        for row in drafts.dropFirst() {
            let values = Dictionary(zip(header, row)) { first, _ in first }
            guard let id = values["meter_id"], !known.contains(id) else { continue }
            // A column that the table does not have is left out where it says nothing, and refused where it does.
            if let lost = missing.first(where: {
                !(values[$0] ?? "").isEmpty && !isDefault($0, values[$0])
            }) {
                throw Refusal([
                    Finding(
                        .missingValue, file: "meters.csv", line: 1, column: lost)
                ])
            }
            if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
            text += CSVText.typedRow(columns.map { values[$0] ?? "" })
            added.append(id)
        }
        guard !added.isEmpty || inspection.needsLayout else { return [] }
        var tables = ["meters.csv": Array(text.utf8)]
        if let layout = layout(of: inspection, in: portfolio) {
            tables[layout.name] = layout.bytes
        }
        try write(tables, in: folder)
        return added
    }

    /// The layout that a file needs beside its meters (所需版式), as a table of the portfolio; nil where its header
    /// is clear, where a layout of the portfolio fits it, or where nothing of it is left.
    ///
    /// - Parameter omitted: Meters that are not declared; their columns are left out.
    public static func layout(
        of inspection: Inspection, omitting omitted: Set<String> = [], in portfolio: Portfolio
    ) -> (name: String, bytes: [UInt8])? {
        guard inspection.needsLayout, portfolio.layoutName(for: inspection.file) == nil,
            !inspection.meters.allSatisfy({ omitted.contains($0.id) })
        else { return nil }
        let plain = String(
            inspection.layout.name.map {
                $0.isLetter || $0.isNumber || "-_".contains($0) ? $0 : "-"
            }.drop { $0 == "-" })
        let stem = String((plain.isEmpty ? "layout" : plain).prefix(30))
        let taken = Set(portfolio.layouts.map(\.name))
        var (name, number) = (stem, 1)
        while taken.contains(name)
            || bytes(of: "layouts/\(name).yaml", in: portfolio.folder) != nil
        {
            number += 1
            name = "\(stem)-\(number)"
        }
        let yaml = Draft.layoutYAML(inspection, named: name, omitting: omitted)
        return ("layouts/\(name).yaml", Array(yaml.utf8))
    }

    private static func isDefault(_ column: String, _ value: String?) -> Bool {
        ["medium": "electricity", "multiplier": "1", "label": "start"][column] == value
    }

    /// The cells of our own CSV, or of a header line.
    private static func rows(of text: String) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var cell = ""
        var isQuoted = false
        var rest = Array(text.unicodeScalars)[...]
        if rest.first == "\u{FEFF}" { rest.removeFirst() }
        while let scalar = rest.popFirst() {
            if isQuoted {
                guard scalar == "\"" else {
                    cell.unicodeScalars.append(scalar)
                    continue
                }
                if rest.first == "\"" { cell += "\""; rest.removeFirst() } else { isQuoted = false }
                continue
            }
            switch scalar {
            case "\"": isQuoted = true
            case ",":
                row.append(cell)
                cell = ""
            case "\r": continue
            case "\n":
                rows.append(row + [cell])
                (row, cell) = ([], "")
            default: cell.unicodeScalars.append(scalar)
            }
        }
        if !cell.isEmpty || !row.isEmpty { rows.append(row + [cell]) }
        return rows
    }
}
