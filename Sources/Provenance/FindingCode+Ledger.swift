// The words of the findings about the ledger and its closing: severity, message, remedy.

extension FindingCode {
    static let ledgerTexts: [FindingCode: Texts] = [
        .noReadings: Texts(
            severity: .warning,
            message: BilingualText(
                "{meter} has no reading in the period",
                zh: "{meter} 在统计期内没有读数"),
            remedy: BilingualText(
                "Import its readings, or end its validity.",
                zh: "请导入读数，或结束其有效期。")),
        .noSupplyMeter: Texts(
            severity: .disqualifies,
            message: BilingualText(
                "{site} has no supply meter: its supply is the sum of its uses, a lower bound",
                zh: "{site} 没有进线计量：供电量取用电之和，为下限"),
            remedy: BilingualText(
                "Add the meter of the incoming feeder.",
                zh: "请添加进线计量点。")),
        .noItMeter: Texts(
            severity: .warning,
            message: BilingualText(
                "{site} has no meter of the IT load, so ratios to it cannot be formed",
                zh: "{site} 没有 IT 负载计量，无法计算相关比值"),
            remedy: BilingualText(
                "Add the meters at the UPS or PDU outputs with account `it`.",
                zh: "请添加 UPS 或 PDU 输出计量点，账户为 it。")),
        .mixedMeasurementPoints: Texts(
            severity: .warning,
            message: BilingualText(
                "The IT meters of {site} measure at {found}; only {expected} may be claimed",
                zh: "{site} 的 IT 计量点位于 {found}；只能声明 {expected}"),
            remedy: BilingualText(
                "Meter all IT load at one point.",
                zh: "请在同一位置计量全部 IT 负载。")),
        .overMetered: Texts(
            severity: .warning,
            message: BilingualText(
                "In {count} hours the uses of {site} exceed its supply, by {energy} kWh in all",
                zh: "{site} 有 {count} 个小时用电大于供电，合计 {energy} kWh"),
            remedy: BilingualText(
                "Look for a meter counted twice, a wrong multiplier or a missing parent_meter.",
                zh: "请检查是否重复计量、倍率错误或缺少 parent_meter。")),
        .childrenExceedParent: Texts(
            severity: .warning,
            message: BilingualText(
                "In {count} hours the sub-meters of {meter} show more than it does",
                zh: "有 {count} 个小时 {meter} 的分表之和大于总表"),
            remedy: BilingualText(
                "Check multipliers and the parent_meter column.",
                zh: "请检查倍率和 parent_meter。")),
        .checkMeterDifference: Texts(
            severity: .note,
            message: BilingualText(
                "{others} show {sum}, the check meter {meter} {shown}: {difference} ({share} %) in the {hours} hours that all have",
                zh:
                    "在均有读数的 {hours} 个小时内，{others} 合计 {sum}，核对表 {meter} 为 {shown}：相差 {difference}（{share} %）"
            ),
            remedy: BilingualText(
                "Compare with the errors that the meters' classes allow; beyond them look for a wrong multiplier or a load counted elsewhere.",
                zh: "请与这些表计准确度等级允许的误差比较；超出时请检查倍率是否有误，或是否有负载由其他表计量。")),
        .parentUnresolved: Texts(
            severity: .warning,
            message: BilingualText(
                "In {count} hours {meter} stands without all of its sub-meters; its energy there is unallocated",
                zh: "有 {count} 个小时 {meter} 的分表不全；其电量计入未分配"),
            remedy: BilingualText(
                "Import what is missing of the sub-meters.",
                zh: "请补充分表的缺失数据。")),
        .closingAltered: Texts(
            severity: .disqualifies,
            message: BilingualText(
                "The kept closing of {year} at {site} is not what its hours come to",
                zh: "{site} {year} 年的留存月结与其小时数据不符"),
            remedy: BilingualText(
                "Find out what wrote to the store beside carbongrade. `carbongrade undo` of the site's newest batch and an ingest of it close its years anew.",
                zh: "请查明除 carbongrade 外什么改动了存储。对该站点最新批次执行 `carbongrade undo` 并重新导入，即可重新月结。")),
        .stuckCounter: Texts(
            severity: .disqualifies,
            message: BilingualText(
                "{meter} stands at zero from {from} to {to} while its sub-meters or uses show {energy} kWh",
                zh: "{meter} 自 {from} 至 {to} 为零，而其分表或用电合计 {energy} kWh"),
            remedy: BilingualText(
                "Correct or take back the readings of the stuck meter; missing is better than a false zero.",
                zh: "请改正或撤回卡死计量点的读数；缺失好过错误的零。")),
        .estimated: Texts(
            severity: .note,
            message: BilingualText(
                "{count} hours of {meter} were estimated by {method}: {amount}",
                zh: "{meter} 有 {count} 个小时按 {method} 估算：{amount}"),
            remedy: BilingualText(
                "Nothing to do; the estimate is flagged wherever it counts. Readings that come later replace it.",
                zh: "无需处理；估算值处处有标注，后到的读数会取代它。")),
        .billMismatch: Texts(
            severity: .disqualifies,
            message: BilingualText(
                "Bill {value} says {bill}, the ledger {ledger} ({percent} %); {limit} % is allowed",
                zh: "账单 {value} 为 {bill}，账簿为 {ledger}（{percent} %）；允许 {limit} %"),
            remedy: BilingualText(
                "Check multipliers, missing meters and the dates of the bill; set tolerance_percent if the difference is explained.",
                zh: "请检查倍率、缺失的计量点和账单日期；若差异有据，请设置 tolerance_percent。")),
        .billNotCovered: Texts(
            severity: .warning,
            message: BilingualText(
                "Bill {value} is not compared: the ledger has {share} of its hours on {account}",
                zh: "账单 {value} 未比对：账簿在 {account} 上仅有其 {share} 的小时"),
            remedy: BilingualText(
                "Import what is missing between start and end of the bill.",
                zh: "请补充账单起止之间的缺失数据。")),
        .coverageLow: Texts(
            severity: .disqualifies,
            message: BilingualText(
                "Supply and IT meters of {site} are complete in {share} of the hours; {limit} is needed",
                zh: "{site} 供电与 IT 计量完整的小时占 {share}；需要 {limit}"),
            remedy: BilingualText(
                "Import what is missing, or ask for the period that is covered.",
                zh: "请补充缺失数据，或改用已覆盖的统计期。")),
        .statementUnbalanced: Texts(
            severity: .disqualifies,
            message: BilingualText(
                "The energy statement of {file} does not balance by {energy} J",
                zh: "{file} 的电量平衡表相差 {energy} J"),
            remedy: BilingualText(
                "This is a fault of the program: please report it with the file.",
                zh: "这是程序缺陷，请连同文件报告。")),
        .ledgerStale: Texts(
            severity: .disqualifies,
            message: BilingualText(
                "{table} changed since the readings were ingested",
                zh: "导入读数之后 {table} 已修改"),
            remedy: BilingualText(
                "Run `carbongrade ingest` again.",
                zh: "请重新运行 `carbongrade ingest`。")),
        .pueBelowOne: Texts(
            severity: .disqualifies,
            message: BilingualText(
                "The PUE of {site} is {value}, below one: IT uses more than enters the boundary",
                zh: "{site} 的 PUE 为 {value}，小于 1：IT 用电大于进入边界的电量"),
            remedy: BilingualText(
                "Check accounts, multipliers and missing supply meters.",
                zh: "请检查账户、倍率和缺失的进线计量。")),
    ]
}
