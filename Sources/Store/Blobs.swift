import Metering
import Quantities

/// The bytes of a meter-month: little-endian amounts of four bytes, or of eight where one of them needs as many, and runs
/// of what the slots know, whose number tells how long an amount is.
enum Blobs {
    static func amounts(_ month: LoadProfile.Month) -> [UInt8] {
        month.amounts.withUnsafeBufferPointer { amounts in
            // No amount is lost in its lower half where the upper one is its sign.
            var others: Int64 = 0
            for amount in amounts { others |= amount ^ Int64(Int32(truncatingIfNeeded: amount)) }
            guard others == 0 else { return bytes(of: month.amounts) }
            return [UInt8](unsafeUninitializedCapacity: amounts.count * 4) { bytes, filled in
                bytes.withMemoryRebound(to: Int32.self) { short in
                    for place in amounts.indices {
                        short[place] = Int32(truncatingIfNeeded: amounts[place]).littleEndian
                    }
                }
                filled = amounts.count * 4
            }
        }
    }

    /// The amounts of so many slots; nil when the bytes are not as many.
    private static func amounts(_ bytes: [UInt8], slots: Int) -> [Int64]? {
        guard bytes.count == slots * 4 else {
            return bytes.count == slots * 8 ? integers(bytes) : nil
        }
        return [Int64](unsafeUninitializedCapacity: slots) { values, filled in
            bytes.withUnsafeBytes { raw in
                for place in 0..<slots {
                    values[place] = Int64(
                        Int32(
                            littleEndian: raw.loadUnaligned(
                                fromByteOffset: place * 4, as: Int32.self)))
                }
            }
            filled = slots
        }
    }

    /// Runs of equal (covered seconds, flags, source): count, seconds, flags, source.
    static func states(_ month: LoadProfile.Month) -> [UInt8] {
        var bytes: [UInt8] = []
        month.coveredSeconds.withUnsafeBufferPointer { seconds in
            month.flags.withUnsafeBufferPointer { flags in
                month.sources.withUnsafeBufferPointer { sources in
                    var slot = 0
                    while slot < seconds.count {
                        var end = slot + 1
                        while end < seconds.count, flags[end] == flags[slot],
                            seconds[end] == seconds[slot], sources[end] == sources[slot]
                        {
                            end += 1
                        }
                        append(UInt16(end - slot), to: &bytes)
                        append(seconds[slot], to: &bytes)
                        append(flags[slot], to: &bytes)
                        append(sources[slot], to: &bytes)
                        slot = end
                    }
                }
            }
        }
        return bytes
    }

    /// Puts a month together again; nil when the bytes are not those of a month.
    static func month(amounts: [UInt8], states: [UInt8]) -> LoadProfile.Month? {
        // No month has more slots than bytes.
        let most = amounts.count / 4
        var (seconds, flags, sources): ([UInt16], [UInt8], [Int32]) = ([], [], [])
        seconds.reserveCapacity(most)
        flags.reserveCapacity(most)
        sources.reserveCapacity(most)
        var reader = Reader(states)
        while let count: UInt16 = reader.next(), let covered: UInt16 = reader.next(),
            let flag: UInt8 = reader.next(), let source: Int32 = reader.next()
        {
            guard seconds.count + Int(count) <= most else { return nil }
            seconds.append(contentsOf: repeatElement(covered, count: Int(count)))
            flags.append(contentsOf: repeatElement(flag, count: Int(count)))
            sources.append(contentsOf: repeatElement(source, count: Int(count)))
        }
        guard let amounts = Self.amounts(amounts, slots: seconds.count) else { return nil }
        return LoadProfile.Month(
            amounts: amounts, coveredSeconds: seconds, flags: flags, sources: sources)
    }

    static func bookings(_ bookings: [Booking]) -> [UInt8] {
        bytes(
            of: bookings.flatMap {
                [
                    $0.interval.start, $0.interval.end, $0.amount, Int64($0.source), Int64($0.line),
                    $0.isRegisterSpan ? 1 : 0,
                ]
            })
    }

    static func bookings(from bytes: [UInt8]) -> [Booking] {
        let values = integers(bytes)
        return stride(from: 0, to: values.count - values.count % 6, by: 6).compactMap { at in
            guard values[at] <= values[at + 1] else { return nil }
            return Booking(
                interval: Interval(start: values[at], end: values[at + 1]), amount: values[at + 2],
                source: Int(values[at + 3]), line: Int32(clamping: values[at + 4]),
                isRegisterSpan: values[at + 5] == 1)
        }
    }

    /// The demand of months: month, fixed energy and start, sliding energy and start, blocks, seconds; -1 is the
    /// energy of a block that is not there.
    static func demands(_ demands: [MonthlyDemand]) -> [UInt8] {
        bytes(
            of: demands.flatMap { demand in
                [
                    Int64(demand.month), demand.fixed?.energy ?? -1, demand.fixed?.start ?? 0,
                    demand.sliding?.energy ?? -1, demand.sliding?.start ?? 0, demand.blocks,
                    demand.coveredSeconds,
                ]
            })
    }

    static func demands(from bytes: [UInt8]) -> [MonthlyDemand] {
        let values = integers(bytes)
        // What no month can hold was written by something else; nothing that is done with it must overflow.
        func block(_ at: Int) -> DemandBlock? {
            values[at] < 0 || values[at + 1].magnitude >= 1 << 40
                ? nil : DemandBlock(energy: values[at], start: values[at + 1])
        }
        let days: Int64 = 32
        return stride(from: 0, to: values.count - values.count % 7, by: 7).compactMap { at in
            guard (0...days * 96).contains(values[at + 5]),
                (0...days * 86_400).contains(values[at + 6])
            else { return nil }
            return MonthlyDemand(
                month: Int(values[at]), fixed: block(at + 1), sliding: block(at + 3),
                blocks: values[at + 5], coveredSeconds: values[at + 6])
        }
    }

    private static func bytes(of values: [Int64]) -> [UInt8] {
        #if _endian(little)
            return values.withUnsafeBytes { Array($0) }
        #else
            return values.map(\.littleEndian).withUnsafeBytes { Array($0) }
        #endif
    }

    private static func integers(_ bytes: [UInt8]) -> [Int64] {
        let count = bytes.count / 8
        return [Int64](unsafeUninitializedCapacity: count) { values, filled in
            bytes.withUnsafeBytes { raw in
                UnsafeMutableRawBufferPointer(values).copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: raw.prefix(count * 8)))
            }
            filled = count
            #if !_endian(little)
                for place in 0..<count { values[place] = Int64(littleEndian: values[place]) }
            #endif
        }
    }

    private static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    private struct Reader {
        private let bytes: [UInt8]
        private var offset = 0

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        mutating func next<Value: FixedWidthInteger>() -> Value? {
            let size = MemoryLayout<Value>.size
            guard offset + size <= bytes.count else { return nil }
            defer { offset += size }
            return bytes.withUnsafeBytes {
                Value(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Value.self))
            }
        }
    }
}
