import Foundation
import Metering
import Provenance
import Quantities
import Reporting
import Store
import TestSupport
import Testing

@testable import Runs

/// Two ways to one result: files that stream past and meters that are summed on the way, against every
/// record through libcsv and every meter from all its rows.
@Suite struct TwoWaysTests {
    /// What an ingest leaves behind.
    struct Result: Equatable {
        var statements: [EnergyStatement] = []
        var findings: [Finding] = []
        var stored: [Finding] = []
        var loads: [String: Load] = [:]
        var refusal: [Finding] = []
    }

    struct Load: Equatable {
        let own: LoadProfile
        let mirror: LoadProfile
        let midnightSpans: [Booking]
        let suspects: [Booking]
        let demands: [MonthlyDemand]?
    }

    @Test("every reproducer gives the same in both ways", arguments: folders)
    func reproducer(_ reproducer: Reproducer) throws {
        try compare { folder in
            try Reproducer.base.lay(over: folder)
            try reproducer.lay(over: folder)
        }
    }

    @Test("the example gives the same in both ways")
    func example() throws {
        let project = Reproducer.root.deletingLastPathComponent().deletingLastPathComponent()
        try compare { folder in
            let example = project.appendingPathComponent("Examples/pearl-river").path
            for name in try FileManager.default.contentsOfDirectory(atPath: example)
            where !name.hasPrefix(".") {
                try FileManager.default.copyBytes(
                    atPath: example + "/" + name, toPath: folder.path + "/" + name)
            }
        }
    }

    static let folders = ((try? Reproducer.folders()) ?? []).map { Reproducer(name: $0) }

    /// More seeds are tried where `TWO_WAYS_SEEDS` names a range such as `1000-5000`.
    static let seeds: [UInt64] = {
        let named = ProcessInfo.processInfo.environment["TWO_WAYS_SEEDS"] ?? ""
        let bounds = named.split(separator: "-").compactMap { UInt64($0) }
        return bounds.count == 2 ? Array(bounds[0]...bounds[1]) : Array(1...150)
    }()

    @Test("random portfolios give the same in both ways", arguments: seeds)
    func random(seed: UInt64) throws {
        let portfolio = RandomPortfolio(seed: seed)
        try compare { try portfolio.write(to: $0) }
    }

    @Test(
        "meters whose demand is kept give the same in both ways, over files, gaps and months",
        arguments: 1...60 as ClosedRange<UInt64>)
    func intake(seed: UInt64) throws {
        let intake = RandomIntake(seed: seed)
        try compare { try intake.write(to: $0) }
        let found = try Self.ingest { try intake.write(to: $0) }
        #expect(found.loads.values.contains { $0.demands?.isEmpty == false })
    }

    // MARK: - The comparison

    private func compare(_ lay: (URL) throws -> Void) throws {
        let fast = try Self.ingest(lay)
        let careful = try Ingest.$usesFastPath.withValue(false) { try Self.ingest(lay) }
        #expect(fast.refusal == careful.refusal)
        #expect(fast.statements == careful.statements)
        #expect(fast.findings == careful.findings)
        #expect(fast.stored == careful.stored)
        for (meter, load) in careful.loads {
            let isSame = fast.loads[meter] == load
            #expect(isSame, "\(meter)")
        }
        #expect(fast.loads.count == careful.loads.count)
        #expect(fast.statements.allSatisfy { $0.balance == 0 })
    }

    private static func ingest(_ lay: (URL) throws -> Void) throws -> Result {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("carbongrade-ways-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try lay(folder)
        var result = Result()
        do {
            let portfolio = try Portfolio(folder: folder.path)
            let outcome = try Ingest.run([], into: portfolio)
            result.statements = outcome.statements.map(\.statement)
            result.findings = outcome.findings
            let workspace = try Workspace(of: folder.path, writing: false)
            result.stored = try workspace.store.findings()
            for meter in portfolio.meters {
                let key = StoredMeter.Key(meterID: meter.id, validFrom: meter.validity.start)
                let load = try workspace.store.load(of: key, over: Meter.always)
                result.loads[meter.id + " \(meter.validity.start)"] = load.map {
                    Load(
                        own: $0.own, mirror: $0.mirror, midnightSpans: $0.midnightSpans,
                        suspects: $0.suspects, demands: $0.demands)
                }
            }
        } catch let refusal as Refusal {
            result.refusal = refusal.findings
        }
        return result
    }
}
