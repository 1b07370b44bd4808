import MeterFiles
import Metering
import Quantities
import TestSupport
import Testing

/// Files by time, whose meters follow each other in the same order at every stamp, files by meter, and what may
/// break the order.
@Suite struct MeterSweepTests {
    /// What may stand where a plain row was expected.
    private enum Break: CaseIterable {
        case missing, twice, swapped, wide, narrow, long, exponent, negative, empty, foreign, spike
        case quoted, comma, spaced, first, early
    }

    private static let london = LocalCalendar(
        identifier: "Europe/London", changes: [1_743_296_400, 1_761_440_400],
        offsets: [0, 3_600, 0])

    @Test("rows in sweeps are read as one by one, whatever breaks them", arguments: 0..<160)
    func sweeps(seed: Int) throws { try expectAlike(seed: seed, isByMeter: false) }

    @Test("so are the rows of one meter that follow each other", arguments: 0..<160)
    func columns(seed: Int) throws { try expectAlike(seed: seed, isByMeter: true) }

    private func expectAlike(seed: Int, isByMeter: Bool) throws {
        var numbers = SeededNumbers(seed: UInt64(seed))
        let isNaive = seed % 3 == 0
        let count = 4 + Int.random(in: 0..<9, using: &numbers)
        // Sixty readings a slot are more than are summed digit by digit.
        let step: Int64 = [900, 900, 1_800, 3_600, 300, 60][Int.random(in: 0..<6, using: &numbers)]
        // Some of whose slots need more than four bytes.
        let isLarge = seed % 5 == 0
        let ending = ["\n", "\r\n"][seed / 2 % 2]
        let meters = (0..<count).map { index in
            // One whose maximum demand is kept, and now and then one on another label or a register.
            Meter.example(
                seed % 11 == 5 && index == 3 ? .register : .interval,
                id: "meter-\(index)" + String(repeating: "x", count: index % 4),
                account: index == 1 ? .gridImport : .it,
                multiplier: DecimalText(
                    significand: index == 2 ? (isLarge ? 30_000 : 3) : 1, scale: 0),
                every: seed % 2 == 0 ? step : nil,
                label: seed % 13 == 7 && index == 2 ? .end : .start,
                in: isNaive ? Self.london : .utc,
                maxPowerKilowatts: DecimalText(
                    significand: isLarge ? 50_000_000 : 50_000, scale: 0))
        }
        let ways = TwoWays(meters, siteCalendar: isNaive ? Self.london : .utc)
        let stamps = [30, 120, 700, 2_500][seed % 4]
        var breaks = Int.random(in: 0..<5, using: &numbers)
        var sweeps: [[String]] = []
        var text = "timestamp,meter_id,value" + ending
        for place in 0..<stamps {
            // 2025-10-25 18:00, six hours and a day before clocks are set back.
            let instant = 1_761_415_200 + Int64(place) * step
            var rows = (0..<count).map { index in
                let value = 100 + Int.random(in: 0..<900, using: &numbers)
                let text =
                    switch index {
                    case 3 where seed % 11 == 5: "\(place * 10).5"
                    // In many lengths.
                    case 0 where seed % 4 == 1: "\(value % 13).\(value % 7 * value)"
                    default: "\(value / 100).\(value % 100 + 100)"
                    }
                return row(instant, meters[index].id, text, isNaive: isNaive)
            }
            if breaks > 0, place > 2, Int.random(in: 0..<stamps, using: &numbers) < 8 {
                breaks -= 1
                let at = Int.random(in: 0..<count, using: &numbers)
                change(
                    &rows, at,
                    Break.allCases[Int.random(in: 0..<Break.allCases.count, using: &numbers)],
                    instant,
                    meters[at].id, step, isNaive: isNaive)
            }
            sweeps.append(rows)
        }
        // By meter, what stands in the place of a row stands there still.
        let rows =
            isByMeter
            ? (0...count).flatMap { index in
                sweeps.compactMap { index < $0.count ? $0[index] : nil }
            }
            : Array(sweeps.joined())
        text += rows.map { $0 + ending }.joined()
        let bytes = Array(text.utf8)
        let file = try TemporaryFile(bytes)
        #expect(ways.difference(on: bytes, path: file.path, name: "x.csv") == nil)
    }

    private func row(
        _ instant: Int64, _ meter: String, _ value: String, isNaive: Bool, quote: String = ""
    ) -> String {
        let local = isNaive ? instant + Self.london.offset(at: instant) : instant
        let day = CivilDate(dayNumber: local / 86_400)
        let second = local % 86_400
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let clock = "\(two(second / 3_600)):\(two(second / 60 % 60)):\(two(second % 60))"
        let stamp = isNaive ? "\(day) \(clock)" : "\(day)T\(clock)Z"
        return "\(quote)\(stamp)\(quote),\(quote)\(meter)\(quote),\(quote)\(value)\(quote)"
    }

    private func change(
        _ rows: inout [String], _ at: Int, _ change: Break, _ instant: Int64, _ meter: String,
        _ step: Int64, isNaive: Bool
    ) {
        func put(_ value: String, quote: String = "") {
            rows[at] = row(instant, meter, value, isNaive: isNaive, quote: quote)
        }
        switch change {
        case .missing: rows.remove(at: at)
        case .twice: rows.insert(rows[at], at: at)
        case .swapped: rows.swapAt(at, (at + 1) % rows.count)
        case .wide: put("12.3456")
        case .narrow: put("7")
        case .long: put("12345.67891")
        case .exponent: put("1.5e1")
        case .negative: put("-3.25")
        case .empty: put("")
        case .foreign: rows.insert("some,thing,else", at: at)
        case .spike: put("99999999")
        case .quoted: put("4.250", quote: "\"")
        case .comma: rows[at] += ","
        case .spaced: put(" 4.25")
        case .first: rows.insert(rows[0], at: rows.count)
        case .early: rows[at] = row(instant - step, meter, "1.5", isNaive: isNaive)
        }
    }
}
