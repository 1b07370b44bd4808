import Provenance
import Quantities
import TestSupport
import Testing

@testable import Metering

/// A meter whose readings do not fit the memory is derived as one whose readings do.
@Suite struct BoundedDerivationTests {
    /// What a meter shows, with everything that makes it careful: repeats, contradictions, gaps, overlaps, spikes, drift,
    /// changes of the interval, registers that fall.
    private struct Mess {
        var numbers: SeededNumbers
        let isRegister: Bool
        let hasEnds: Bool

        mutating func rows(_ count: Int) -> [ReadingRow] {
            var rows: [ReadingRow] = []
            var (at, step, register) = (Int64(1_700_000_000), Int64(900), Int64(1_000))
            while rows.count < count {
                let chance = numbers.next() % 1_000
                if chance < 2 { step = [300, 900, 1_800, 3_600][Int(numbers.next() % 4)] }
                if chance < 12 { at += step * Int64(numbers.next() % 9) }
                let spike = chance > 995 ? 500 : Int64(1)
                let amount = Int64(numbers.next() % 40) * spike
                register = chance == 500 ? 3 : register + amount
                let value = DecimalText(
                    significand: Int128(isRegister ? register : amount), scale: 1)
                let drift = chance > 300 && chance < 340 ? Int64(numbers.next() % 9) : 0
                let end = hasEnds ? at + step : nil
                rows.append(ReadingRow(at + drift, value, end: end))
                if chance < 20 { rows.append(ReadingRow(at, value, end: end)) }
                if chance > 980 { rows.append(ReadingRow(at, .one, end: end)) }
                if hasEnds, chance > 990 {
                    rows.append(ReadingRow(at - 2 * step, .one, end: at + 3 * step))
                }
                at += step
            }
            return rows
        }
    }

    @Test(
        "findings, statements and bookings are the same to the joule",
        arguments: 1...6 as ClosedRange<UInt64>, [false, true])
    func alike(seed: UInt64, isShuffled: Bool) throws {
        var numbers = SeededNumbers(seed: seed)
        let isRegister = seed % 3 == 0
        var mess = Mess(
            numbers: SeededNumbers(seed: seed + 100), isRegister: isRegister,
            hasEnds: seed % 3 == 2)
        var rows = mess.rows(24_000)
        if isShuffled { rows.shuffle(using: &numbers) }
        let batches = [
            ReadingBatch(Array(rows.prefix(17_000)), source: 1, isLocal: seed % 2 == 0),
            ReadingBatch(Array(rows.suffix(12_000)), source: 4, isLocal: seed % 2 == 0),
        ]
        let meter = Meter.example(
            isRegister ? .register : .interval, account: .gridImport,
            label: seed % 2 == 0 ? .start : .end, in: .berlin,
            registerMax: isRegister ? 100_000 : nil)
        let events = [
            MeterEvent(
                meterID: "m", at: 1_705_000_000, kind: .outOfService, finalReading: nil,
                firstReading: nil, multiplier: nil, registerMax: nil, line: 2),
            MeterEvent(
                meterID: "m", at: 1_705_100_000, kind: .backInService, finalReading: nil,
                firstReading: nil, multiplier: nil, registerMax: nil, line: 3),
        ]
        let whole = MeterDerivation(meter, from: batches, events: events)
        let shelf = Shelf(memory: 0) { MemoryPages() }
        let bounded = MeterDerivation(
            meter, from: batches.map { ReadingRows($0) }, events: events, on: shelf)
        #expect(whole.bookings.count > 4_000)
        #expect(bounded.bookings == whole.bookings)
        #expect(bounded.statements == whole.statements)
        #expect(bounded.findings.findings == whole.findings.findings)
        #expect(bounded.suspects == whole.suspects)
        #expect(bounded.demands(in: .berlin) == whole.demands(in: .berlin))
        #expect(bounded.profile(slotSeconds: 3_600) == whole.profile(slotSeconds: 3_600))
        try bounded.confirm()
    }

    @Test("a disk that is full is told, whatever was derived")
    func full() {
        var mess = Mess(numbers: SeededNumbers(seed: 9), isRegister: false, hasEnds: false)
        let rows = ReadingRows(ReadingBatch(mess.rows(30_000)))
        let derivation = MeterDerivation(
            .example(), from: [rows], on: Shelf(memory: 0) { MemoryPages(room: 1 << 17) })
        #expect(throws: MemoryPages.Full.self) { try derivation.confirm() }
    }
}
