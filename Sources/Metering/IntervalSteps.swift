/// The lengths of intervals, found from the steps between stamps, run by run.
///
/// Rule: a step that joins four readings and differs from the one before starts a run; the
/// reading before it ends where the run begins; readings before the first run have its step;
/// when no step joins four readings, the most frequent step is taken, ties the shorter.
struct IntervalSteps {
    /// The interval lengths [s], one for each of the sorted distinct stamps.
    let lengths: [Int64]

    /// Finds the lengths for ascending distinct stamps that name interval starts; nil when
    /// there are fewer than two stamps, which leaves the length unknown.
    init?(starts: [Int64]) {
        guard starts.count >= 2 else { return nil }
        let steps = zip(starts.dropFirst(), starts).map { $0 - $1 }
        var runs: [(first: Int, step: Int64)] = []
        var index = 0
        while index + 2 < steps.count {
            let step = steps[index]
            if steps[index + 1] == step, steps[index + 2] == step, runs.last?.step != step {
                runs.append((index, step))
            }
            index += 1
        }
        if runs.isEmpty { runs = [(0, Self.mostFrequent(steps))] }
        var lengths = [Int64](repeating: runs[0].step, count: starts.count)
        for (number, run) in runs.enumerated() {
            let next = number + 1 < runs.count ? runs[number + 1].first : starts.count
            for index in run.first..<next { lengths[index] = run.step }
            if next < starts.count {
                // The reading before a run ends where the run begins, if not earlier.
                lengths[next - 1] = min(lengths[next - 1], starts[next] - starts[next - 1])
            }
        }
        if let first = runs.first?.first, first > 0 {
            lengths[first - 1] = min(lengths[first - 1], starts[first] - starts[first - 1])
        }
        self.lengths = lengths
    }

    private static func mostFrequent(_ steps: [Int64]) -> Int64 {
        let counts = steps.reduce(into: [Int64: Int]()) { $0[$1, default: 0] += 1 }
        let best = counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }
        return best?.key ?? steps[0]
    }
}
