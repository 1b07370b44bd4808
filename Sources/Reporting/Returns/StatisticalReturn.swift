import EnergyLedger
import Grading
import Metering
import Provenance
public import Quantities

/// The statistical return of the information and communication industry (信息通信业绿色低碳统计报表):
/// indicators with unit, this year, last year and change.
///
/// Indicators and units of 工信部联通信〔2022〕103号; both coal equivalents side by side, as provincial forms
/// keep them. The official manual of the indicator system of 2024 is not public, so the lines' numbers
/// are this program's own.
public enum StatisticalReturn {
    /// The return over the sites of a portfolio that lie in mainland China (中国内地).
    ///
    /// - Parameters:
    ///   - present: The sites in the year to date.
    ///   - before: The sites in the same days of the year before.
    ///   - sitesAbroad: How many sites lie elsewhere and are left out.
    public static func made(
        present: [ReturnSite], _ period: Period, before: [ReturnSite], _ earlier: Period,
        sitesAbroad: Int
    ) -> ReportReturn {
        let (now, then) = (Totals(present), Totals(before))
        let abroad =
            sitesAbroad == 0
            ? nil
            : BilingualText(
                "sites outside mainland China, left out: \(sitesAbroad)",
                zh: "未计入中国内地以外站点 \(sitesAbroad) 个")
        let generators = BilingualText(
            "fuel of generators counts as the electricity they give", zh: "发电机燃料以其输出电量计入")
        let location = BilingualText(
            "Scope 2, location-based, over the volume", zh: "范围二（位置法）除以业务总量")
        func row(
            _ code: String, _ english: String, _ chinese: String, _ unit: String,
            reason: (String, String)? = nil, why: ((Totals) -> BilingualText?)? = nil,
            note: BilingualText? = nil, _ value: (Totals) -> ReturnNumber?
        ) -> ReportReturn.Row {
            func absence(_ totals: Totals) -> BilingualText? {
                totals.absence ?? why?(totals) ?? reason.map { BilingualText($0.0, zh: $0.1) }
            }
            let (known, earlier) = (value(now), value(then))
            let notes = known == nil ? [abroad] : [note, now.shortfall, abroad]
            return ReportReturn.Row(
                code, BilingualText(english, zh: chinese), unit, present: known,
                before: earlier, reason: known == nil ? absence(now) : nil,
                earlierReason: earlier == nil ? absence(then) : nil,
                note: BilingualText.joined(notes.compactMap { $0 }))
        }
        let noEnergy = ("a site has no supply meter with readings", "有站点没有进线计量读数")
        let noVolume = (
            "facts.csv states no business volume of exactly this stretch of time",
            "facts.csv 未填写恰为该时段的电信业务总量"
        )
        let noFlow = (
            "facts.csv states no information flow of exactly this stretch of time",
            "facts.csv 未填写恰为该时段的信息流量"
        )
        let noKind = ("the portfolio has no such site with both meters", "组合中没有两部分计量齐全的此类站点")
        let missingEmission = BilingualText("the figure is absent at a site", zh: "有站点缺少该数据")
        let rows = [
            row("1", "electricity", "全部用电量", "kWh", reason: noEnergy) { $0.electricity() },
            row("1.1", "of which data centers", "其中：数据中心", "kWh", reason: noKind) {
                $0.electricity(of: Totals.dataCenters)
            },
            row("1.2", "of which telecom rooms", "其中：通信机房", "kWh", reason: noKind) {
                $0.electricity(of: [.telecomRoom])
            },
            row("1.3", "of which base stations", "其中：通信基站", "kWh", reason: noKind) {
                $0.electricity(of: [.baseStation])
            },
            row(
                "2", "comprehensive energy, equal value", "综合能耗（等价值）", "tce",
                why: { $0.coalAbsence(isEqual: true) }, note: generators
            ) { $0.coal(isEqual: true) },
            row(
                "3", "comprehensive energy, calorific value", "综合能耗（当量值）", "tce",
                why: { $0.coalAbsence(isEqual: false) }, note: generators
            ) { $0.coal(isEqual: false) },
            row(
                "4", "green power consumed", "绿色电力消费量", "kWh",
                reason: ("instruments.csv states no lot", "instruments.csv 没有凭证")
            ) { $0.green },
            row(
                "4.1", "green share", "绿电消费比例", "1",
                reason: ("instruments.csv states no lot", "instruments.csv 没有凭证")
            ) { $0.greenShare },
            row(
                "5.1", "emission, Scope 1", "范围一排放", "tCO2e",
                reason: ("a site states no source", "有站点未填写排放源")
            ) { $0.emission(.scope1) },
            row(
                "5.2", "emission, Scope 2, location-based", "范围二排放（位置法）", "tCO2",
                reason: ("the figure is absent at a site", "有站点缺少该数据")
            ) { $0.emission(.scope2Location) },
            row(
                "5.3", "emission, Scope 2, market-based", "范围二排放（市场法）", "tCO2",
                reason: ("the figure is absent at a site", "有站点缺少该数据")
            ) { $0.emission(.scope2Market) },
            row("6", "telecom business volume", "电信业务总量", "10^4 CNY", reason: noVolume) {
                $0.declared("telecom_business_volume")
            },
            row("7", "information flow", "信息流量", "10^4 TB", reason: noFlow) {
                $0.declared("information_flow")
            },
            row(
                "8.1", "energy for each unit of business volume, equal value",
                "单位电信业务总量综合能耗（等价值）", "tce/10^4 CNY", reason: noVolume,
                why: { $0.coalAbsence(isEqual: true) }, note: generators
            ) { .over($0.coal(isEqual: true), $0.declared("telecom_business_volume")) },
            row(
                "8.2", "energy for each unit of business volume, calorific value",
                "单位电信业务总量综合能耗（当量值）", "tce/10^4 CNY", reason: noVolume,
                why: { $0.coalAbsence(isEqual: false) }, note: generators
            ) { .over($0.coal(isEqual: false), $0.declared("telecom_business_volume")) },
            row(
                "9.1", "energy for each unit of information flow, equal value",
                "单位信息流量综合能耗（等价值）", "tce/10^4 TB", reason: noFlow,
                why: { $0.coalAbsence(isEqual: true) }, note: generators
            ) { .over($0.coal(isEqual: true), $0.declared("information_flow")) },
            row(
                "9.2", "energy for each unit of information flow, calorific value",
                "单位信息流量综合能耗（当量值）", "tce/10^4 TB", reason: noFlow,
                why: { $0.coalAbsence(isEqual: false) }, note: generators
            ) { .over($0.coal(isEqual: false), $0.declared("information_flow")) },
            row(
                "10", "carbon for each unit of business volume", "单位电信业务总量碳排放",
                "tCO2/10^4 CNY", reason: noVolume,
                why: { $0.emission(.scope2Location) == nil ? missingEmission : nil },
                note: location
            ) { .over($0.emission(.scope2Location), $0.declared("telecom_business_volume")) },
            row("11.1", "PUE of data centers", "数据中心 PUE", "1", reason: noKind) {
                $0.pue { Totals.dataCenters.contains($0.site.kind) }
            },
            row(
                "11.2", "PUE of rebuilt core telecom rooms", "改建核心机房 PUE", "1",
                reason: ("facts.csv names no rebuilt core room", "facts.csv 未标明改建核心机房")
            ) { $0.pue { $0.isDeclared("rebuilt_core_room") } },
            row(
                "12", "sharing of new 5G sites", "新建 5G 基站站址共享率", "1",
                reason: ("facts.csv states it for no site", "facts.csv 均未填写")
            ) { $0.single("new_5g_site_sharing") },
            row(
                "13", "carbon-saving use cases", "节能降碳应用案例", "1",
                reason: ("facts.csv states it for no site", "facts.csv 均未填写")
            ) { $0.declared("carbon_saving_use_cases", isAmount: false) },
        ]
        return ReportReturn(
            id: "ict-statistics",
            title: BilingualText(
                "Green and low-carbon statistics of the ICT industry", zh: "信息通信业绿色低碳统计报表"),
            source: "工信部联通信〔2022〕103号", confidence: .b,
            remarks: [
                BilingualText(
                    "The indicator system that 工信部联通信〔2024〕165号 announces was not seen; numbers of lines are "
                        + "this program's own.",
                    zh: "工信部联通信〔2024〕165号 所提统计指标体系原文未见；行号为本程序自定。"),
                BilingualText(
                    "Comprehensive energy counts the electricity and carriers of the boundary by the coal "
                        + "equivalent of electricity; fuel of generators enters as their output.",
                    zh: "综合能耗按边界内电量及载能工质、以电力折标煤系数计；发电机燃料以其输出电量计入。"),
                BilingualText(
                    "Carbon for each unit of business volume (10) is Scope 2, location-based, over the volume.",
                    zh: "单位电信业务总量碳排放（10）为范围二（位置法）除以业务总量。"),
                BilingualText(
                    "This year is the year to date; last year the same days.",
                    zh: "本年为年初至期末累计，上年为同期。"),
            ] + (abroad.map { [$0] } ?? []), presentLabel: period.label, beforeLabel: earlier.label,
            rows: rows)
    }
}

/// Sums over the sites of one year.
private struct Totals {
    static let dataCenters: Set<Site.Kind> = [
        .dataCenter, .intelligentComputingCenter, .supercomputingCenter, .edgeDataCenter,
    ]
    private let sites: [ReturnSite]

    init(_ sites: [ReturnSite]) { self.sites = sites }

    func electricity(of kinds: Set<Site.Kind>? = nil) -> ReturnNumber? {
        .sum(
            sites.filter { kinds?.contains($0.site.kind) ?? true }.map {
                .kilowattHours($0.figures.facilityEnergy.total)
            })
    }

    func coal(isEqual: Bool) -> ReturnNumber? {
        .sum(
            sites.map { site in
                let factor = isEqual ? site.coalEqual : site.coalCalorific
                // J / 3,600,000 x kgce/kWh / 1000 = tce
                return factor.flatMap { factor in
                    ReturnNumber(
                        site.figures.facilityEnergy.total?.joules, over: 3_600_000_000)?
                        .times(factor)
                }
            })
    }

    /// Why nothing at all is known; nil where there are sites with readings.
    var absence: BilingualText? {
        sites.isEmpty ? BilingualText("no reading in this stretch of time", zh: "该时段没有读数") : nil
    }

    /// Why there is no coal equivalent; nil where it is known.
    func coalAbsence(isEqual: Bool) -> BilingualText? {
        if sites.contains(where: { $0.figures.facilityEnergy.total == nil }) {
            return BilingualText("a site has no supply meter with readings", zh: "有站点没有进线计量读数")
        }
        let regions = Set(
            sites.filter { (isEqual ? $0.coalEqual : $0.coalCalorific) == nil }.map(\.site.region))
        guard !regions.isEmpty else { return nil }
        let names = regions.sorted().joined(separator: ", ")
        return isEqual
            ? BilingualText(
                "no equal-value coal equivalent of electricity is published for \(names)",
                zh: "\(names) 没有已发布的电力等价折标煤系数")
            : BilingualText(
                "no calorific coal equivalent of electricity is published for \(names)",
                zh: "\(names) 没有已发布的电力当量折标煤系数")
    }

    /// That hours are missing, where they are: sums are then of the covered hours.
    var shortfall: BilingualText? {
        guard sites.contains(where: { $0.figures.wholeSites == 0 }) else { return nil }
        let coverage = ReportRatio.sum(.time, sites.map(\.figures.coverage)).text ?? "?"
        return BilingualText(
            "of the covered hours, \(coverage) of all", zh: "仅含已覆盖小时，占全部的 \(coverage)")
    }

    var green: ReturnNumber? { .sum(sites.map { .kilowattHours($0.figures.greenEnergy.total) }) }

    var greenShare: ReturnNumber? {
        let share = ReportRatio.sum(.energy, sites.map(\.figures.greenShare))
        return share.isWhole ? ReturnNumber(share.value) : nil
    }

    func emission(_ scope: ReportScope) -> ReturnNumber? {
        .sum(sites.map { .tonnes($0.figures.emission(scope).total) })
    }

    /// The sum of what sites declare; sites that declare nothing add nothing, but one must.
    func declared(_ name: String, isAmount: Bool = true) -> ReturnNumber? {
        let known = sites.compactMap {
            ReturnNumber(isAmount ? $0.amount(name) : $0.facts[name]?.number)
        }
        return .sum(known)
    }

    /// A share that one site declares for all; nil where several do.
    func single(_ name: String) -> ReturnNumber? {
        let known = sites.compactMap { $0.facts[name]?.number }
        return known.count == 1 ? ReturnNumber(known[0]) : nil
    }

    func pue(where isKept: (ReturnSite) -> Bool) -> ReturnNumber? {
        let ratio = ReportRatio.sum(.energy, sites.filter(isKept).map(\.figures.pue))
        return ratio.isWhole ? ReturnNumber(ratio.value) : nil
    }
}
