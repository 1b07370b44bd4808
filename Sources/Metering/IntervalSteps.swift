import Quantities

/// The lengths of intervals, found from the steps between stamps, run by run.
///
/// Rule: a step that joins four readings and differs from the one before starts a run; the
/// reading before it ends where the run begins; readings before the first run have its step;
/// when no step joins four readings, the most frequent step is taken, ties the shorter.
struct IntervalSteps {
    /// Where a step begins to hold.
    private struct Run: BitwiseCopyable {
        let first: Int
        let step: Int64
    }

    private let runs: LongList<Run>
    private let count: Int
    private let start: (Int) -> Int64
    /// The run that was asked for last.
    private var current = 0

    /// Finds the lengths for ascending distinct stamps that name interval starts; nil when
    /// there are fewer than two stamps, which leaves the length unknown.
    ///
    /// - Parameter start: Gives the stamp at a place [s].
    init?(count: Int, on shelf: Shelf? = nil, start: @escaping (Int) -> Int64) {
        guard count >= 2 else { return nil }
        self.count = count
        self.start = start
        runs = LongList(on: shelf)
        // How many steps up to here are alike, and the last one.
        var (alike, step, last) = (0, Int64(0), start(0))
        for index in 1..<count {
            let next = start(index)
            if next - last == step, alike > 0 {
                alike += 1
            } else {
                (alike, step) = (1, next - last)
            }
            last = next
            // A step of three in a row begins its run with the first of them.
            if alike == 3, runs.last?.step != step {
                runs.append(Run(first: index - 3, step: step))
            }
        }
        if runs.isEmpty { runs.append(Run(first: 0, step: Self.mostFrequent(count, shelf, start))) }
    }

    /// The length of the interval at a place [s].
    mutating func length(at index: Int) -> Int64 {
        if !holds(current, index) {
            if holds(current + 1, index) {
                current += 1
            } else {
                current = Swift.max(0, runs.bisected { $0.first > index } - 1)
            }
        }
        let step = runs[current].step
        // The reading before a run ends where the run begins, if not earlier.
        guard let next = end(ofRun: index < runs[current].first ? -1 : current), index == next - 1
        else { return step }
        return min(step, start(next) - start(index))
    }

    /// Tells whether the step of a run is that of a place; the first one reaches back to the beginning.
    private func holds(_ run: Int, _ index: Int) -> Bool {
        run < runs.count && (run == 0 || runs[run].first <= index)
            && (end(ofRun: run).map { index < $0 } ?? true)
    }

    /// Where the next run begins; nil for the last one.
    private func end(ofRun run: Int) -> Int? {
        run + 1 < runs.count ? runs[run + 1].first : nil
    }

    private static func mostFrequent(
        _ count: Int, _ shelf: Shelf?, _ start: (Int) -> Int64
    ) -> Int64 {
        let steps = LongList<Int64>(on: shelf)
        for index in 1..<count { steps.append(start(index) - start(index - 1)) }
        steps.sort(by: <)
        var (best, most) = (steps[0], 0)
        var (step, times) = (steps[0], 0)
        for next in steps {
            if next != step { (step, times) = (next, 0) }
            times += 1
            if times > most { (best, most) = (step, times) }
        }
        return best
    }
}
