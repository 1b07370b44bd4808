public import Provenance
public import Quantities
public import Reporting
import Retrofit

extension PlanRun {
    /// The plan as JSON.
    public func document(language: Language) -> JSONValue {
        PlanDocument.json(run.heading, outcome, language: language)
    }

    /// The plan as one HTML page.
    public func page(language: Language) -> String {
        PlanPage(run.heading, outcome, language: language).html
    }

    /// Writes the page; it is there whole or not at all.
    public func writePage(to path: String, language: Language) throws {
        try Self.write(page(language: language), to: path)
    }

    static func write(_ page: String, to path: String) throws {
        do {
            try Files.write(page, to: path)
        } catch {
            throw RunFailure("the page cannot be written to \(path)", zh: "页面无法写入 \(path)")
        }
    }

    /// Writes the plan as JSON, CSV and page beside the other results of a run.
    ///
    /// - Returns: The names of the files.
    @discardableResult
    public func write(to folder: String, language: Language) throws -> [String] {
        let documents: [(String, String)] = [
            ("plan.json", document(language: language).text),
            ("plan.csv", PlanTable.csv(outcome, language: language)),
            ("plan.html", page(language: language)),
        ]
        do {
            for (name, text) in documents { try Files.write(text, to: folder + "/" + name) }
        } catch {
            throw RunFailure(
                "the plan cannot be written to \(folder)", zh: "改造计划无法写入 \(folder)")
        }
        return documents.map(\.0)
    }

    /// Tells whether a discount rate can be counted with.
    public static func isRate(_ value: DecimalText) -> Bool { PlanningSettings.isRate(value) }
}
