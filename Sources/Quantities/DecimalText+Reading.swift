extension DecimalText {
    /// The decimal for the eye: rounded half to even to so many places, its thousands apart, the minus
    /// sign as typesetters set it. For display only; nothing is computed from it.
    public func grouped(places: Int, minus: String = "−") -> String {
        let text: String
        if scale > places {
            let rounded = Rounding.halfToEven(
                significand, over: Rounding.powerOfTen(scale - places))
            text = Rounding.pointed(rounded, places: places)
        } else {
            let whole = Rounding.pointed(significand, places: scale)
            let zeros = String(repeating: "0", count: places - scale)
            text = scale == 0 && places > 0 ? whole + "." + zeros : whole + zeros
        }
        let parts = text.split(separator: ".", maxSplits: 1)
        let digits = Array((parts.first ?? "").drop { $0 == "-" })
        var result =
            text.hasPrefix("-") && text.contains { $0 != "-" && $0 != "0" && $0 != "." }
            ? minus : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result += "," }
            result.append(digit)
        }
        return result + (parts.count > 1 ? "." + parts[1] : "")
    }

    /// The same amount in a unit that is larger by a power of ten: 3 for kWh as MWh; exact.
    /// Nil when the decimal would have more than 38 places.
    public func dividedByTen(toThe power: Int) -> DecimalText? {
        guard power >= 0, scale + power <= 38 else { return nil }
        return DecimalText(significand: significand, scale: scale + power)
    }

    /// The nearest place on an axis. Drawings alone may use it; no figure may.
    public var coordinate: Double {
        Double(significand) / Double(Rounding.powerOfTen(scale))
    }
}
