import Foundation
import Testing

/// Every command in every form of output: one JSON document with the common heading, or a CSV that
/// begins with its header.
@Suite(.serialized) struct FormatTests {
    /// What a document must say of itself; a part that it does not rest on is null with its reason.
    static let heading = [
        "schema", "tool", "period", "inputs", "factor_release", "rulebooks", "findings_summary",
    ]

    private func hold(_ outcome: Program.Outcome, schema: String) throws {
        #expect(outcome.status == 0, "\(schema): \(outcome.errors)")
        let document = try Document(outcome.output)
        #expect(document["schema"]?.text == schema)
        for key in Self.heading {
            #expect(document.keys.contains(key), "\(schema) lacks \(key)")
            if case .null = document[key] {
                #expect(document["heading_reasons"]?[key] != nil, "\(schema): no reason for \(key)")
            }
        }
    }

    @Test("every command prints one JSON document with the common heading")
    func json() throws {
        let example = try Folder.example("pearl-river")
        func run(_ arguments: String...) throws -> Program.Outcome {
            try Program.run(arguments + ["--quiet", "--format", "json"])
        }
        let here = ["-C", example.path]
        func there(_ arguments: String...) throws -> Program.Outcome {
            try Program.run(arguments + here + ["--quiet", "--format", "json"])
        }
        let export = example.path + "/readings/nansha-house-2025.csv"
        try hold(run("inspect", export), schema: "carbongrade-inspect/1")
        try hold(run("inspect", "--presets"), schema: "carbongrade-presets/1")
        let made = try Folder()
        try hold(
            run("init", made.path + "/p", "--from", export), schema: "carbongrade-init/1")
        try hold(there("ingest"), schema: "carbongrade-ingest/1")
        try hold(there("check", "--period", "2025Q1"), schema: "carbongrade-check/1")
        try hold(there("account", "--period", "2025Q1"), schema: "carbongrade-account/1")
        try hold(there("ledger", "--period", "2025-01"), schema: "carbongrade-ledger/1")
        try hold(there("grade", "--period", "2025"), schema: "carbongrade-grade/1")
        try hold(
            there("explain", "dc-nansha:pue", "--period", "2025"), schema: "carbongrade-explain/1")
        try hold(run("factors", "list"), schema: "carbongrade-factors/1")
        try hold(run("factors", "show", "CN-GD/2023/average"), schema: "carbongrade-factors/1")
        try hold(run("schemes", "list"), schema: "carbongrade-schemes/1")
        try hold(run("schemes", "show", "gb-40879-2021"), schema: "carbongrade-scheme/1")
        try hold(run("measures", "list"), schema: "carbongrade-measures/1")
        try hold(there("undo", "1"), schema: "carbongrade-undo/1")
    }

    @Test(
        "every command prints CSV that begins with its header",
        arguments: [
            (["explain", "dc-nansha:pue", "--period", "2025"], "depth,text"),
            (["ledger", "--period", "2025-01"], "site_id,meter_id,account,hour_start_utc"),
            (["factors", "show", "CN-GD/2023/average"], "factor_id,region,data_year"),
            (["schemes", "show", "gb-40879-2021"], "scheme,edition,criterion"),
            (["undo", "1"], "batch,derived_meters"),
        ])
    func csv(arguments: [String], header: String) throws {
        let example = try Folder.example("pearl-river")
        try Program.run("ingest", "-C", example.path, "--quiet")
        let outcome = try Program.run(
            arguments + ["-C", example.path, "--quiet", "--format", "csv"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.hasPrefix(header), "\(outcome.output.prefix(200))")
    }

    @Test("the lines of the ledger are the same in JSON and in CSV")
    func ledger() throws {
        let example = try Folder.example("pearl-river")
        try Program.run("ingest", "-C", example.path, "--quiet")
        func ledger(_ format: String) throws -> String {
            try Program.run(
                "ledger", "-C", example.path, "--period", "2025-02-01/2025-02-02", "--quiet",
                "--format", format
            ).output
        }
        let lines = try Document(ledger("json"))["lines"]?.elements ?? []
        let rows = try ledger("csv").split(separator: "\n").dropFirst()
        #expect(!rows.isEmpty && rows.count == lines.count)
        for (row, line) in zip(rows, lines) {
            let cells = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            #expect(line["site_id"]?.text == cells[0])
            #expect((line["meter_id"]?.text ?? "") == cells[1])
            #expect(line["account"]?.text == cells[2])
            #expect(line["hour_start_utc"]?.text == cells[3])
            #expect(Decimal(string: line["energy_kwh"]?.text ?? "") == Decimal(string: cells[4]))
        }
    }
}
