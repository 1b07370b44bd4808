import CarbonAccounting
import EnergyLedger
import MeterFiles
import Provenance
import Retrofit

/// What `portfolio.yaml` says; everything but the organisation has a default that is printed.
struct Settings {
    private enum FactorLevelChoice: String, CaseIterable {
        case province, grid
    }

    let organisation: String
    let organisationChinese: String?
    let accounting: AccountingSettings
    let currency: String
    let gwpSet: GWPSet
    /// The publications that hold in place of the defaults.
    let factorPublications: [String]
    /// The factor release that is asked for; nil for the newest.
    let factorRelease: String?
    /// The languages in which files are written.
    let language: Language
    /// The methods by which missing hours are estimated, in their order; none by default.
    let estimation: [EstimationRule]

    static let keys =
        [
            "organisation", "organisation_zh", "profile", "currency", "gwp_set", "language",
            "factor_level", "factor_fallback", "factor_publications", "factor_release",
            "estimation",
        ] + AccountingKeys.all + PlanningSettings.keys

    /// What planning weighs money by; only a plan prints it.
    let planning: PlanningSettings

    /// Every setting with its value or default, as outputs print it.
    var printed: [String: String] {
        AccountingKeys.printed(accounting).merging([
            "profile": accounting.profile.rawValue, "currency": currency,
            "gwp_set": gwpSet.rawValue, "language": language.rawValue,
            "factor_level": accounting.location.useGrid ? "grid" : "province",
            "factor_publications": factorPublications.joined(separator: ";"),
            "factor_fallback": accounting.location.fallback.map(\.rawValue).joined(separator: ";"),
            "estimation": estimation.map(\.description).joined(separator: ";"),
        ]) { $1 }
    }

    /// Reads the file; what is wrong is appended to the findings.
    init(path: String, name: String, findings: inout [Finding]) throws {
        var yaml = try YAMLFile(path: path, name: name, known: Self.keys)
        if yaml.text("organisation") == nil, yaml.isReadable {
            yaml.add(.missingValue, "organisation")
        }
        organisation = yaml.text("organisation") ?? ""
        organisationChinese = yaml.text("organisation_zh")
        let profile = yaml.word("profile", of: AccountingProfile.self) ?? .ghgProtocol2015
        let level = yaml.word("factor_level", of: FactorLevelChoice.self)
        var steps: [FactorStep] = []
        for text in yaml.texts("factor_fallback") {
            if let step = FactorStep(rawValue: text) {
                steps.append(step)
            } else {
                yaml.add(
                    .unknownValue, "factor_fallback", value: text,
                    ["expected": FactorStep.allCases.map(\.rawValue).joined(separator: ", ")])
            }
        }
        currency = yaml.text("currency") ?? "CNY"
        gwpSet = yaml.word("gwp_set", of: GWPSet.self) ?? .ar5
        accounting = AccountingSettings(
            profile: profile, location: LocationChoice(useGrid: level == .grid, fallback: steps),
            gwpSet: gwpSet, instruments: AccountingKeys.instruments(&yaml),
            sources: AccountingKeys.sources(&yaml))
        factorPublications = yaml.texts("factor_publications")
        if yaml.has("factor_publications"), factorPublications.isEmpty {
            yaml.add(
                .valueMalformed, "factor_publications", value: "",
                ["example": "[CN/mee-nbs-47-2025]"],
                ["expected": BilingualText("a list of publications", zh: "出版物列表")])
        }
        factorRelease = yaml.text("factor_release")
        language = yaml.word("language", of: Language.self) ?? .both
        estimation = EstimationSettings.read(&yaml)
        planning = PlanningSettings(&yaml)
        findings += yaml.findings
    }
}
