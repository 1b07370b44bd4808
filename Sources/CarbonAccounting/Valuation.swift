import EnergyLedger
import Metering
import Provenance
import Quantities

/// The work of valuing one site: entries, findings and what is missing, gathered month by month.
struct Valuation {
    private(set) var entries: [EmissionEntry] = []
    private(set) var findings: [Finding] = []
    private(set) var reasons: [EmissionScope: BilingualText] = [:]

    private let balances: Balances
    private let catalogue: FactorCatalogue
    private let settings: AccountingSettings
    private var site: Site { balances.journal.site }

    /// The accounts of bought electricity.
    private static let bought: [Account] = [.gridImport, .directLine]

    init(of balances: Balances, catalogue: FactorCatalogue, settings: AccountingSettings) {
        self.balances = balances
        self.catalogue = catalogue
        self.settings = settings
    }

    mutating func valueEverything() {
        for method in AccountingMethod.allCases {
            for account in Self.bought where balances.energy[account] != nil {
                let months = balances.journal.monthly(account, months: balances.period.months)
                for (month, energy) in months where energy != .zero {
                    value(energy, of: account, in: month, by: method)
                }
            }
        }
        refuseUnread()
        refuseBoughtHeat()
        questionOwnGeneration()
        report(
            .scopeNotEvaluated,
            ["value": "Scope 1"], BilingualText("fuel, refrigerants", zh: "燃料、制冷剂"))
        report(
            .scopeNotEvaluated,
            ["value": "Scope 3"], BilingualText("upstream, embodied", zh: "上游、隐含排放"))
    }

    // MARK: - One month

    private mutating func value(
        _ energy: Energy, of account: Account, in month: Period, by method: AccountingMethod
    ) {
        do {
            let choice = try factor(forYear: month.start.components.year, by: method)
            let entry = EmissionEntry(
                siteID: site.id, account: account, month: month, method: method, energy: energy,
                choice: choice)
            guard let entry else {
                reasons[method.scope] = BilingualText(
                    "the emission of \(month.label) does not fit 64 bits",
                    zh: "\(month.label) 的排放量超出 64 位")
                return
            }
            entries.append(entry)
        } catch {
            reasons[method.scope] = reasons[method.scope] ?? error.reason
            report(
                .noPublishedFactor,
                [
                    "value": error.variant == .average
                        ? error.region : "\(error.region) (\(error.variant.rawValue))",
                    "year": String(error.reportingYear),
                ])
        }
    }

    private mutating func factor(
        forYear year: Int, by method: AccountingMethod
    ) throws(FactorAbsence) -> FactorChoice {
        let choice: FactorChoice
        switch method {
        case .location:
            choice = try settings.location.factor(
                for: site.region, grid: site.grid, reportingYear: year, in: catalogue)
        case .market:
            let remainder = try RemainderChoice(settings: settings, catalogue: catalogue)
                .factor(for: site.region, grid: site.grid, reportingYear: year)
            if remainder.isStandIn { report(.residualMixMissing, ["value": site.region]) }
            choice = remainder.choice
        }
        if choice.fallback != nil {
            report(.factorFallback, ["value": site.region, "found": choice.factor.factorID])
        }
        return choice
    }

    // MARK: - What cannot be valued

    /// Bought electricity of which nothing was read is absent, not zero.
    private mutating func refuseUnread() {
        let columns = balances.journal.columns(of: Set(Self.bought))
        let isRead = columns.contains { $0.states.contains { $0 & LoadProfile.present != 0 } }
        guard !columns.isEmpty, !isRead else { return }
        refuse(
            BilingualText(
                "no bought electricity was read in the period",
                zh: "统计期内没有外购电量读数"))
    }

    /// Bought heat and cooling belong to Scope 2, but no factor of theirs is read yet.
    private mutating func refuseBoughtHeat() {
        let bought = [Account.heatImport, .coolingImport].compactMap { balances.heat[$0] }
        guard bought.contains(where: { $0 != .zero }) else { return }
        refuse(
            BilingualText(
                "bought heat or cooling belongs to Scope 2 and is not evaluated in this release",
                zh: "外购热力或冷量属于范围二，本版本未评价"))
        report(
            .scopeNotEvaluated,
            ["value": "Scope 2"], BilingualText("bought heat, cooling", zh: "外购热力、冷量"))
    }

    private mutating func refuse(_ reason: BilingualText) {
        for method in AccountingMethod.allCases {
            reasons[method.scope] = reasons[method.scope] ?? reason
        }
    }

    /// Own generation that is used on the site counts as zero, but its certificates may have
    /// been sold; no evidence of that is read in this release.
    private mutating func questionOwnGeneration() {
        let generated = balances.energy.filter { $0.key.isOnsiteGeneration }.values
            .reduce(Energy.zero, +)
        let used = generated - (balances.energy[.gridExport] ?? .zero)
        if used > .zero { report(.attributesUnproven, ["site": site.id]) }
    }

    /// Adds a finding of the site, once however many months repeat it.
    private mutating func report(
        _ code: FindingCode, _ arguments: [String: String], _ reason: BilingualText? = nil
    ) {
        let finding = Finding(
            code, arguments: arguments, phrases: reason.map { ["reason": $0] } ?? [:],
            siteID: site.id, interval: balances.journal.interval)
        if !findings.contains(finding) { findings.append(finding) }
    }
}
