// The words of the findings about tables of emission factors: severity, message, remedy.

extension FindingCode {
    static let factorTexts: [FindingCode: Texts] = [
        .factorRecordUnreadable: Texts(
            severity: .warning,
            message: BilingualText(
                "{file} is no record of a publication: {reason}",
                zh: "{file} 不是有效的出版物记录：{reason}"),
            remedy: BilingualText(
                "Mend the record; the manual lists its keys.",
                zh: "请改正该记录；手册列出了全部键。")),
        .factorUnitMismatch: Texts(
            severity: .warning,
            message: BilingualText(
                "{value} is no unit for this table; expected is {expected}",
                zh: "{value} 不是此表可用的单位；应为：{expected}"),
            remedy: BilingualText(
                "Write the unit as its publisher prints it, and put factors of another kind of gas account into a publication of their own.",
                zh: "请照原文书写单位；其他气体口径的因子应另立出版物。")),
        .factorOverlap: Texts(
            severity: .warning,
            message: BilingualText(
                "{value} is given more than once, by {publications}, and neither supersedes the other",
                zh: "{value} 由 {publications} 重复给出，且未声明取代关系"),
            remedy: BilingualText(
                "Name the older one under supersedes in the newer publication.json, or choose only one of them.",
                zh: "请在较新的 publication.json 的 supersedes 中写明旧者，或只选用其中之一。")),
        .factorFamilyMixed: Texts(
            severity: .warning,
            message: BilingualText(
                "For {value} the factors of {publication} belong to another kind of gas account than those beside them",
                zh: "{value} 中 {publication} 的因子与并列因子的气体口径不同"),
            remedy: BilingualText(
                "CO2, CO2e and life-cycle factors never mix: choose publications of one kind.",
                zh: "CO2、CO2e 与生命周期因子不得混用：请选用同一口径的出版物。")),
        .factorsNotChosen: Texts(
            severity: .note,
            message: BilingualText(
                "{value} stands in factors/, but no figure uses it",
                zh: "factors/ 中有 {value}，但没有数据采用它"),
            remedy: BilingualText(
                "Name it under factor_publications in portfolio.yaml, or take it away.",
                zh: "请在 portfolio.yaml 的 factor_publications 中列出，或将其移除。")),
    ]
}
