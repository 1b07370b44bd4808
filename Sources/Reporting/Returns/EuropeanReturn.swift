import EnergyLedger
import Metering
import Grading
import Provenance
public import Quantities

/// The data set of the European database on data centres (欧盟数据中心能效数据集), Delegated Regulation (EU)
/// 2024/1364, Annexes I to III, site by site for a calendar year.
///
/// Site records are confidential; only aggregates are published.
public enum EuropeanReturn {
    /// The data set.
    public static func made(_ sites: [ReturnSite], _ period: Period) -> ReportReturn {
        ReportReturn(
            id: "eu-2024-1364",
            title: BilingualText(
                "Data set of Delegated Regulation (EU) 2024/1364", zh: "欧盟授权条例 (EU) 2024/1364 数据集"),
            source: "Delegated Regulation (EU) 2024/1364, Annexes I-III", confidence: .b,
            remarks: [
                BilingualText(
                    "Due by 15 May for the calendar year before. Symbols and letters as a public reading has them; "
                        + "the official text was not seen.",
                    zh: "每年 5 月 15 日前报送上一自然年度数据。符号与字母据公开解读，未见官方原文。"),
                BilingualText(
                    "E_RES-GOO holds all cancelled certificates, E_RES-PPA contracts and direct lines, E_RES-OS own "
                        + "generation that lots prove.",
                    zh: "E_RES-GOO 为已核销证书，E_RES-PPA 为合同与直连，E_RES-OS 为有凭证的自发电。"),
            ], presentLabel: period.label, beforeLabel: nil, rows: sites.flatMap(rows))
    }

    private static func rows(_ one: ReturnSite) -> [ReportReturn.Row] {
        let (site, figures) = (one.site, one.figures)
        let noMeter = BilingualText("no meter of it has a reading", zh: "没有该项计量读数")
        let noLots = BilingualText("instruments.csv states no lot", zh: "instruments.csv 没有凭证")
        let isAtUPS = figures.pueCategory == 1
        let renewable = [one.certificates, one.contracts, one.ownGreen].compactMap { $0 }
        return [
            one.words("name", "name", "名称", "", site.name),
            one.words("owner", "owner and operator with contacts", "所有者与运营者及联系方式"),
            one.words("location", "location, LAU or NUTS3 code", "位置（LAU 或 NUTS3 代码）"),
            one.words("type", "type: enterprise, colocation, co-hosting", "类型：企业自用、托管、联合托管"),
            one.words(
                "start", "start of operation", "投运年月", "",
                site.commissioned.map { String("\($0)".prefix(7)) }),
            one.words("redundancy", "redundancy of power and cooling", "供电与制冷冗余"),
            one.number(
                "PD_IT", "installed IT power demand", "IT 装机功率", "kW",
                ReturnNumber(site.itDesignKilowatts), unstated("it_design_kw")),
            one.number(
                "S_DC", "total floor area", "总建筑面积", "m2",
                ReturnNumber(site.floorAreaSquareMetres), unstated("floor_area_m2")),
            one.words("S_CR", "floor area of computer rooms", "机房面积", "m2"),
            one.number(
                "E_DC", "total energy", "总能耗", "kWh",
                .kilowattHours(figures.facilityEnergy.total), figures.facilityEnergy.reason),
            one.number(
                "E_DC-BG", "part from backup generators", "其中：备用发电机", "kWh",
                .kilowattHours(one.energy(.generator)), noMeter),
            one.number(
                "E_IT", "energy of IT at UPS outputs", "IT 能耗（UPS 输出）", "kWh",
                isAtUPS ? .kilowattHours(figures.itEnergy.total) : nil,
                figures.itEnergy.total == nil
                    ? figures.itEnergy.reason
                    : BilingualText(
                        "IT is not measured at the UPS outputs", zh: "IT 用电并非在 UPS 输出端计量")),
            one.words("flexibility", "grid functions and flexibility", "电网功能与灵活性"),
            one.words("C_BtG", "average battery capacity", "平均电池容量", "kWh"),
            one.number(
                "W_IN", "water input", "用水量", "m3", .cubicMetres(one.water(.waterIn)), noMeter),
            one.number(
                "W_IN-POT", "potable water input", "饮用水用量", "m3",
                .cubicMetres(one.water(.waterPotable)), noMeter),
            one.number(
                "W_IN-FRE", "fresh water input", "新鲜水用量", "m3",
                .cubicMetres(one.water(.waterFresh)), noMeter),
            one.number(
                "E_REUSE", "energy reused outside", "外供再利用能量", "kWh",
                .kilowattHours(one.energy(.heatExport)), noMeter),
            one.words("T_WH", "average waste heat temperature", "余热平均温度", "°C"),
            one.words("T_IN", "set point of intake air", "进风设定温度", "°C"),
            one.words("refrigerants", "types of refrigerant", "制冷剂类型"),
            one.words("CDD", "cooling degree days", "制冷度日", "°C·d"),
            one.number(
                "E_RES-TOT", "renewable energy", "可再生能源", "kWh",
                renewable.isEmpty ? nil : .kilowattHours(renewable.reduce(.zero, +)), noLots),
            one.number(
                "E_RES-GOO", "from guarantees of origin", "来源担保证书", "kWh",
                .kilowattHours(one.certificates), noLots),
            one.number(
                "E_RES-PPA", "from power purchase agreements", "购电协议", "kWh",
                .kilowattHours(one.contracts), noLots),
            one.number(
                "E_RES-OS", "from the site", "现场自发", "kWh", .kilowattHours(one.ownGreen), noLots),
            one.words("C_SERV", "ICT capacity of servers", "服务器 ICT 容量"),
            one.words("C_STOR", "ICT capacity of storage", "存储 ICT 容量", "PB"),
            one.words("traffic", "bandwidth and data traffic, in and out", "带宽与数据流量（进、出）"),
            one.number(
                "PUE", "power usage effectiveness", "电能利用效率", "1",
                ReturnNumber(figures.pue.value), figures.pue.reason),
            one.number(
                "WUE", "water usage effectiveness", "水资源利用效率", "m3/MWh",
                ReturnNumber(figures.wue.value), figures.wue.reason),
            one.number(
                "WUE-FRE", "water usage effectiveness, fresh water", "水资源利用效率（新鲜水）", "m3/MWh",
                ReturnNumber(figures.wueFresh.value), figures.wueFresh.reason),
            one.number(
                "ERF", "energy reuse factor", "能源再利用率", "1", ReturnNumber(one.reuse.value),
                one.reuse.reason),
            one.number(
                "REF", "renewable energy factor", "可再生能源利用率", "1",
                ReturnNumber(one.renewable.value), one.renewable.reason),
            one.words("LEEF", "indicator LEEF; its definition was not seen", "指标 LEEF（定义未见）"),
        ]
    }

    static func unstated(_ column: String) -> BilingualText {
        BilingualText("sites.csv states no \(column)", zh: "sites.csv 未填写 \(column)")
    }
}
