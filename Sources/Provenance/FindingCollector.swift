import Quantities

/// Collects findings in bounded memory: of each code, file, column and meter a limited number with
/// their places and words, of the rest how many there were and on which lines.
public struct FindingCollector: Sendable {
    /// How many of a kind are kept whole unless another number is given; the manual names it.
    public static let keptOfAKind = 1_000
    /// How many of a kind are kept whole where so much was kept already; the manual names the numbers.
    public static func kept(after found: Int) -> Int {
        found < 20_000 ? keptOfAKind : found < 40_000 ? 20 : 1
    }
    /// How many places beyond those are remembered by their line.
    private static let mostPlaces = 4_000_000

    /// Where a finding stands that was counted but not kept whole.
    public struct Place: Hashable, Sendable {
        /// The kept finding of its kind that counts it.
        public let finding: Int32
        /// Its line.
        public let line: Int32
    }

    private struct Kind: Hashable {
        let code: FindingCode
        let file: String?
        let column: String?
        let meter: String?
    }

    private let limit: Int
    private let mostPlaces: Int
    private var kinds: [Kind: (kept: Int, last: Int)] = [:]
    /// What was collected, in the order in which it came.
    public private(set) var findings: [Finding] = []
    /// The places of what was only counted.
    public private(set) var places: [Place] = []

    /// Makes an empty collector.
    ///
    /// - Parameters:
    ///   - keeping: How many of a kind are kept whole.
    ///   - remembersPlaces: Whether the lines of the others are wanted, which take 8 bytes each.
    public init(keeping: Int = keptOfAKind, remembersPlaces: Bool = true) {
        limit = max(1, keeping)
        mostPlaces = remembersPlaces ? Self.mostPlaces : 0
    }

    /// Adds a finding; beyond the limit of its kind it only counts up the last of them.
    public mutating func add(_ finding: Finding) {
        let kind = Kind(
            code: finding.code, file: finding.file, column: finding.column, meter: finding.meterID)
        // What disqualifies is never folded away, because each place may lie in another period.
        if let seen = kinds[kind], seen.kept >= limit, finding.severity < .disqualifies {
            findings[seen.last].count += finding.count
            if let one = findings[seen.last].interval, let other = finding.interval {
                findings[seen.last].interval = Interval(
                    start: min(one.start, other.start), end: max(one.end, other.end))
            }
            if let line = finding.line, places.count < mostPlaces {
                places.append(
                    Place(finding: Int32(clamping: seen.last), line: Int32(clamping: line)))
            }
            return
        }
        findings.append(finding)
        kinds[kind] = ((kinds[kind]?.kept ?? 0) + 1, findings.count - 1)
    }

    /// Adds many.
    public mutating func add(contentsOf more: some Sequence<Finding>) {
        for finding in more { add(finding) }
    }

    /// What was only counted, each at its own line; its value is not known any more.
    public var folded: [Finding] {
        places.map { place in
            var finding = findings[Int(place.finding)]
            finding.line = Int(place.line)
            finding.value = nil
            finding.count = 1
            return finding
        }
    }
}
