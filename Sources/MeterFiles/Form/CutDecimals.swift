import Provenance

/// Digits behind a decimal comma that fell into a column of their own (被逗号截断的小数): between commas, `12,5` is 12 and
/// a cell with 5 in it.
///
/// Cells beyond the header show it. Where the last column may be empty, the digits fall into it, and the row is as long as
/// the header: `time,value,comment`.
struct CutDecimals {
    /// What follows from the cells behind a value.
    enum Verdict: Hashable {
        case none
        /// They may be digits of the value: told.
        case doubtful(NumberEvidence.Witness)
        /// They stand where a remark belongs: asked.
        case open(NumberEvidence.Witness)
    }

    /// A column behind one of values, which nothing reads.
    struct Column {
        /// What the name of the column says.
        enum Kind {
            /// What a person writes.
            case remark
            /// Codes, of which there are a few.
            case code
            case other
        }

        let value: Int
        let beside: Int
        let kind: Kind
        fileprivate var isPointed = false
        fileprivate var digits: Set<String> = []
        fileprivate var others = 0
        fileprivate var hasLeadingZero = false
        fileprivate var witness: NumberEvidence.Witness?

        init(value: Int, beside: Int, kind: Kind) {
            (self.value, self.beside, self.kind) = (value, beside, kind)
        }
    }

    /// So many unlike digits are told apart.
    private static let mostDigits = 64

    private(set) var columns: [Column]

    /// Nil where no column stands so, or numbers bear decimal points in the first rows.
    init?(_ plan: FilePlan, _ shape: FileShape) {
        guard plan.delimiter == UInt8(ascii: ","), plan.headerLine != nil, shape.special == nil
        else { return nil }
        switch plan.columns {
        case .long, .single, .wide, .registers: break
        case .dayRow, .monthGrid, .timesAcross, .nem12: return nil
        }
        let read = Set(plan.readColumns + [plan.timestamp])
        let named = shape.namedCount ?? shape.columns.count
        columns = plan.valueColumns.compactMap { value in
            let beside = value + 1
            guard beside < named, !read.contains(beside),
                !FileShape.isNoEnergy(shape.columns[beside])
            else { return nil }
            let key = HeaderWords.key(shape.columns[beside])
            let kind: Column.Kind =
                HeaderWords.remark.contains(key)
                ? .remark : HeaderWords.quality.contains(key) ? .code : .other
            return Column(value: value, beside: beside, kind: kind)
        }
        for row in shape.sample[shape.firstData...] {
            for index in columns.indices where row.cells.count > columns[index].value {
                if row.cells[columns[index].value].contains(".") { columns[index].isPointed = true }
            }
        }
        columns.removeAll(where: \.isPointed)
        if columns.isEmpty { return nil }
    }

    /// Takes a row; false once nothing is left to be watched.
    mutating func see(_ record: borrowing CSVRecord) -> Bool {
        for index in columns.indices where record.count > columns[index].beside {
            columns[index].see(record)
        }
        columns.removeAll(where: \.isPointed)
        return !columns.isEmpty
    }
}

extension CutDecimals.Column {
    fileprivate mutating func see(_ record: borrowing CSVRecord) {
        let isWhole = record.withCell(value) { cell in
            if cell.contains(UInt8(ascii: ".")) { isPointed = true }
            return !cell.isEmpty
                && cell.allSatisfy { NumberParts.isDigit($0) || $0 == UInt8(ascii: "-") }
        }
        guard isWhole else { return }
        let areDigits = record.withCell(beside) {
            (1...6).contains($0.count) && $0.allSatisfy(NumberParts.isDigit)
        }
        guard areDigits else {
            others += 1
            return
        }
        let text = FileShape.cell(beside, of: record)
        if digits.count < CutDecimals.mostDigits { digits.insert(text) }
        if text.utf8.count > 1, text.hasPrefix("0") { hasLeadingZero = true }
        if witness == nil {
            witness = NumberEvidence.Witness(
                line: record.line, text: FileShape.cell(value, of: record) + "," + text)
        }
    }

    /// A remark is no number. A code may be one, but codes are few and do not begin with a zero.
    var verdict: CutDecimals.Verdict {
        guard !isPointed, let witness else { return .none }
        if kind == .remark || hasLeadingZero { return .open(witness) }
        let usual = kind == .code ? 4 : others > 0 ? 1 : 2
        return digits.count > usual ? .doubtful(witness) : .none
    }
}
