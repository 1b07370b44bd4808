import EnergyLedger
import MeterFiles
import Metering
import Provenance
import Quantities
import Reporting
import Store

/// From decoded files to meters: what is stale is derived anew, and every statement must balance.
extension Ingest {
    /// Derives every meter that new readings or a new definition touch, from all its readings.
    func derive(
        _ touched: Set<String>, live: [StoredFile], decoded: inout [Int: DecodedFile],
        change: inout LedgerChange, outcome: inout Outcome, rejected: inout RejectedRows?
    ) throws {
        let sites = Dictionary(portfolio.sites.map { ($0.id, $0) }) { first, _ in first }
        let known = try workspace.store.definitions()
        var current: [StoredMeter.Key: String] = [:]
        var stale = touched
        for meter in portfolio.meters {
            let key = StoredMeter.Key(meterID: meter.id, validFrom: meter.validity.start)
            current[key] = portfolio.definition(of: meter, site: sites[meter.siteID])
            if known[key] != current[key] { stale.insert(meter.id) }
        }
        for key in known.keys where current[key] == nil {
            change.removedMeters.append(key)
            stale.insert(key.meterID)
        }
        try readOriginals(of: live.filter { !stale.isDisjoint(with: $0.meterIDs) }, into: &decoded)
        var batches: [String: [ReadingBatch]] = [:]
        for source in decoded.keys.sorted() {
            for batch in decoded[source]?.batches ?? [] where stale.contains(batch.meterID) {
                batches[batch.meterID, default: []].append(batch)
            }
        }
        let meters = portfolio.meters.filter { stale.contains($0.id) }
        for (number, meter) in meters.enumerated() {
            progress(.deriving(meter: meter.id, number: number + 1, of: meters.count))
            guard let site = sites[meter.siteID] else { continue }
            let key = StoredMeter.Key(meterID: meter.id, validFrom: meter.validity.start)
            let derivation = MeterDerivation(
                meter, from: batches[meter.id] ?? [],
                events: portfolio.events.filter { $0.meterID == meter.id },
                validities: portfolio.meters.filter { $0.id == meter.id }.map(\.validity),
                keeping: outcome.findings.count < Self.mostFindings
                    ? FindingCollector.keptOfAKind : FindingCollector.keptWhenMany)
            let stored = derivation.stored(key, definition: current[key] ?? "", site: site)
            outcome.differences += try differences(of: meter, to: stored, at: site)
            change.meters.append(stored)
            outcome.findings += derivation.findings.findings
            rejected?.add(derivation.findings)
        }
        outcome.derivedMeters = meters.count
    }

    /// Once an ingest has found this much, only the first few of a kind keep their place.
    static let mostFindings = 100_000

    /// What changes of a meter against what the store has.
    private func differences(
        of meter: Meter, to new: StoredMeter, at site: Site
    ) throws -> [LoadDifference] {
        let old = try workspace.store.load(of: new.key, over: Meter.always)
        var found = LoadDifference.months(
            from: old?.own, to: new.own, of: meter, as: meter.account, in: site.calendar)
        if let mirror = meter.account.mirror {
            found += LoadDifference.months(
                from: old?.mirror, to: new.mirror, of: meter, as: mirror, in: site.calendar)
        }
        return found
    }

    private func readOriginals(
        of files: [StoredFile], into decoded: inout [Int: DecodedFile]
    ) throws {
        for (number, file) in files.enumerated() where decoded[file.source] == nil {
            progress(
                .reading(
                    file: file.name, number: number + 1, of: files.count, bytes: 0, ofBytes: 0,
                    rows: 0))
            decoded[file.source] = try decodeOriginal(
                of: file, layout: portfolio.layout(for: file.name, named: file.layoutName))
        }
    }

    /// Proves that every file's energy balances; adds the statements to the outcome.
    func finish(
        _ change: LedgerChange, decoded: [Int: DecodedFile], outcome: inout Outcome
    ) throws {
        outcome.findings += change.files.flatMap(\.findings)
        var statements: [Int: EnergyStatement] = [:]
        for meter in change.meters {
            for (source, statement) in meter.statements where source >= 0 {
                let sum = statements[source, default: EnergyStatement()]
                guard sum.energyIn <= Int64.max - statement.energyIn else {
                    throw Refusal([
                        Finding(
                            .valueTooLarge, file: decoded[source]?.file,
                            value: Energy(joules: statement.energyIn).kilowattHoursText + " kWh",
                            meterID: meter.key.meterID)
                    ])
                }
                statements[source, default: EnergyStatement()] += statement
            }
        }
        // Sums over all meters stay exact because everything together fits 64 bits.
        let booked = statements.values.reduce(Int128(0)) { $0 + Int128($1.energyIn) }
        let known = try workspace.store.statements().values
            .reduce(Int128(0)) { $0 + Int128($1.energyIn) }
        guard booked + known <= Int128(Int64.max) else {
            throw Refusal([
                Finding(
                    .valueTooLarge,
                    value: Rounding.text(booked + known, over: 3_600_000, places: 0) + " kWh")
            ])
        }
        for (source, statement) in statements where statement.balance != 0 {
            throw Refusal([
                Finding(
                    .statementUnbalanced, file: decoded[source]?.file,
                    arguments: ["energy": String(statement.balance)])
            ])
        }
        // A new file is stated whole: all its meters were derived now.
        for file in change.files {
            var statement = file.strays
            statement += statements[file.source] ?? EnergyStatement()
            outcome.statements.append(
                FileStatement(
                    batch: file.batch, file: file.name, digest: file.digest, statement: statement))
        }
        outcome.statements.sort { ($0.batch, $0.file) < ($1.batch, $1.file) }
        outcome.findings.sort(by: Finding.byPlace)
    }
}
