import Provenance
import Quantities

/// The interval around a figure (不确定度): how far it can lie off by the classes of the meters.
///
/// The errors of one meter add over time; those of different meters combine as the root of the sum of
/// squares. The worst case of a meter adds its class and that of its transformers; beside it stands
/// the root of their squares. Publishers state no error of their factors, so the interval holds the
/// error of measurement alone; a factor's own error would be common to all its entries.
public struct Uncertainty: Hashable, Sendable {
    /// Half the interval with the worst case of each meter [mg or J], rounded up.
    public let worst: Int64
    /// Half the interval with the root of squares inside each meter [mg or J], rounded up.
    public let root: Int64

    /// Makes an interval.
    public init(worst: Int64, root: Int64) {
        self.worst = worst
        self.root = root
    }

    /// Combines what single meters show: `(amount, class)` each [mg or J]; nil when it does not fit.
    public init?(of parts: [(amount: Int64, meterClass: MeterClass)]) {
        func half(_ errors: (MeterClass) -> [Int64]) -> Int64? {
            var sum: UInt128 = 0
            for part in parts {
                for error in errors(part.meterClass) {
                    let product = UInt128(part.amount.magnitude) * UInt128(error.magnitude)
                    // Rounded up to a whole milligram before it is squared; 2^64 squared just fits.
                    let one = (product + 999_999) / 1_000_000
                    let (square, overflow) = one.multipliedReportingOverflow(by: one)
                    let (next, overflowToo) = sum.addingReportingOverflow(square)
                    guard !overflow, !overflowToo else { return nil }
                    sum = next
                }
            }
            return Int64(exactly: Self.rootRoundedUp(sum))
        }
        // Both errors at once, or each by itself under the root.
        guard let worst = half({ [$0.meterMillionths + $0.transformerMillionths] }),
            let root = half({ [$0.meterMillionths, $0.transformerMillionths] })
        else { return nil }
        self.init(worst: worst, root: root)
    }

    /// Adds up what one meter shows in several lines of `meters.csv`, because its errors add; a line of another class is
    /// another device.
    ///
    /// - Returns: One part for each device; nil when an amount does not fit.
    static func perMeter(
        _ parts: [(meterID: String, amount: Int128, meterClass: MeterClass)]
    ) -> [(amount: Int64, meterClass: MeterClass)]? {
        struct Device: Hashable {
            let meterID: String
            let meterClass: MeterClass
        }
        var amounts: [Device: Int128] = [:]
        for part in parts {
            amounts[Device(meterID: part.meterID, meterClass: part.meterClass), default: 0] +=
                part.amount
        }
        let known = amounts.compactMap { device, amount in
            Int64(exactly: amount).map { (amount: $0, meterClass: device.meterClass) }
        }
        return known.count == amounts.count ? known : nil
    }

    /// Combines the intervals of figures that share no meter; nil when it does not fit.
    public static func combined(_ all: [Uncertainty]) -> Uncertainty? {
        func half(_ value: (Uncertainty) -> Int64) -> Int64? {
            var sum: UInt128 = 0
            for one in all {
                let (next, overflow) = sum.addingReportingOverflow(
                    UInt128(value(one).magnitude) * UInt128(value(one).magnitude))
                guard !overflow else { return nil }
                sum = next
            }
            return Int64(exactly: rootRoundedUp(sum))
        }
        guard let worst = half(\.worst), let root = half(\.root) else { return nil }
        return Uncertainty(worst: worst, root: root)
    }

    /// The least whole number whose square is not below another.
    static func rootRoundedUp(_ square: UInt128) -> UInt128 {
        guard square > 0 else { return 0 }
        // Newton's method from above comes down to the floor of the root.
        var root = UInt128(1) << UInt128((square.bitWidth - square.leadingZeroBitCount + 1) / 2)
        while true {
            let next = (root + square / root) / 2
            if next >= root { break }
            root = next
        }
        return root * root < square ? root + 1 : root
    }
}
