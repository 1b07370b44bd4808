public import Metering
public import Provenance
public import Quantities

/// The closing of a journal for a period (结账): totals, boundary energies, coverage.
public struct Balances: Sendable {
    /// Two energies over the hours that both have, with how many hours those are.
    public struct Parts: Sendable {
        /// The part above the line, in the ledger's unit.
        public let numerator: Int64
        /// The part below the line, in the ledger's unit.
        public let denominator: Int64
        /// The hours that both have over the hours of the period.
        public let coverage: ExactRatio
    }

    /// The journal that was closed.
    public let journal: Journal
    /// The period that was asked for.
    public let period: Period
    /// What is booked to each electricity account that has a line, with `unallocated`.
    public let energy: [Account: Energy]
    /// What is booked to each water account that has a meter.
    public let water: [Account: Volume]
    /// What is booked to each heat or cooling account that has a meter.
    public let heat: [Account: Energy]
    /// Energy that enters the boundary of the data center; nil without a supply meter.
    ///
    /// grid_import + direct_line + on-site generation + generator - grid_export - uses outside
    /// the boundary, plus bought cooling and heat at site energy. Storage is no term.
    public let facilityEnergy: Energy?
    /// Energy of the IT equipment, `it` + `tenant_it`; nil without such a meter.
    public let itEnergy: Energy?
    /// `E_DC` and `E_IT` over the hours that both have; nil when one has no meter.
    public let facilityToIT: Parts?
    /// Hours that all booked supply and IT meters have, over the hours of the period.
    public let coverage: ExactRatio?
    /// Of those the hours that no interval longer than an hour was spread over.
    public let resolvedShare: ExactRatio?
    /// Estimated energy over all energy of the supply and IT accounts.
    public let estimatedShare: ExactRatio?
    /// Tells whether every hour is measured or estimated, so that totals are those of the whole
    /// period; else they are of the covered hours.
    public let isWhole: Bool
    /// What was found at closing.
    public let findings: [Finding]

    /// Water accounts.
    public static let waterAccounts: Set<Account> = [
        .waterIn, .waterFresh, .waterPotable, .waterOut,
    ]
    /// The accounts of the IT load.
    public static let itAccounts: Set<Account> = [.it, .tenantIT]
    /// The supply accounts that add to `E_DC`.
    public static let facilitySupply: Set<Account> = [
        .gridImport, .directLine, .onsiteSolar, .onsiteWind, .onsiteOther, .generator,
    ]
    /// Bought carriers that add to `E_DC` at site energy.
    static let facilityCarriers: Set<Account> = [.coolingImport, .heatImport]

    /// Closes a journal.
    public init(_ journal: Journal, period: Period, loads: [MeterLoad]) {
        self.journal = journal
        self.period = period
        func total(_ account: Account) -> Int64? {
            let columns = journal.columns(of: [account])
            // A meter without any reading counts nothing, not zero.
            let stands = columns.contains { column in
                column.states.contains { $0 & (LoadProfile.present | Journal.Column.covered) != 0 }
            }
            return stands ? columns.reduce(0) { $0 + $1.amounts.reduce(0, +) } : nil
        }
        func totals<Value>(_ accounts: [Account], _ make: (Int64) -> Value) -> [Account: Value] {
            accounts.reduce(into: [:]) { $0[$1] = total($1).map(make) }
        }
        energy = totals(
            Account.allCases.filter { [.supply, .use].contains($0.side) } + [.unallocated],
            Energy.init(joules:))
        water = totals(
            Self.waterAccounts.sorted { $0.rawValue < $1.rawValue }, Volume.init(millilitres:))
        heat = totals([.heatImport, .coolingImport, .heatExport], Energy.init(joules:))

        let boundary = Boundary(of: journal)
        let standing = Set(energy.keys)
        let hasSupply = !standing.isDisjoint(with: Self.facilitySupply)
        facilityEnergy = hasSupply ? boundary.facilityEnergy() : nil
        let hasIT = !standing.isDisjoint(with: Self.itAccounts)
        itEnergy = hasIT ? boundary.itEnergy() : nil
        facilityToIT = boundary.facilityToIT()
        coverage = boundary.coverage()
        isWhole = boundary.isWhole
        resolvedShare = boundary.resolvedShare()
        estimatedShare = Self.estimatedShare(journal, loads: loads)
        findings = Self.findings(of: journal, loads: loads, coverage: coverage)
    }

    /// A carrier or an energy over `E_IT`, over the hours that both have; nil when one of them
    /// has no meter.
    public func perIT(_ accounts: Set<Account>) -> Parts? {
        Boundary(of: journal).perIT(accounts)
    }

    /// `E_DC` and `E_IT` of parts of the period, given as slots, each over the hours that both have;
    /// nil for a part without such an hour. Over the whole period it is `facilityToIT`.
    public func facilityToIT(over parts: [Range<Int>]) -> [Parts?] {
        Boundary(of: journal).facilityToIT(over: parts)
    }

    /// The part of spans that cross an edge of the period and everything that is estimated, over
    /// all energy of the supply and IT accounts.
    private static func estimatedShare(_ journal: Journal, loads: [MeterLoad]) -> ExactRatio? {
        let accounts = Account.allCases.filter { $0.side == .supply } + [.it, .tenantIT]
        let columns = journal.columns(of: Set(accounts))
        let total = columns.reduce(Int128(0)) {
            $0 + $1.amounts.reduce(Int128(0)) { $0 + Int128($1) }
        }
        var estimated: Int128 = 0
        for column in columns {
            for (slot, estimate) in column.estimates {
                estimated += Int128(max(0, min(estimate.amount, column.amounts[slot])))
            }
        }
        let crossing = loads.map { edgeEnergy(of: $0, in: journal) }
        let families = Families(loads.map(\.meter))
        for (index, load) in loads.enumerated() where accounts.contains(load.meter.account) {
            // What its sub-meters estimate is part of a parent's energy, which is booked once.
            let children = families.bookedChildren(of: index).reduce(Int128(0)) {
                $0 + crossing[$1]
            }
            estimated += max(0, crossing[index] - children)
        }
        return ExactRatio(estimated, to: total)
    }

    /// The part inside a period of the spans of a meter that cross its edges.
    private static func edgeEnergy(of load: MeterLoad, in journal: Journal) -> Int128 {
        var energy: Int128 = 0
        for span in load.midnightSpans where crossesEdge(span.interval, of: journal.interval) {
            span.forEachPart(slotSeconds: journal.slotSeconds) { slot, _, amount in
                if slot >= journal.interval.start, slot < journal.interval.end {
                    energy += Int128(max(0, amount))
                }
            }
        }
        return energy
    }

    private static func crossesEdge(_ span: Interval, of period: Interval) -> Bool {
        (span.start < period.start && span.end > period.start)
            || (span.start < period.end && span.end > period.end)
    }

    private static func findings(
        of journal: Journal, loads: [MeterLoad], coverage: ExactRatio?
    ) -> [Finding] {
        var findings = journal.findings
        let site = journal.site
        func add(_ code: FindingCode, _ arguments: [String: String] = [:], meter: Meter? = nil) {
            findings.append(
                Finding(
                    code, arguments: arguments, meterID: meter?.id, siteID: site.id,
                    interval: journal.interval))
        }
        if journal.isSupplyDerived { add(.noSupplyMeter) }
        if !loads.contains(where: { itAccounts.contains($0.meter.account) }) { add(.noItMeter) }
        for load in loads where load.meter.validity.intersection(journal.interval) != nil {
            if let since = load.outOfServiceSince, since <= journal.interval.start { continue }
            if !load.own.covers(anyOf: journal.interval) { add(.noReadings, meter: load.meter) }
        }
        findings += heavySpikes(journal, loads: loads)
        findings += StuckCounters.findings(of: journal, loads: loads)
        findings += estimates(journal, loads: loads)
        return findings
    }

    /// What each method added to each meter.
    private static func estimates(_ journal: Journal, loads: [MeterLoad]) -> [Finding] {
        loads.flatMap { load in
            EstimationRule.Method.allCases.compactMap { method -> Finding? in
                let added = load.estimates.filter {
                    $0.value.method == method && journal.interval.start <= $0.key
                        && $0.key < journal.interval.end
                }
                guard let first = added.keys.min(), let last = added.keys.max() else { return nil }
                let amount = added.values.reduce(Int64(0)) { $0 + $1.amount }
                let hours = Rounding.text(
                    Int128(added.count) * Int128(journal.slotSeconds), over: 3_600,
                    places: journal.slotSeconds == 3_600 ? 0 : 2)
                return Finding(
                    .estimated,
                    arguments: [
                        "count": hours, "method": method.rawValue,
                        "amount": load.meter.unit.dimension.text(of: amount),
                    ], meterID: load.meter.id, siteID: journal.site.id,
                    interval: Interval(start: first, end: last + journal.slotSeconds))
            }
        }
    }

    /// A suspected spike disqualifies when it is over 0.1 % of its account's energy.
    private static func heavySpikes(_ journal: Journal, loads: [MeterLoad]) -> [Finding] {
        loads.flatMap { load in
            load.suspects.compactMap { suspect -> Finding? in
                guard suspect.interval.intersection(journal.interval) != nil else { return nil }
                let account = journal.sum(of: [load.meter.account])
                guard Int128(suspect.amount.magnitude) * 1_000 > Int128(account) else { return nil }
                return Finding(
                    .suspectSpike, severity: .disqualifies, line: Int(suspect.line),
                    meterID: load.meter.id, siteID: journal.site.id, interval: suspect.interval)
            }
        }
    }
}
