/// Which publications hold for a region unless a portfolio names others: a line of `defaults.csv`.
public struct FactorDefault: Hashable, Sendable {
    /// What a default speaks of.
    public enum Subject: Hashable, Sendable {
        /// Electricity factors of one family and some measures.
        case electricity(FactorFamily, Set<FactorVariant>)
        /// Life-cycle footprints of electricity.
        case footprints
        /// Properties of fuels.
        case fuels
        /// Bought heat.
        case heat
        /// Coal equivalents.
        case coalEquivalents
    }

    /// The country or region, `CN`; it holds for every region below it, `CN-GD`. `*` holds wherever
    /// no other line speaks of the same.
    public let region: String
    /// What it speaks of.
    public let subject: Subject
    /// The publications; where two give the same value, one of them supersedes the other.
    public let publications: [String]

    /// The measures it speaks of; none when it does not speak of electricity factors.
    public var variants: Set<FactorVariant> {
        if case .electricity(_, let variants) = subject { variants } else { [] }
    }

    /// Makes a default of checked parts.
    public init(region: String, subject: Subject, publications: [String]) {
        self.region = region
        self.subject = subject
        self.publications = publications
    }

    /// Makes a default of electricity factors.
    public init(
        region: String, family: FactorFamily, variants: Set<FactorVariant>, publications: [String]
    ) {
        self.init(
            region: region, subject: .electricity(family, variants), publications: publications)
    }

    /// The columns of `defaults.csv`; lists are separated by `;`.
    public static let columns = ["region", "family", "variants", "publications"]

    /// The columns that may be empty.
    public static let optional: Set<String> = ["variants"]

    /// The words of the column `family` that are no family of electricity factors; they have no
    /// variants.
    private static let subjects: [String: Subject] = [
        "life_cycle": .footprints, "fuel": .fuels, "heat": .heat,
        "coal_equivalent": .coalEquivalents,
    ]

    /// Reads one line, given as its cells by column name.
    ///
    /// - Throws: `CellFault` for the first cell that cannot be read.
    public init(reading cells: [String: String]) throws(CellFault) {
        let reader = CellReader(cells: cells)
        func list(_ column: String) -> [String] {
            reader.text(column).split(separator: ";").map(String.init)
        }
        let region = try reader.filled("region")
        guard list("region").allSatisfy({ $0 == "*" || $0.isRegionCode }) else {
            throw reader.fault("region", "codes such as CN-GD", zh: "代码，例如 CN-GD")
        }
        _ = try reader.filled("publications")
        if let subject = Self.subjects[reader.text("family")] {
            guard list("variants").isEmpty else {
                throw reader.fault("variants", "nothing", zh: "留空")
            }
            self.init(region: region, subject: subject, publications: list("publications"))
            return
        }
        guard let family = FactorFamily(rawValue: reader.text("family")) else {
            let words = (["co2", "co2e"] + Self.subjects.keys.sorted()).joined(separator: ", ")
            throw reader.fault("family", "one of \(words)", zh: "\(words) 之一")
        }
        let variants = list("variants").map(FactorVariant.init(rawValue:))
        guard !variants.isEmpty, !variants.contains(nil) else {
            let words = FactorVariant.allCases.map(\.rawValue).joined(separator: ", ")
            throw reader.fault("variants", "some of \(words)", zh: "\(words) 中的若干个")
        }
        self.init(
            region: region, family: family, variants: Set(variants.compactMap(\.self)),
            publications: list("publications"))
    }

    /// Reads one line that may name several regions, given as its cells by column name.
    ///
    /// - Throws: `CellFault` for the first cell that cannot be read.
    public static func lines(reading cells: [String: String]) throws(CellFault) -> [FactorDefault] {
        let line = try FactorDefault(reading: cells)
        return line.region.split(separator: ";").map {
            FactorDefault(
                region: String($0), subject: line.subject, publications: line.publications)
        }
    }

    /// Tells whether a site in one of the countries may ask this default.
    public func concerns(_ nations: Set<String>) -> Bool {
        region == "*" || nations.contains(FactorCatalogue.nation(of: region))
    }
}
