public import EnergyLedger
public import Provenance

/// All published measures (措施目录), sorted by name; prerequisites lead nowhere in circles.
public struct MeasureCatalogue: Sendable {
    /// A catalogue that contradicts itself.
    public enum Fault: Error, Hashable, Sendable {
        /// Two measures bear one name.
        case duplicate(String)
        /// A prerequisite or an exclusion names what is not there.
        case unknown(String, namedBy: String)
        /// Prerequisites lead back to themselves.
        case circle(String)
        /// A source is not in the table of sources.
        case unknownSource(String, namedBy: String)
    }

    /// A document that savings were taken from.
    public struct Source: Hashable, Sendable {
        /// Its short name.
        public let id: String
        /// What it is.
        public let title: BilingualText
        /// Where a reader finds it.
        public let locator: String

        /// Makes a source.
        public init(id: String, title: BilingualText, locator: String) {
            self.id = id
            self.title = title
            self.locator = locator
        }
    }

    /// The measures by name.
    public let measures: [Measure]
    /// The documents.
    public let sources: [Source]
    /// The digest of the files.
    public let digest: Digest

    /// Makes a catalogue.
    public init(
        measures: [Measure], sources: [Source] = [], digest: Digest
    ) throws(Fault) {
        self.measures = measures.sorted { $0.id < $1.id }
        self.sources = sources.sorted { $0.id < $1.id }
        self.digest = digest
        for (one, next) in zip(self.measures, self.measures.dropFirst()) where one.id == next.id {
            throw .duplicate(one.id)
        }
        let names = Set(measures.map(\.id))
        let documents = Set(sources.map(\.id))
        for measure in self.measures {
            for name in measure.dependsOn.flatMap({ $0 }) + measure.conflictsWith
            where !names.contains(name) { throw .unknown(name, namedBy: measure.id) }
            if !documents.contains(measure.source) {
                throw .unknownSource(measure.source, namedBy: measure.id)
            }
        }
        if let name = Self.circle(in: self.measures) { throw .circle(name) }
    }

    /// The measure of a name.
    public func measure(_ id: String) -> Measure? { measures.first { $0.id == id } }

    /// The document of a name.
    public func source(_ id: String) -> Source? { sources.first { $0.id == id } }

    /// The measures that are made for a kind of site.
    public func measures(for kind: Site.Kind) -> [Measure] {
        measures.filter { $0.appliesTo.contains(kind) }
    }

    /// A measure whose prerequisites lead back to itself; nil when there is none.
    public static func circle(in measures: [Measure]) -> String? {
        var waiting = Dictionary(measures.map { ($0.id, Set($0.dependsOn.flatMap { $0 })) }) {
            one, _ in one
        }
        while true {
            let free = waiting.filter { $0.value.isDisjoint(with: waiting.keys) }.map(\.key)
            guard !free.isEmpty else { return waiting.keys.min() }
            for name in free { waiting[name] = nil }
            if waiting.isEmpty { return nil }
        }
    }
}
