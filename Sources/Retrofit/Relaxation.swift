/// One limit `sum of weight <= capacity` and the relaxation that it gives.
struct Relaxation {
    /// A step up the hull of a site: more weight for more worth.
    struct Step {
        let site: Int
        /// The choice it leads to.
        let choice: Int
        let weight: Int128
        let worth: Int128
    }

    private struct Point {
        let choice: Int
        let weight: Int128
        let worth: Int128
    }

    /// The weight of each choice.
    let weights: [[Int128]]
    let capacity: Int128
    /// The steps of all sites, the steepest first.
    let steps: [Step]
    /// For each site, by the order of branching: the sums of lightest weights and of their worths from
    /// there to the end.
    let lightest: [Int128]
    let lightestWorth: [Int128]
    /// The lightest choice of each site.
    let first: [Int]

    init(_ sites: [[Optimum.Choice]], capacity: Int128, weight: (Optimum.Choice) -> Int128) {
        weights = sites.map { $0.map(weight) }
        self.capacity = capacity
        var steps: [Step] = []
        var lightest = [Int128](repeating: 0, count: sites.count + 1)
        var worths = lightest
        var first = [Int](repeating: 0, count: sites.count)
        for site in sites.indices.reversed() {
            let hull = Self.hull(sites[site], weights[site])
            lightest[site] = lightest[site + 1] + (hull.first?.weight ?? 0)
            worths[site] = worths[site + 1] + (hull.first?.worth ?? 0)
            first[site] = hull.first?.choice ?? 0
            for (one, next) in zip(hull, hull.dropFirst()) {
                steps.append(
                    Step(
                        site: site, choice: next.choice, weight: next.weight - one.weight,
                        worth: next.worth - one.worth))
            }
        }
        self.lightest = lightest
        lightestWorth = worths
        self.first = first
        self.steps = steps.sorted {
            let (left, right) = ($0.worth * $1.weight, $1.worth * $0.weight)
            return left == right ? $0.site < $1.site : left > right
        }
    }

    /// The upper hull of a site's choices from the lightest on: weight and worth both rise, ever less steeply.
    private static func hull(
        _ choices: [Optimum.Choice], _ weights: [Int128]
    ) -> [Point] {
        let points = choices.indices.map {
            Point(choice: $0, weight: weights[$0], worth: choices[$0].worth)
        }.sorted {
            if $0.weight != $1.weight { return $0.weight < $1.weight }
            return $0.worth == $1.worth ? $0.choice < $1.choice : $0.worth > $1.worth
        }
        var hull: [Point] = []
        for point in points {
            if let last = hull.last, point.worth <= last.worth { continue }
            while hull.count >= 2 {
                let (a, b) = (hull[hull.count - 2], hull[hull.count - 1])
                let isBelow =
                    (b.worth - a.worth) * (point.weight - b.weight)
                    <= (point.worth - b.worth) * (b.weight - a.weight)
                guard isBelow else { break }
                hull.removeLast()
            }
            hull.append(point)
        }
        return hull
    }

    /// Most worth that sites from `first` on can have with some capacity left; nil when not even the
    /// lightest choices fit.
    func bound(from first: Int, capacity: Int128) -> Int128? {
        var left = capacity - lightest[first]
        guard left >= 0 else { return nil }
        var worth = lightestWorth[first]
        for step in steps where step.site >= first {
            if step.weight <= left {
                left -= step.weight
                worth += step.worth
            } else {
                // The last step is taken in part, rounded down: whole worths cannot be more.
                return worth + step.worth * left / step.weight
            }
        }
        return worth
    }

    /// The choices of the steepest steps that fit, whole; nil when not even the lightest fit.
    func greedy() -> [Int]? {
        var left = capacity - (lightest.first ?? 0)
        guard left >= 0 else { return nil }
        var taken = first
        var isStopped = [Bool](repeating: false, count: taken.count)
        for step in steps where !isStopped[step.site] {
            if step.weight <= left {
                left -= step.weight
                taken[step.site] = step.choice
            } else {
                isStopped[step.site] = true
            }
        }
        return taken
    }
}
