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
        case .csv: run.forEachLedgerPiece(.csv, Terminal.print)
        case .json: run.forEachLedgerPiece(.json, Terminal.print)
        case .table: LedgerPrinter.table(run, options)
        }
        try run.throwIfDisqualified()
    }
}

/// The journal for the eye.
enum LedgerPrinter {
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
