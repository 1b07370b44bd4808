import Provenance
import Quantities
import Reporting

/// A quarterly report of so many sites, made up for tests: figures follow from the number of the site, some
/// sites lack some of them, names are long or hostile where one asks for it.
enum ReportFixture {
    /// Names that try to be formulas, markup, operators of a PDF, and to turn what stands beside them.
    static let hostile = [
        "=HYPERLINK(\"http://evil.example\";\"x\")", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1:A9)",
        "<script>alert(1)</script><img src=x onerror=alert(2)>",
        ") Tj /JS (app.alert(1)) <</OpenAction",
        "A\u{202E}gnp.exe\u{202C}", "tab\there\nand a line",
        "\"quoted\", 'so' & <b>bold</b> \u{0}\u{1}",
    ]
    static let long = BilingualText(
        "Guangdong-Hong Kong-Macao Greater Bay Area integrated computing hub, Shaoguan data center cluster, campus 2, building C, halls 11 to 18 (phase III extension)",
        zh: "粤港澳大湾区一体化算力网络国家枢纽节点韶关数据中心集群二期园区丙栋十一至十八机房（三期扩建工程）")

    static func report(sites count: Int, names: (Int) -> BilingualText? = { _ in nil })
        -> QuarterlyReport
    {
        let period = named("2026Q3")
        let sites = (0..<count).map { site($0, name: names($0)) }
        return QuarterlyReport(
            heading: DocumentHeading(tool: "0.1.0", zoneRelease: "2026a"),
            organisation: names(0) ?? BilingualText("Pearl River Telecom", zh: "珠江通信"),
            tool: "0.1.0", zoneRelease: "2026a", period: period,
            periodBefore: named("2026Q2"), periodYearBefore: named("2025Q3"),
            twelveMonths: named("2025-10-01/2026-10-01"),
            groups: ReportGrouping.groups(
                of: sites, organisation: BilingualText("All sites", zh: "全部站点")),
            grades: (0..<count).flatMap { grades(sites[$0].id, $0) }, plan: plan(sites),
            quality: quality(sites), restatements: restatements(sites), returns: [statistics],
            methods: methods, sources: sources)
    }

    private static func named(_ text: String) -> Period {
        guard let period = Period(text) else { preconditionFailure("\(text) is no period") }
        return period
    }

    // MARK: - Sites

    static func site(_ number: Int, name: BilingualText?) -> ReportGroup {
        let id = "site-" + String(1_000 + number)
        let provinces = ["CN-GD", "CN-SH", "CN-NM", "CN-GZ", "CN-BJ", "DE"]
        let region = provinces[number % provinces.count]
        return ReportGroup(
            kind: .site, id: id,
            name: name ?? BilingualText("Data center \(number + 1)", zh: "第 \(number + 1) 数据中心"),
            site: ReportGroup.SiteFacts(
                kind: "data_center", kindLabel: BilingualText("data center", zh: "数据中心"),
                region: region, organisation: "group/\(region)/city \(number % 17)",
                hub: number % 3 == 0 ? "粤港澳" : nil),
            present: figures(number, factor: 103),
            before: comparison(number, factor: 100),
            yearBefore: number % 7 == 3
                ? ReportComparison(
                    figures: nil, differences: [],
                    reason: BilingualText("no readings", zh: "无读数"))
                : comparison(number, factor: 92),
            months: (0..<12).map { month(number, $0) })
    }

    private static func it(_ number: Int, factor: Int64) -> Energy {
        Energy(joules: 3_600_000 * (2_000_000 + Int64(number) * 7_919 % 900_000) * factor / 100 + 7)
    }

    private static func all(_ number: Int, factor: Int64) -> Energy {
        Energy(joules: it(number, factor: factor).joules * (125 + Int64(number) * 13 % 60) / 100)
    }

    private static func emission(_ number: Int, factor: Int64) -> EmissionMass {
        // 0.4 kg a kWh: 3.6 MJ -> 400,000 mg.
        EmissionMass(milligrams: all(number, factor: factor).joules / 9)
    }

    static func figures(_ number: Int, factor: Int64) -> ReportFigures {
        let (it, all) = (it(number, factor: factor), all(number, factor: factor))
        let lacks = number % 11 == 5
        let reason = BilingualText("no IT meter", zh: "无 IT 电表")
        let mass = emission(number, factor: factor)
        let missing = ReportTotal<EmissionMass>(
            of: nil, reason: BilingualText("not computed", zh: "未核算"))
        return ReportFigures(
            sites: 1, supply: [], uses: [], unallocated: nil, heat: [], waterLines: [],
            facilityEnergy: ReportTotal(of: all),
            itEnergy: ReportTotal(of: lacks ? nil : it, reason: reason),
            pue: lacks
                ? .missing(.energy, reason)
                : ReportRatio(.energy, Int128(all.joules), over: Int128(it.joules)),
            pueDesignation: "iPUE", pueCategory: 1 + number % 3,
            pueEdition: "ISO/IEC 30134-2:2026",
            coverage: ReportRatio(.time, 7_900_000 + Int128(number % 4) * 10_000, over: 7_948_800),
            resolvedShare: ReportRatio(.time, 1, over: 1),
            estimatedShare: ReportRatio(.energy, Int128(number % 9), over: 1_000), wholeSites: 1,
            emissions: [
                .scope1: ReportTotal(of: EmissionMass(milligrams: 12_345_678_901)),
                .scope2Location: ReportTotal(of: mass),
                .scope2Market: ReportTotal(of: EmissionMass(milligrams: mass.milligrams * 7 / 10)),
                .scope3: missing,
            ], gases: [.scope1: "CO2e (AR6)", .scope2Location: "CO2", .scope2Market: "CO2"],
            greenEnergy: ReportTotal(of: Energy(joules: all.joules * 3 / 10)),
            greenShare: ReportRatio(
                .energy, Int128(all.joules * 3 / 10), over: Int128(all.joules)),
            water: ReportTotal(of: Volume(millilitres: it.joules / 2_000)),
            wue: ReportRatio(.water, Int128(it.joules / 2_000), over: Int128(it.joules)),
            wueFresh: .missing(.water, reason))
    }

    static func comparison(_ number: Int, factor: Int64) -> ReportComparison {
        let (before, now) = (
            emission(number, factor: factor).milligrams, emission(number, factor: 103).milligrams
        )
        let restated = number % 5 == 0 ? Int64(-1_234_567_890) : 0
        func difference(_ scope: ReportScope, green: Int64) -> ReportDifference? {
            ReportDifference(
                scope: scope, reported: EmissionMass(milligrams: before - restated),
                present: EmissionMass(milligrams: now),
                activity: EmissionMass(milligrams: now - before + 4_000_000_001 - green),
                factor: EmissionMass(milligrams: -4_000_000_001),
                greenPower: EmissionMass(milligrams: green),
                restatement: EmissionMass(milligrams: restated), sites: 1, missing: 0)
        }
        return ReportComparison(
            figures: figures(number, factor: factor),
            differences: [
                difference(.scope2Location, green: 0),
                difference(.scope2Market, green: -9_000_000_000),
            ].compactMap { $0 })
    }

    static func month(_ number: Int, _ index: Int) -> ReportMonth {
        let labels = [
            "2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05",
            "2026-06", "2026-07", "2026-08", "2026-09",
        ]
        let factor = 25 + Int64(abs(index - 8) * 2)
        let lacks = index == 4
        let (it, all) = (it(number, factor: factor), all(number, factor: factor + Int64(index % 3)))
        let reason = BilingualText("the hall was closed", zh: "机房停用")
        let mass = EmissionMass(milligrams: all.joules / 9)
        return ReportMonth(
            label: labels[index],
            facilityEnergy: ReportTotal(of: lacks ? nil : all, reason: reason),
            itEnergy: ReportTotal(of: lacks ? nil : it, reason: reason),
            pue: lacks
                ? .missing(.energy, reason)
                : ReportRatio(.energy, Int128(all.joules), over: Int128(it.joules)),
            water: ReportTotal(of: Volume(millilitres: it.joules / 2_000)),
            emissions: [
                .scope2Location: ReportTotal(of: lacks ? nil : mass, reason: reason),
                .scope2Market: ReportTotal(
                    of: lacks ? nil : EmissionMass(milligrams: mass.milligrams * 7 / 10),
                    reason: reason),
            ])
    }

    // MARK: - What is said beside figures

    static func grades(_ site: String, _ number: Int) -> [ReportGrade] {
        let level = ["1", "2", "3", nil][number % 4]
        func grade(_ scheme: String, informs: Bool) -> ReportGrade {
            ReportGrade(
                siteID: site, isOperator: false, scheme: scheme,
                title: BilingualText("Scheme \(scheme)", zh: "体系 \(scheme)"), edition: "1",
                level: level, levelLabel: level.map { BilingualText("grade \($0)", zh: "\($0) 级") },
                indicativeLevel: nil,
                reason: level == nil
                    ? BilingualText("the covered hours do not suffice", zh: "覆盖小时不足") : nil,
                isInformative: informs, confidence: .a,
                criterion: BilingualText("PUE", zh: "电能利用效率"), value: ExactRatio(1_345, to: 1_000),
                unit: "1", limit: "≤ 1.45", points: nil, pointsPossible: nil,
                nextLevel: level == "1" ? nil : "1",
                gap: level == "1"
                    ? nil : BilingualText("save 123,456 kWh a year", zh: "年节约 123,456 kWh"),
                moneyAtStake: nil, declared: nil,
                obligations: [
                    ReportObligation(
                        criterion: "pue", due: CivilDate(dayNumber: 20_635 + Int64(number)),
                        limit: "≤ 1.3", standing: number % 2 == 0 ? .met : .notMet,
                        value: ExactRatio(1_345, to: 1_000), unit: "1",
                        confidence: Confidence.a)
                ])
        }
        return [grade("gb-40879-2021", informs: false), grade("eu-2026-pue", informs: true)]
    }

    static func plan(_ sites: [ReportGroup]) -> ReportPlan {
        ReportPlan(
            currency: "CNY",
            measures: sites.prefix(40).enumerated().map { number, site in
                ReportPlan.Measure(
                    siteID: site.id, measure: "aisle-containment",
                    title: BilingualText("cold aisle containment", zh: "冷通道封闭"),
                    isMustDo: number == 0, capital: Money(hundredths: 12_345_678 + Int64(number)),
                    saved: Energy(joules: 3_600_000 * (90_000 + Int64(number) * 77)),
                    savedEmission: EmissionMass(milligrams: 36_000_000_000),
                    netPresentValue: Money(hundredths: 45_600_000 - Int64(number) * 1_000_000),
                    paybackYears: "2.31", levelEffects: ["gb-40879-2021: 3 → 2"],
                    source: "worked example", confidence: .a)
            }, progress: [])
    }

    static func quality(_ sites: [ReportGroup]) -> ReportQuality {
        ReportQuality(
            kinds: [
                ReportQuality.Kind(
                    code: "interval-gap", severity: .warning, count: 17,
                    sites: sites.prefix(9).map(\.id),
                    example: BilingualText("3 intervals missing", zh: "缺少 3 个时段"),
                    remedy: BilingualText("deliver the missing readings", zh: "补报缺失读数"))
            ],
            statement: ReportQuality.Statement(
                files: 3, rows: 10_000, rowsAccepted: 9_990, rowsRejected: 10,
                energyIn: Energy(joules: 3_600_000_000_000_003),
                booked: Energy(joules: 3_590_000_000_000_001), duplicate: Energy(joules: 2),
                superseded: Energy(joules: 4_000_000_000_000),
                rejected: Energy(joules: 6_000_000_000_000), estimated: Energy(joules: 36_000_000)))
    }

    static func restatements(_ sites: [ReportGroup]) -> [ReportRestatement] {
        [
            ReportRestatement(
                period: "2026Q2", version: 1, siteID: sites.first?.id ?? "", scope: .scope2Location,
                released: EmissionMass(milligrams: 5_000_000_000),
                present: EmissionMass(milligrams: 5_500_000_000),
                readings: EmissionMass(milligrams: 600_000_000),
                factor: EmissionMass(milligrams: -100_000_000), greenPower: .zero, rule: .zero)
        ].compactMap { $0 }
    }

    static let statistics = ReportReturn(
        id: "ict-statistics", title: BilingualText("ICT statistical return", zh: "信息通信业统计报表"),
        source: "a document", confidence: Confidence.a,
        remarks: [BilingualText("the official form was not seen", zh: "未见官方表式")],
        presentLabel: "2026", beforeLabel: "2025",
        rows: [
            ReportReturn.Row(
                subject: "", code: "1.1", title: BilingualText("Electricity", zh: "电力消费量"),
                unit: "MWh", present: "12345.678", before: "12000", change: "345.678",
                changePercent: "2.88", reason: nil, note: nil),
            ReportReturn.Row(
                subject: "", code: "1.2", title: BilingualText("Natural gas", zh: "天然气"),
                unit: "m3", present: nil, before: "10", change: nil, changePercent: nil,
                reason: BilingualText("no meter", zh: "无计量"), note: nil),
        ])

    static let methods = [
        ReportMethod(
            topic: BilingualText("Boundary", zh: "边界"),
            text: BilingualText(
                "Energy that enters the boundary, less what is handed out.", zh: "进入边界的能源，扣除外供。"),
            source: "ISO/IEC 30134-2")
    ]

    static let sources = ReportSources(
        factors: [
            ReportSources.Factor(
                id: "CN-GD/2023", region: "CN-GD", dataYear: 2023, variant: "average",
                value: "0.4403", unit: "kgCO2/kWh", gases: "CO2", scopes: [.scope2Location],
                publication: nil, place: "table 2", confidence: Confidence.a,
                fallback: nil)
        ], rulebooks: [],
        inputs: (0..<140).map {
            ReportSources.Input(
                name: "readings/\($0).csv", digest: Digest(bytes: Array(repeating: 171, count: 32)))
        }, factorRelease: "2026b", factorDigest: Digest(bytes: Array(repeating: 171, count: 32)))
}
