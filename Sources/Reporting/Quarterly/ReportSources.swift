public import Provenance

/// What a report rests on (来源): tool, factors with their publications, rulebooks, inputs, methods.
public struct ReportSources: Hashable, Sendable {
    /// A published factor that a figure of the period uses.
    public struct Factor: Hashable, Sendable {
        /// Its name: `CN-GD/2023`.
        public let id: String
        /// The region it speaks for.
        public let region: String
        /// The year it describes; nil for defaults without one.
        public let dataYear: Int?
        /// Which measure it is.
        public let variant: String
        /// The value as printed.
        public let value: String
        /// The unit.
        public let unit: String
        /// The gases it counts.
        public let gases: String
        /// The scopes that use it.
        public let scopes: [ReportScope]
        /// The document; nil where the portfolio itself states the value.
        public let publication: Publication?
        /// The place in it.
        public let place: String
        /// How far it was checked.
        public let confidence: Confidence
        /// The step down that was taken: `region`, `nation`; nil where none was.
        public let fallback: String?

        /// Makes a factor.
        public init(
            id: String, region: String, dataYear: Int?, variant: String, value: String,
            unit: String, gases: String, scopes: [ReportScope], publication: Publication?,
            place: String, confidence: Confidence, fallback: String?
        ) {
            self.id = id
            self.region = region
            self.dataYear = dataYear
            self.variant = variant
            self.value = value
            self.unit = unit
            self.gases = gases
            self.scopes = scopes
            self.publication = publication
            self.place = place
            self.confidence = confidence
            self.fallback = fallback
        }
    }

    /// A rulebook by which a level of the report was given.
    public struct Rulebook: Hashable, Sendable {
        /// Its name: `gb-40879-2021`.
        public let id: String
        /// The scheme's number: `GB 40879-2021`.
        public let number: String
        /// Its title.
        public let title: BilingualText
        /// Its edition.
        public let edition: String
        /// Who issued it.
        public let issuer: BilingualText
        /// The documents its values were taken from, with where a reader finds them.
        public let documents: [(title: BilingualText, locator: String)]
        /// The file's digest.
        public let digest: Digest

        /// Makes a rulebook.
        public init(
            id: String, number: String, title: BilingualText, edition: String,
            issuer: BilingualText, documents: [(title: BilingualText, locator: String)],
            digest: Digest
        ) {
            self.id = id
            self.number = number
            self.title = title
            self.edition = edition
            self.issuer = issuer
            self.documents = documents
            self.digest = digest
        }

        /// Equal by name and digest.
        public static func == (lhs: Rulebook, rhs: Rulebook) -> Bool {
            lhs.id == rhs.id && lhs.digest == rhs.digest
        }

        /// By name and digest.
        public func hash(into hasher: inout Hasher) {
            hasher.combine(id)
            hasher.combine(digest)
        }
    }

    /// A file that the figures were made of.
    public struct Input: Hashable, Sendable {
        /// Its name inside the portfolio.
        public let name: String
        /// Its SHA-256.
        public let digest: Digest

        /// Makes an input.
        public init(name: String, digest: Digest) {
            self.name = name
            self.digest = digest
        }
    }

    /// The factors of the period, each once.
    public let factors: [Factor]
    /// The rulebooks of the levels.
    public let rulebooks: [Rulebook]
    /// The tables and readings.
    public let inputs: [Input]
    /// The factor release: `2026b`.
    public let factorRelease: String
    /// The digest of its files.
    public let factorDigest: Digest

    /// Makes the sources.
    public init(
        factors: [Factor], rulebooks: [Rulebook], inputs: [Input], factorRelease: String,
        factorDigest: Digest
    ) {
        self.factors = factors
        self.rulebooks = rulebooks
        self.inputs = inputs
        self.factorRelease = factorRelease
        self.factorDigest = factorDigest
    }
}

/// A rule by which the figures were made (方法), in one sentence.
public struct ReportMethod: Hashable, Sendable {
    /// What it is about: `Boundary`.
    public let topic: BilingualText
    /// What was done.
    public let text: BilingualText
    /// The document that it follows; empty where it is the project's own rule.
    public let source: String

    /// Makes a rule.
    public init(topic: BilingualText, text: BilingualText, source: String) {
        self.topic = topic
        self.text = text
        self.source = source
    }
}
