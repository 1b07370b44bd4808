import Foundation
import MeterFiles
import Metering
import Provenance
import Quantities

/// What a file says that its meters' definitions do not, and stamps that can hardly be true: kept, and
/// suspected aloud (可疑之处).
enum Suspicions {
    /// How many rows of a meter are looked at for the course of its values.
    private static let lookedAt = 2_000

    /// What is doubtful about a meter's rows in a file, told from them and `meters.csv` alone.
    ///
    /// - Parameter bounds: The first and the last stamp.
    static func of(_ rows: ReadingRows, _ bounds: ClosedRange<Int64>, _ meter: Meter) -> [Finding] {
        [quantity(rows, meter), time(rows, bounds)].compactMap(\.self)
    }

    /// A header that names another unit than the meter's, such as kW above what is read as kWh.
    static func unit(_ file: FileReadings, _ meter: Meter) -> Finding? {
        guard let mentioned = file.mentionedUnit(of: meter.id),
            case let seen = mentioned.unit, seen != meter.unit,
            seen.scale != meter.unit.scale || seen.isPower != meter.unit.isPower
                || seen.dimension != meter.unit.dimension
        else { return nil }
        return Finding(
            .unitDoubtful, file: file.file, line: mentioned.line, column: mentioned.column,
            value: seen.rawValue,
            arguments: ["unit": meter.unit.rawValue], meterID: meter.id)
    }

    /// A stamp of 24:00 names the end of its interval; a meter whose label is `start` puts every interval one later.
    static func label(_ file: FileReadings, _ meter: Meter) -> Finding? {
        guard meter.quantity != .register, meter.label == .start, let seen = file.endOfDay else {
            return nil
        }
        return Finding(
            .labelDoubtful, file: file.file, line: seen.line, value: seen.text, meterID: meter.id)
    }

    /// A ratio beside the counts of a register that is not the meter's. Beside amounts of intervals it says nothing: most
    /// systems have multiplied them already.
    static func multiplier(_ file: FileReadings, _ meter: Meter) -> Finding? {
        guard meter.quantity == .register, let seen = file.mentionedMultiplier(of: meter.id),
            seen != meter.multiplier
        else { return nil }
        return Finding(
            .multiplierDoubtful, file: file.file, value: seen.description,
            arguments: ["multiplier": meter.multiplier.description], meterID: meter.id)
    }

    /// A multiple of a unit in a header, or a ratio above it, that is not the meter's; nothing was multiplied by it.
    static func multiple(_ file: FileReadings, _ meter: Meter) -> Finding? {
        guard let seen = file.mentionedMultiple(of: meter.id), seen.value != meter.multiplier else {
            return nil
        }
        return Finding(
            .multiplierInFile, file: file.file, line: seen.line, column: seen.column,
            value: seen.text,
            arguments: [
                "multiple": seen.value.description, "multiplier": meter.multiplier.description,
            ], meterID: meter.id)
    }

    /// Values that only rise are a register's; a register does not fall every few readings.
    private static func quantity(_ rows: ReadingRows, _ meter: Meter) -> Finding? {
        let count = min(rows.count, lookedAt)
        guard count >= 24, meter.unit.dimension == .energy else { return nil }
        let beginning = Array(rows.prefix(count))
        let stamps = beginning.map(\.stamp)
        let pairs = zip(stamps, stamps.dropFirst())
        let isRising = pairs.allSatisfy { $0 < $1 }
        guard isRising || pairs.allSatisfy({ $0 > $1 }) else { return nil }
        var (rises, falls) = (0, 0)
        let values = beginning.map { rows.value(of: $0) }
        for (value, next) in zip(values, values.dropFirst()) {
            let (earlier, later) = isRising ? (value, next) : (next, value)
            if earlier < later { rises += 1 } else if later < earlier { falls += 1 }
        }
        let runsAsRegister = falls * 200 <= count && rises * 2 > count
        let runsAsInterval = falls * 10 > count
        let seen: Meter.Quantity
        if meter.quantity == .register, runsAsInterval {
            seen = .interval
        } else if meter.quantity != .register, runsAsRegister {
            seen = .register
        } else {
            return nil
        }
        return Finding(
            .quantityDoubtful, file: rows.file, line: beginning.first.map { Int($0.line) },
            arguments: ["declared": meter.quantity.rawValue, "seen": seen.rawValue],
            meterID: meter.id)
    }

    /// Stamps before 1990, after 2100, or far from where nearly all others of the meter lie.
    private static func time(_ rows: ReadingRows, _ bounds: ClosedRange<Int64>) -> Finding? {
        var (low, high) = (Int64(631_152_000), Int64(4_102_444_800))
        if rows.count >= 50 {
            let step = max(1, rows.count / 1_001)
            let sample = stride(from: 0, to: rows.count, by: step).map { rows[$0].stamp }
                .sorted()
            let (first, last) = (
                sample[sample.count / 50], sample[sample.count - 1 - sample.count / 50]
            )
            let reach = 3 * (last - first) + 366 * 86_400
            low = max(low, first - reach)
            high = min(high, last + reach)
        }
        func isOutside(_ row: ReadingRows.Row) -> Bool { row.stamp < low || row.stamp >= high }
        guard bounds.lowerBound < low || bounds.upperBound >= high,
            let first = rows.first(where: isOutside)
        else { return nil }
        return Finding(
            .timeImplausible, file: rows.file, line: Int(first.line),
            value: LocalCalendar.utcText(at: first.stamp),
            arguments: ["count": String(rows.count(where: isOutside))], meterID: rows.meterID)
    }

    /// The last moment that is not in the future as the clock stands now; a naive stamp may be fourteen
    /// hours ahead of Greenwich.
    static var lastMoment: Int64 { Int64(Date().timeIntervalSince1970) + 86_400 }

    /// Readings that lie in the future as the clock stands now. This belongs to the act of ingesting and
    /// is not kept with the file, so that no stored result depends on a clock.
    static func future(_ rows: ReadingRows, _ bounds: ClosedRange<Int64>) -> Finding? {
        let (now, last) = (lastMoment, bounds.upperBound)
        guard last > now, let first = rows.first(where: { $0.stamp > now }) else { return nil }
        let count = rows.count(where: { $0.stamp > now })
        return Finding(
            .timeInFuture, file: rows.file, line: Int(first.line),
            value: LocalCalendar.utcText(at: last),
            arguments: ["count": String(count)], meterID: rows.meterID)
    }
}
