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
    ///
    /// - Parameters:
    ///   - origins: Where each file can be read again for the rows of some meters.
    ///   - layouts: How the new files are read; `live` ones follow the portfolio.
    func derive(
        _ touched: Set<String>, live: [StoredFile], files: inout [Int: FileReadings],
        origins: [Int: String], layouts: [Int: Layout?], change: inout LedgerChange,
        outcome: inout Outcome
    ) throws {
        let sites = Dictionary(portfolio.sites.map { ($0.id, $0) }) { first, _ in first }
        let events = Dictionary(grouping: portfolio.events, by: \.meterID)
        let lines = Dictionary(grouping: portfolio.meters, by: \.id)
        let known = try workspace.store.definitions()
        var current: [StoredMeter.Key: String] = [:]
        var stale = touched
        for meter in portfolio.meters {
            let key = StoredMeter.Key(meterID: meter.id, validFrom: meter.validity.start)
            current[key] = portfolio.definition(
                of: meter, site: sites[meter.siteID], events: events[meter.id] ?? [])
            if known[key] != current[key] { stale.insert(meter.id) }
        }
        for key in known.keys where current[key] == nil {
            change.removedMeters.append(key)
            stale.insert(key.meterID)
        }
        var layouts = layouts
        try readOriginals(
            of: live.filter { !stale.isDisjoint(with: $0.meterIDs) }, into: &files,
            layouts: &layouts)
        let meters = portfolio.meters.filter { stale.contains($0.id) && sites[$0.siteID] != nil }
        let sources = sources(of: stale, in: files)
        var derived = [StoredMeter?](repeating: nil, count: meters.count)
        for (number, meter) in meters.enumerated() {
            guard let site = sites[meter.siteID], let rule = rules[meter.id] else { continue }
            let key = StoredMeter.Key(meterID: meter.id, validFrom: meter.validity.start)
            derived[number] = Self.regular(
                rule, files: sources[meter.id] ?? [], key, definition: current[key] ?? "",
                site: site)
        }
        let careful = Set(meters.indices.filter { derived[$0] == nil }.map { meters[$0].id })
        try readRows(of: careful, files: files, origins: origins, layouts: layouts)
        for (number, meter) in meters.enumerated() {
            progress(.deriving(meter: meter.id, number: number + 1, of: meters.count))
            guard derived[number] == nil, let site = sites[meter.siteID] else { continue }
            let key = StoredMeter.Key(meterID: meter.id, validFrom: meter.validity.start)
            let batches = try (sources[meter.id] ?? []).compactMap { try $0.batch(of: meter.id) }
            let derivation = MeterDerivation(
                meter, from: batches, events: events[meter.id] ?? [],
                validities: (lines[meter.id] ?? []).map(\.validity))
            derived[number] = derivation.stored(
                key, definition: current[key] ?? "", site: site)
        }
        for meter in derived.compactMap(\.self) {
            change.meters.append(meter)
            outcome.findings += meter.findings
        }
        outcome.derivedMeters = meters.count
    }

    /// The files in which each meter occurs, in the order of evidence.
    private func sources(
        of meterIDs: Set<String>, in files: [Int: FileReadings]
    ) -> [String: [FileReadings]] {
        files.sorted { $0.key < $1.key }.reduce(into: [:]) { sources, file in
            for id in file.value.meterIDs where meterIDs.contains(id) {
                sources[id, default: []].append(file.value)
            }
        }
    }

    /// A meter that kept to its rule in all its files; nil when it needs all its rows.
    private static func regular(
        _ rule: RegularRule, files: [FileReadings], _ key: StoredMeter.Key, definition: String,
        site: Site
    ) -> StoredMeter? {
        let id = rule.meter.id
        var parts: [RegularReadings] = []
        for file in files {
            guard let part = file.regular(id) else { return nil }
            parts.append(part)
        }
        guard !parts.isEmpty, let derivation = RegularDerivation(rule, from: parts) else {
            return nil
        }
        for file in files { file.release(id) }
        return StoredMeter(
            key: key, definition: definition, own: derivation.profile,
            mirror: LoadProfile(slotSeconds: site.calendar.slotSeconds), midnightSpans: [],
            suspects: [], statements: derivation.statements,
            findings: derivation.findings.findings)
    }

    /// Reads files once more for the rows of the meters that need them.
    private func readRows(
        of meterIDs: Set<String>, files: [Int: FileReadings], origins: [Int: String],
        layouts: [Int: Layout?]
    ) throws {
        for (source, file) in files.sorted(by: { $0.key < $1.key }) {
            let wanted = meterIDs.intersection(file.meterIDs).filter { !file.hasRows(of: $0) }
            guard !wanted.isEmpty, let path = origins[source] else { continue }
            let bytes = try ByteReader(path: path, name: file.file, wantsDigest: false)
            try reader.readRows(
                of: wanted, in: file, from: bytes, layout: layouts[source] ?? nil)
        }
    }

    private func readOriginals(
        of stored: [StoredFile], into files: inout [Int: FileReadings],
        layouts: inout [Int: Layout?]
    ) throws {
        for (number, file) in stored.enumerated() {
            let layout = portfolio.layout(for: file.name, named: file.layoutName)
            layouts[file.source] = layout
            guard files[file.source] == nil else { continue }
            progress(.reading(file: file.name, number: number + 1, of: stored.count))
            files[file.source] = try readOriginal(of: file, layout: layout)
        }
    }

    /// Proves that every file's energy balances; adds the statements to the outcome.
    func finish(
        _ change: LedgerChange, files: [Int: FileReadings], outcome: inout Outcome
    ) throws {
        outcome.findings += change.files.flatMap(\.findings)
        var statements: [Int: EnergyStatement] = [:]
        for meter in change.meters {
            for (source, statement) in meter.statements where source >= 0 {
                let sum = statements[source, default: EnergyStatement()]
                guard sum.energyIn <= Int64.max - statement.energyIn else {
                    throw Refusal([
                        Finding(
                            .valueTooLarge, file: files[source]?.file,
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
                    .statementUnbalanced, file: files[source]?.file,
                    arguments: ["energy": String(statement.balance)])
            ])
        }
        // A new file is stated whole: all its meters were derived now.
        for file in change.files {
            var statement = file.strays
            statement += statements[file.source] ?? EnergyStatement()
            outcome.statements.append(
                FileStatement(
                    batch: file.batch, file: file.name, digest: files[file.source]?.digest,
                    statement: statement))
        }
        outcome.statements.sort { ($0.batch, $0.file) < ($1.batch, $1.file) }
        outcome.findings.sort(by: Finding.byPlace)
    }
}
