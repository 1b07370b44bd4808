public import Provenance

/// Which publications price a country's electricity unless a portfolio names others: a line of
/// `defaults.csv`.
public struct FactorDefault: Hashable, Sendable {
    /// The country or region, `CN`; it holds for every region below it, `CN-GD`.
    public let region: String
    /// The kind of gas account.
    public let family: FactorFamily
    /// The measures it speaks of.
    public let variants: Set<FactorVariant>
    /// The publications, the one that supersedes others of the same data year last.
    public let publications: [String]

    /// Makes a default of checked parts.
    public init(
        region: String, family: FactorFamily, variants: Set<FactorVariant>, publications: [String]
    ) {
        self.region = region
        self.family = family
        self.variants = variants
        self.publications = publications
    }

    /// The columns of `defaults.csv`; lists are separated by `;`.
    public static let columns = ["region", "family", "variants", "publications"]

    /// Reads one line, given as its cells by column name; nil when a cell cannot be read.
    public init?(cells: [String: String]) {
        func list(_ column: String) -> [String] {
            (cells[column] ?? "").split(separator: ";").map(String.init)
        }
        let variants = list("variants").map(FactorVariant.init(rawValue:))
        guard let region = cells["region"], !region.isEmpty,
            let family = cells["family"].flatMap(FactorFamily.init(rawValue:)),
            !variants.isEmpty, !variants.contains(nil), !list("publications").isEmpty
        else { return nil }
        self.init(
            region: region, family: family, variants: Set(variants.compactMap(\.self)),
            publications: list("publications"))
    }

    /// Tells whether the default holds for a region.
    func holds(for other: String) -> Bool { other == region || other.hasPrefix(region + "-") }
}

/// The regional grid that a province belongs to (所属区域电网): a line of `grids.csv`.
public struct GridMembership: Hashable, Sendable {
    /// The province.
    public let region: String
    /// Its grid, as factors name it.
    public let grid: String
    /// How far the membership was checked.
    public let confidence: Confidence

    /// The columns of `grids.csv`.
    public static let columns = ["region", "grid", "confidence"]

    /// Makes a membership.
    public init(region: String, grid: String, confidence: Confidence) {
        self.region = region
        self.grid = grid
        self.confidence = confidence
    }

    /// Reads one line, given as its cells by column name; nil when a cell cannot be read.
    public init?(cells: [String: String]) {
        guard let region = cells["region"], !region.isEmpty, let grid = cells["grid"],
            !grid.isEmpty, let confidence = cells["confidence"].flatMap(Confidence.init(rawValue:))
        else { return nil }
        self.init(region: region, grid: grid, confidence: confidence)
    }
}
