import ArgumentParser
import EnergyLedger
import Metering
import Quantities
import Reporting
import Runs

/// `ledger`: the hourly journal.
struct LedgerCommand: ParsableCommand, CommandWithOptions {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: Help.text(
            "The hourly journal of a period.", zh: "统计期的小时账簿。"),
        discussion: Help.text(
            """
            One line for each meter and UTC hour that stands. CSV is the form for programs; the
            table gives the totals by account.

            Example:
              carbongrade ledger -C my-site --period 2025 --format csv > journal.csv
            """,
            zh: """
                每个计量点每个 UTC 小时一行。CSV 供程序使用；table 给出各账户合计。

                示例：
                  carbongrade ledger -C my-site --period 2025 --format csv > journal.csv
                """))

    @OptionGroup var options: CommonOptions
    @OptionGroup var chosen: PeriodOptions

    func run() throws {
        let run = try options.run(chosen)
        FindingPrinter.show(run.findings, options)
        switch options.format {
        case .csv: LedgerPrinter.csv(run)
        case .json: LedgerPrinter.json(run)
        case .table: LedgerPrinter.table(run, options)
        }
        try run.throwIfDisqualified()
    }
}

/// The journal in its three forms, written as it goes.
enum LedgerPrinter {
    static func csv(_ run: Run) {
        pieces(CSVText.row(LedgerTable.columns), of: run) { CSVText.row($0.cells) }
    }

    /// One document; its `lines` are written as they come, an object a line.
    static func json(_ run: Run) {
        // The lines stand where the order of keys wants them, and are never held as one text: a
        // year of a large portfolio has millions.
        let members = run.heading.members("carbongrade-ledger/1")
        let before = JSONValue.object(members.filter { $0.key < "lines" }).text.dropLast(3)
        let after = JSONValue.object(members.filter { $0.key > "lines" }).text.dropFirst(2)
        var isFirst = true
        pieces(before + ",\n  \"lines\": [", of: run, end: "\n  ],\n" + after) { line in
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

    private static func pieces(
        _ head: String, of run: Run, end: String = "", _ text: (LedgerTable.Line) -> String
    ) {
        var buffer = head
        run.forEachLedgerLine { line in
            buffer += text(line)
            if buffer.utf8.count > 262_144 {
                Terminal.print(buffer)
                buffer = ""
            }
        }
        Terminal.print(buffer + end)
    }

    static func table(_ run: Run, _ options: CommonOptions) {
        for result in run.sites {
            Terminal.print(AccountPrinter.heading(result, run, options))
            var table = TextTable(.left, .left, .right, .left)
            for column in result.balances.journal.columns
            where column.account.side != .carrier && column.dimension == .energy {
                let energy = Energy(joules: column.amounts.reduce(0, +))
                table.append(
                    column.account.rawValue, column.meterID ?? "",
                    TextTable.grouped(energy.kilowattHoursText), "kWh")
            }
            Terminal.print(table.text() + "\n")
        }
    }
}
