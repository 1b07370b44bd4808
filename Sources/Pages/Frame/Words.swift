import CarbonAccounting
import EnergyLedger
import Grading
import Metering
import Provenance

/// Words for what a table says of a site (站点用语).
enum SiteWords {
    /// What kind of place it is.
    static func kind(_ kind: Site.Kind) -> BilingualText {
        switch kind {
        case .dataCenter: BilingualText("data center", zh: "数据中心")
        case .intelligentComputingCenter: BilingualText("intelligent computing center", zh: "智算中心")
        case .supercomputingCenter: BilingualText("super-computing center", zh: "超算中心")
        case .edgeDataCenter: BilingualText("edge data center", zh: "边缘数据中心")
        case .telecomRoom: BilingualText("telecom room", zh: "通信机房")
        case .baseStation: BilingualText("base station", zh: "通信基站")
        case .other: BilingualText("other", zh: "其他")
        }
    }
}

/// Words for the figures of a site (指标用语).
enum FigureWords {
    /// The name of a scope.
    static func scope(_ scope: EmissionScope) -> BilingualText {
        switch scope {
        case .scope1: BilingualText("Scope 1", zh: "范围一")
        case .scope2Location: BilingualText("Scope 2 by location", zh: "范围二（位置法）")
        case .scope2Market: BilingualText("Scope 2 by market", zh: "范围二（市场法）")
        case .scope3: BilingualText("Scope 3", zh: "范围三")
        }
    }

    /// The name of a verdict.
    static func verdict(_ verdict: Verdict) -> BilingualText {
        switch verdict {
        case .met: BilingualText("met", zh: "达到")
        case .notMet: BilingualText("not met", zh: "未达到")
        case .notEvaluated: BilingualText("not evaluated", zh: "未评价")
        }
    }

    /// The name of an indicator.
    static func indicator(_ id: IndicatorID) -> BilingualText {
        switch id {
        case .pue: BilingualText("PUE", zh: "PUE 电能利用效率")
        case .wue: BilingualText("WUE, all water", zh: "WUE 水资源利用效率")
        case .wueFresh: BilingualText("WUE, fresh water", zh: "WUE（新鲜水）")
        case .wuePotable: BilingualText("WUE, potable water", zh: "WUE（饮用水）")
        case .cueLocation: BilingualText("CUE by location", zh: "CUE（位置法）")
        case .cueMarket: BilingualText("CUE by market", zh: "CUE（市场法）")
        case .ref: BilingualText("Renewable energy factor", zh: "REF 可再生能源利用率")
        case .erf: BilingualText("Energy reuse factor", zh: "ERF 能源回用率")
        case .ere: BilingualText("Energy reuse effectiveness", zh: "ERE 能源回用效率")
        case .cer: BilingualText("Cooling efficiency ratio", zh: "CER 制冷效率比")
        case .pueHeatPumpExcluded: BilingualText("PUE without the heat pump", zh: "PUE（不含热泵）")
        case .pueFivePoint: BilingualText("PUE by five points", zh: "五点法 PUE")
        case .designedPUE: BilingualText("Designed PUE", zh: "设计 PUE")
        case .partialPUECooling: BilingualText("Partial PUE, cooling", zh: "制冷 pPUE")
        case .partialPUEPower: BilingualText("Partial PUE, power", zh: "供配电 pPUE")
        case .greenShare: BilingualText("Green power share", zh: "绿电消费比例")
        case .hourlyMatch: BilingualText("Matched hour by hour", zh: "逐小时匹配率")
        case .annualMatch: BilingualText("Matched over the period", zh: "全期匹配率")
        case .cfeHourly: BilingualText("Carbon-free energy score", zh: "CFE 无碳能源得分")
        case .directSelfUse: BilingualText("Direct line: own use of generation", zh: "绿电直连自发自用率")
        case .directSelfUseOfLoad: BilingualText("Direct line: own use of load", zh: "绿电直连自用占用电比例")
        case .directSold: BilingualText("Direct line: sold", zh: "绿电直连上网比例")
        case .greenPowerQuality: BilingualText("Quality of green power", zh: "绿电质量")
        case .onsiteShare: BilingualText("On-site generation share", zh: "自发电占比")
        case .rackOccupancy: BilingualText("Rack occupancy", zh: "上架率")
        case .itLoadUse: BilingualText("IT load use", zh: "IT 负荷使用率")
        case .energyPerRack: BilingualText("Energy per rack", zh: "单机架用电")
        case .peakLoad: BilingualText("Peak load", zh: "最大负荷")
        case .demandFixedBlock:
            BilingualText("Maximum demand, fixed 15 minutes", zh: "最大需量（固定 15 分钟）")
        case .demandSliding:
            BilingualText("Maximum demand, sliding 15 minutes", zh: "最大需量（滑差 15 分钟）")
        case .demandResponseShare: BilingualText("Demand response share", zh: "需求响应能力占比")
        case .coalEquivalentEqual: BilingualText("Coal equivalent, equal value", zh: "综合能耗（等价值）")
        case .coalEquivalentCalorific: BilingualText("Coal equivalent, calorific", zh: "综合能耗（当量值）")
        case .carbonPerEnergy: BilingualText("Carbon per energy", zh: "单位综合能耗碳排放")
        case .ictEnergyPerBusiness: BilingualText("Energy per business volume", zh: "单位业务总量综合能耗")
        case .ictElectricityPerBusiness:
            BilingualText("Electricity per business volume", zh: "单位业务总量电耗")
        case .ictElectricityPerFlow: BilingualText("Electricity per traffic", zh: "单位信息流量电耗")
        case .ictCarbonPerBusiness: BilingualText("Carbon per business volume", zh: "单位业务总量碳排放")
        case .baseStationEfficiency: BilingualText("Base-station efficiency", zh: "基站能效")
        case .baseStationGain: BilingualText("Base-station gain", zh: "基站能效提升")
        }
    }
}

/// Words for what `meters.csv` says of a meter (计量点用语).
enum MeterWords {
    /// What its readings mean.
    static func quantity(_ quantity: Meter.Quantity) -> BilingualText {
        switch quantity {
        case .interval: BilingualText("amount of the interval", zh: "区间量")
        case .power: BilingualText("mean power", zh: "平均功率")
        case .register: BilingualText("register", zh: "累计表码")
        }
    }

    /// Where it measures the IT load.
    static func point(_ point: Meter.MeasurementPoint) -> BilingualText {
        switch point {
        case .upsOutput: BilingualText("UPS output", zh: "UPS 输出")
        case .rectifierOutput: BilingualText("rectifier output", zh: "开关电源输出")
        case .pduOutput: BilingualText("PDU output", zh: "PDU 输出")
        case .itInput: BilingualText("IT equipment input", zh: "IT 设备输入")
        }
    }
}
