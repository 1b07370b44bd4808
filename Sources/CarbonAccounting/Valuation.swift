import EnergyLedger
import Metering
import Provenance
import Quantities

/// The work of valuing one site: entries, findings and what is missing, gathered source by source.
struct Valuation {
    private(set) var entries: [EmissionEntry] = []
    private(set) var findings: [Finding] = []
    /// Why a figure is absent.
    private(set) var reasons: [EmissionScope: BilingualText] = [:]
    /// Amounts of substances that stand outside the scopes [mg], by substance.
    var outsideScopes: [String: Int64] = [:]
    /// Figures in which bills speak of a part of the period only.
    var partlyStated: Set<EmissionScope> = []
    /// Why upstream and losses have no figure.
    var upstreamReason: BilingualText?
    /// The masses of all entries together, whatever their sign [mg].
    private var total: UInt64 = 0

    /// All entries of a site together weigh no more: a thousand million tonnes [mg].
    private static let greatestTotal: UInt64 = 1_000_000_000_000_000_000

    let balances: Balances
    let catalogue: FactorCatalogue
    let settings: AccountingSettings
    let inputs: AccountingInputs
    /// Factors that were chosen before, by year.
    private var choices: [ChoiceKey: Result<AppliedChoice, FactorAbsence>] = [:]

    /// Factors of upstream and losses that were sought before, by measure and year; nil where none is there.
    private var upstreams: [UpstreamKey: AppliedChoice?] = [:]

    private struct UpstreamKey: Hashable {
        let variant: FactorVariant
        let year: Int
    }

    var site: Site { balances.site }
    var months: [Period] { balances.closing.months }

    /// A choice with the record of it that entries share; a reference, because every month takes it up again.
    final class AppliedChoice: Sendable {
        let choice: FactorChoice
        let applied: AppliedFactor

        init(_ choice: FactorChoice) {
            self.choice = choice
            applied = AppliedFactor(choice)
        }
    }

    private struct ChoiceKey: Hashable {
        let method: AccountingMethod
        let year: Int
    }

    init(
        of balances: Balances, catalogue: FactorCatalogue, settings: AccountingSettings,
        inputs: AccountingInputs
    ) {
        self.balances = balances
        self.catalogue = catalogue
        self.settings = settings
        self.inputs = inputs
        // Both methods of the grid, month by month, and a little more.
        entries.reserveCapacity(balances.closing.months.count * 2 + 4)
    }

    mutating func valueEverything() {
        valueElectricity()
        refuseUnread()
        valueHeatAndCooling()
        questionBills()
        questionOwnGeneration()
        valueScope1()
        valueScope3()
        shareWithTenants()
    }

    // MARK: - Gathering

    /// Adds an entry; one that a site cannot emit makes its figure absent, so that sums of entries always fit.
    mutating func add(_ entry: EmissionEntry) {
        let (sum, isTooLarge) = total.addingReportingOverflow(entry.mass.milligrams.magnitude)
        guard !isTooLarge, sum <= Self.greatestTotal else {
            return refuse(entry.scope, Self.tooLarge(entry.month))
        }
        total = sum
        entries.append(entry)
    }

    mutating func setTenantMass(_ mass: EmissionMass, at index: Int) {
        entries[index].tenantMass = mass
    }

    /// Makes a figure absent; the first reason stands.
    mutating func refuse(_ scope: EmissionScope, _ reason: BilingualText) {
        reasons[scope] = reasons[scope] ?? reason
    }

    mutating func refuse(_ method: AccountingMethod, _ reason: BilingualText) {
        refuse(method.scope, reason)
    }

    /// Adds a finding of the site, once however many months repeat it.
    mutating func report(
        _ code: FindingCode, _ arguments: [String: String] = [:], _ reason: BilingualText? = nil,
        file: String? = nil, line: Int? = nil, meterID: String? = nil
    ) {
        let finding = Finding(
            code, file: file, line: line, arguments: arguments,
            phrases: reason.map { ["reason": $0] } ?? [:], meterID: meterID, siteID: site.id,
            interval: balances.interval)
        if !findings.contains(finding) { findings.append(finding) }
    }

    static func tooLarge(_ month: Period) -> BilingualText {
        BilingualText(
            "the emission of \(month.label) is too large to be kept",
            zh: "\(month.label) 的排放量过大，无法保存")
    }

    // MARK: - Factors of electricity

    /// The factor of a year; each year is chosen once. An absence makes the figure absent.
    mutating func choice(
        forYear year: Int, by method: AccountingMethod
    ) -> AppliedChoice? {
        let key = ChoiceKey(method: method, year: year)
        let result: Result<AppliedChoice, FactorAbsence>
        if let known = choices[key] {
            result = known
        } else {
            do {
                let choice = try factor(forYear: year, by: method)
                result = .success(AppliedChoice(choice))
            } catch {
                result = .failure(error)
            }
            choices[key] = result
        }
        switch result {
        case .success(let choice): return choice
        case .failure(let absence):
            refuse(method, absence.reason)
            report(
                .noPublishedFactor,
                [
                    "value": absence.variant == .average
                        ? absence.region : "\(absence.region) (\(absence.variant.rawValue))",
                    "year": String(absence.reportingYear),
                ])
            return nil
        }
    }

    /// The factor of upstream or losses of the region, else of its country; each is sought once.
    mutating func upstream(_ variant: FactorVariant, _ year: Int) -> AppliedChoice? {
        let key = UpstreamKey(variant: variant, year: year)
        if let known = upstreams[key] { return known }
        let found = [site.region, FactorCatalogue.nation(of: site.region)].lazy.compactMap {
            [catalogue, settings] in
            catalogue.newest(variant, of: $0, notLaterThan: year, by: settings.gwpSet)
        }.first
        let choice = found.map { AppliedChoice(FactorChoice($0)) }
        upstreams[key] = .some(choice)
        return choice
    }

    private mutating func factor(
        forYear year: Int, by method: AccountingMethod
    ) throws(FactorAbsence) -> FactorChoice {
        let choice: FactorChoice
        switch method {
        case .location:
            choice = try settings.location.factor(
                for: site.region, grid: site.grid, reportingYear: year, in: catalogue,
                by: settings.gwpSet)
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
}
