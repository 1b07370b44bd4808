public import EnergyLedger
public import Metering
public import Provenance

/// The words that people read for the names that programs use (术语表), in both languages.
public enum Labels {
    /// The name of an account.
    public static func account(_ account: Account) -> BilingualText {
        switch account {
        case .gridImport: BilingualText("grid import", zh: "市电购入")
        case .directLine: BilingualText("direct line", zh: "绿电直连")
        case .onsiteSolar: BilingualText("on-site solar", zh: "自建光伏")
        case .onsiteWind: BilingualText("on-site wind", zh: "自建风电")
        case .onsiteOther: BilingualText("on-site generation, other", zh: "其他自发电")
        case .generator: BilingualText("generator", zh: "备用发电机")
        case .storageDischarge: BilingualText("storage discharge", zh: "储能放电")
        case .it: BilingualText("IT equipment", zh: "IT 设备")
        case .tenantIT: BilingualText("tenants' IT equipment", zh: "租户 IT 设备")
        case .cooling: BilingualText("cooling", zh: "制冷")
        case .ventilation: BilingualText("ventilation", zh: "通风")
        case .upsLoss: BilingualText("UPS loss", zh: "UPS 损耗")
        case .distributionLoss: BilingualText("distribution loss", zh: "配电损耗")
        case .lighting: BilingualText("lighting", zh: "照明")
        case .office: BilingualText("office", zh: "办公")
        case .otherUse: BilingualText("other use", zh: "其他用电")
        case .gridExport: BilingualText("grid export", zh: "上网电量")
        case .storageCharge: BilingualText("storage charge", zh: "储能充电")
        case .heatPumpUpgrade: BilingualText("heat pump for waste heat", zh: "余热提温热泵")
        case .heatExport: BilingualText("heat handed out", zh: "外供余热")
        case .heatRemoved: BilingualText("heat removed by cooling", zh: "制冷移出热量")
        case .heatImport: BilingualText("heat bought", zh: "外购热力")
        case .coolingImport: BilingualText("cooling bought", zh: "外购冷量")
        case .waterIn: BilingualText("water, all", zh: "用水总量")
        case .waterFresh: BilingualText("fresh water", zh: "新鲜水")
        case .waterPotable: BilingualText("potable water", zh: "饮用水")
        case .waterOut: BilingualText("water discharged", zh: "排水")
        case .fuel: BilingualText("fuel", zh: "燃料")
        case .check: BilingualText("check meter", zh: "核对表")
        case .unallocated: BilingualText("unallocated", zh: "未分配")
        }
    }

    /// The name of a kind of site.
    public static func kind(_ kind: Site.Kind) -> BilingualText {
        switch kind {
        case .dataCenter: BilingualText("data center", zh: "数据中心")
        case .intelligentComputingCenter: BilingualText("intelligent computing center", zh: "智算中心")
        case .supercomputingCenter: BilingualText("super-computing center", zh: "超算中心")
        case .edgeDataCenter: BilingualText("edge data center", zh: "边缘数据中心")
        case .telecomRoom: BilingualText("telecom room", zh: "通信机房")
        case .baseStation: BilingualText("base station", zh: "通信基站")
        case .other: BilingualText("other site", zh: "其他站点")
        }
    }
}
