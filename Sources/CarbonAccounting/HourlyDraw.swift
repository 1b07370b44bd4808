import Quantities

/// One lot drawn hour by hour over the sites that it serves (逐小时抵扣).
///
/// In each hour the sites get it in proportion to what is open of each account in each slot, rounded down; the
/// joules that are left over go one each to the first places with anything open, as `AllocationBook.spread` deals
/// them out over a year. Site after site, so that long columns are walked as they lie.
struct HourlyDraw {
    private let firstHour: Int64
    /// What the lot made in each hour [J].
    private let made: [Int64]
    /// What was open in each hour before the lot was drawn [J].
    private var open: [Int64]
    /// Tells for each hour whether the matching holds it at any site.
    private var isHeld: [Bool]
    /// What rounding down left over of each hour [J].
    private var rest: [Int64]
    private var restOfAll: Int64 = 0

    init(_ profile: HourlyProfile) {
        firstHour = profile.firstHour
        made = profile.joules.map { max(0, $0) }
        open = Array(repeating: 0, count: made.count)
        rest = open
        isHeld = Array(repeating: false, count: made.count)
    }

    /// Tells whether any hour has joules left over from rounding down.
    var hasRest: Bool { restOfAll > 0 }

    /// What the lot made beyond all that was open in the hours of the matching; an hour without is left out.
    var surplus: [HourlyBook.Surplus] {
        made.indices.compactMap { hour in
            isHeld[hour] && made[hour] > open[hour]
                ? HourlyBook.Surplus(
                    start: (firstHour + Int64(hour)) * 3_600, joules: made[hour] - open[hour])
                : nil
        }
    }

    // MARK: - The three walks

    /// Counts what is open at a site.
    mutating func count(_ site: HourlyConsumption) {
        let run = site.frame.run(ofHours: firstHour, count: made.count, slots: site.grid.count)
        run.forEach { _, hour in isHeld[hour] = true }
        for column in [site.grid, site.line] where !column.isEmpty {
            run.forEach { slot, hour in
                if column[slot] > 0 { open[hour] += column[slot] }
            }
        }
    }

    /// Turns to dealing: all sites are counted.
    mutating func close() {
        for hour in rest.indices where made[hour] < open[hour] {
            rest[hour] = made[hour]
            restOfAll += made[hour]
        }
    }

    /// Deals out the parts of one column of a site, rounded down.
    ///
    /// - Parameters:
    ///   - drawn: What is drawn of the column in each month [J].
    mutating func deal(
        _ column: inout [Int64], of frame: SlotFrame, covering covered: inout [Int64],
        drawn: inout ArraySlice<Int64>
    ) {
        guard !column.isEmpty else { return }
        let run = frame.run(ofHours: firstHour, count: made.count, slots: column.count)
        var months = frame.months(from: run.slots.lowerBound)
        column.withUnsafeMutableBufferPointer { column in
            covered.withUnsafeMutableBufferPointer { covered in
                run.forEach { slot, hour in
                    let cell = column[slot]
                    guard cell > 0, made[hour] > 0 else { return }
                    let isScarce = made[hour] < open[hour]
                    let part = isScarce ? Self.part(made[hour], of: cell, in: open[hour]) : cell
                    column[slot] = cell - part
                    covered[slot] += part
                    drawn[drawn.startIndex + months.month(of: slot)] += part
                    if isScarce {
                        rest[hour] -= part
                        restOfAll -= part
                    }
                }
            }
        }
    }

    /// Deals out what is left over at a site, a joule to each place with anything open.
    mutating func dealRest(
        to site: inout HourlyConsumption, covering covered: inout [Int64], drawn: inout [Int64]
    ) {
        let run = site.frame.run(ofHours: firstHour, count: made.count, slots: site.grid.count)
        let count = site.frame.monthCount
        var months = site.frame.months(from: run.slots.lowerBound)
        run.forEach { slot, hour in
            guard rest[hour] > 0 else { return }
            let month = months.month(of: slot)
            // An amount below the whole leaves every place with something open.
            if site.grid[slot] > 0 {
                site.grid[slot] -= 1
                covered[slot] += 1
                drawn[month] += 1
                rest[hour] -= 1
                restOfAll -= 1
            }
            if !site.line.isEmpty, rest[hour] > 0, site.line[slot] > 0 {
                site.line[slot] -= 1
                covered[slot] += 1
                drawn[count + month] += 1
                rest[hour] -= 1
                restOfAll -= 1
            }
        }
    }

    /// `amount x cell / whole`, rounded down; none is negative, and the cell is a part of the whole.
    private static func part(_ amount: Int64, of cell: Int64, in whole: Int64) -> Int64 {
        let product = UInt64(amount).multipliedFullWidth(by: UInt64(cell))
        if product.high == 0 { return Int64(product.low / UInt64(whole)) }
        return Int64(UInt64(whole).dividingFullWidth(product).quotient)
    }
}
