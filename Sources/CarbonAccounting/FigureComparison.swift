import Quantities

/// Why a figure differs from another (差异归因): by cause, in whole milligrams that sum to the difference.
///
/// In this order: a change of the amount at the old factor; a change of what instruments cover, at the
/// old factor, with what the lots themselves emit; the rest is the change of the factor on the new
/// uncovered amount. With the same period the change of the amount is a restatement, else activity;
/// where the rules differ, the change of the factor is called one of the rule.
public struct FigureComparison: Hashable, Sendable {
    /// A site and a scope.
    public struct Key: Hashable, Sendable, Comparable {
        /// The site.
        public let siteID: String
        /// The scope.
        public let scope: EmissionScope

        /// Ordered by site and scope.
        public static func < (lhs: Key, rhs: Key) -> Bool {
            (lhs.siteID, lhs.scope.rawValue) < (rhs.siteID, rhs.scope.rawValue)
        }
    }

    /// Which figure.
    public let key: Key
    /// The old figure [mg]; nil where it is absent.
    public private(set) var old: Int64?
    /// The new figure [mg]; nil where it is absent.
    public private(set) var new: Int64?
    /// More or less of what causes the emission, in another period [mg].
    public private(set) var activity: Int64 = 0
    /// The same for the same period: readings or bills came late or were corrected [mg].
    public private(set) var restatement: Int64 = 0
    /// More or less covered by instruments [mg].
    public private(set) var greenPower: Int64 = 0
    /// Another factor [mg].
    public private(set) var factor: Int64 = 0
    /// Another rule: profile, boundary, potentials [mg].
    public private(set) var rule: Int64 = 0

    /// The new less the old [mg]; nil where one of them is absent, and then there are no causes.
    public var difference: Int64? { old.flatMap { old in new.map { $0 - old } } }

    /// A cause [mg]; nil where there is no difference that it could explain.
    public func cause(_ cause: KeyPath<FigureComparison, Int64>) -> Int64? {
        difference == nil ? nil : self[keyPath: cause]
    }

    /// Compares figures cell by cell, for every site and scope that one of them has.
    ///
    /// - Parameters:
    ///   - samePeriod: Whether both speak of the same period.
    ///   - sameRules: Whether both were made by the same settings.
    public static func compare(
        _ old: [FigureCell], with new: [FigureCell], samePeriod: Bool, sameRules: Bool
    ) -> [FigureComparison] {
        let before = Dictionary(old.map { ($0.key, $0) }) { first, _ in first }
        let after = Dictionary(new.map { ($0.key, $0) }) { first, _ in first }
        func places(_ cells: [FigureCell]) -> Set<Key> {
            Set(cells.map { Key(siteID: $0.key.siteID, scope: $0.key.scope) })
        }
        let (oldPlaces, newPlaces) = (places(old), places(new))
        var all: [Key: FigureComparison] = [:]
        for key in Set(before.keys).union(after.keys).sorted() {
            let place = Key(siteID: key.siteID, scope: key.scope)
            var comparison =
                all[place]
                ?? FigureComparison(
                    key: place, hasOld: oldPlaces.contains(place), hasNew: newPlaces.contains(place)
                )
            comparison.add(
                before[key] ?? FigureCell(key: key), after[key] ?? FigureCell(key: key),
                samePeriod: samePeriod, sameRules: sameRules)
            all[place] = comparison
        }
        return all.values.sorted { $0.key < $1.key }
    }

    private init(key: Key, hasOld: Bool, hasNew: Bool) {
        self.key = key
        old = hasOld ? 0 : nil
        new = hasNew ? 0 : nil
    }

    private mutating func add(
        _ old: FigureCell, _ new: FigureCell, samePeriod: Bool, sameRules: Bool
    ) {
        self.old = self.old.map { $0 + old.mass }
        self.new = self.new.map { $0 + new.mass }
        // What came from nothing known, or became unknown, has no causes.
        guard self.old != nil, self.new != nil else { return }
        let difference = new.mass - old.mass
        let rate = Self.rate(old) ?? Self.rate(new) ?? .zero
        func valued(_ from: [ExactRational], _ to: [ExactRational]) -> Int64 {
            func sum(_ parts: [ExactRational]) -> ExactRational? {
                parts.reduce(.zero as ExactRational?) { $0?.adding($1) }
            }
            let minus = ExactRational(-1, over: 1)
            guard let less = minus.flatMap({ sum(from)?.multiplied(by: $0) }),
                let change = sum(to)?.adding(less)?.multiplied(by: rate)
            else { return 0 }
            return Int64(clamping: change.rounded())
        }
        let amount = valued([old.rest, old.covered], [new.rest, new.covered])
        let green =
            -valued([old.covered], [new.covered]) + new.coveredMass - old.coveredMass
        if samePeriod { restatement += amount } else { activity += amount }
        greenPower += green
        let rest = difference - amount - green
        if sameRules { factor += rest } else { rule += rest }
    }

    /// What one unit of the uncovered amount emits [mg].
    private static func rate(_ cell: FigureCell) -> ExactRational? {
        guard cell.rest.numerator > 0 else { return nil }
        return ExactRational(Int128(cell.restMass), over: 1)?.divided(by: cell.rest)
    }
}
