import EnergyLedger
import Metering
import Provenance
import Quantities

/// The work of valuing one site: entries, findings and what is missing, gathered source by source.
struct Valuation {
    private(set) var entries: [EmissionEntry] = []
    private(set) var findings: [Finding] = []
    /// The same, to be asked whether one is among them.
    private var reported: Set<Finding> = []
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

    /// What lots cover, by account and month of the matching.
    private let drawsOfCells: [DrawCell: [Allocation.Draw]]

    private struct DrawCell: Hashable {
        let account: Account
        let month: Period
    }

    /// The time of meters that bills were held against before.
    private var meteredTimes: [MeteredKey: MeteredTime] = [:]

    private struct MeteredKey: Hashable {
        let account: Account
        let medium: String?
    }

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
        var cells: [DrawCell: [Allocation.Draw]] = [:]
        for year in balances.period.years {
            for draw in inputs.allocations[year]?.draws(of: balances.site.id) ?? [] {
                cells[DrawCell(account: draw.account, month: draw.month), default: []].append(draw)
            }
        }
        drawsOfCells = cells
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

    /// The time of which the meters of an account and a medium speak; each is looked at once.
    mutating func meteredTime(of account: Account, medium: String?) -> MeteredTime {
        let key = MeteredKey(account: account, medium: medium)
        if let known = meteredTimes[key] { return known }
        let journal = balances.journal
        let columns = journal.columns(of: [account]).filter { column in
            medium == nil || self.medium(column.meterID, column.validFrom) == medium
        }
        let time = MeteredTime(columns, of: journal)
        meteredTimes[key] = time
        return time
    }

    /// What lots cover of an account in a month of the matching, in the order in which it was drawn.
    func draws(of account: Account, inWhole month: Period) -> [Allocation.Draw] {
        drawsOfCells[DrawCell(account: account, month: month)] ?? []
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
        other: BilingualText? = nil, file: String? = nil, line: Int? = nil, meterID: String? = nil
    ) {
        let finding = Finding(
            code, file: file, line: line, arguments: arguments,
            phrases: ["reason": reason, "other": other].compactMapValues(\.self),
            meterID: meterID, siteID: site.id, interval: balances.interval)
        if reported.insert(finding).inserted { findings.append(finding) }
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
