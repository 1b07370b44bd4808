public import Metering
public import Provenance
public import Quantities

/// The closing of a journal for a period (结账): its lines summed over slots that know the same.
///
/// Whether an hour counts in a ratio hangs on what its slot knows of each line and on nothing else. So the
/// slots of a month that know the same on every line are one stretch, and sums, shares of hours and ratios
/// are the same from stretches as from slots, to the joule. A closing of whole months is the closings of
/// its months in a row, which is why they can be kept; what needs the hours themselves asks the journal.
public struct Closing: Sendable {
    /// One line of the journal.
    public struct Line: Sendable {
        /// The meter behind it; nil where none stands behind the line.
        public let meterID: String?
        /// The start of the validity of its line in `meters.csv` [s, Unix time].
        public let validFrom: Int64?
        /// The account it is booked to.
        public let account: Account
        /// What is counted.
        public let dimension: Dimension
        /// The amount of each stretch [J, mL or g].
        public internal(set) var amounts: [Int64]
        /// What all slots of each stretch know; see `Journal.Column`.
        public internal(set) var states: [UInt8]
        /// What of all amounts is estimated, at most what is booked.
        var estimated: Int128 = 0
        /// The place among the lines of the journal that it is kept under.
        var place = Place.remainder
    }

    /// Where a line of a site stands, whatever the period.
    enum Place: Hashable, Sendable {
        /// The own direction of a meter, by its number.
        case own(Int)
        /// The opposite direction of a meter.
        case mirror(Int)
        /// Supply that follows from uses.
        case derivedSupply
        /// `unallocated`.
        case remainder
        /// Planned lines.
        case added(Int)
    }

    /// The site.
    public let site: Site
    /// The instants of the period at the site.
    public let interval: Interval
    /// The length of a slot [s].
    public let slotSeconds: Int64
    /// The months of the period, the first and the last clipped to it.
    public let months: [Period]
    /// Tells that no supply meter stands at the site; its supply is then the sum of its uses.
    public let isSupplyDerived: Bool
    /// The lines, in the order of the journal.
    public internal(set) var lines: [Line]
    /// How many slots each stretch has.
    let weights: [Int]
    /// The mark of each stretch, zero where none were asked for.
    public let marks: [UInt8]
    /// The first stretch of each month, and the end of the last.
    let monthBounds: [Int]
    /// The highest amount in any slot of each stretch that the site takes: supply without storage less
    /// export [J].
    let peaks: [Int64]
    /// Own generation held against consumption slot by slot, for each stretch; empty where no plant stands at
    /// the site.
    let matches: [OwnMatch]
    /// What was found while booking.
    public internal(set) var findings: [Finding]
    /// Whether a meter, by its number, has any reading; nil where the loads themselves are at hand.
    let isRead: [Bool]?

    /// Own generation held against consumption slot by slot, summed (逐小时自发自用).
    ///
    /// Consumption is supply less export and what charges a battery, generation is less export; neither is
    /// below nothing in any slot.
    public struct OwnMatch: Hashable, Sendable {
        /// Consumption [J].
        public internal(set) var load: Int64 = 0
        /// Generation [J].
        public internal(set) var generation: Int64 = 0
        /// The smaller of the two in each slot [J].
        public internal(set) var matched: Int64 = 0
        /// Slots in which generation covers all consumption.
        public internal(set) var coveredSlots: Int64 = 0
    }

    /// Own generation held against consumption over the stretches of a mask.
    public func ownMatch(where mask: [Bool]) -> OwnMatch {
        var sum = OwnMatch()
        for place in matches.indices where mask[place] {
            sum.load += matches[place].load
            sum.generation += matches[place].generation
            sum.matched += matches[place].matched
            sum.coveredSlots += matches[place].coveredSlots
        }
        return sum
    }

    /// How many slots the period has.
    public var slotCount: Int { Int(interval.seconds / slotSeconds) }

    /// How many stretches there are.
    public var stretchCount: Int { weights.count }

    // MARK: - Questions

    /// The lines booked to some accounts.
    public func lines(of accounts: Set<Account>) -> [Line] {
        lines.filter { accounts.contains($0.account) }
    }

    /// Tells whether a meter books to an account.
    public func hasMeter(of account: Account) -> Bool {
        lines.contains { $0.account == account && $0.meterID != nil }
    }

    /// Tells for each stretch whether some accounts have its slots: all their meters that are valid then
    /// cover every second of them, and at least one meter of the anchors is valid.
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
        let whole =
            countingEstimates
            ? Journal.Column.covered | Journal.Column.filled : Journal.Column.covered
        var has = [Bool](repeating: false, count: weights.count)
        var lacks = has
        for line in lines where line.meterID != nil && accounts.contains(line.account) {
            let isAnchor = anchors?.contains(line.account) ?? true
            for place in line.states.indices
            where line.states[place] & Journal.Column.owed != 0 {
                if line.states[place] & whole != 0 {
                    if isAnchor { has[place] = true }
                } else {
                    lacks[place] = true
                }
            }
        }
        for place in has.indices where lacks[place] { has[place] = false }
        return has
    }

    /// Tells whether meters of some accounts leave a slot open that they owe, neither measured nor estimated; or have
    /// more of an amount estimated than a share.
    public func hasGap(in accounts: Set<Account>, estimating most: DecimalText) -> Bool {
        lines(of: accounts).contains { line in
            guard line.meterID != nil else { return false }
            let total = line.amounts.reduce(Int128(0)) { $0 + Int128($1) }
            return line.states.contains(where: Journal.Column.isOpen)
                || !(ExactRatio(line.estimated, to: total).map { $0.isAtMost(most) } ?? true)
        }
    }

    /// How many slots the stretches of a mask have.
    public func count(_ mask: [Bool]) -> Int {
        var count = 0
        for place in mask.indices where mask[place] { count += weights[place] }
        return count
    }

    /// The slots of a mask over the slots of the period.
    public func share(_ mask: [Bool]) -> ExactRatio? {
        ExactRatio(Int128(count(mask)), to: Int128(slotCount))
    }

    /// All supply accounts.
    static let supplyAccounts = Set(Account.allCases.filter { $0.side == .supply })

    /// The supply without which an hour is not complete: the grid where the site has a meter of
    /// it, else any supply.
    public var supplyAnchors: Set<Account> {
        hasMeter(of: .gridImport) ? [.gridImport] : Self.supplyAccounts
    }

    /// The sum booked to some accounts, over all stretches or over those that `mask` keeps.
    public func sum(of accounts: Set<Account>, where mask: [Bool]? = nil) -> Int64 {
        var total: Int64 = 0
        for line in lines where accounts.contains(line.account) {
            guard let mask else {
                for amount in line.amounts { total += amount }
                continue
            }
            for place in mask.indices where mask[place] { total += line.amounts[place] }
        }
        return total
    }

    /// The highest amount that the site takes in any slot of the stretches of a mask [J]; nil where the
    /// mask keeps none.
    public func peak(where mask: [Bool]) -> Int64? {
        mask.indices.filter { mask[$0] }.map { peaks[$0] }.max()
    }

    // MARK: - By the month

    /// The stretches of a month of the period.
    public func stretches(of month: Period) -> Range<Int> {
        let number = months.firstIndex { $0.start == month.start && $0.end == month.end }
        guard let number else { preconditionFailure("a closing answers for its own months") }
        return monthBounds[number]..<monthBounds[number + 1]
    }

    /// The energy booked to an account in each month of the period.
    public func monthly(_ account: Account) -> [(month: Period, energy: Energy)] {
        var sums = [Int64](repeating: 0, count: months.count)
        for line in lines where line.account == account {
            for number in months.indices {
                for place in monthBounds[number]..<monthBounds[number + 1] {
                    sums[number] += line.amounts[place]
                }
            }
        }
        return zip(months, sums).map { ($0, Energy(joules: $1)) }
    }

    /// The energy booked to an account in a month of the period [J].
    public func sum(of account: Account, over month: Period) -> Int64 {
        let range = stretches(of: month)
        return lines.filter { $0.account == account }.reduce(0) {
            $0 + $1.amounts[range].reduce(0, +)
        }
    }

    /// The amount of one line in a month of the period [J, mL or g].
    public func sum(of line: Line, over month: Period) -> Int64 {
        line.amounts[stretches(of: month)].reduce(0, +)
    }

    /// The amount booked to an account in a month, over the stretches that a mask keeps.
    public func sum(of account: Account, over month: Period, where mask: [Bool]) -> Int64 {
        var sum: Int64 = 0
        let range = stretches(of: month)
        for line in lines where line.account == account {
            for place in range where mask[place] { sum += line.amounts[place] }
        }
        return sum
    }
}
