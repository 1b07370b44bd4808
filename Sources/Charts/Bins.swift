import Quantities

/// Many values over few pixels (像素聚合): what a drawing keeps of a year of hours.
struct Bins {
    /// What the values of one pixel were; nil when all are missing.
    struct Bin {
        let least: Double
        let mean: Double
        let greatest: Double
    }

    let bins: [Bin?]

    /// Divides values evenly among at most `count` bins; few values keep one bin each.
    init(_ values: [DecimalText?], count: Int) {
        let number = max(1, min(count, values.count))
        bins =
            values.isEmpty
            ? []
            : (0..<number).map { index in
                let range = (index * values.count / number)..<((index + 1) * values.count / number)
                var (least, greatest, sum, known) = (Double.infinity, -Double.infinity, 0.0, 0)
                for value in values[range] {
                    guard let value = value?.coordinate else { continue }
                    least = min(least, value)
                    greatest = max(greatest, value)
                    sum += value
                    known += 1
                }
                return known == 0
                    ? nil : Bin(least: least, mean: sum / Double(known), greatest: greatest)
            }
    }

    /// Stretches without a gap, as ranges of bins.
    var stretches: [Range<Int>] { Self.stretches(bins.map { $0 != nil }) }

    /// Stretches of places that are known.
    static func stretches(_ known: [Bool]) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var start: Int?
        for (index, isKnown) in (known + [false]).enumerated() {
            if isKnown {
                start = start ?? index
            } else if let begin = start {
                result.append(begin..<index)
                start = nil
            }
        }
        return result
    }
}

/// What a long row of values comes to between its marks, exactly, for the table of a chart.
struct Digest {
    let label: String
    let known: Int
    let missing: Int
    let least: DecimalText?
    let greatest: DecimalText?
    let mean: DecimalText?

    /// One digest for each mark, up to the next one; the mean is rounded half to even.
    static func parts(_ values: [DecimalText?], _ marks: [AxisMark], places: Int) -> [Digest] {
        let starts = marks.filter { values.indices.contains($0.index) }
        return starts.enumerated().map { number, mark in
            let end = number + 1 < starts.count ? starts[number + 1].index : values.count
            return Digest(mark.label, values[mark.index..<max(end, mark.index)], places: places)
        }
    }

    private init(_ label: String, _ values: ArraySlice<DecimalText?>, places: Int) {
        self.label = label
        let all = values.compactMap { $0 }
        known = all.count
        missing = values.count - known
        least = all.min()
        greatest = all.max()
        mean = Self.mean(all, places: places)
    }

    /// Nil as well when the sum does not fit; a table of a chart is no place to fail.
    private static func mean(_ values: [DecimalText], places: Int) -> DecimalText? {
        guard !values.isEmpty else { return nil }
        let scale = values.map(\.scale).max() ?? 0
        var sum: Int128 = 0
        for value in values {
            let (part, one) = value.significand.multipliedReportingOverflow(
                by: Rounding.powerOfTen(scale - value.scale))
            let (total, two) = sum.addingReportingOverflow(part)
            if one || two { return nil }
            sum = total
        }
        let (scaled, one) = sum.multipliedReportingOverflow(by: Rounding.powerOfTen(places))
        let (below, two) = Int128(values.count).multipliedReportingOverflow(
            by: Rounding.powerOfTen(scale))
        guard !one, !two else { return nil }
        return DecimalText(significand: Rounding.halfToEven(scaled, over: below), scale: places)
    }
}
