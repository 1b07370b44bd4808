/// The sums of a meter's slots (时段电量) [J, mL or g], none below zero: in four bytes each where that is enough
/// for all of them, which is up to 1,193 kWh a slot.
public enum SlotSums: Sendable {
    /// In four bytes each.
    case narrow([UInt32])
    /// In eight bytes each.
    case wide([Int64])

    var count: Int {
        switch self {
        case .narrow(let sums): sums.count
        case .wide(let sums): sums.count
        }
    }

    subscript(index: Int) -> Int64 {
        switch self {
        case .narrow(let sums): Int64(sums[index])
        case .wide(let sums): sums[index]
        }
    }

    /// The sum of them all. Of wide ones halves are summed apart, which a processor does to several at once and which
    /// no number of slots overflows.
    var total: Int128 {
        var (low, high) = (UInt64(0), UInt64(0))
        switch self {
        case .narrow(let sums):
            sums.withUnsafeBufferPointer { sums in
                for sum in sums { low &+= UInt64(sum) }
            }
        case .wide(let sums):
            sums.withUnsafeBufferPointer { sums in
                for sum in sums {
                    let sum = UInt64(bitPattern: sum)
                    low &+= sum & 0xFFFF_FFFF
                    high &+= sum >> 32
                }
            }
        }
        return Int128(high) << 32 + Int128(low)
    }

    /// How many are no lower than a bound.
    func count(atLeast bound: Int64) -> Int {
        switch self {
        case .narrow(let sums):
            guard bound <= Int64(UInt32.max) else { return 0 }
            return Self.count(of: sums, atLeast: UInt32(max(0, bound)))
        case .wide(let sums): return Self.count(of: sums, atLeast: bound)
        }
    }

    @inline(__always)
    private static func count<Sum: FixedWidthInteger>(of sums: [Sum], atLeast bound: Sum) -> Int {
        sums.withUnsafeBufferPointer { sums in
            // As wide as the sums and through the bare address, whose bounds are not asked for: so a processor counts
            // several at a time.
            guard let first = sums.baseAddress else { return 0 }
            var count: Sum = 0
            for index in 0..<sums.count where first[index] >= bound { count &+= 1 }
            return Int(count)
        }
    }

    /// Some of them, in eight bytes each.
    func amounts(_ range: Range<Int>) -> [Int64] {
        switch self {
        case .narrow(let sums):
            sums[range].withUnsafeBufferPointer { sums in
                [Int64](unsafeUninitializedCapacity: sums.count) { amounts, initialized in
                    for index in 0..<sums.count { amounts[index] = Int64(sums[index]) }
                    initialized = sums.count
                }
            }
        case .wide(let sums): Array(sums[range])
        }
    }
}
