import MeterFiles
import Metering
import Provenance
import Store

/// Meters that bear the name of a total beside those that it sums up (合计计量点): what they counted would be counted
/// twice.
enum TotalsMeters {
    /// So few hours prove nothing.
    private static let fewestHours = 3

    /// Tells whether a file has a meter that bears the name of a total.
    static func mayStand(in file: FileReadings) -> Bool {
        file.meterIDs.contains(where: SumOfOthers.isNamed)
    }

    /// What is found in a file.
    ///
    /// - Parameter loads: What was derived of its meters; one that is not among them is not compared.
    static func findings(
        in file: FileReadings, _ meters: [String: Meter], loads: [String: StoredMeter]
    ) -> [Finding] {
        let named = file.meterIDs.filter(SumOfOthers.isNamed)
        let others = file.meterIDs.filter { !SumOfOthers.isNamed($0) }.compactMap { meters[$0] }
        return named.compactMap { meters[$0] }.compactMap { total in
            finding(on: total, beside: others, in: file.file, loads)
        }
    }

    private static func finding(
        on total: Meter, beside others: [Meter], in file: String, _ loads: [String: StoredMeter]
    ) -> Finding? {
        // A main meter supplies what others use, and what is left of a parent is counted once.
        let doubled = others.filter {
            $0.siteID == total.siteID && $0.account.side == total.account.side
                && $0.account.dimension == total.account.dimension && $0.parentID != total.id
                && total.parentID != $0.id
        }
        guard doubled.count >= 2, total.account.side != .memorandum else { return nil }
        let hours =
            sumHours(of: total, others: others, loads)
            ?? sumHours(of: total, others: doubled, loads)
        return Finding(
            .totalsMeter, file: file,
            phrases: [
                "reason": hours.map {
                    BilingualText(
                        "in all \($0) hours it is the sum of the others of its file",
                        zh: "全部 \($0) 个小时均等于同一文件中其他计量点之和")
                }
                    ?? BilingualText(
                        "its name says so, though it is not the sum of the others of its file",
                        zh: "名称如此，但并不等于同一文件中其他计量点之和")
            ], meterID: total.id, siteID: total.siteID)
    }

    /// In how many hours a meter's amount is the sum of others', where it is in all of them.
    private static func sumHours(
        of total: Meter, others: [Meter], _ loads: [String: StoredMeter]
    ) -> Int? {
        guard let own = loads[total.id]?.own else { return nil }
        let parts = others.compactMap { loads[$0.id]?.own }
        guard parts.count == others.count, parts.allSatisfy({ $0.slotSeconds == own.slotSeconds })
        else { return nil }
        var hours = 0
        for (number, month) in own.months {
            let its = parts.compactMap { $0.months[number] }
            for slot in month.amounts.indices where month.coveredSeconds[slot] > 0 {
                var rest = Int128(month.amounts[slot])
                for part in its where slot < part.amounts.count {
                    rest -= Int128(part.amounts[slot])
                }
                guard rest == 0 else { return nil }
                if month.amounts[slot] != 0 { hours += 1 }
            }
        }
        return hours >= fewestHours ? hours : nil
    }
}
