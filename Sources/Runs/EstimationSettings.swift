import EnergyLedger
import Provenance

/// The key `estimation` of `portfolio.yaml`: methods in the order in which they are tried.
///
/// ```yaml
/// estimation:
///   - linear: 3        # gaps of at most three hours
///   - parent_share
///   - like_days: 72    # gaps of at most 72 hours; without a number gaps of any length
/// ```
enum EstimationSettings {
    /// `linear` joins the two ends of a gap; over more than a month that says nothing.
    private static let longestHours = 744

    static func read(_ yaml: inout YAMLFile) -> [EstimationRule] {
        guard yaml.has("estimation") else { return [] }
        guard let entries = yaml.pairs("estimation") else {
            malformed(&yaml, "")
            return []
        }
        var rules: [EstimationRule] = []
        for (name, value) in entries {
            guard let method = EstimationRule.Method(rawValue: name) else {
                yaml.add(
                    .unknownValue, "estimation", value: name,
                    [
                        "expected": EstimationRule.Method.allCases.map(\.rawValue)
                            .joined(separator: ", ")
                    ])
                continue
            }
            guard !rules.contains(where: { $0.method == method }) else {
                malformed(&yaml, name)
                continue
            }
            if value == "false" { continue }
            let hours = value.flatMap { Int64($0) }
            if let hours, (1...Int64(longestHours)).contains(hours) {
                rules.append(EstimationRule(method, longestGap: hours * 3_600))
            } else if method != .linear, value == nil || value == "true" {
                rules.append(EstimationRule(method))
            } else {
                malformed(&yaml, value ?? name)
            }
        }
        return rules
    }

    private static func malformed(_ yaml: inout YAMLFile, _ value: String) {
        yaml.add(
            .valueMalformed, "estimation", value: value, ["example": "[linear: 3, like_days]"],
            [
                "expected": BilingualText(
                    "methods, each once, `linear` with its longest gap of 1 to 744 hours",
                    zh: "方法列表，每种一次，linear 须给出最长缺口 1 至 744 小时")
            ])
    }
}
