public import EnergyLedger
import Metering
import Quantities

/// Bills beside the ledger (账单核对表).
public enum BillTable {
    /// One bill as JSON.
    public static func json(_ assertion: BalanceAssertion) -> JSONValue {
        let bill = assertion.bill
        let unit = bill.dimension.unit
        return .object([
            "bill_id": .string(bill.id), "site_id": .string(bill.siteID),
            "account": .string(bill.account.rawValue), "start": .string("\(bill.start)"),
            "end": .string("\(bill.end)"), "unit": .string(unit),
            "bill": .number(bill.dimension.exactText(of: bill.amount)),
            "ledger": .number(bill.dimension.exactText(of: assertion.ledger)),
            "difference": .number(bill.dimension.exactText(of: assertion.difference)),
            "difference_percent": .decimal(assertion.percent),
            "tolerance_percent": .number(bill.tolerancePercent.description),
            "coverage": .decimal(assertion.coverage.text()),
            "verdict": .string(assertion.verdict.rawValue), "evidence": .text(bill.evidence),
        ])
    }
}
