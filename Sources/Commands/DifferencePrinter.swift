import EnergyLedger
import Metering
import Quantities
import Reporting

/// What an ingest restated, for the eye: the first months, and how many more.
enum DifferencePrinter {
    private static let shown = 20

    static func text(_ differences: [LoadDifference], _ options: CommonOptions) -> String {
        guard !differences.isEmpty else { return "" }
        var table = TextTable(.left, .left, .left, .right, .right, .right, .left)
        table.append(
            options.words("restated", zh: "重述"), options.words("month", zh: "月份"),
            options.words("account", zh: "账户"), options.words("old", zh: "原值"),
            options.words("new", zh: "新值"), options.words("difference", zh: "差值"), "")
        for difference in differences.prefix(shown) {
            func text(_ amount: Int64?) -> String {
                amount.map { TextTable.grouped(difference.dimension.exactText(of: $0)) } ?? "-"
            }
            let sign = difference.difference > 0 ? "+" : ""
            table.append(
                FindingDocument.visible(difference.meterID), difference.month,
                difference.account.rawValue, text(difference.old), text(difference.new),
                sign + text(difference.difference), difference.dimension.unit)
        }
        let more = differences.count - shown
        guard more > 0 else { return table.text() }
        return table.text()
            + options.words(
                "  and \(more) more; --format json lists them all\n",
                zh: "  另有 \(more) 项；--format json 列出全部\n")
    }
}

/// Bills beside the ledger, for the eye.
enum BillPrinter {
    static func text(_ bills: [BalanceAssertion], _ options: CommonOptions) -> String {
        guard !bills.isEmpty else { return "" }
        var table = TextTable(.left, .left, .left, .right, .right, .right, .left)
        table.append(
            options.words("bill", zh: "账单"), options.words("account", zh: "账户"),
            options.words("dates", zh: "起止"), options.words("billed", zh: "账单量"),
            options.words("ledger", zh: "账簿"), "%", "")
        for assertion in bills {
            let bill = assertion.bill
            let verdict =
                switch assertion.verdict {
                case .agrees: options.words("agrees", zh: "相符")
                case .differs: options.words("differs", zh: "不符")
                case .notCovered:
                    options.words(
                        "not covered (\(assertion.coverage.text(places: 4)))",
                        zh: "未覆盖（\(assertion.coverage.text(places: 4))）")
                }
            table.append(
                FindingDocument.visible(bill.id), bill.account.rawValue,
                "\(bill.start)/\(bill.end)",
                TextTable.grouped(bill.dimension.exactText(of: bill.amount)),
                TextTable.grouped(bill.dimension.exactText(of: assertion.ledger)),
                assertion.percent ?? "-", bill.dimension.unit + "  " + verdict)
        }
        return table.text()
    }
}
