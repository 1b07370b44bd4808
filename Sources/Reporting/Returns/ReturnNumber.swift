import CarbonAccounting
import Provenance
import Quantities

/// An exact number of a return (报表数值), printed with a fixed number of places, half to even.
struct ReturnNumber {
    let value: ExactRational

    init(_ value: ExactRational) { self.value = value }

    /// Whole units over a divisor; nil stays nil.
    init?(_ whole: Int64?, over divisor: Int128 = 1) {
        guard let whole, let value = ExactRational(Int128(whole), over: divisor) else { return nil }
        self.value = value
    }

    init?(_ ratio: ExactRatio?) {
        guard let ratio, let value = ExactRational(ratio.numerator, over: ratio.denominator) else {
            return nil
        }
        self.value = value
    }

    init?(_ decimal: DecimalText?) {
        guard let decimal else { return nil }
        value = ExactRational(decimal)
    }

    /// Kilowatt-hours.
    static func kilowattHours(_ energy: Energy?) -> ReturnNumber? {
        ReturnNumber(energy?.joules, over: 3_600_000)
    }

    /// Tonnes.
    static func tonnes(_ mass: EmissionMass?) -> ReturnNumber? {
        ReturnNumber(mass?.milligrams, over: 1_000_000_000)
    }

    /// Cubic metres.
    static func cubicMetres(_ water: Volume?) -> ReturnNumber? {
        ReturnNumber(water?.millilitres, over: 1_000_000)
    }

    /// The quotient; nil when a part is unknown, zero below, or it does not fit.
    static func over(_ above: ReturnNumber?, _ below: ReturnNumber?) -> ReturnNumber? {
        guard let above, let below, below.value.numerator > 0 else { return nil }
        return above.value.divided(by: below.value).map(ReturnNumber.init)
    }

    /// The sum of all; nil when one is unknown, there is none, or it does not fit.
    static func sum(_ parts: [ReturnNumber?]) -> ReturnNumber? {
        guard !parts.isEmpty else { return nil }
        return parts.reduce(ReturnNumber(.zero) as ReturnNumber?) { sum, part in
            guard let sum, let part else { return nil }
            return sum.value.adding(part.value).map(ReturnNumber.init)
        }
    }

    /// The product with an exact decimal.
    func times(_ factor: DecimalText) -> ReturnNumber? {
        value.multiplied(by: ExactRational(factor)).map(ReturnNumber.init)
    }

    /// The number with six places.
    var text: String? { value.text(places: 6) }

    /// This less another.
    func minus(_ other: ReturnNumber) -> ReturnNumber? {
        ExactRational(-1, over: 1).flatMap { other.value.multiplied(by: $0) }
            .flatMap { value.adding($0) }.map(ReturnNumber.init)
    }
}

extension ReportReturn.Row {
    /// A line of numbers; the change is exact and printed like them. The reason says why this year's value
    /// is not known, or else why last year's is not, and with it the change.
    init(
        _ code: String, _ title: BilingualText, _ unit: String, subject: String = "",
        present: ReturnNumber?, before: ReturnNumber? = nil, reason: BilingualText? = nil,
        earlierReason: BilingualText? = nil, note: BilingualText? = nil
    ) {
        let unknown = BilingualText("a part is not known", zh: "有组成部分未知")
        let change = present.flatMap { now in before.flatMap { now.minus($0) } }
        let percent = ReturnNumber.over(change, before)?.value
            .multiplied(by: ExactRational(DecimalText(significand: 100, scale: 0)))
        self.init(
            subject: subject, code: code, title: title, unit: unit, present: present?.text,
            before: before?.text, change: change?.text,
            changePercent: percent?.text(places: 2),
            reason: present?.text == nil
                ? reason ?? unknown
                : earlierReason.map {
                    BilingualText("last year: \($0.english)", zh: "上年：\($0.chinese)")
                },
            note: note)
    }

    /// A line of words.
    init(
        _ code: String, _ title: BilingualText, _ unit: String, subject: String, words: String?,
        reason: BilingualText? = nil
    ) {
        self.init(
            subject: subject, code: code, title: title, unit: unit, present: words, before: nil,
            change: nil, changePercent: nil,
            reason: words == nil
                ? reason
                    ?? BilingualText("no table of the portfolio states it", zh: "组合各表均未填写")
                : nil, note: nil)
    }
}

extension BilingualText {
    /// Texts as one, parted by semicolons; nil of none.
    static func joined(_ texts: [BilingualText]) -> BilingualText? {
        guard !texts.isEmpty else { return nil }
        return BilingualText(
            texts.map(\.english).joined(separator: "; "),
            zh: texts.map(\.chinese).joined(separator: "；"))
    }
}
