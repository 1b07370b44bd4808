// The words of the findings about the tables of a portfolio: severity, message, remedy.

extension FindingCode {
    static let portfolioTexts: [FindingCode: Texts] = [
        .fileUnreadable: Texts(
            severity: .warning,
            message: BilingualText(
                "{file} cannot be read: {reason}",
                zh: "无法读取 {file}：{reason}"),
            remedy: BilingualText(
                "Check the name and the permissions of the file.",
                zh: "请检查文件名和权限。")),
        .unknownColumn: Texts(
            severity: .warning,
            message: BilingualText(
                "{column} is no column of this table",
                zh: "此表没有 {column} 这一列"),
            remedy: BilingualText(
                "Known columns: {expected}. Remove the column or mend its name.",
                zh: "可用的列：{expected}。请删除该列或改正列名。")),
        .missingColumn: Texts(
            severity: .warning,
            message: BilingualText(
                "The mandatory column {column} is missing",
                zh: "缺少必需的列 {column}"),
            remedy: BilingualText(
                "Add the column; mandatory are: {expected}.",
                zh: "请补上该列；必需的列有：{expected}。")),
        .missingValue: Texts(
            severity: .warning,
            message: BilingualText(
                "{column} is mandatory and empty here",
                zh: "{column} 为必填项，此处为空"),
            remedy: BilingualText(
                "Fill the cell.",
                zh: "请填写该单元格。")),
        .rowLength: Texts(
            severity: .warning,
            message: BilingualText(
                "The row has {found} cells, the header has {expected}",
                zh: "本行有 {found} 个单元格，表头有 {expected} 个"),
            remedy: BilingualText(
                "Mend the row; quote cells that contain a comma.",
                zh: "请改正本行；含逗号的单元格要加引号。")),
        .duplicateKey: Texts(
            severity: .warning,
            message: BilingualText(
                "{value} occurs again; it was first in line {first}",
                zh: "{value} 重复出现，首次出现在第 {first} 行"),
            remedy: BilingualText(
                "Keep one of the rows, or give them different keys.",
                zh: "请只保留一行，或使用不同的键。")),
        .danglingReference: Texts(
            severity: .warning,
            message: BilingualText(
                "{column} names {value}, which does not exist",
                zh: "{column} 引用了不存在的 {value}"),
            remedy: BilingualText(
                "Use one of: {expected}.",
                zh: "请使用：{expected}。")),
        .unknownValue: Texts(
            severity: .warning,
            message: BilingualText(
                "{value} is no {column} that is known",
                zh: "{value} 不是已知的 {column}"),
            remedy: BilingualText(
                "Use one of: {expected}.",
                zh: "请使用：{expected}。")),
        .valueMalformed: Texts(
            severity: .warning,
            message: BilingualText(
                "{value} is not readable as {expected}",
                zh: "{value} 无法读作 {expected}"),
            remedy: BilingualText(
                "Write {expected}, for example {example}.",
                zh: "请填写 {expected}，例如 {example}。")),
        .unknownZone: Texts(
            severity: .warning,
            message: BilingualText(
                "{value} is no IANA time zone on this machine",
                zh: "{value} 不是本机已知的 IANA 时区"),
            remedy: BilingualText(
                "Use a name such as Asia/Shanghai.",
                zh: "请使用如 Asia/Shanghai 的名称。")),
        .unknownKey: Texts(
            severity: .warning,
            message: BilingualText(
                "{value} is no key of this file",
                zh: "{value} 不是此文件可用的键"),
            remedy: BilingualText(
                "Known keys: {expected}. Remove the key or mend its name.",
                zh: "可用的键：{expected}。请删除或改正。")),
        .yamlUnreadable: Texts(
            severity: .warning,
            message: BilingualText(
                "The file is not readable as YAML: {reason}",
                zh: "文件无法读作 YAML：{reason}"),
            remedy: BilingualText(
                "Mend the file; indentation is by spaces.",
                zh: "请改正文件；缩进使用空格。")),
        .unitMismatch: Texts(
            severity: .warning,
            message: BilingualText(
                "The unit {value} does not fit {expected}",
                zh: "单位 {value} 与 {expected} 不符"),
            remedy: BilingualText(
                "Use one of: {units}.",
                zh: "请使用：{units}。")),
        .parentCycle: Texts(
            severity: .warning,
            message: BilingualText(
                "The parents of {meter} lead back to itself",
                zh: "计量点 {meter} 的上级关系构成循环"),
            remedy: BilingualText(
                "Mend parent_meter.",
                zh: "请改正 parent_meter。")),
        .validityOverlap: Texts(
            severity: .warning,
            message: BilingualText(
                "Two lines of {meter} are valid at the same time",
                zh: "{meter} 的两行有效期重叠"),
            remedy: BilingualText(
                "Let valid_to of one end where valid_from of the next begins; ends are exclusive.",
                zh: "请让前一行的 valid_to 等于后一行的 valid_from（不含终点）。")),
        .fileTooLarge: Texts(
            severity: .warning,
            message: BilingualText(
                "{file} is larger than {limit}, more than a table of this kind may be",
                zh: "{file} 超过 {limit}，超出此类表的上限"),
            remedy: BilingualText(
                "Split the table, or check that it is the right file.",
                zh: "请拆分该表，或检查文件是否正确。")),
    ]
}
