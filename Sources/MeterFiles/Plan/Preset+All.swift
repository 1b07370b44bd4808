// The presets, as data: how each export is read, and where its form was seen.

import Metering
import Provenance

extension Preset {
    /// All presets, by name.
    public static let all: [Preset] = (meters + portals + tools).sorted { $0.name < $1.name }

    private static let shared = "exports that users of a Home Assistant import tool published (MIT)"
    private static let sharedZH = "某 Home Assistant 导入工具的用户公开的导出文件（MIT）"

    /// Meters and gateways.
    private static let meters: [Preset] = [
        Preset(
            "shelly-em", "Shelly EM and 3EM: energy of one phase, Wh, UTC",
            zh: "Shelly EM / 3EM：单相电量，Wh，UTC", seen: shared, zhSeen: sharedZH, quantity: .interval,
            signature: ["date/time utc", "active energy wh (?)", "returned energy wh (?)"],
            timestamp: "1"
        ) {
            $0.shape = .wide
            $0.times.offset = 0
            $0.meters = ["2": "{file}", "3": "{file}/returned"]
            $0.unit = .wattHour
        },
        Preset(
            "homewizard-p1", "HomeWizard P1: four registers, kWh, local time",
            zh: "HomeWizard P1：四个示数，kWh，本地时间", seen: shared, zhSeen: sharedZH, quantity: .register,
            signature: [
                "time", "import t1 kwh", "import t2 kwh", "export t1 kwh", "export t2 kwh",
            ],
            timestamp: "1"
        ) {
            $0.shape = .wide
            $0.meters = [
                "2": "{file}/import-t1", "3": "{file}/import-t2", "4": "{file}/export-t1",
                "5": "{file}/export-t2",
            ]
            $0.unit = .kilowattHour
        },
        Preset(
            "sma-webconnect", "SMA inverter, WebUI CSV3: registers, Wh",
            zh: "SMA 逆变器 WebUI CSV3：示数，Wh", seen: shared, zhSeen: sharedZH, quantity: .register,
            opening: "Version CSV3", timestamp: "1"
        ) {
            $0.shape = .wide
            $0.delimiter = UInt8(ascii: ",")
            $0.meters = ["2": "{file}", "3": "{file}/grid-out", "5": "{file}/grid-in"]
            $0.unit = .wattHour
        },
        Preset(
            "metern", "meterN: day and Wh, no header", zh: "meterN：日期与 Wh，无表头",
            seen: shared, zhSeen: sharedZH, quantity: .interval, timestamp: "1"
        ) {
            $0.meterID = .fileName
            $0.value = "2"
            $0.delimiter = UInt8(ascii: ",")
            $0.unit = .wattHour
        },
    ]

    /// Portals of suppliers and markets.
    private static let portals: [Preset] = [
        Preset(
            "dsmr-reader-hourly", "DSMR-reader: kWh per hour by tariff, and gas",
            zh: "DSMR-reader：分费率小时电量及燃气", seen: shared, zhSeen: sharedZH, quantity: .interval,
            signature: [
                "hour start", "electricity 1 (*", "electricity 2 (*", "electricity 1 returned*",
                "electricity 2 returned*",
            ], timestamp: "1"
        ) {
            $0.shape = .wide
            $0.meters = [
                "2": "{file}/import-1", "3": "{file}/import-2", "4": "{file}/return-1",
                "5": "{file}/return-2",
            ]
            $0.unit = .kilowattHour
        },
        Preset(
            "greenchoice", "Greenchoice: four daily registers, kWh",
            zh: "Greenchoice：每日四个示数，kWh", seen: shared, zhSeen: sharedZH, quantity: .register,
            signature: [
                "opnamedatum", "standnormaal", "standdal", "terugleveringnormaal",
                "terugleveringdal",
            ], timestamp: "1"
        ) {
            $0.shape = .wide
            $0.meters = [
                "2": "{file}/import-normal", "3": "{file}/import-low",
                "4": "{file}/return-normal", "5": "{file}/return-low",
            ]
            $0.unit = .kilowattHour
        },
        Preset(
            "energiemanager", "Energiemanager: kWh per day, decimal comma, the year's total last",
            zh: "Energiemanager：每日 kWh，小数逗号，末行为全年合计", seen: shared, zhSeen: sharedZH,
            quantity: .interval,
            signature: [
                "vanaf", "tot", "verbruik laag tarief", "verbruik hoog tarief",
                "teruglevering laag tarief", "teruglevering hoog tarief",
            ], timestamp: "1"
        ) {
            $0.shape = .wide
            $0.end = "2"
            $0.numbers = .comma
            $0.meters = [
                "3": "{file}/import-low", "4": "{file}/import-high", "5": "{file}/return-low",
                "6": "{file}/return-high",
            ]
            $0.unit = .kilowattHour
        },
        greenButton("green-button-csv", value: "usage", unit: "units"),
        greenButton("green-button-csv-kwh", value: "usage (kwh)", unit: nil),
        Preset(
            "green-button-csv-net", "Green Button CSV with import and export",
            zh: "Green Button CSV（含进、出电量）",
            seen: "the header as public tools that read such downloads document it",
            zhSeen: "公开工具的文档所载表头", quantity: .interval,
            signature: ["type", "date", "start time", "end time", "import (kwh)", "export (kwh)"],
            timestamp: "2"
        ) {
            $0.shape = .wide
            $0.clock = "3"
            $0.meters = ["5": "{file}", "6": "{file}/export"]
            $0.unit = .kilowattHour
        },
        Preset(
            "nem12", "NEM12: interval data of the Australian market, UTC+10",
            zh: "NEM12：澳大利亚市场区间数据，UTC+10",
            seen: "the example files of nem-reader (MIT)", zhSeen: "nem-reader 的示例文件（MIT）",
            timestamp: "1"
        ) { $0.shape = .nem12 },
    ]

    /// The times of Green Button downloads end a minute early (00:00 to 00:14), so the end is not read.
    private static func greenButton(_ name: String, value: String, unit: String?) -> Preset {
        Preset(
            name, "Green Button CSV, one value a row", zh: "Green Button CSV，每行一个数值",
            seen: "the header as public tools that read such downloads document it",
            zhSeen: "公开工具的文档所载表头",
            signature: ["type", "date", "start time", "end time", value]
                + (unit.map { [$0] } ?? []),
            timestamp: "2"
        ) {
            $0.clock = "3"
            $0.meterID = .fileName
            $0.value = "5"
            if unit != nil { $0.unitColumn = "6" } else { $0.unit = .kilowattHour }
        }
    }

    private static let unseen =
        "a signature that another project assumes; not seen in a real export"
    private static let unseenZH = "其他项目所假定的表头，未见于真实导出文件"

    /// Other tools for energy and data centers.
    private static let tools: [Preset] = [
        Preset(
            "oed-readings", "Open Energy Dashboard, import: value, start, end by position",
            zh: "Open Energy Dashboard 导入：按位置为数值、起、止",
            seen: "the test files of OED (MPL-2.0)", zhSeen: "OED 的测试文件（MPL-2.0）",
            signature: ["reading", "start*", "end*"], timestamp: "2"
        ) {
            $0.meterID = .fileName
            $0.value = "1"
            $0.end = "3"
        },
        Preset(
            "oed-end-only", "Open Energy Dashboard, import with `endOnly`: value, end",
            zh: "Open Energy Dashboard 导入（endOnly）：数值、止",
            seen: "the test files of OED (MPL-2.0)", zhSeen: "OED 的测试文件（MPL-2.0）",
            timestamp: "2"
        ) {
            $0.meterID = .fileName
            $0.value = "1"
        },
        Preset(
            "oed-export", "Open Energy Dashboard, export", zh: "Open Energy Dashboard 导出",
            seen: "the header in OED's source", zhSeen: "OED 源代码中的表头",
            signature: ["label", "readings", "start timestamp", "end timestamp"], timestamp: "3"
        ) {
            $0.meterID = .column("1")
            $0.value = "2"
            $0.end = "4"
        },
        Preset(
            "carbongrade-ledger",
            "The journal as `ledger --format csv` prints it: kWh of UTC hours",
            zh: "`ledger --format csv` 输出的小时账簿：UTC 小时电量，kWh", seen: "this program",
            zhSeen: "本程序", quantity: .interval,
            signature: [
                "site_id", "meter_id", "account", "hour_start_utc", "energy_kwh", "quality",
                "method", "batch",
            ], timestamp: "4"
        ) {
            $0.meterID = .column("2")
            $0.value = "5"
            $0.unit = .kilowattHour
            $0.qualityColumns = ["6"]
            $0.interval = 3_600
        },
        Preset(
            "myems-offline", "MyEMS offline meters: one month, one column a day",
            zh: "MyEMS 离线计量表：一个月，每天一列",
            seen: "the reader in MyEMS's source", zhSeen: "MyEMS 源代码中的读取程序",
            timestamp: "1"
        ) { $0.shape = .monthGrid },
        Preset(
            "myems-repair", "MyEMS data repair file", zh: "MyEMS 数据修复文件",
            seen: "the columns that MyEMS's repair reads", zhSeen: "MyEMS 数据修复所读的列",
            signature: ["point id", "point name", "date time local", "actual value"],
            timestamp: "3"
        ) {
            $0.meterID = .column("1")
            $0.value = "4"
        },
        Preset(
            "bharatdcim", "bharatdcim: timestamp, meter_id, kwh", zh: "bharatdcim：时间、计量点、kWh",
            seen: unseen, zhSeen: unseenZH, signature: ["timestamp", "meter_id", "kwh"],
            timestamp: "1"
        ) {
            $0.meterID = .column("2")
            $0.value = "3"
            $0.unit = .kilowattHour
        },
        Preset(
            "nlyte", "Nlyte: Device Name, Reading Date, Energy (kWh)",
            zh: "Nlyte：Device Name、Reading Date、Energy (kWh)", seen: unseen, zhSeen: unseenZH,
            signature: ["device name", "reading date", "energy (kwh)"], timestamp: "2"
        ) {
            $0.meterID = .column("1")
            $0.value = "3"
            $0.unit = .kilowattHour
        },
        Preset(
            "sunbird", "Sunbird: AssetName, Timestamp, RealEnergy",
            zh: "Sunbird：AssetName、Timestamp、RealEnergy", seen: unseen, zhSeen: unseenZH,
            signature: ["assetname", "timestamp", "realenergy"], timestamp: "2"
        ) {
            $0.meterID = .column("1")
            $0.value = "3"
        },
        Preset(
            "ecostruxure", "EcoStruxure: Equipment_ID, Date_Time, Active_Energy_Wh",
            zh: "EcoStruxure：Equipment_ID、Date_Time、Active_Energy_Wh", seen: unseen,
            zhSeen: unseenZH, signature: ["equipment_id", "date_time", "active_energy_wh"],
            timestamp: "2"
        ) {
            $0.meterID = .column("1")
            $0.value = "3"
            $0.unit = .wattHour
        },
    ]
}
