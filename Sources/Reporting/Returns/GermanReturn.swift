import EnergyLedger
import Metering
import Grading
import Provenance
public import Quantities

/// The data set of the German Energy Efficiency Act (德国能效法数据集), EnEfG section 13 with Anlage 3, one record a
/// data center for a calendar year.
public enum GermanReturn {
    /// The data set.
    public static func made(_ sites: [ReturnSite], _ period: Period) -> ReportReturn {
        ReportReturn(
            id: "de-enefg",
            title: BilingualText(
                "Data set of EnEfG section 13, Anlage 3", zh: "德国能效法（EnEfG）第 13 条附件 3 数据集"),
            source: "EnEfG § 13, Anlage 3", confidence: .b,
            remarks: [
                BilingualText(
                    "Due by 31 March for the calendar year before, one record a data center; amendments after "
                        + "2025 were not checked.",
                    zh: "每年 3 月 31 日前报送上一自然年度数据，每个数据中心一份；2025 年后的修订未核对。")
            ], presentLabel: period.label, beforeLabel: nil, rows: sites.flatMap(rows))
    }

    /// The classes of the IT connection [MW].
    private static let classes: [(edge: DecimalText, name: String)] = [
        (DecimalText(significand: 500, scale: 0), "< 0.5 MW"),
        (DecimalText(significand: 1_000, scale: 0), "< 1 MW"),
        (DecimalText(significand: 5_000, scale: 0), "< 5 MW"),
        (DecimalText(significand: 10_000, scale: 0), "< 10 MW"),
        (DecimalText(significand: 50_000, scale: 0), "< 50 MW"),
        (DecimalText(significand: 100_000, scale: 0), "< 100 MW"),
    ]

    private static func sizeClass(_ kilowatts: DecimalText?) -> String? {
        kilowatts.map { size in classes.first { size < $0.edge }?.name ?? "≥ 100 MW" }
    }

    private static func rows(_ one: ReturnSite) -> [ReportReturn.Row] {
        let (site, figures) = (one.site, one.figures)
        let noMeter = BilingualText("no meter of it has a reading", zh: "没有该项计量读数")
        let own = [Account.onsiteSolar, .onsiteWind, .onsiteOther, .generator].compactMap(
            one.energy)
        let bought = [Account.gridImport, .directLine].compactMap(one.energy)
        let used = (own + bought).isEmpty ? nil : (own + bought).reduce(.zero, +)
        return [
            one.words("name", "name", "名称", "", site.name),
            one.words("owner", "owner and operator", "所有者与运营者"),
            one.words(
                "size", "size class by IT connection", "按 IT 接入功率的规模等级", "",
                sizeClass(site.itDesignKilowatts)),
            one.words("postcode", "postcode", "邮政编码"),
            one.number(
                "area", "floor area", "建筑面积", "m2", ReturnNumber(site.floorAreaSquareMetres),
                EuropeanReturn.unstated("floor_area_m2")),
            one.number(
                "it_power", "rated power of IT", "IT 额定功率", "kW",
                ReturnNumber(site.itDesignKilowatts), EuropeanReturn.unstated("it_design_kw")),
            one.number(
                "connection", "rated load without redundancy", "非冗余额定接入功率", "kW",
                ReturnNumber(one.facts["connection_kw"]?.number),
                BilingualText(
                    "facts.csv states no connection_kw", zh: "facts.csv 未填写 connection_kw")),
            one.number(
                "electricity", "electricity with own generation", "总用电量（含自发）", "kWh",
                .kilowattHours(used), figures.facilityEnergy.reason ?? noMeter),
            one.number(
                "bought", "electricity bought", "外购电量", "kWh",
                bought.isEmpty ? nil : .kilowattHours(bought.reduce(.zero, +)), noMeter),
            one.number(
                "fed_back", "electricity fed back", "反送电量", "kWh",
                .kilowattHours(one.energy(.gridExport)), noMeter),
            one.number(
                "renewable_share", "renewable share (EN 50600-4-3)", "可再生能源占比（EN 50600-4-3）", "1",
                ReturnNumber(one.renewable.value), one.renewable.reason),
            one.words("waste_heat", "waste heat released", "排出余热", "kWh"),
            one.words("waste_heat_temperature", "its mean temperature", "余热平均温度", "°C"),
            one.number(
                "heat_delivered", "heat delivered", "外供热量", "kWh",
                .kilowattHours(one.energy(.heatExport)), noMeter),
            one.words("heat_delivered_temperature", "its temperature", "外供热温度", "°C"),
            one.words("data_stored", "data stored and processed", "存储与处理的数据量"),
            one.number(
                "PUE", "PUE (EN 50600-4-2)", "PUE（EN 50600-4-2）", "1",
                ReturnNumber(figures.pue.value), figures.pue.reason),
            one.number(
                "ERF", "ERF (EN 50600-4-6)", "ERF（EN 50600-4-6）", "1",
                ReturnNumber(one.reuse.value), one.reuse.reason),
            one.number(
                "CER", "CER (EN 50600-4-7)", "CER（EN 50600-4-7）", "1",
                ReturnNumber(one.coolingEfficiency.value), one.coolingEfficiency.reason),
            one.number(
                "WUE", "WUE", "WUE", "L/kWh", ReturnNumber(figures.wue.value), figures.wue.reason),
        ]
    }
}
