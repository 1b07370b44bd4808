import Metrics
import Synchronization

/// The measurements of the server (运行指标) in the text form of Prometheus, and a factory by which swift-metrics feeds
/// them.
///
/// A series is a name and its labels. Of counters and gauges the value is kept, of timers count, sum and buckets. Paths
/// are the patterns of the routes, so that the number of series does not grow with what is asked for.
final class Measurements: Sendable {
    private struct Series: Hashable, Comparable {
        let name: String
        let labels: String

        static func < (one: Series, other: Series) -> Bool {
            (one.name, one.labels) < (other.name, other.labels)
        }
    }

    private struct Histogram {
        var buckets = [Int64](repeating: 0, count: bounds.count)
        var count: Int64 = 0
        var sum = 0.0
    }

    private struct State {
        var counters: [Series: Double] = [:]
        var gauges: [Series: Double] = [:]
        var histograms: [Series: Histogram] = [:]
    }

    /// The upper bounds of the buckets [s].
    private static let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 60]
    /// More series than this are not begun.
    private static let mostSeries = 5_000

    private let state = Mutex(State())

    /// A request came in.
    func begin() { add(1, to: "carbongrade_http_requests_under_way", [:]) }

    /// A request was answered.
    func end(_ method: String, _ path: String, _ status: Int, _ duration: Duration) {
        add(-1, to: "carbongrade_http_requests_under_way", [:])
        count(
            "carbongrade_http_requests_total",
            ["method": method, "path": path, "status": String(status)])
        observe("carbongrade_http_request_seconds", ["path": path], duration.inSeconds)
    }

    func count(_ name: String, _ labels: [String: String] = [:], by amount: Double = 1) {
        let series = Series(name: name, labels: Self.text(labels))
        state.withLock { state in
            guard state.counters[series] != nil || state.counters.count < Self.mostSeries else {
                return
            }
            state.counters[series, default: 0] += amount
        }
    }

    func set(_ name: String, _ labels: [String: String] = [:], to value: Double) {
        let series = Series(name: name, labels: Self.text(labels))
        state.withLock { $0.gauges[series] = value }
    }

    private func add(_ amount: Double, to name: String, _ labels: [String: String]) {
        let series = Series(name: name, labels: Self.text(labels))
        state.withLock { $0.gauges[series, default: 0] += amount }
    }

    func observe(_ name: String, _ labels: [String: String], _ value: Double) {
        let series = Series(name: name, labels: Self.text(labels))
        state.withLock { state in
            guard state.histograms[series] != nil || state.histograms.count < Self.mostSeries else {
                return
            }
            var histogram = state.histograms[series] ?? Histogram()
            for index in Self.bounds.indices where value <= Self.bounds[index] {
                histogram.buckets[index] += 1
            }
            histogram.count += 1
            histogram.sum += value
            state.histograms[series] = histogram
        }
    }

    /// All of it as Prometheus reads it.
    var text: String {
        let state = state.withLock { $0 }
        var text = ""
        func group(_ series: [Series: Double], _ kind: String) {
            var last = ""
            for (key, value) in series.sorted(by: { $0.key < $1.key }) {
                if key.name != last { text += "# TYPE \(key.name) \(kind)\n" }
                last = key.name
                text += key.name + Self.braces(key.labels) + " \(Self.number(value))\n"
            }
        }
        group(state.counters, "counter")
        group(state.gauges, "gauge")
        var last = ""
        for (key, histogram) in state.histograms.sorted(by: { $0.key < $1.key }) {
            if key.name != last { text += "# TYPE \(key.name) histogram\n" }
            last = key.name
            let prefix = key.labels.isEmpty ? "" : key.labels + ","
            for (bound, count) in zip(Self.bounds, histogram.buckets) {
                text += "\(key.name)_bucket{\(prefix)le=\"\(Self.number(bound))\"} \(count)\n"
            }
            text += "\(key.name)_bucket{\(prefix)le=\"+Inf\"} \(histogram.count)\n"
            text += "\(key.name)_sum\(Self.braces(key.labels)) \(histogram.sum)\n"
            text += "\(key.name)_count\(Self.braces(key.labels)) \(histogram.count)\n"
        }
        return text
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }

    private static func braces(_ labels: String) -> String { labels.isEmpty ? "" : "{\(labels)}" }

    private static func text(_ labels: [String: String]) -> String {
        labels.sorted { $0.key < $1.key }.map { name, value in
            let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
                .replacing("\n", with: "\\n")
            return "\(name)=\"\(escaped)\""
        }.joined(separator: ",")
    }
}

/// Lets libraries that count by swift-metrics count here (指标接入).
struct MeasurementsFactory: MetricsFactory {
    let measurements: Measurements

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        Handler(measurements, label, dimensions)
    }
    func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        Handler(measurements, label, dimensions)
    }
    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        Handler(measurements, label, dimensions)
    }
    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}

    private final class Handler: CounterHandler, RecorderHandler, TimerHandler, Sendable {
        private let measurements: Measurements
        private let name: String
        private let labels: [String: String]

        init(_ measurements: Measurements, _ label: String, _ dimensions: [(String, String)]) {
            self.measurements = measurements
            name = String(label.map { $0.isLetter || $0.isNumber ? $0 : "_" })
            labels = Dictionary(dimensions) { _, last in last }
        }

        func increment(by amount: Int64) { measurements.count(name, labels, by: Double(amount)) }
        func reset() {}
        func record(_ value: Int64) { measurements.set(name, labels, to: Double(value)) }
        func record(_ value: Double) { measurements.set(name, labels, to: value) }
        func recordNanoseconds(_ duration: Int64) {
            measurements.observe(name + "_seconds", labels, Double(duration) / 1e9)
        }
    }
}
