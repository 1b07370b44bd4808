import Provenance
import Quantities
import Reporting
import Testing

/// Sites made up for tests: every amount follows from one number.
enum ReportSample {
    static func figures(_ kilowattHours: Int64) -> ReportFigures {
        let it = Energy(joules: kilowattHours * 3_600_000)
        let facility = Energy(joules: kilowattHours * 4_500_000)
        let label = BilingualText("grid import", zh: "市电购入")
        return ReportFigures(
            sites: 1,
            supply: [ReportLine(name: "grid_import", label: label, amount: facility, sites: 1)],
            uses: [], unallocated: facility - it, heat: [], waterLines: [],
            facilityEnergy: ReportTotal(of: facility), itEnergy: ReportTotal(of: it),
            pue: ReportRatio(.energy, Int128(facility.joules), over: Int128(it.joules)),
            pueDesignation: "iPUE", pueCategory: 1, pueEdition: "ISO/IEC 30134-2:2026",
            coverage: ReportRatio(.time, 7_776_000, over: 7_948_800),
            resolvedShare: ReportRatio(.time, 0, over: 7_948_800),
            estimatedShare: ReportRatio(.energy, 0, over: Int128(facility.joules)), wholeSites: 0,
            emissions: [
                .scope1: ReportTotal(of: nil), .scope3: ReportTotal(of: nil),
                .scope2Location: ReportTotal(of: EmissionMass(milligrams: kilowattHours * 500_000)),
                .scope2Market: ReportTotal(of: EmissionMass(milligrams: kilowattHours * 600_000)),
            ], gases: [.scope2Location: "CO2", .scope2Market: "CO2", .scope1: "", .scope3: ""],
            greenEnergy: ReportTotal(of: nil), greenShare: .missing(.energy, nil),
            water: ReportTotal(of: nil), wue: .missing(.water, nil), wueFresh: .missing(.water, nil)
        )
    }

    /// The figures of a site that meters nothing but heat.
    static func onlyHeat(_ kilowattHours: Int64) -> ReportFigures {
        let none = ReportFigures.missing(nil)
        let heat = Energy(joules: kilowattHours * 3_600_000)
        return ReportFigures(
            sites: 1, supply: [], uses: [], unallocated: nil,
            heat: [
                ReportLine(
                    name: "heat_export", label: BilingualText("heat export", zh: "外供热"),
                    amount: heat, sites: 1)
            ], waterLines: [], facilityEnergy: none.facilityEnergy, itEnergy: none.itEnergy,
            pue: none.pue, pueDesignation: "iPUE", pueCategory: nil, pueEdition: "",
            coverage: none.coverage, resolvedShare: none.resolvedShare,
            estimatedShare: none.estimatedShare, wholeSites: 0, emissions: none.emissions,
            gases: [:], greenEnergy: none.greenEnergy, greenShare: none.greenShare,
            water: none.water, wue: none.wue, wueFresh: none.wueFresh)
    }

    /// A site; the period before used a tenth less.
    static func site(
        _ id: String, _ kilowattHours: Int64, region: String = "CN-GD",
        organisation: String? = nil, hub: String? = nil, name: String? = nil
    ) -> ReportGroup {
        let before = kilowattHours * 9 / 10
        func difference(_ scope: ReportScope, _ rate: Int64) -> ReportDifference? {
            ReportDifference(
                scope: scope, reported: EmissionMass(milligrams: before * rate),
                present: EmissionMass(milligrams: kilowattHours * rate),
                activity: EmissionMass(milligrams: (kilowattHours - before) * rate),
                factor: .zero, greenPower: .zero, restatement: .zero, sites: 1, missing: 0)
        }
        return ReportGroup(
            kind: .site, id: id, name: BilingualText(name ?? id, zh: name ?? id),
            site: ReportGroup.SiteFacts(
                kind: "data_center", kindLabel: BilingualText("data center", zh: "数据中心"),
                region: region, organisation: organisation, hub: hub),
            present: figures(kilowattHours),
            before: ReportComparison(
                figures: figures(before),
                differences: [
                    difference(.scope2Location, 500_000), difference(.scope2Market, 600_000),
                ].compactMap { $0 }),
            yearBefore: ReportComparison(
                figures: nil, differences: [], reason: BilingualText("no reading", zh: "没有读数")),
            months: [
                ReportMonth(
                    label: "2026-07", facilityEnergy: ReportTotal(of: nil),
                    itEnergy: ReportTotal(of: Energy(joules: kilowattHours)),
                    pue: .missing(.energy, nil), water: ReportTotal(of: nil),
                    emissions: [
                        .scope1: ReportTotal(of: nil), .scope2Location: ReportTotal(of: nil),
                        .scope2Market: ReportTotal(of: nil), .scope3: ReportTotal(of: nil),
                    ])
            ])
    }

    static let digest = Digest(bytes: [UInt8](repeating: 7, count: 32))

    /// A report over sites.
    static func report(
        _ sites: [ReportGroup], organisation: String = "Example", period: String = "2026Q3",
        settings: [String: String] = ["profile": "ghg_protocol_2015", "gwp_set": "AR5"],
        grades: [ReportGrade] = []
    ) throws -> QuarterlyReport {
        let name = BilingualText(organisation, zh: organisation)
        let period = try #require(Period(period))
        return QuarterlyReport(
            heading: DocumentHeading(
                tool: "0.1.0", zoneRelease: "2025b", organisation: name, settings: settings,
                period: period,
                factors: DocumentHeading.Factors(release: "2026b", digest: digest), rulebooks: []),
            organisation: name, tool: "0.1.0", zoneRelease: "2025b", period: period,
            periodBefore: period.before, periodYearBefore: period.yearBefore,
            twelveMonths: period.twelveMonths,
            groups: ReportGrouping.groups(of: sites, organisation: name), grades: grades,
            plan: ReportPlan(
                currency: "CNY", measures: [], progress: [],
                reason: BilingualText("none", zh: "无")),
            quality: ReportQuality(kinds: [], statement: nil), restatements: [], returns: [],
            methods: [],
            sources: ReportSources(
                factors: [], rulebooks: [], inputs: [], factorRelease: "2026b",
                factorDigest: digest))
    }
}
