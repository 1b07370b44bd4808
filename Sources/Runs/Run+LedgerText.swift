import Reporting

/// The forms in which the hourly journal is written out.
public enum LedgerForm: String, Sendable, CaseIterable {
    case csv, json
}

extension Run {
    /// The hourly journal as text, in pieces: a year of a large portfolio has millions of lines, and is never
    /// held as one text.
    public func forEachLedgerPiece(
        _ form: LedgerForm, _ body: (String) throws -> Void
    ) rethrows {
        switch form {
        case .csv:
            try pieces(CSVText.row(LedgerTable.columns), end: "", body) { CSVText.row($0.cells) }
        case .json:
            // The lines stand where the order of keys wants them.
            let members = heading.members("carbongrade-ledger/1")
            let before = JSONValue.object(members.filter { $0.key < "lines" }).text.dropLast(3)
            let after = JSONValue.object(members.filter { $0.key > "lines" }).text.dropFirst(2)
            var isFirst = true
            try pieces(before + ",\n  \"lines\": [", end: "\n  ],\n" + after, body) { line in
                defer { isFirst = false }
                let cells = zip(LedgerTable.columns, line.cells).sorted { $0.0 < $1.0 }
                    .map { name, cell -> String in
                        let isNumber = name == "energy_kwh" || name == "batch"
                        let value: JSONValue =
                            cell.isEmpty ? .null : isNumber ? .number(cell) : .string(cell)
                        return "\"\(name)\": " + value.text.dropLast()
                    }
                return (isFirst ? "\n    {" : ",\n    {") + cells.joined(separator: ", ") + "}"
            }
        }
    }

    private func pieces(
        _ head: String, end: String, _ body: (String) throws -> Void,
        _ text: (LedgerTable.Line) -> String
    ) rethrows {
        var buffer = head
        try forEachLedgerLine { line in
            buffer += text(line)
            if buffer.utf8.count > 262_144 {
                try body(buffer)
                buffer = ""
            }
        }
        try body(buffer + end)
    }
}
