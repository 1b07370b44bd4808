public import Metering
public import Provenance
public import Quantities

/// A utility bill (电费账单): what somebody else counted for an account of a site.
public struct Bill: Hashable, Sendable {
    /// Its name.
    public let id: String
    /// The site.
    public let siteID: String
    /// The account that it speaks of.
    public let account: Account
    /// The first day, at the site.
    public let start: CivilDate
    /// The day after the last, at the site.
    public let end: CivilDate
    /// What it says [J, mL or g].
    public let amount: Int64
    /// What is counted.
    public let dimension: Dimension
    /// How far the ledger may differ [% of the bill].
    public let tolerancePercent: DecimalText
    /// Where the bill lies, for people.
    public let evidence: String?
    /// Its line in `bills.csv`.
    public let line: Int

    /// Makes a bill of checked parts.
    public init(
        id: String, siteID: String, account: Account, start: CivilDate, end: CivilDate,
        amount: Int64, dimension: Dimension, tolerancePercent: DecimalText, evidence: String?,
        line: Int
    ) {
        self.id = id
        self.siteID = siteID
        self.account = account
        self.start = start
        self.end = end
        self.amount = amount
        self.dimension = dimension
        self.tolerancePercent = tolerancePercent
        self.evidence = evidence
        self.line = line
    }
}

/// A bill held against the ledger (账单核对); a bill never books energy.
public struct BalanceAssertion: Sendable {
    /// What came out.
    public enum Verdict: String, Sendable {
        /// The difference is within the tolerance; a tolerance that is touched is met.
        case agrees
        /// It is not.
        case differs
        /// The ledger lacks hours of the bill and shows less: nothing can be said.
        case notCovered = "not_covered"
    }

    /// The bill.
    public let bill: Bill
    /// What the ledger has between its dates [J, mL or g].
    public let ledger: Int64
    /// The hours of the bill that the account's meters have, measured or estimated.
    public let coverage: ExactRatio
    /// What came out.
    public let verdict: Verdict

    /// Holds a bill against the journal of exactly its dates; nil when those are empty.
    public init?(_ bill: Bill, against journal: Journal) {
        let hours = journal.hours(of: [bill.account], countingEstimates: true)
        guard
            let coverage = ExactRatio(
                Int128(hours.count { $0 }), to: Int128(journal.slotCount))
        else { return nil }
        self.bill = bill
        self.coverage = coverage
        ledger = journal.columns(of: [bill.account]).filter { $0.dimension == bill.dimension }
            .reduce(0) { $0 + $1.amounts.reduce(0, +) }
        // |ledger - bill| / bill <= tolerance / 100, without dividing
        let tolerance = bill.tolerancePercent
        let difference = Int128(ledger) - Int128(bill.amount)
        let isWithin =
            Int128(difference.magnitude) * 100 * Rounding.powerOfTen(tolerance.scale)
            <= tolerance.significand * Int128(bill.amount.magnitude)
        if isWithin {
            verdict = .agrees
        } else if coverage.numerator < coverage.denominator, difference < 0 {
            verdict = .notCovered
        } else {
            verdict = .differs
        }
    }

    /// Ledger less bill [J, mL or g].
    public var difference: Int64 { ledger - bill.amount }

    /// The difference in percent of the bill, to two places, half to even; nil for a bill of zero.
    public var percent: String? {
        guard bill.amount > 0 else { return nil }
        return Rounding.text(Int128(difference) * 100, over: Int128(bill.amount), places: 2)
    }

    /// What a person should know of it.
    public func finding(in calendar: LocalCalendar) -> Finding? {
        let interval = calendar.interval(from: bill.start, to: bill.end)
        switch verdict {
        case .agrees: return nil
        case .differs:
            return Finding(
                .billMismatch, file: "bills.csv", line: bill.line, column: "amount", value: bill.id,
                arguments: [
                    "bill": bill.dimension.text(of: bill.amount),
                    "ledger": bill.dimension.text(of: ledger),
                    "percent": percent ?? "-", "limit": bill.tolerancePercent.description,
                ], siteID: bill.siteID, interval: interval)
        case .notCovered:
            return Finding(
                .billNotCovered, file: "bills.csv", line: bill.line, value: bill.id,
                arguments: ["share": coverage.text(places: 4), "account": bill.account.rawValue],
                siteID: bill.siteID, interval: interval)
        }
    }
}
