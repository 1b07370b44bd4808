public import Metering
public import Provenance
public import Quantities

/// The closing of a journal for a period (结账): totals, boundary energies, coverage.
///
/// A reference, because ten thousand sites are held at once and handed on from stop to stop.
public final class Balances: Sendable {
    /// Two energies over the hours that both have, with how many hours those are.
    public struct Parts: Sendable {
        /// The part above the line, in the ledger's unit.
        public let numerator: Int64
        /// The part below the line, in the ledger's unit.
        public let denominator: Int64
        /// The hours that both have over the hours of the period.
        public let coverage: ExactRatio
    }

    /// The closing that all this was read from.
    public let closing: Closing
    /// The hours behind it; nil where the closings of months were kept and nothing asked for hours.
    public let hours: Journal?
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
    /// The same for each of these accounts that has energy: a certificate is held to every one.
    public let estimatedShares: [Account: ExactRatio]
    /// Tells whether every hour is measured or estimated, so that totals are those of the whole
    /// period; else they are of the covered hours.
    public let isWhole: Bool
    /// The maximum demand of what the site takes from the grid.
    public let demand: SiteDemand
    /// What was found at closing.
    public let findings: [Finding]

    /// Water accounts.
    public static let waterAccounts: Set<Account> = [
        .waterIn, .waterFresh, .waterPotable, .waterOut,
    ]
    static let heatAccounts: Set<Account> = [
        .heatImport, .coolingImport, .heatExport, .heatRemoved,
    ]
    /// The accounts of the IT load.
    public static let itAccounts: Set<Account> = [.it, .tenantIT]
    /// The supply accounts that add to `E_DC`.
    public static let facilitySupply: Set<Account> = [
        .gridImport, .directLine, .onsiteSolar, .onsiteWind, .onsiteOther, .generator,
    ]
    /// What is needed for an hour to be complete.
    static let supplyAndIT = Closing.supplyAccounts.union(itAccounts)
    /// Bought carriers that add to `E_DC` at site energy.
    static let facilityCarriers: Set<Account> = [.coolingImport, .heatImport]

    /// Closes a journal.
    ///
    /// - Parameter isChanged: Tells that it is what a plan would leave, of which no meter has a reading.
    public convenience init(
        _ journal: Journal, period: Period, loads: [MeterLoad], isChanged: Bool = false
    ) {
        self.init(
            Closing(of: journal, months: period.months), journal, period: period, loads: loads,
            isChanged: isChanged)
    }

    /// Reads a closing whose months were kept.
    ///
    /// - Parameters:
    ///   - loads: The loads without their months, for what stands beside them.
    ///   - isChanged: Tells that it is what a plan would leave, of which no meter has a reading.
    public convenience init(
        _ closing: Closing, period: Period, loads: [MeterLoad], isChanged: Bool = false
    ) {
        self.init(closing, nil, period: period, loads: loads, isChanged: isChanged)
    }

    private init(
        _ closing: Closing, _ journal: Journal?, period: Period, loads: [MeterLoad],
        isChanged: Bool
    ) {
        self.closing = closing
        hours = journal
        self.period = period
        var totals = Totals()
        for line in closing.lines { totals.add(line) }
        energy = totals.energy
        water = totals.water
        heat = totals.heat

        let boundary = Boundary(of: closing)
        let hasSupply = energy.keys.contains { Self.facilitySupply.contains($0) }
        facilityEnergy = hasSupply ? boundary.facilityEnergy() : nil
        let hasIT = energy.keys.contains { Self.itAccounts.contains($0) }
        itEnergy = hasIT ? boundary.itEnergy() : nil
        facilityToIT = boundary.facilityToIT()
        let complete = boundary.completeHours()
        coverage = complete.flatMap(closing.share)
        isWhole = boundary.isWhole
        resolvedShare = complete.flatMap(boundary.resolvedShare)
        let estimates = EstimatedEnergy(of: closing, loads: loads)
        estimatedShare = estimates.share
        estimatedShares = estimates.shares
        demand = SiteDemand(
            of: closing.site, over: period, loads: loads, isChanged: isChanged)
        findings = Self.findings(of: closing, journal, loads: loads, coverage: coverage)
    }

    /// The hourly journal, for those who walked the hours.
    public var journal: Journal {
        guard let hours else { preconditionFailure("the hours of this run were not walked") }
        return hours
    }

    /// The site.
    public var site: Site { closing.site }

    /// The instants of the period at the site.
    public var interval: Interval { closing.interval }

    /// The same without the hours, which weigh a thousand times as much.
    public var withoutHours: Balances { Balances(withoutHoursOf: self) }

    private init(withoutHoursOf other: Balances) {
        closing = other.closing
        hours = nil
        period = other.period
        (energy, water, heat) = (other.energy, other.water, other.heat)
        (facilityEnergy, itEnergy) = (other.facilityEnergy, other.itEnergy)
        facilityToIT = other.facilityToIT
        (coverage, resolvedShare) = (other.coverage, other.resolvedShare)
        (estimatedShare, estimatedShares) = (other.estimatedShare, other.estimatedShares)
        isWhole = other.isWhole
        demand = other.demand
        findings = other.findings
    }

    /// What is booked to each account that has a line with any reading; a meter without any reading counts
    /// nothing, not zero.
    private struct Totals {
        var energy: [Account: Energy] = [:]
        var water: [Account: Volume] = [:]
        var heat: [Account: Energy] = [:]
        private var standing: Set<Account> = []
        private var sums: [Account: Int64] = [:]

        mutating func add(_ line: Closing.Line) {
            let account = line.account
            sums[account, default: 0] += line.amounts.reduce(0, +)
            let stands = line.states.contains {
                $0 & (LoadProfile.present | Journal.Column.covered) != 0
            }
            if stands { standing.insert(account) }
            guard standing.contains(account), let sum = sums[account] else { return }
            if Balances.waterAccounts.contains(account) {
                water[account] = Volume(millilitres: sum)
            } else if account.side != .carrier, account != .check {
                energy[account] = Energy(joules: sum)
            } else if Balances.heatAccounts.contains(account) {
                heat[account] = Energy(joules: sum)
            }
        }
    }

    /// A carrier or an energy over `E_IT`, over the hours that both have; nil when one of them
    /// has no meter.
    public func perIT(_ accounts: Set<Account>) -> Parts? {
        Boundary(of: closing).perIT(accounts)
    }

    /// `E_DC` and `E_IT` of parts of the period, given as slots in order and without a gap, each over the
    /// hours that both have; nil for a part without such an hour. Over the whole period it is `facilityToIT`.
    public func facilityToIT(over parts: [Range<Int>]) -> [Parts?] {
        let closing = Closing(of: journal, parts: parts)
        let boundary = Boundary(of: closing)
        guard let both = boundary.hoursOfBoth() else { return parts.map { _ in nil } }
        return parts.indices.map { number in
            let range = closing.monthBounds[number]..<closing.monthBounds[number + 1]
            let mask = both.indices.map { both[$0] && range.contains($0) }
            let count = closing.count(mask)
            guard count > 0 else { return nil }
            return ExactRatio(Int128(count), to: Int128(parts[number].count)).map {
                Parts(
                    numerator: boundary.facility(where: mask),
                    denominator: closing.sum(of: Self.itAccounts, where: mask), coverage: $0)
            }
        }
    }

    private static func findings(
        of closing: Closing, _ journal: Journal?, loads: [MeterLoad], coverage: ExactRatio?
    ) -> [Finding] {
        var findings = closing.findings
        let (site, interval) = (closing.site, closing.interval)
        func add(_ code: FindingCode, _ arguments: [String: String] = [:], meter: Meter? = nil) {
            findings.append(
                Finding(
                    code, arguments: arguments, meterID: meter?.id, siteID: site.id,
                    interval: interval))
        }
        if closing.isSupplyDerived { add(.noSupplyMeter) }
        if !loads.contains(where: { itAccounts.contains($0.meter.account) }) { add(.noItMeter) }
        for (number, load) in loads.enumerated()
        where load.meter.validity.intersection(interval) != nil {
            if let since = load.outOfServiceSince, since <= interval.start { continue }
            let isRead = closing.isRead?[number] ?? load.own.covers(anyOf: interval)
            if !isRead { add(.noReadings, meter: load.meter) }
        }
        findings += heavySpikes(closing, loads: loads)
        guard let journal else { return findings }
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
    private static func heavySpikes(_ closing: Closing, loads: [MeterLoad]) -> [Finding] {
        loads.flatMap { load in
            load.suspects.compactMap { suspect -> Finding? in
                guard suspect.interval.intersection(closing.interval) != nil else { return nil }
                let account = closing.sum(of: [load.meter.account])
                guard Int128(suspect.amount.magnitude) * 1_000 > Int128(account) else { return nil }
                return Finding(
                    .suspectSpike, severity: .disqualifies, line: Int(suspect.line),
                    meterID: load.meter.id, siteID: closing.site.id, interval: suspect.interval)
            }
        }
    }
}
