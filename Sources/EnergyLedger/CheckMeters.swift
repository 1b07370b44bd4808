import Metering
import Provenance
import Quantities

/// Check meters against what they control (核对表): the sum of the meters that name one as their parent, or
/// else the meter beside which it stands, its own parent.
///
/// A check meter is booked nowhere, so what it shows decides no figure. What others show in the hours that all of
/// them have is held against it, and the difference is told, however small: no threshold is ours to set. A meter
/// counts while it is valid, so that an exchanged one and its successor are both held against it; what flows
/// against a meter's own direction is taken off; and of meters that supply and meters that use the smaller side is
/// taken off the larger, because the check meter stands between them.
struct CheckMeters {
    private let loads: [MeterLoad]
    private let columns: [Journal.Column]
    private let journal: Journal
    private let numbers: [String: [Int]]
    private let children: [String: [Int]]

    /// - Parameter columns: What each meter shows in its own direction, before anything is taken off a parent.
    static func findings(of loads: [MeterLoad], columns: [Journal.Column], _ journal: Journal)
        -> [Finding]
    {
        guard loads.contains(where: { $0.meter.account == .check }) else { return [] }
        let all = CheckMeters(loads, columns, journal)
        return loads.indices.compactMap(all.finding)
    }

    private init(_ loads: [MeterLoad], _ columns: [Journal.Column], _ journal: Journal) {
        (self.loads, self.columns, self.journal) = (loads, columns, journal)
        numbers = Dictionary(grouping: loads.indices) { loads[$0].meter.id }
        children = Dictionary(
            grouping: loads.indices.filter { loads[$0].meter.parentID != nil }
        ) { loads[$0].meter.parentID ?? "" }
    }

    private func finding(of index: Int) -> Finding? {
        let meter = loads[index].meter
        guard meter.account == .check else { return nil }
        let controlled = controlled(by: index)
        guard !controlled.isEmpty else { return nil }
        let mirrors = controlled.map(mirror)
        let sides = controlled.map { loads[$0].meter.account.side }
        var (shown, supply, rest, slots) = (Int128(0), Int128(0), Int128(0), 0)
        for slot in columns[index].amounts.indices
        where isWhole(index, slot) && areWhole(controlled, slot) {
            slots += 1
            shown += Int128(columns[index].amounts[slot])
            for (place, other) in controlled.enumerated() {
                let net = Int128(columns[other].amounts[slot]) - Int128(mirrors[place]?[slot] ?? 0)
                if sides[place] == .supply { supply += net } else { rest += net }
            }
        }
        guard slots > 0 else { return nil }
        let areOpposed = sides.contains(.supply) && sides.contains(.use)
        let sum = areOpposed ? max(supply, rest) - min(supply, rest) : supply + rest
        let dimension = meter.unit.dimension
        let share =
            shown <= 0 ? "-" : Rounding.text((sum - shown) * 100, over: shown, places: 2)
        var names: [String] = []
        for other in controlled where !names.contains(loads[other].meter.id) {
            names.append(loads[other].meter.id)
        }
        return Finding(
            .checkMeterDifference,
            arguments: [
                "others": names.joined(separator: ", "),
                "sum": dimension.text(of: sum), "shown": dimension.text(of: shown),
                "difference": dimension.text(of: sum - shown), "share": share,
                "hours": Rounding.text(
                    Int128(slots) * Int128(journal.slotSeconds), over: 3_600,
                    places: journal.slotSeconds == 3_600 ? 0 : 2),
            ], meterID: meter.id, siteID: journal.site.id, interval: journal.interval)
    }

    private func controlled(by index: Int) -> [Int] {
        let meter = loads[index].meter
        func isAlike(_ other: Int) -> Bool {
            other != index && loads[other].meter.unit.dimension == meter.unit.dimension
                && loads[other].meter.validity.intersection(meter.validity) != nil
        }
        let below = (children[meter.id] ?? []).filter(isAlike)
        guard below.isEmpty else { return below }
        return (meter.parentID.flatMap { numbers[$0] } ?? []).filter(isAlike)
    }

    /// What flowed against a meter's own direction, slot by slot; nil where nothing did.
    private func mirror(of index: Int) -> [Int64]? {
        let load = loads[index]
        guard let account = load.meter.account.mirror, load.mirror.covers(anyOf: journal.interval)
        else { return nil }
        return Journal.column(
            of: load.mirror, as: account, meter: load.meter, over: journal.interval,
            slotSeconds: journal.slotSeconds
        ).amounts
    }

    /// Every meter that is valid in a slot is read in every second of it, and at least one is.
    private func areWhole(_ controlled: [Int], _ slot: Int) -> Bool {
        let start = journal.start(ofSlot: slot)
        let time = Interval(start: start, end: start + journal.slotSeconds)
        var isAny = false
        for other in controlled where loads[other].meter.validity.intersection(time) != nil {
            guard isWhole(other, slot) else { return false }
            isAny = true
        }
        return isAny
    }

    /// Every second of a slot is read; what a method estimated controls nothing.
    private func isWhole(_ index: Int, _ slot: Int) -> Bool {
        columns[index].states[slot] & Journal.Column.covered != 0
    }
}
