import EnergyLedger
import MeterFiles
import Provenance
import Quantities
public import Retrofit

/// `measures.csv`: prices, lives and savings of published measures, and measures of the portfolio's own.
struct OwnMeasures: Sendable {
    static let columns = [
        "measure", "site_id", "title", "title_zh", "end_use", "effect", "saving_low", "saving_high",
        "quantity", "capex", "capex_per", "annual_cost", "annual_water_m3", "life_years",
        "needs_plant", "replaces", "minimum_age_years", "depends_on", "conflicts_with",
        "required_by", "status",
        "evidence",
    ]

    /// What it says of measures at sites.
    private(set) var terms: [MeasureTerms] = []
    /// The measures that it describes itself.
    private(set) var measures: [Measure] = []
    /// The SHA-256 of the table; nil where there is none.
    let digest: Digest?

    /// Reads the table; a missing one says nothing.
    init(path: String, name: String, siteIDs: [String], findings: inout [Finding]) throws {
        guard Files.exists(path) else {
            digest = nil
            return
        }
        let table = try Table(path: path, name: name, known: Self.columns, mandatory: ["measure"])
        digest = table.digest
        findings += table.findings
        guard table.findings.isEmpty else { return }
        var seen: [String: Int] = [:]
        let known = Set(siteIDs)
        var described = Set<String>()
        for row in table.rows {
            var reader = TableRow(row, of: table)
            if let id = reader.text("site_id"), !known.contains(id) {
                reader.add(
                    .danglingReference, "site_id",
                    ["expected": siteIDs.prefix(20).joined(separator: ", ")])
            }
            let key = "\(row["measure"] ?? "")\t\(row["site_id"] ?? "")"
            if let first = seen[key] {
                reader.add(.duplicateKey, "measure", ["first": String(first)])
            }
            seen[key] = seen[key] ?? row.line
            let measure = Self.measure(&reader)
            if let terms = Self.terms(&reader, measure) { self.terms.append(terms) }
            if let measure, described.insert(measure.id).inserted { measures.append(measure) }
            findings += reader.findings
        }
    }

    /// A measure that the row describes: one with an effect of its own.
    private static func measure(_ row: inout TableRow) -> Measure? {
        guard let id = row.text("measure") else { return nil }
        guard MeasureTable.isName(id) else {
            row.add(
                .valueMalformed, "measure", ["example": "fan-speed-control"],
                ["expected": BilingualText("lower case, digits, hyphens", zh: "小写字母、数字和连字符")])
            return nil
        }
        let endUse = row.word("end_use", of: EndUse.self)
        guard let effect = row.word("effect", of: Measure.Effect.self) else { return nil }
        let title = row.text("title") ?? row.text("title_zh") ?? id
        return Measure(
            id: id, title: BilingualText(title, zh: row.text("title_zh") ?? title),
            appliesTo: Site.Kind.allCases, needs: BilingualText("", zh: ""),
            needsPlant: MeasureTable.parts(row.text("needs_plant")) ?? [],
            replaces: row.text("replaces").flatMap(Plant.init(rawValue:)), endUse: endUse,
            effect: effect, low: nil, high: nil, unit: "", needsQuantity: effect.needsQuantity,
            dependsOn: MeasureTable.dependencies(row.text("depends_on")),
            conflictsWith: MeasureTable.list(row.text("conflicts_with")), water: .unknown,
            remark: BilingualText("", zh: ""), source: "measures.csv", confidence: .m)
    }

    private static func terms(_ row: inout TableRow, _ measure: Measure?) -> MeasureTerms? {
        let capex = amount("capex", &row)
        let annual = amount("annual_cost", &row)
        let water = amount("annual_water_m3", &row, mayBeNegative: true)
        let basis = row.word("capex_per", of: MeasureTerms.Basis.self) ?? .site
        let (low, high) = (amount("saving_low", &row), amount("saving_high", &row))
        if let low, let high, high < low {
            row.add(
                .valueMalformed, "saving_high", ["example": "\(low)"],
                ["expected": BilingualText("not below saving_low", zh: "不小于 saving_low")])
        }
        let quantity = amount("quantity", &row)
        let life = row.integer("life_years")
        if let life, !(1...Discounting.horizon).contains(life) {
            row.add(
                .valueMalformed, "life_years", ["example": "15"],
                [
                    "expected": BilingualText(
                        "1 to \(Discounting.horizon) years", zh: "1 到 \(Discounting.horizon) 年")
                ])
        }
        let needsPlant = row.text("needs_plant").flatMap(MeasureTable.parts)
        if row.text("needs_plant") != nil, needsPlant == nil {
            row.add(
                .unknownValue, "needs_plant",
                ["expected": PlantPart.allCases.map(\.rawValue).joined(separator: ", ")])
        }
        let replaces = row.word("replaces", of: Plant.self)
        let age = row.integer("minimum_age_years")
        if let age, AgeCondition.years(age) == nil {
            row.add(
                .valueMalformed, "minimum_age_years", ["example": "10"],
                [
                    "expected": BilingualText(
                        "0 to \(AgeCondition.most) years", zh: "0 到 \(AgeCondition.most) 年")
                ])
        }
        let status = row.word("status", of: MeasureTerms.Status.self) ?? .available
        let requiredBy = row.date("required_by")
        if let measure,
            let problem = MeasureTable.rangeProblem(
                measure.effect, measure.endUse, low, high)
        {
            let column = ["low": "saving_low", "high": "saving_high"][problem.column]
            row.add(
                .valueMalformed, column ?? problem.column, ["example": "0.2"],
                ["expected": BilingualText(problem.english, zh: problem.chinese)])
        }
        guard let id = row.text("measure") else { return nil }
        return MeasureTerms(
            measureID: id, siteID: row.text("site_id"), capex: capex, basis: basis,
            annualCost: annual, annualWater: water, lifeYears: life, low: low, high: high,
            quantity: quantity, needsPlant: needsPlant, replaces: replaces, minimumAgeYears: age,
            requiredBy: requiredBy, status: status, evidence: row.text("evidence"),
            line: row.row.line)
    }

    /// A decimal of at most 15 digits and 9 places, not negative unless it may be.
    private static func amount(
        _ column: String, _ row: inout TableRow, mayBeNegative: Bool = false
    ) -> DecimalText? {
        guard let text = row.text(column) else { return nil }
        if text.utf8.count <= 24, let value = DecimalText(text),
            mayBeNegative || value.significand >= 0,
            value.significand.magnitude < 1_000_000_000_000_000, value.scale <= 9
        {
            return value
        }
        row.add(
            .valueMalformed, column, ["example": "1200.50"],
            [
                "expected": mayBeNegative
                    ? BilingualText("a decimal", zh: "小数")
                    : BilingualText("a decimal, not negative", zh: "非负小数")
            ])
        return nil
    }

    private static let plants = Plant.allCases.map(\.rawValue).joined(separator: ", ")

    /// The catalogue's measures with the portfolio's own in their place or beside them.
    ///
    /// - Throws: `Refusal` when a row names a measure that nobody describes, when a range does not fit the
    ///   published effect, when an age is asked of nothing, or when prerequisites lead in a circle.
    func joined(with catalogue: MeasureCatalogue) throws -> [Measure] {
        let own = Set(measures.map(\.id))
        let all = catalogue.measures.filter { !own.contains($0.id) } + measures
        let byID = Dictionary(all.map { ($0.id, $0) }) { one, _ in one }
        var findings: [Finding] = []
        func add(
            _ code: FindingCode, _ line: Int?, _ column: String, _ value: String,
            _ arguments: [String: String], _ phrases: [String: BilingualText] = [:]
        ) {
            findings.append(
                Finding(
                    code, file: "measures.csv", line: line, column: column, value: value,
                    arguments: arguments, phrases: phrases))
        }
        for line in terms {
            guard let measure = byID[line.measureID] else {
                add(
                    .danglingReference, line.line, "measure", line.measureID,
                    ["expected": "`carbongrade measures list`"])
                continue
            }
            if line.minimumAgeYears ?? 0 > 0, line.replaces == nil, measure.replaces == nil {
                add(
                    .valueMalformed, line.line, "replaces", "", ["example": Plant.ups.rawValue],
                    [
                        "expected": BilingualText(
                            "the plant whose age counts: \(Self.plants)",
                            zh: "按其年限判断的设备：\(Self.plants)")
                    ])
            }
            guard
                let problem = MeasureTable.rangeProblem(
                    measure.effect, measure.endUse, line.low, line.high)
            else { continue }
            add(
                .valueMalformed, line.line, problem.column == "low" ? "saving_low" : "saving_high",
                "\(line.low ?? .one)", ["example": "0.2"],
                ["expected": BilingualText(problem.english, zh: problem.chinese)])
        }
        for measure in measures {
            let line = terms.first { $0.measureID == measure.id }?.line
            for name in measure.dependsOn.flatMap({ $0 }) + measure.conflictsWith
            where byID[name] == nil {
                add(
                    .danglingReference, line, "depends_on", name,
                    ["expected": "`carbongrade measures list`"])
            }
        }
        if let name = MeasureCatalogue.circle(in: all) {
            add(
                .valueMalformed, terms.first { $0.measureID == name }?.line, "depends_on", name,
                ["example": "metering"],
                ["expected": BilingualText("measures without a circle", zh: "不构成循环的措施")])
        }
        guard findings.isEmpty else { throw Refusal(findings.sorted(by: Finding.byPlace)) }
        return all.sorted { $0.id < $1.id }
    }
}

extension Portfolio {
    /// The published measures and the portfolio's own.
    ///
    /// - Throws: `Refusal` when `measures.csv` does not fit them.
    public func measures(with data: PublishedData) throws -> [Measure] {
        try ownMeasures.joined(with: data.measures)
    }
}
