/// What the cells of one column tell about how its numbers are written (数字写法的证据).
struct NumberEvidence {
    /// A cell that tells something.
    struct Witness: Hashable {
        let line: Int
        let text: String
    }

    /// What follows from the cells.
    enum Verdict: Hashable {
        /// Nothing but digits and what `DecimalText` reads.
        case plain
        /// One form, and the cell that proves it.
        case settled(NumberForm, Witness)
        /// A cell that may mean two numbers, and nothing that decides.
        case open(Witness)
    }

    private var comma = Side()
    private var point = Side()
    /// A cell with spaces or apostrophes between its digits.
    private var spaced: Witness?

    /// What speaks for a mark as the decimal one.
    private struct Side {
        /// A cell in which the mark can only stand before decimals.
        var decimal: Witness?
        var decimals = 0
        /// A cell in which it can only part thousands.
        var group: Witness?
        var groups = 0
        /// A cell in which it may be either, such as `1,234`.
        var open: Witness?
    }

    /// Tells that the column's mark is proven to be a decimal point and no mark of thousands was seen.
    var isPlainlyPointed: Bool { point.decimal != nil && comma.group == nil && comma.open == nil }

    /// Takes a cell as it stands.
    mutating func see(_ bytes: UnsafeBufferPointer<UInt8>, line: Int) {
        // Most cells hold digits and at most one point; they are weighed without leaving the buffer.
        var points = 0
        var isSimple = true
        var lead = 0
        var after = 0
        for byte in bytes {
            if NumberParts.isDigit(byte) {
                if points == 0 { lead += 1 } else { after += 1 }
            } else if byte == UInt8(ascii: "."), points == 0 {
                points = 1
            } else {
                isSimple = false
                break
            }
        }
        if isSimple {
            guard points == 1 else { return }
            if after != 3 || lead == 0 || lead > 3 || bytes[0] == UInt8(ascii: "0") {
                point.decimals += 1
                if point.decimal == nil { point.decimal = witness(bytes, line) }
            } else if point.open == nil {
                point.open = witness(bytes, line)
            }
            return
        }
        weigh(CellText.cleaned(bytes), line: line)
    }

    private func witness(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Int) -> Witness {
        Witness(line: line, text: String(decoding: bytes.prefix(40), as: UTF8.self))
    }

    private mutating func weigh(_ text: [UInt8], line: Int) {
        let text = CellText.numberAndUnit(text)?.number ?? text
        guard let parts = NumberParts(text) else { return }
        let digits = parts.digitsAndMarks
        let witness = Witness(line: line, text: String(decoding: text.prefix(40), as: UTF8.self))
        let commas = digits.count { $0 == UInt8(ascii: ",") }
        let points = digits.count { $0 == UInt8(ascii: ".") }
        let isSpaced = digits.contains { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "'") }
        if isSpaced {
            guard commas + points <= 1, spaced == nil || commas + points > 0 else { return }
            if spaced == nil { spaced = witness }
        }
        switch (commas, points) {
        case (0, 0): return
        case (_, 0): weigh(\.comma, parts, count: commas, isSpaced: isSpaced, witness)
        case (0, _): weigh(\.point, parts, count: points, isSpaced: isSpaced, witness)
        default:
            // The last of two kinds is the decimal mark.
            let last = digits.last { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ".") }
            if last == UInt8(ascii: ","), commas == 1 {
                note(\.comma, decimal: witness)
                note(\.point, group: witness)
            } else if last == UInt8(ascii: "."), points == 1 {
                note(\.point, decimal: witness)
                note(\.comma, group: witness)
            }
        }
    }

    private mutating func weigh(
        _ side: WritableKeyPath<Self, Side>, _ parts: NumberParts, count: Int, isSpaced: Bool,
        _ witness: Witness
    ) {
        let digits = parts.digitsAndMarks
        if isSpaced { return note(side, decimal: witness) }
        guard count == 1 else {
            if NumberParts.isGrouped(digits[...]) { note(side, group: witness) }
            return
        }
        let isOpen =
            NumberParts.isGrouped(digits[...]) && digits.first != UInt8(ascii: "0")
            && parts.exponent.isEmpty
        if !isOpen {
            note(side, decimal: witness)
        } else if self[keyPath: side].open == nil {
            self[keyPath: side].open = witness
        }
    }

    private mutating func note(
        _ side: WritableKeyPath<Self, Side>, decimal witness: Witness
    ) {
        self[keyPath: side].decimals += 1
        if self[keyPath: side].decimal == nil { self[keyPath: side].decimal = witness }
    }

    private mutating func note(_ side: WritableKeyPath<Self, Side>, group witness: Witness) {
        self[keyPath: side].groups += 1
        if self[keyPath: side].group == nil { self[keyPath: side].group = witness }
    }

    /// What the column settles.
    ///
    /// - Parameter delimiter: Where commas part the cells a decimal comma is not at home, so that a
    ///   point that may be either is the decimal one.
    func verdict(delimiter: UInt8) -> Verdict {
        let forComma = comma.decimals + point.groups
        let forPoint = point.decimals + comma.groups
        // Where both are proven to be decimal marks somewhere, a cell that may be either is not settled by the more.
        if comma.decimal != nil, point.decimal != nil,
            let open = forComma > forPoint ? point.open : comma.open
        {
            return .open(open)
        }
        let hasMarks = comma.open != nil || comma.group != nil || spaced != nil
        if forComma > forPoint, let witness = comma.decimal ?? point.group {
            return .settled(.comma, witness)
        }
        if forPoint > 0 {
            guard hasMarks else { return .plain }
            return .settled(
                .point, comma.group ?? point.decimal ?? spaced ?? Witness(line: 0, text: ""))
        }
        if let open = comma.open { return .open(open) }
        if let open = point.open, delimiter != UInt8(ascii: ",") { return .open(open) }
        if let spaced { return .settled(.point, spaced) }
        return .plain
    }
}
