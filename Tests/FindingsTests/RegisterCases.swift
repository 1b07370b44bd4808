import Foundation
import Metering
import Provenance
import Quantities
import Reporting
import Runs
import TestSupport
import Testing

/// The register cases of `Tests/Cases/registers`: input, expected ledger, findings and statement.
@Suite struct RegisterCases {
    static let root = Reproducer.root.deletingLastPathComponent()
        .appendingPathComponent("Cases/registers")

    private static let published = Result {
        try PublishedData(
            folder: root.deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().path)
    }

    static let names: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? [])
        .filter { !$0.contains(".") }.sorted()

    private func lines(_ name: String, _ file: String) throws -> [[String]] {
        let url = Self.root.appendingPathComponent(name).appendingPathComponent(file)
        return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }

    @Test("there are twenty of them")
    func count() { #expect(Self.names.count == 20) }

    @Test("a register case gives its ledger, its findings and its statement", arguments: names)
    func walk(name: String) throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("carbongrade-case-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.copyBytes(
            atPath: Self.root.appendingPathComponent(name).path, toPath: folder.path)
        for table in ["sites.csv", "portfolio.yaml"] {
            try FileManager.default.copyBytes(
                atPath: Self.root.appendingPathComponent(table).path,
                toPath: folder.appendingPathComponent(table).path)
        }
        let outcome = try Ingest.run([], into: try Portfolio(folder: folder.path))
        let label = try? String(
            contentsOf: folder.appendingPathComponent("period.txt"), encoding: .utf8)
        let period = try #require(
            Period(
                (label ?? "2025-03-01/2025-03-02").trimmingCharacters(in: .whitespacesAndNewlines)))
        let run = try Run(
            try Portfolio(folder: folder.path), try Self.published.get(), over: period)

        var ledger: [[String]] = []
        run.forEachLedgerLine { line in
            guard line.meterID != nil else { return }
            ledger.append([1, 2, 3, 4, 5, 6].map { line.cells[$0] })
        }
        #expect(ledger == (try lines(name, "ledger.csv")))

        let findings = outcome.findings + run.findings.filter { $0.code == .noReadings }
        let found = findings.map { finding in
            [
                finding.code.rawValue, finding.severity.rawValue, finding.file ?? "",
                finding.line.map(String.init) ?? "", finding.meterID ?? "",
            ]
        }
        let expected = try lines(name, "findings.csv")
        for cells in expected { #expect(found.contains(cells), "\(cells) is not in \(found)") }
        #expect(Set(found.map { $0[0] }) == Set(expected.map { $0[0] }))

        let statement = try #require(run.statements.first).statement
        let stated =
            [String(statement.rows), String(statement.rowsRejected)]
            + [statement.energyIn, statement.booked, statement.rejected].map {
                Energy(joules: $0).kilowattHoursText
            }
        #expect([stated] == (try lines(name, "statement.csv")))
        #expect(statement.balance == 0)
    }
}
