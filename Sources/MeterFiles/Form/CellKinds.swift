/// What the cells of a row of the sample are: told once, asked about often.
struct CellKinds: OptionSet {
    let rawValue: UInt8

    static let stamp = CellKinds(rawValue: 1)
    static let number = CellKinds(rawValue: 2)
    /// Nothing, or a word for nothing.
    static let blank = CellKinds(rawValue: 4)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Looks at a cell; a compact stamp is also a number.
    init(_ cell: String, _ times: TimeForm) {
        if times.serial == nil, times.periods != .bare, Self.isShortNumber(cell) {
            self.init(rawValue: Self.number.rawValue)
            return
        }
        self.init(rawValue: 0)
        if FileShape.isStamp(cell, times) { insert(.stamp) }
        if FileShape.isNumber(cell) { insert(.number) }
        if FileShape.isBlank(cell) { insert(.blank) }
    }

    /// Up to seven digits, and after a point some more: always a number, never a stamp, and the most
    /// of all cells.
    private static func isShortNumber(_ cell: String) -> Bool {
        let bytes = cell.utf8
        guard (1...15).contains(bytes.count) else { return false }
        var (lead, rest, isPointed) = (0, 0, false)
        for byte in bytes {
            if byte >= 0x30, byte <= 0x39 {
                if isPointed { rest += 1 } else { lead += 1 }
            } else if byte == UInt8(ascii: "."), !isPointed {
                isPointed = true
            } else {
                return false
            }
        }
        return lead + rest > 0 && lead <= 7
    }
}
