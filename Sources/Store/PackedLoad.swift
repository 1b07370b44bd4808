import Metering

/// A load that waits for its transaction (待写入负荷): each month's bytes as they will be stored, without those of the
/// slots before its first amount and after its last, so that a week of a meter does not hold two months.
struct PackedLoad: Sendable {
    /// A month of it.
    struct Month: Sendable {
        /// Its number since 1970-01 (UTC).
        let number: Int
        /// The sum of its amounts [J, mL or g].
        let total: Int64
        /// The runs of what its slots know.
        let states: [UInt8]

        /// The bytes of the amounts from the first to the last that is not zero.
        private let amounts: [UInt8]
        /// How many bytes of zero stand before and behind them.
        private let zeros: (before: Int, behind: Int)

        init(_ number: Int, _ month: LoadProfile.Month) {
            self.number = number
            total = month.amounts.reduce(0, +)
            states = Blobs.states(month)
            let bytes = Blobs.amounts(month)
            let width = month.amounts.isEmpty ? 0 : bytes.count / month.amounts.count
            let first = month.amounts.firstIndex { $0 != 0 } ?? month.amounts.count
            let last = month.amounts.lastIndex { $0 != 0 } ?? month.amounts.count - 1
            zeros = (first * width, bytes.count - (last + 1) * width)
            amounts =
                zeros == (0, 0) ? bytes : Array(bytes[zeros.before..<bytes.count - zeros.behind])
        }

        /// The bytes of all amounts, as the store keeps them.
        var bytes: [UInt8] {
            if zeros == (0, 0) { return amounts }
            return repeatElement(0, count: zeros.before) + amounts
                + repeatElement(0, count: zeros.behind)
        }
    }

    /// The length of a slot [s].
    let slotSeconds: Int64
    /// The months in their order.
    let months: [Month]

    init(_ profile: LoadProfile) {
        slotSeconds = profile.slotSeconds
        months = profile.months.sorted { $0.key < $1.key }.map(Month.init)
    }

    /// The load as it was.
    var profile: LoadProfile {
        var profile = LoadProfile(slotSeconds: slotSeconds)
        for month in months {
            profile.months[month.number] = Blobs.month(amounts: month.bytes, states: month.states)
        }
        return profile
    }
}
