import CarbonAccounting
import Provenance
import Quantities

/// What differs between two releases, or between two publications (因子差异).
public struct FactorDifference: Hashable, Sendable {
    /// How a value differs.
    public enum Change: String, Hashable, Sendable, CaseIterable {
        case added, removed, changed
    }

    /// How it differs.
    public let change: Change
    /// The value before; nil when it was added.
    public let before: FactorLine?
    /// The value after; nil when it was removed.
    public let after: FactorLine?

    /// The value that is there, the later one first.
    public var line: FactorLine? { after ?? before }

    /// `after / before - 1` in percent, rounded half to even to two places, for display; nil when
    /// one is missing or zero, or the units differ.
    public var percentText: String? {
        guard let before, let after, before.unit == after.unit,
            let old = before.decimal.map(ExactRational.init),
            let new = after.decimal.map(ExactRational.init), old.numerator > 0,
            let ratio = new.divided(by: old),
            let hundred = ExactRational(100, over: 1),
            let minus = ExactRational(-1, over: 1)
        else { return nil }
        return ratio.adding(minus)?.multiplied(by: hundred)?.text(places: 2)
    }

    /// What differs between two releases: a value is one name of one publication.
    public static func between(
        releases before: [FactorLine], and after: [FactorLine]
    ) -> [FactorDifference] {
        differences(before, after) {
            [$0.kind.rawValue, $0.factorID, $0.publication.identifier]
        }
    }

    /// What differs between two publications: a value is one measure of one region, and of one year
    /// where they share a year.
    public static func between(
        publications before: [FactorLine], and after: [FactorLine]
    ) -> [FactorDifference] {
        let shares = !Set(before.compactMap(\.dataYear)).isDisjoint(
            with: Set(after.compactMap(\.dataYear)))
        return differences(before, after) { line in
            [
                line.kind.rawValue, line.region, line.measure,
                line.kind == .electricity || line.kind == .footprint
                    ? (shares ? line.dataYear.map { String($0) } ?? "" : "")
                    : line.factorID.replacing("/\(line.dataYear ?? 0)/", with: "/"),
            ]
        }
    }

    private static func differences(
        _ before: [FactorLine], _ after: [FactorLine], by key: (FactorLine) -> [String]
    ) -> [FactorDifference] {
        let old = Dictionary(before.map { (key($0), $0) }) { $1 }
        let new = Dictionary(after.map { (key($0), $0) }) { $1 }
        let keys = Set(old.keys).union(new.keys).sorted { $0.lexicographicallyPrecedes($1) }
        return keys.compactMap { key in
            switch (old[key], new[key]) {
            case (let before?, let after?):
                let isSame =
                    before.unit == after.unit && before.decimal == after.decimal
                    && before.gases == after.gases && before.confidence == after.confidence
                return isSame
                    ? nil : FactorDifference(change: .changed, before: before, after: after)
            case (let before?, nil):
                return FactorDifference(change: .removed, before: before, after: nil)
            case (nil, let after):
                return FactorDifference(change: .added, before: nil, after: after)
            }
        }
    }

    /// The columns of a difference as CSV.
    public static let header = [
        "change", "factor_id", "kind", "before", "before_unit", "before_publication", "after",
        "after_unit", "after_publication", "percent",
    ]

    /// The difference as cells of `header`.
    public var cells: [String] {
        [
            change.rawValue, line?.factorID ?? "", line?.kind.rawValue ?? "", before?.value ?? "",
            before?.unit ?? "", before?.publication.identifier ?? "", after?.value ?? "",
            after?.unit ?? "", after?.publication.identifier ?? "", percentText ?? "",
        ]
    }

    /// The difference as JSON.
    public var json: JSONValue {
        .object([
            "change": .string(change.rawValue), "factor_id": .text(line?.factorID),
            "kind": .text(line?.kind.rawValue), "before": before?.json ?? .null,
            "after": after?.json ?? .null, "percent": .decimal(percentText),
        ])
    }
}
