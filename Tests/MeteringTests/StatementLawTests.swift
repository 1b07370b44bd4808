import Metering
import Provenance
import Quantities
import TestSupport
import Testing

/// Laws of the derivation, tried with random readings: the statement balances to the joule, and
/// neither the order of rows nor the cut into files changes the ledger.
@Suite struct StatementLawTests {
    static let seeds = Array(1...12) as [UInt64]

    /// Readings of an interval meter with all that can go wrong: repeats, overlaps of unlike
    /// lengths, values that are negative, too high or outside the validity.
    private static func intervalRows(
        _ numbers: inout SeededNumbers, conflicts: Bool
    ) -> [ReadingRow] {
        var rows: [ReadingRow] = []
        var at: Int64 = -7_200
        while rows.count < 400 {
            let length = [300, 900, 1_800, 3_600].randomElement(using: &numbers) ?? 900
            let end = at + Int64(length)
            let value = DecimalText(
                significand: .random(in: -2_000_000...20_000_000, using: &numbers), scale: 6)
            rows.append(ReadingRow(at, value, end: end))
            switch Int.random(in: 0..<10, using: &numbers) {
            case 0: rows.append(ReadingRow(at, value, end: end))
            case 1:
                rows.append(ReadingRow(at, DecimalText(significand: 1, scale: 1), end: end + 60))
            case 2 where length > 300:
                rows.append(ReadingRow(at, .one, end: at + 300))
                rows.append(ReadingRow(at + 300, .one, end: end))
            case 3 where conflicts: rows.append(ReadingRow(at, .one, end: end))
            case 4: at += 450
            default: break
            }
            at = end
        }
        return rows
    }

    /// Counts of a register that rises, stands, dips, rolls over and falls; one for each instant.
    private static func registerRows(_ numbers: inout SeededNumbers) -> [ReadingRow] {
        var count: Int64 = 500_000_000
        var at: Int64 = -10_000
        var rows: [ReadingRow] = []
        while rows.count < 400 {
            switch Int.random(in: 0..<20, using: &numbers) {
            case 0: count = .random(in: 0...999_999_999, using: &numbers)
            case 1: count = max(0, count - 400_000_000)
            case 2...4: break
            default: count = (count + .random(in: 0...9_000_000, using: &numbers)) % 1_000_000_000
            }
            rows.append(ReadingRow(at, DecimalText(significand: Int128(count), scale: 6)))
            at += .random(in: 600...6_000, using: &numbers)
        }
        return rows
    }

    private static let events = [
        MeterEvent(
            meterID: "m", at: 500_000, kind: .exchange, finalReading: nil, firstReading: nil,
            multiplier: DecimalText(significand: 2, scale: 0), registerMax: nil, line: 2),
        MeterEvent(
            meterID: "m", at: 900_000, kind: .outOfService, finalReading: nil, firstReading: nil,
            multiplier: nil, registerMax: nil, line: 3),
        MeterEvent(
            meterID: "m", at: 990_000, kind: .backInService, finalReading: nil, firstReading: nil,
            multiplier: nil, registerMax: nil, line: 4),
    ]

    /// What a kind of meter reads, and what it makes of its files.
    private static func rows(
        _ quantity: Meter.Quantity, seed: UInt64, conflicts: Bool = false
    ) -> [ReadingRow] {
        var numbers = SeededNumbers(seed: seed)
        return quantity == .register
            ? registerRows(&numbers) : intervalRows(&numbers, conflicts: conflicts)
    }

    private static func derive(
        _ quantity: Meter.Quantity, _ files: [[ReadingRow]], account: Account = .it
    ) -> MeterDerivation {
        let meter = Meter.example(
            quantity, account: account, unit: quantity == .power ? .kilowatt : .kilowattHour,
            registerMax: quantity == .register ? 1_000 : nil,
            maxPowerKilowatts: DecimalText("18"),
            validity: Interval(start: 0, end: 1_200_000))
        return MeterDerivation(
            meter, from: files.enumerated().map { ReadingBatch($1, source: $0 + 1) },
            events: quantity == .register ? events : [])
    }

    @Test(
        "the statement of every file balances, and what is booked is what it says",
        arguments: seeds, Meter.Quantity.allCases)
    func balances(seed: UInt64, quantity: Meter.Quantity) {
        let rows = Self.rows(quantity, seed: seed, conflicts: true)
        let files = [Array(rows.prefix(150)), Array(rows.suffix(300))]
        for account in [Account.it, .gridImport] {
            let derivation = Self.derive(quantity, files, account: account)
            #expect(derivation.statements.values.allSatisfy { $0.balance == 0 })
            #expect(derivation.statements[1]?.rows == 150)
            #expect(derivation.statements[2]?.rows == 300)
            #expect(derivation.total.booked > 0)
            for (source, statement) in derivation.statements {
                let booked = derivation.bookings.filter { $0.source == source }
                #expect(statement.booked == booked.reduce(0) { $0 + abs($1.amount) })
            }
            let overlapping = zip(derivation.bookings, derivation.bookings.dropFirst()).filter {
                $1.interval.start < $0.interval.end
            }
            #expect(overlapping.isEmpty)
            #expect(derivation.unfilledMessages.isEmpty)
        }
    }

    @Test("the order of rows changes nothing", arguments: seeds, Meter.Quantity.allCases)
    func shuffled(seed: UInt64, quantity: Meter.Quantity) {
        var numbers = SeededNumbers(seed: seed &+ 1_000)
        let rows = Self.rows(quantity, seed: seed)
        let straight = Self.derive(quantity, [rows])
        let shuffled = Self.derive(quantity, [rows.shuffled(using: &numbers)])
        #expect(shuffled.amounts == straight.amounts)
        #expect(shuffled.total == straight.total)
        #expect(
            shuffled.findings.findings.reduce(0) { $0 + $1.count }
                == straight.findings.findings.reduce(0) { $0 + $1.count })
    }

    @Test("one file cut into two gives the same ledger", arguments: seeds, Meter.Quantity.allCases)
    func split(seed: UInt64, quantity: Meter.Quantity) {
        var numbers = SeededNumbers(seed: seed &+ 2_000)
        let rows = Self.rows(quantity, seed: seed)
        let whole = Self.derive(quantity, [rows])
        var files: [[ReadingRow]] = [[], []]
        for row in rows { files[.random(in: 0...1, using: &numbers)].append(row) }
        let parts = Self.derive(quantity, files)
        #expect(parts.amounts == whole.amounts)
        #expect(parts.total == whole.total)
        #expect(parts.statements.count == 2)
    }

    @Test("a file that comes again changes nothing", arguments: seeds, Meter.Quantity.allCases)
    func repeated(seed: UInt64, quantity: Meter.Quantity) {
        let rows = Self.rows(quantity, seed: seed)
        let once = Self.derive(quantity, [rows])
        let twice = Self.derive(quantity, [rows, rows])
        #expect(twice.bookings == once.bookings)
        #expect(twice.statements[1]?.booked == once.statements[1]?.booked)
        let again = twice.statements[2]
        #expect(again?.booked == 0)
        #expect(again?.superseded == 0)
        // what a value alone rejects is rejected again, all the rest is duplicate
        #expect(again?.duplicate == (again?.energyIn ?? 0) - (again?.rejected ?? 0))
        if quantity == .register {
            // a repeated reading of a register carries no energy
            #expect(again?.energyIn == 0)
            #expect(again?.rows == Int64(rows.count))
        }
    }

    @Test("a late reading of a register changes no total", arguments: seeds)
    func lateReading(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        var count: Int128 = 0
        let rows = (0..<300).map { (index: Int64) -> ReadingRow in
            count += .random(in: 0...9_999_999_999, using: &numbers)
            return ReadingRow(index * 900, DecimalText(significand: count, scale: 10))
        }
        let few =
            [rows[0]]
            + rows.dropFirst().dropLast().filter { _ in
                Bool.random(using: &numbers)
            } + [rows[299]]
        let meter = Meter.example(.register)
        let all = MeterDerivation(meter, from: [ReadingBatch(rows)])
        let some = MeterDerivation(meter, from: [ReadingBatch(few)])
        #expect(all.total.booked == some.total.booked)
        #expect(all.bookings.count == 299)
    }
}
