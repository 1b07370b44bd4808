extension FindingCode {
    /// Words of findings about submissions of units.
    static let reportTexts: [FindingCode: Texts] = [
        .submissionUnverified: Texts(
            severity: .disqualifies,
            message: BilingualText(
                "{file} cannot be trusted: {reason}", zh: "{file} 不可信：{reason}"),
            remedy: BilingualText(
                "Ask the unit for the file again, and for its public key if that is missing; nothing was rolled up.",
                zh: "请该单位重新报送；若缺少其公钥，请一并索取。未作汇总。")),
        .submissionDuplicate: Texts(
            severity: .disqualifies,
            message: BilingualText(
                "{file} is a second submission of {unit}; {first} is the first",
                zh: "{file} 是 {unit} 的重复报送；首份为 {first}"),
            remedy: BilingualText(
                "Keep the one that holds and take the other out of the folder; nothing was rolled up.",
                zh: "请保留有效的一份，将另一份移出文件夹。未作汇总。")),
        .submissionOverlap: Texts(
            severity: .disqualifies,
            message: BilingualText(
                "site {site} stands in {file} and in {first}",
                zh: "站点 {site} 同时出现在 {file} 和 {first} 中"),
            remedy: BilingualText(
                "Settle which unit reports the site; unlike sites need unlike names. Nothing was rolled up.",
                zh: "请确定由哪个单位报送该站点；不同站点须使用不同标识。未作汇总。")),
        .submissionUnlike: Texts(
            severity: .disqualifies,
            message: BilingualText(
                "{file} has {what} {mine}, but {first} has {theirs}",
                zh: "{file} 的 {what} 为 {mine}，而 {first} 为 {theirs}"),
            remedy: BilingualText(
                "Ask the unit to report the same period by the same settings.",
                zh: "请该单位按相同统计期和相同设定报送。")),
        .submissionSharedKey: Texts(
            severity: .warning,
            message: BilingualText(
                "{file} of {unit} is signed by the key that signs for {other} in {first}",
                zh: "{unit} 的 {file} 与 {other} 的 {first} 由同一密钥签名"),
            remedy: BilingualText(
                "Ask both units whether they share a key; a unit that has its own shows who speaks for it.",
                zh: "请向两单位核实是否共用密钥；各单位应使用自己的密钥，以明确由谁报送。")),
        .submissionWrongUnit: Texts(
            severity: .disqualifies,
            message: BilingualText(
                "{file} is signed for another unit: {reason}",
                zh: "{file} 的署名与密钥所属单位不符：{reason}"),
            remedy: BilingualText(
                "Ask both units who made the file; if the unit has another name or key now, say so in the list of units. Nothing was rolled up.",
                zh: "请向相关单位核实该文件由谁编制；若单位更名或更换密钥，请更新单位名单。未作汇总。")),
        .submissionUnboundKey: Texts(
            severity: .warning,
            message: BilingualText(
                "a list of keys without units is trusted for {all} submissions, {file} the first: each key could sign in any unit's name",
                zh: "{all} 份报送（首份为 {file}）仅凭未注明单位的密钥清单受信任：任一密钥均可冒用其他单位名义"),
            remedy: BilingualText(
                "Give a list that says which key speaks for which unit: --units units.csv in place of --keys.",
                zh: "请改用注明各密钥所代表单位的名单：以 --units units.csv 代替 --keys。")),
    ]
}
