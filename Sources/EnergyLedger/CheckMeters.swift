import Metering
import Provenance
import Quantities

/// Check meters against what they control (核对表): the sum of the meters that name one as their parent, or
/// else the meter beside which it stands, its own parent.
///
/// A check meter is booked nowhere, so what it shows decides no figure. What others show in the hours that all of
/// them have is held against it, and the difference is told, however small: no threshold is ours to set.
enum CheckMeters {
    static func findings(of loads: [MeterLoad], columns: [Journal.Column], _ journal: Journal)
        -> [Finding]
    {
        loads.indices.compactMap { index in
            let meter = loads[index].meter
            guard meter.account == .check else { return nil }
            let controlled = controlled(by: index, among: loads)
            guard !controlled.isEmpty else { return nil }
            var (shown, sum, slots) = (Int128(0), Int128(0), 0)
            for slot in columns[index].amounts.indices
            where isWhole(columns[index], slot)
                && controlled.allSatisfy({ isWhole(columns[$0], slot) })
            {
                slots += 1
                shown += Int128(columns[index].amounts[slot])
                for other in controlled { sum += Int128(columns[other].amounts[slot]) }
            }
            guard slots > 0 else { return nil }
            let dimension = meter.unit.dimension
            let share =
                shown <= 0 ? "-" : Rounding.text((sum - shown) * 100, over: shown, places: 2)
            return Finding(
                .checkMeterDifference,
                arguments: [
                    "others": controlled.map { loads[$0].meter.id }.joined(separator: ", "),
                    "sum": dimension.text(of: sum), "shown": dimension.text(of: shown),
                    "difference": dimension.text(of: sum - shown), "share": share,
                    "hours": Rounding.text(
                        Int128(slots) * Int128(journal.slotSeconds), over: 3_600,
                        places: journal.slotSeconds == 3_600 ? 0 : 2),
                ], meterID: meter.id, siteID: journal.site.id, interval: journal.interval)
        }
    }

    private static func controlled(by index: Int, among loads: [MeterLoad]) -> [Int] {
        let meter = loads[index].meter
        func isAlike(_ other: Int) -> Bool {
            other != index && loads[other].meter.unit.dimension == meter.unit.dimension
                && loads[other].meter.validity.intersection(meter.validity) != nil
        }
        let below = loads.indices.filter { isAlike($0) && loads[$0].meter.parentID == meter.id }
        guard below.isEmpty else { return below }
        return loads.indices.filter { isAlike($0) && loads[$0].meter.id == meter.parentID }
    }

    /// Every second of a slot is read; what a method estimated controls nothing.
    private static func isWhole(_ column: Journal.Column, _ slot: Int) -> Bool {
        column.states[slot] & Journal.Column.covered != 0
    }
}
