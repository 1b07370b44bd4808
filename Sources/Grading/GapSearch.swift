import Provenance
import Quantities

/// The search for the next better level: for each lever the fewest units that do, by bisection on
/// whole joules, millilitres, certificates, exactly as the level itself is found.
struct GapSearch {
    private let appraisal: Appraisal
    private let points: Appraisal.Points
    private let next: RulebookLevel?

    init(_ appraisal: Appraisal, _ points: Appraisal.Points, _ reached: RulebookLevel?) {
        self.appraisal = appraisal
        self.points = points
        let levels = appraisal.rulebook.levels
        if let reached {
            next = levels.firstIndex(of: reached).flatMap { $0 > 0 ? levels[$0 - 1] : nil }
        } else {
            next = levels.last
        }
    }

    /// The gap; nil at the best level and where nothing can be said.
    func gap() -> GapToNext? {
        guard let next, appraisal.tooFewPoints(points) == nil,
            appraisal.items.contains(where: { $0.criterion.decides && $0.hindrance == nil })
        else { return nil }
        let standing = appraisal.standing(to: next, points)
        let movers = movers(for: next)
        let movable = Set(movers.flatMap { $0.items.map(\.criterion.id) })
        let blocked = (standing.notMet + standing.notEvaluated).filter { !movable.contains($0) }
        let changes = blocked.isEmpty ? alone(movers, standing, next) : []
        let combination =
            changes.contains(where: \.isReachable) || !changes.isEmpty
            ? [] : together(movers, standing, next)
        return GapToNext(
            level: next.level, levelLabel: next.label, changes: changes, combination: combination,
            blockedBy: blocked.reduce(into: []) { if !$0.contains($1) { $0.append($1) } },
            pointsMissing: next.pointsAtLeast.map { _ in
                Appraisal.decimal(standing.pointsMissing)
            })
    }

    // MARK: - Levers

    /// A lever and the criteria that it moves.
    private struct Mover {
        let lever: GapLever
        let items: [Appraisal.Item]
        let needs: [(item: Appraisal.Item, threshold: Threshold)]
        let pointsNow: Int64
    }

    private func movers(for level: RulebookLevel) -> [Mover] {
        var order: [GapToNext.Lever] = []
        var levers: [GapToNext.Lever: GapLever] = [:]
        var items: [GapToNext.Lever: [Appraisal.Item]] = [:]
        for item in appraisal.items where item.criterion.decides && item.hindrance == nil {
            guard case .indicator(let id) = item.criterion.quantity, let value = item.value,
                let lever = GapLever(
                    of: id, at: value, it: appraisal.graded.indicators.itEnergy)
            else { continue }
            if levers[lever.lever] == nil { order.append(lever.lever) }
            levers[lever.lever] = levers[lever.lever] ?? lever
            items[lever.lever, default: []].append(item)
        }
        return order.compactMap { name in
            guard let lever = levers[name], let moved = items[name] else { return nil }
            let needs = moved.flatMap { item in
                appraisal.requirements(of: item, for: level).map { (item, $0) }
            }
            let now = moved.reduce(Int64(0)) {
                $0 + (counts($1) ? $1.points(at: $1.value, in: appraisal.graded) ?? 0 : 0)
            }
            return Mover(lever: lever, items: moved, needs: needs, pointsNow: now)
        }
    }

    /// Points of declared facts are capped as a whole, so they are no lever.
    private func counts(_ item: Appraisal.Item) -> Bool { item.assurance != .declared }

    /// Tells whether some units meet the limits of the lever's criteria and give enough points.
    private func suffices(_ mover: Mover, _ units: Int128, points missing: Int64) -> Bool {
        for need in mover.needs {
            let value = need.item.value.flatMap { mover.lever.moved($0, by: units) }
            guard need.item.verdict(need.threshold, at: value) == .met else { return false }
        }
        return missing <= 0 || gain(mover, units) >= missing
    }

    private func gain(_ mover: Mover, _ units: Int128) -> Int64 {
        let after = mover.items.reduce(Int64(0)) { sum, item in
            guard counts(item), let value = item.value else { return sum }
            return sum
                + (item.points(at: mover.lever.moved(value, by: units), in: appraisal.graded) ?? 0)
        }
        return after - mover.pointsNow
    }

    /// The fewest units that do; nil where none do.
    private func fewest(_ mover: Mover, points missing: Int64) -> Int128? {
        guard suffices(mover, mover.lever.most, points: missing) else { return nil }
        var (low, high) = (Int128(-1), mover.lever.most)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if suffices(mover, middle, points: missing) { high = middle } else { low = middle }
        }
        return high
    }

    // MARK: - Ways

    /// Levers that alone would do: all other limits stand already.
    private func alone(
        _ movers: [Mover], _ standing: Appraisal.Standing, _ level: RulebookLevel
    ) -> [GapToNext.Change] {
        let unmet = Set(standing.notMet)
        return movers.compactMap { mover in
            let own = Set(mover.items.map(\.criterion.id))
            guard unmet.subtracting(own).isEmpty else { return nil }
            let isConcerned = !unmet.isDisjoint(with: own) || standing.pointsMissing > 0
            guard isConcerned else { return nil }
            guard let units = fewest(mover, points: standing.pointsMissing) else {
                // A lever that gives some points but never enough is no way at all.
                return unmet.isDisjoint(with: own)
                    ? nil : change(mover.lever, mover.lever.most, isReachable: false)
            }
            return change(mover.lever, units, isReachable: units <= mover.lever.reach)
        }
    }

    /// Levers together: each as far as its own limits ask; points that still lack come from the
    /// lever that gives them at the least cost, or where prices are unknown by the smallest part of
    /// its range; if none gives enough, from several in that order.
    private func together(
        _ movers: [Mover], _ standing: Appraisal.Standing, _ level: RulebookLevel
    ) -> [GapToNext.Change] {
        var units: [GapToNext.Lever: Int128] = [:]
        var missing = standing.pointsMissing
        for mover in movers {
            guard let least = fewest(mover, points: 0), least <= mover.lever.reach else {
                return []
            }
            units[mover.lever.lever] = least
            missing -= gain(mover, least)
        }
        var open = movers
        while missing > 0 {
            let ways = open.compactMap { mover -> (mover: Mover, units: Int128)? in
                let already = gain(mover, units[mover.lever.lever] ?? 0)
                guard let needed = fewest(mover, points: missing + already),
                    needed <= mover.lever.reach
                else { return nil }
                return (mover, needed)
            }
            if let best = ways.min(by: { isCheaper($0, $1) }) {
                units[best.mover.lever.lever] = best.units
                break
            }
            // No lever alone closes the gap: take the one that gives most to its end.
            func room(_ mover: Mover) -> Int64 {
                gain(mover, mover.lever.reach) - gain(mover, units[mover.lever.lever] ?? 0)
            }
            guard let index = open.indices.max(by: { room(open[$0]) < room(open[$1]) }),
                room(open[index]) > 0
            else { return [] }
            let mover = open.remove(at: index)
            missing -= room(mover)
            units[mover.lever.lever] = fewest(mover, points: gain(mover, mover.lever.reach))
        }
        return movers.compactMap { mover in
            guard let count = units[mover.lever.lever], count > 0 else { return nil }
            return change(mover.lever, count, isReachable: true)
        }
    }

    private func isCheaper(
        _ left: (mover: Mover, units: Int128), _ right: (mover: Mover, units: Int128)
    ) -> Bool {
        if let a = cost(left.mover.lever, left.units), let b = cost(right.mover.lever, right.units)
        {
            return a < b
        }
        // By the part of the lever's range.
        guard let one = ExactRatio(left.units, to: left.mover.lever.reach),
            let other = ExactRatio(right.units, to: right.mover.lever.reach)
        else { return false }
        return one.isBelow(other)
    }

    private func cost(_ lever: GapLever, _ units: Int128) -> Int128? {
        guard let price = lever.price, let name = FactName(rawValue: price.fact),
            let value = appraisal.graded.fact(name)?.number
        else { return nil }
        let (amount, tooWide) = units.multipliedReportingOverflow(by: value.significand * 100)
        guard !tooWide else { return nil }
        return Rounding.halfToEven(
            amount, over: price.units * Rounding.powerOfTen(value.scale))
    }

    private func change(
        _ lever: GapLever, _ units: Int128, isReachable: Bool
    ) -> GapToNext.Change {
        GapToNext.Change(
            lever: lever.lever, amount: lever.amount(units), costHundredths: cost(lever, units),
            isReachable: isReachable, reason: isReachable ? nil : lever.beyond)
    }
}
