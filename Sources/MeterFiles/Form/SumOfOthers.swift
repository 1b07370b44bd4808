import Metering
import Quantities

/// Names of sums among the meters of a file (合计列), and whether they are what they say.
public enum SumOfOthers {
    /// So few rows prove nothing.
    private static let fewestRows = 3
    /// Values of more decimals are not added up.
    private static let mostDecimals = 12

    /// Tells whether a name is a word for a total: `Total`, `合计`, `Summe`, also behind the name of a file.
    public static func isNamed(_ meterID: String) -> Bool {
        meterID.utf8.count <= 200
            && HeaderWords.isTotal(meterID.split(separator: "/").last.map(String.init) ?? meterID)
    }

    /// The meters so named whose values are, row by row, exactly the sum of those of all others.
    static func proven(in batches: [ReadingBatch]) -> Set<String> {
        let named = batches.filter { isNamed($0.meterID) }
        let others = batches.filter { !isNamed($0.meterID) && $0.count > 0 }
        guard !named.isEmpty, others.count >= 2 else { return [] }
        return Set(named.filter { isSum($0, of: others) }.map(\.meterID))
    }

    private static func isSum(_ total: ReadingBatch, of others: [ReadingBatch]) -> Bool {
        let batches = others + [total]
        let scale = batches.lazy.flatMap(\.values).map(\.scale).max() ?? 0
        guard scale <= mostDecimals, total.count >= fewestRows else { return false }
        func whole(_ value: DecimalText) -> Int128? {
            let (product, isOver) = value.significand.multipliedReportingOverflow(
                by: Rounding.powerOfTen(scale - value.scale))
            return isOver || product.magnitude > Int128.max.magnitude / 1_000_000 ? nil : product
        }
        var rest: [Int64: Int128] = [:]
        var used = 0
        for row in 0..<total.count {
            guard let value = whole(total.values[row]),
                rest.updateValue(value, forKey: total.stamps[row]) == nil
            else { return false }
            if value != 0 { used += 1 }
        }
        guard used >= fewestRows else { return false }
        for batch in others {
            for row in 0..<batch.count {
                guard let value = whole(batch.values[row]), let before = rest[batch.stamps[row]]
                else { return false }
                let (left, isOver) = before.subtractingReportingOverflow(value)
                guard !isOver else { return false }
                rest[batch.stamps[row]] = left
            }
        }
        return rest.values.allSatisfy { $0 == 0 }
    }
}
