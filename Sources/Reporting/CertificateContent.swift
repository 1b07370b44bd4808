public import CarbonAccounting
public import EnergyLedger
public import Grading
import Metering
public import Provenance
public import Quantities

/// What a certificate says (证书内容): the subject of the credential, every quantity a decimal string.
///
/// It holds all that the paper shows, so that the paper is a function of the credential, and all
/// that a replay needs to compute it again.
public struct CertificateContent: Sendable {
    /// A site's results over the year or over one of its months.
    public typealias Results = (balances: Balances, inventory: Inventory, indicators: Indicators)

    /// A file of readings: its name, its digest, the ingest that brought it and the layout that was
    /// named for it then.
    public typealias Reading = (name: String, digest: Digest, batch: Int, layout: String?)

    /// What was decided outside the figures.
    public struct Terms: Sendable {
        /// The day of issue.
        public var issuedOn: CivilDate
        /// The certificate that this one takes the place of.
        public var supersedes: String?
        /// How far it was checked by somebody else.
        public var assurance: JSONValue

        /// Makes terms.
        public init(issuedOn: CivilDate, supersedes: String? = nil, assurance: JSONValue) {
            self.issuedOn = issuedOn
            self.supersedes = supersedes
            self.assurance = assurance
        }
    }

    let year: Results
    let months: [Results]
    let grade: Grade
    let others: [Grade]
    let rulebooks: [Rulebook]
    let allocations: [Allocation]
    let heading: DocumentHeading
    let tables: [(name: String, digest: Digest)]
    let readings: [Reading]

    /// Collects what a certificate says; the grade must have a level.
    public init(
        year: Results, months: [Results], grade: Grade, others: [Grade], rulebooks: [Rulebook],
        allocations: [Allocation], heading: DocumentHeading,
        tables: [(name: String, digest: Digest)], readings: [Reading]
    ) {
        self.year = year
        self.months = months
        self.grade = grade
        self.others = others
        self.rulebooks = rulebooks
        self.allocations = allocations
        self.heading = heading
        self.tables = tables
        self.readings = readings
    }

    /// The subject of the credential.
    public func subject(_ terms: Terms) -> JSONValue {
        let site = year.balances.site
        let period = year.balances.period
        return .object([
            "schema": .string(CertificateForm.schema), "issued_on": .string("\(terms.issuedOn)"),
            "statement": .words(Self.statement), "supersedes": .text(terms.supersedes),
            "site": self.site,
            "operator": .words(heading.organisation ?? BilingualText("", zh: "")),
            "boundary": boundary,
            "period": .object([
                "start": .string("\(period.start)"), "end": .string("\(period.end)"),
                "label": .string(period.label), "timezone": .string(site.calendar.identifier),
            ]),
            "grade": gradeValue, "further_grades": .array(others.map(furtherGrade)),
            "indicators": indicators, "energy": energy, "water_m3": water,
            "emissions": emissions, "green_power": greenPower, "coverage": coverage,
            "uncertainty": uncertainty, "months": .array(months.map(month)),
            "findings": findings, "data": data, "assurance": terms.assurance,
        ])
    }

    /// The sentence that no certificate lacks.
    public static let statement = BilingualText(
        "Computed by carbongrade from the operator's meter readings and published rules. "
            + "It is no official label, mark or rating of any authority, and says nothing of years "
            + "other than the one stated.",
        zh: "由 carbongrade 依据运营方计量读数和已发布规则计算得出；不是任何主管部门的官方标识、标志或评级，且仅对所列统计期有效。")

    // MARK: - Who and what

    private var site: JSONValue {
        let site = year.balances.site
        return .object([
            "site_id": .string(site.id),
            "name": .words(BilingualText(site.name, zh: site.nameChinese)),
            "kind": .string(site.kind.rawValue), "region": .string(site.region),
            "organisation": .text(site.organisation), "hub": .text(site.hub),
            "commissioned": .text(site.commissioned.map { "\($0)" }),
            "cooling": .text(site.cooling?.rawValue),
            "it_design_kw": .text(site.itDesignKilowatts.map { "\($0)" }),
        ])
    }

    private var boundary: JSONValue {
        let closing = year.balances.closing
        let excluded = Set([Account.office]).union(closing.site.boundaryExcludes)
            .map(\.rawValue).sorted()
        let list = excluded.joined(separator: ", ")
        return .object([
            "excluded_accounts": .array(excluded.map(JSONValue.string)),
            "energy_carrier_method": .string("lbnl_site"),
            "supply_derived": .bool(closing.isSupplyDerived),
            "it_measured_at_category": .text(year.indicators.pue.category.map(String.init)),
            "statement": .words(
                BilingualText(
                    "All energy that enters the site, less exports and less: \(list)",
                    zh: "进入站点的全部能源，减去外送，减去：\(list)")),
        ])
    }
}
