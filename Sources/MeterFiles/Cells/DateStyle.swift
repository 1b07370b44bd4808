/// Whether the dates of a column are written in one way (日期写法是否一致).
///
/// A spreadsheet that takes day for month turns `05/01/2026` into a date and writes it as `5/1/2026` or `1/5/2026`, while it leaves
/// `13/01/2026`, which is none to it, as it stands: what proves the order then says nothing of the others.
struct DateStyle {
    /// A part of the date, day or month, as it was seen with and without a zero before a single digit.
    private struct Part {
        var padded: (line: Int, text: String)?
        var bare: (line: Int, text: String)?
    }

    private var parts = (Part(), Part())

    /// Two cells of which one writes a part with a zero before it and the other without, the later one last.
    var mixed: (first: String, second: String, line: Int)? {
        for part in [parts.0, parts.1] {
            guard let padded = part.padded, let bare = part.bare else { continue }
            let (first, second) = padded.line < bare.line ? (padded, bare) : (bare, padded)
            return (first.text, second.text, second.line)
        }
        return nil
    }

    /// Takes a cell that begins with two numbers and marks behind them.
    mutating func see(_ bytes: UnsafeBufferPointer<UInt8>, line: Int) {
        var place = bytes.startIndex
        func number() -> Range<Int>? {
            let begin = place
            while place < bytes.endIndex, NumberParts.isDigit(bytes[place]) { place += 1 }
            guard (1...2).contains(place - begin), place < bytes.endIndex else { return nil }
            return begin..<place
        }
        guard let first = number() else { return }
        place += 1
        guard let second = number() else { return }
        func note(_ range: Range<Int>, _ part: inout Part) {
            if range.count == 1 {
                if part.bare == nil { part.bare = (line, text()) }
            } else if bytes[range.lowerBound] == UInt8(ascii: "0"), part.padded == nil {
                part.padded = (line, text())
            }
        }
        func text() -> String { String(decoding: bytes.prefix(40), as: UTF8.self) }
        note(first, &parts.0)
        note(second, &parts.1)
    }
}
