public import Metering
public import Provenance
public import Quantities

/// The hourly journal of one site (小时账簿): supply equals use plus `unallocated`, slot by slot.
///
/// It is the spine of the house: PUE, coverage and losses are questions to it, and emissions
/// are valuations of it. Columns, not objects: one array of amounts for each meter and account.
public struct Journal: Sendable {
    /// One meter's booking to one account over all slots of the period.
    public struct Column: Sendable {
        /// The meter behind it; nil where none stands behind the line.
        public let meterID: String?
        /// The start of the validity of its line in `meters.csv` [s, Unix time].
        public let validFrom: Int64?
        /// The account it is booked to.
        public let account: Account
        /// What is counted.
        public let dimension: Dimension
        /// The amounts [J, mL or g].
        public internal(set) var amounts: [Int64]
        /// What each slot knows; see the flags of `LoadProfile` and of this type.
        public internal(set) var states: [UInt8]
        /// The file that last gave to each slot, in the order of evidence; -1 for none.
        public internal(set) var sources: [Int32]
        /// What of the amounts is estimated, by slot.
        public internal(set) var estimates: [Int: Estimate] = [:]
        /// Slots in which a file itself calls a reading an estimate, and a part is filled in beside it.
        var mixedEstimates = Set<Int>()
        /// Where the line stands among those of the site.
        var place = Closing.Place.remainder

        /// Every second of the slot is covered.
        public static let covered: UInt8 = 16
        /// The meter is valid then, so it owes the slot a reading.
        public static let owed: UInt8 = 32

        /// Tells whether a meter owes a slot that is neither measured nor estimated whole.
        public static func isOpen(_ state: UInt8) -> Bool {
            state & owed != 0 && state & (covered | filled) == 0
        }
        /// No reading stands behind the slot; it follows from others.
        public static let derived: UInt8 = 64
        /// What readings do not cover of the slot is estimated, or they are estimates themselves.
        public static let filled: UInt8 = 128

        init(meter: Meter? = nil, account: Account, slots: Int) {
            meterID = meter?.id
            validFrom = meter?.validity.start
            self.account = account
            dimension = meter?.unit.dimension ?? .energy
            amounts = Array(repeating: 0, count: slots)
            states = Array(repeating: 0, count: slots)
            sources = Array(repeating: -1, count: slots)
        }
    }

    /// One slot in which supply, use and the open remainder do not sum to zero.
    public struct Imbalance: Error, Equatable, Sendable {
        /// The slot, counted from the period's start.
        public let slot: Int
        /// Supply less use less `unallocated` [J].
        public let difference: Energy
    }

    /// The site.
    public let site: Site
    /// The instants of the period at the site.
    public let interval: Interval
    /// The length of a slot [s].
    public let slotSeconds: Int64
    /// All lines, in the order of the meters, the lines without a meter last.
    public internal(set) var columns: [Column] = []
    /// What was found while booking.
    public internal(set) var findings: [Finding] = []
    /// Tells that no supply meter stands at the site; its supply is then the sum of its uses.
    public let isSupplyDerived: Bool

    /// How many slots the period has.
    public var slotCount: Int { Int(interval.seconds / slotSeconds) }

    /// Books the loads of a site's meters over a period.
    ///
    /// - Throws: `Imbalance` when a slot does not balance, which would be a fault of this code.
    public init(
        of site: Site, over interval: Interval, loads: [MeterLoad]
    ) throws(Imbalance) {
        self.site = site
        self.interval = interval
        slotSeconds = site.calendar.slotSeconds
        // An export meter that runs backwards is a supply meter.
        isSupplyDerived = !loads.contains { load in
            load.meter.account.side == .supply
                || (load.meter.account == .gridExport && load.mirror.covers(anyOf: interval))
        }
        let families = Families(loads.map(\.meter))
        var own = loads.map { Self.column(of: $0, over: interval, slotSeconds: slotSeconds) }
        let whole = own
        for (index, load) in loads.enumerated() {
            let children = families.bookedChildren(of: index)
            guard !children.isEmpty else { continue }
            subtract(children.map { whole[$0] }, from: &own[index], meter: load.meter)
        }
        findings += CheckMeters.findings(of: loads, columns: whole, self)
        columns = own
        for index in columns.indices { columns[index].place = .own(index) }
        for (index, load) in loads.enumerated() where !load.mirror.months.isEmpty {
            guard let account = load.meter.account.mirror else { continue }
            var column = Self.column(
                of: load.mirror, as: account, meter: load.meter, over: interval,
                slotSeconds: slotSeconds)
            column.place = .mirror(index)
            columns.append(column)
        }
        if isSupplyDerived {
            deriveSupply(from: families.topLevelUses.map { whole[$0] })
        }
        try balance()
    }

    // MARK: - Booking

    private static func column(
        of load: MeterLoad, over interval: Interval, slotSeconds: Int64
    ) -> Column {
        var column = column(
            of: load.own, as: load.meter.account, meter: load.meter, over: interval,
            slotSeconds: slotSeconds)
        if let since = load.outOfServiceSince {
            column.rest(since: since, from: interval.start, load, slotSeconds: slotSeconds)
        }
        for (start, estimate) in load.estimates
        where interval.start <= start && start < interval.end {
            column.add(estimate, to: Int((start - interval.start) / slotSeconds))
        }
        return column
    }

    /// Takes the slots of the period out of a profile.
    static func column(
        of profile: LoadProfile, as account: Account, meter: Meter, over interval: Interval,
        slotSeconds: Int64
    ) -> Column {
        let slots = Int(interval.seconds / slotSeconds)
        var column = Column(meter: meter, account: account, slots: slots)
        for (number, month) in profile.months {
            let bounds = LoadProfile.interval(ofMonth: number)
            guard let shared = bounds.intersection(interval) else { continue }
            let from = Int((shared.start - bounds.start) / slotSeconds)
            let to = Int((shared.start - interval.start) / slotSeconds)
            let count = Int(shared.seconds / slotSeconds)
            column.amounts.replaceSubrange(
                to..<to + count, with: month.amounts[from..<from + count])
            column.sources.replaceSubrange(
                to..<to + count, with: month.sources[from..<from + count])
            for offset in 0..<count {
                let flags = month.flags[from + offset]
                let isWhole = Int64(month.coveredSeconds[from + offset]) == slotSeconds
                // What a file calls an estimate is one, and no measured hour, whoever made it.
                let whole = flags & LoadProfile.estimated == 0 ? Column.covered : Column.filled
                column.states[to + offset] = flags | (isWhole ? whole : 0)
            }
        }
        guard account == meter.account, let valid = meter.validity.intersection(interval)
        else { return column }
        // A slot is owed when the meter is valid for all of it.
        let first = (valid.start - interval.start + slotSeconds - 1) / slotSeconds
        let end = (valid.end - interval.start) / slotSeconds
        for slot in Int(first)..<max(Int(first), Int(end)) { column.states[slot] |= Column.owed }
        return column
    }

    /// Leaves only the remainder of a parent on its account, and only where all its children
    /// are covered; elsewhere the energy of a use is unallocated. A supply keeps what its children
    /// do not show even then, because energy that entered may not vanish from the balance.
    private mutating func subtract(_ children: [Column], from parent: inout Column, meter: Meter) {
        var exceeded = 0
        var unresolved = 0
        for slot in parent.amounts.indices where parent.states[slot] & LoadProfile.present != 0 {
            var remainder = parent.amounts[slot]
            var complete = true
            for child in children
            where child.states[slot] & (Column.owed | LoadProfile.present) != 0 {
                remainder -= child.amounts[slot]
                complete =
                    complete && child.states[slot] & (Column.covered | Column.filled) != 0
            }
            if !complete { unresolved += 1 }
            if !complete, meter.account.side == .use {
                parent.amounts[slot] = 0
                parent.states[slot] &= Column.owed
                parent.sources[slot] = -1
                parent.estimates[slot] = nil
            } else if remainder < 0 {
                exceeded += 1
                parent.amounts[slot] = 0
            } else {
                parent.amounts[slot] = remainder
            }
            if !complete { parent.states[slot] &= ~(Column.covered | Column.filled) }
        }
        for (code, count) in [
            (FindingCode.childrenExceedParent, exceeded), (.parentUnresolved, unresolved),
        ]
        where count > 0 {
            findings.append(
                Finding(
                    code, arguments: ["count": String(count)], meterID: meter.id, siteID: site.id,
                    interval: interval))
        }
    }

    /// Without a supply meter, supply is the sum of the top-level uses, marked `derived`.
    private mutating func deriveSupply(from uses: [Column]) {
        var supply = Column(account: .gridImport, slots: slotCount)
        supply.place = .derivedSupply
        for use in uses {
            for slot in use.amounts.indices where use.states[slot] & LoadProfile.present != 0 {
                supply.amounts[slot] += use.amounts[slot]
                supply.states[slot] |= LoadProfile.present | Column.derived
            }
        }
        // What already flows back from a use meter is supply of its own.
        for column in columns where column.account.side == .supply {
            for slot in column.amounts.indices where column.states[slot] & LoadProfile.present != 0
            {
                supply.amounts[slot] -= column.amounts[slot]
            }
        }
        columns.append(supply)
    }

    /// Opens `unallocated` for what no meter explains and proves that every slot balances.
    mutating func balance() throws(Imbalance) {
        var open = Column(account: .unallocated, slots: slotCount)
        for column in columns {
            let sign: Int64
            switch column.account.side {
            case .supply: sign = 1
            case .use: sign = -1
            case .carrier, .memorandum: continue
            }
            for slot in column.amounts.indices where column.states[slot] & LoadProfile.present != 0
            {
                open.amounts[slot] += sign * column.amounts[slot]
                open.states[slot] |= LoadProfile.present | Column.derived
            }
        }
        columns.append(open)
        // Every line counts here, so an amount that a slot does not know of is found.
        var difference = [Int64](repeating: 0, count: slotCount)
        for column in columns {
            let sign: Int64
            switch column.account.side {
            case .supply: sign = 1
            case .use: sign = -1
            case .carrier: continue
            case .memorandum:
                if column.account != .unallocated { continue }
                sign = -1
            }
            for slot in difference.indices { difference[slot] += sign * column.amounts[slot] }
        }
        if let slot = difference.firstIndex(where: { $0 != 0 }) {
            throw Imbalance(slot: slot, difference: Energy(joules: difference[slot]))
        }
        reportOverMetered(open)
    }

    private mutating func reportOverMetered(_ open: Column) {
        // Where the supply itself is missing the uses exceed nothing that was measured.
        guard open.amounts.contains(where: { $0 < 0 }) else { return }
        let supplied = hours(of: Closing.supplyAccounts, anchoredBy: supplyAnchors)
        let negative = zip(open.amounts, supplied).filter { $0 < 0 && $1 }.map(\.0)
        guard !negative.isEmpty else { return }
        findings.append(
            .overMetered(
                site: site, interval: interval, slots: negative.count,
                joules: -negative.reduce(0, +)))
    }

    // MARK: - Questions

    /// The instant at which a slot begins.
    public func start(ofSlot slot: Int) -> Int64 { interval.start + Int64(slot) * slotSeconds }

    /// The columns booked to some accounts.
    public func columns(of accounts: Set<Account>) -> [Column] {
        columns.filter { accounts.contains($0.account) }
    }

    /// Tells for each slot whether some accounts have it: all their meters that are valid then
    /// cover every second of it, and at least one meter of the anchors is valid.
    ///
    /// - Parameters:
    ///   - anchors: Accounts without which there is no hour; nil takes the accounts themselves.
    ///     A plant that came later owes nothing before, but a site does not lose its grid.
    ///   - countingEstimates: Whether a slot counts that is measured or estimated; a ratio takes only
    ///     what is measured.
    public func hours(
        of accounts: Set<Account>, anchoredBy anchors: Set<Account>? = nil,
        countingEstimates: Bool = false
    ) -> [Bool] {
        let whole = countingEstimates ? Column.covered | Column.filled : Column.covered
        var has = [Bool](repeating: false, count: slotCount)
        var lacks = has
        let anchors = anchors ?? accounts
        for column in columns(of: accounts) where column.meterID != nil {
            let isAnchor = anchors.contains(column.account)
            for slot in column.states.indices where column.states[slot] & Column.owed != 0 {
                if column.states[slot] & whole != 0 {
                    if isAnchor { has[slot] = true }
                } else {
                    lacks[slot] = true
                }
            }
        }
        for slot in has.indices where lacks[slot] { has[slot] = false }
        return has
    }

    /// The supply without which an hour is not complete: the grid where the site has a meter of
    /// it, else any supply.
    public var supplyAnchors: Set<Account> {
        let hasGrid = columns.contains { $0.account == .gridImport && $0.meterID != nil }
        return hasGrid ? [.gridImport] : Closing.supplyAccounts
    }

    /// The sum booked to some accounts, over all slots or over those that `mask` keeps.
    public func sum(of accounts: Set<Account>, where mask: [Bool]? = nil) -> Int64 {
        var total: Int64 = 0
        for column in columns where accounts.contains(column.account) {
            guard let mask else {
                for amount in column.amounts { total += amount }
                continue
            }
            for slot in mask.indices where mask[slot] { total += column.amounts[slot] }
        }
        return total
    }

    /// The energy booked to an account in each calendar month of a period.
    public func monthly(_ account: Account, months: [Period]) -> [(month: Period, energy: Energy)] {
        months.map { month in
            let part = month.interval(in: site.calendar)
            let first = Int((part.start - interval.start) / slotSeconds)
            let end = Int((part.end - interval.start) / slotSeconds)
            let joules = columns(of: [account]).reduce(Int64(0)) { sum, column in
                sum + column.amounts[first..<end].reduce(0, +)
            }
            return (month, Energy(joules: joules))
        }
    }
}

extension Finding {
    /// Uses that exceed the supply in some slots.
    static func overMetered(
        site: Site, interval: Interval, slots: Int, joules: Int64
    ) -> Finding {
        Finding(
            .overMetered,
            arguments: [
                "count": String(slots), "energy": Energy(joules: joules).kilowattHoursText,
            ], siteID: site.id, interval: interval)
    }
}
