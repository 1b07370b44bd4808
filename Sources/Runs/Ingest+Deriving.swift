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
    ///   - isNew: The files that this ingest brought.
    func derive(
        _ touched: Set<String>, live: [StoredFile], files: inout [Int: FileReadings],
        origins: [Int: String], layouts: [Int: Layout], isNew: Set<Int>,
        change: inout LedgerChange, outcome: inout Outcome, rejected: inout RejectedRows?
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
        let meters = portfolio.meters.filter { stale.contains($0.id) }
        var sources = sources(of: stale, in: files)
        let lastMoment = Suspicions.lastMoment - 86_400
        let regular = Set(
            meters.map(\.id).filter { id in
                rules[id].map { rule in
                    let parts = sources[id]?.map { $0.regular(id) } ?? []
                    return RegularDerivation.isProven(rule, for: parts, until: lastMoment)
                } ?? false
            })
        let careful = Set(meters.map(\.id)).subtracting(regular)
        for file in files.values { file.letGoOfSums(of: careful) }
        try readRows(of: careful, files: files, origins: origins, layouts: layouts)
        var doubtful: [Int: [Finding]] = [:]
        var columns = SharedColumns()
        change.meters.reserveCapacity(meters.count)
        outcome.differences.reserveCapacity(meters.count)
        let lastLines = Dictionary(meters.enumerated().map { ($1.id, $0) }) { _, last in last }
        for (number, meter) in meters.enumerated() {
            progress(.deriving(meter: meter.id, number: number + 1, of: meters.count))
            guard let site = sites[meter.siteID] else { continue }
            let key = StoredMeter.Key(meterID: meter.id, validFrom: meter.validity.start)
            let definition = current[key] ?? ""
            let keeping = FindingCollector.kept(after: outcome.findings.count)
            let its = sources[meter.id] ?? []
            let stored: StoredMeter
            if regular.contains(meter.id), let rule = rules[meter.id] {
                let derivation = RegularDerivation(
                    rule, from: its.compactMap { $0.takeRegular(meter.id) }, sharing: &columns,
                    keeping: keeping)
                stored = derivation.stored(key, definition: definition)
            } else {
                let isFirst = meter === lines[meter.id]?.first
                let shelf = MeterFileReader.newShelf()
                let rows = its.compactMap { $0.rows(of: meter.id, telling: shelf) }
                for rows in rows where isFirst {
                    doubts(about: rows, of: meter, isNew, into: &doubtful, outcome: &outcome)
                    // Those of one file are walked through again at once.
                    if its.count > 1 { rows.rest() }
                }
                let derivation = MeterDerivation(
                    meter, from: rows, events: events[meter.id] ?? [],
                    validities: (lines[meter.id] ?? []).map(\.validity), keeping: keeping,
                    remembersPlaces: rejected != nil, on: shelf)
                stored = try derivation.stored(key, definition: definition, site: site)
                rejected?.add(derivation.findings)
            }
            for file in its where meter === lines[meter.id]?.first {
                doubtful[file.source, default: []] += [
                    Suspicions.unit(file, meter), Suspicions.multiplier(file, meter),
                    Suspicions.multiple(file, meter), Suspicions.label(file, meter),
                ].compactMap(\.self)
            }
            if number == lastLines[meter.id] {
                sources[meter.id] = nil
                for file in its {
                    file.letGoOfRows(of: meter.id)
                    // Of thousands of files none is held longer than somebody asks for it.
                    if file.isSpent, !TotalsMeters.mayStand(in: file) { files[file.source] = nil }
                }
            }
            outcome.differences += try differences(
                of: meter, to: stored, at: site, isFirst: known[key] == nil)
            change.meters.append(stored)
            outcome.findings += stored.findings
        }
        let withTotals = change.files.compactMap { files[$0.source] }
            .filter(TotalsMeters.mayStand)
        if !withTotals.isEmpty {
            let loads = Dictionary(change.meters.lazy.map { ($0.key.meterID, $0) }) { $1 }
            let meterByID = portfolio.meterByID
            for file in withTotals {
                doubtful[file.source, default: []] += TotalsMeters.findings(
                    in: file, meterByID, loads: loads)
            }
        }
        for index in change.files.indices {
            change.files[index].findings += doubtful[change.files[index].source] ?? []
        }
        outcome.derivedMeters = meters.count
    }

    /// What is doubtful about a meter's rows; what lies in the future is no matter of the ledger.
    private func doubts(
        about rows: ReadingRows, of meter: Meter, _ isNew: Set<Int>,
        into doubts: inout [Int: [Finding]], outcome: inout Outcome
    ) {
        guard let bounds = rows.bounds() else { return }
        doubts[rows.source, default: []] += Suspicions.of(rows, bounds, meter)
        if isNew.contains(rows.source), let future = Suspicions.future(rows, bounds) {
            outcome.findings.append(future)
        }
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

    /// Reads files once more for the rows of the meters that need them.
    private func readRows(
        of meterIDs: Set<String>, files: [Int: FileReadings], origins: [Int: String],
        layouts: [Int: Layout]
    ) throws {
        for (source, file) in files.sorted(by: { $0.key < $1.key }) {
            let wanted = file.meterIDs.filter { meterIDs.contains($0) && !file.hasRows(of: $0) }
            guard !wanted.isEmpty, let path = origins[source] else { continue }
            try reader.readRows(
                of: Set(wanted), in: file, path: path, layout: layouts[source])
        }
    }

    /// What changes of a meter against what the store has.
    private func differences(
        of meter: Meter, to new: StoredMeter, at site: Site, isFirst: Bool
    ) throws -> [LoadDifference] {
        let old = isFirst ? nil : try workspace.store.load(of: new.key, over: Meter.always)
        var found = LoadDifference.months(
            from: old?.own, to: new.own, of: meter, as: meter.account, in: site.calendar)
        if let mirror = meter.account.mirror {
            found += LoadDifference.months(
                from: old?.mirror, to: new.mirror, of: meter, as: mirror, in: site.calendar)
        }
        return found
    }

    private func readOriginals(
        of stored: [StoredFile], into files: inout [Int: FileReadings],
        layouts: inout [Int: Layout]
    ) throws {
        for (number, file) in stored.enumerated() {
            let layout = portfolio.layout(for: file.name, named: file.layoutName)
            layouts[file.source] = layout
            guard files[file.source] == nil else { continue }
            progress(
                .reading(
                    file: file.name, number: number + 1, of: stored.count, bytes: 0, ofBytes: 0,
                    rows: 0))
            files[file.source] = try readOriginal(of: file, layout: layout)
        }
    }

    /// Proves that every file's energy balances; adds the statements to the outcome.
    func finish(
        _ change: LedgerChange, files: [Int: FileReadings], outcome: inout Outcome
    ) throws {
        func name(of source: Int) -> String? {
            files[source]?.file ?? change.files.first { $0.source == source }?.name
        }
        outcome.findings += change.files.flatMap(\.findings)
        var statements: [Int: EnergyStatement] = [:]
        for meter in change.meters {
            for (source, statement) in meter.statements where source >= 0 {
                let sum = statements[source, default: EnergyStatement()]
                guard sum.energyIn <= Int64.max - statement.energyIn else {
                    throw Refusal([
                        Finding(
                            .valueTooLarge, file: name(of: source),
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
                    .statementUnbalanced, file: name(of: source),
                    arguments: ["energy": String(statement.balance)])
            ])
        }
        outcome.statements.reserveCapacity(change.files.count)
        // A new file is stated whole: all its meters were derived now.
        for file in change.files {
            var statement = file.strays
            statement += statements[file.source] ?? EnergyStatement()
            outcome.statements.append(
                FileStatement(
                    batch: file.batch, file: file.name, digest: isDryRun ? nil : file.digest,
                    statement: statement))
        }
        outcome.statements.sort { ($0.batch, $0.file) < ($1.batch, $1.file) }
        outcome.findings.sort(by: Finding.byPlace)
    }
}
