import CarbonAccounting
import EnergyLedger
import Metering
import Provenance
import Quantities
import Reporting

// The chain behind emissions: entries, factors, lots, activities, then the meters.

extension Explainer {
    func emission(_ scope: EmissionScope) throws -> Explanation {
        let inventory = site.inventory
        let head = "\(site.site.id) · emissions_kgco2e.\(scope.rawValue) · \(run.period.label)"
        guard let mass = inventory.mass(of: scope) else {
            return Explanation(
                head + words(": absent: ", zh: "：缺失：")
                    + (inventory.reasons[scope]?.text(in: language) ?? ""))
        }
        let entries = inventory.entries.filter { $0.scope == scope }
        var steps = entries.map { Explanation(text(of: $0)) }
        if scope == .scope3 || scope == .scope2Location || scope == .scope2Market {
            steps += tenants(scope)
        }
        steps += inventory.factors.filter { $0.scopes.contains(scope) }.map(factor)
        let used = Set(entries.compactMap(\.instrumentID))
        steps += lots.filter { used.contains($0.assessment.lot.id) }.map(instrument)
        steps += activities(entries)
        for account in Set(entries.compactMap(\.account)).sorted(by: { $0.rawValue < $1.rawValue })
        where site.balances.energy[account] != nil {
            steps.append(try self.account(account))
        }
        return Explanation(
            head + " = \(mass.kilogramsText) kg "
                + Inventory.text(ofGases: inventory.gases(of: scope)).text(in: language) + " "
                + "(\(inventory.settings.profile.rawValue))", steps)
    }

    private func text(of entry: EmissionEntry) -> String {
        let amount: String
        switch entry.amount {
        case .energy(let energy): amount = kilowattHours(energy)
        case .quantity(let exact, "J"):
            let joules = exact.rounded()
            amount = Rounding.text(joules, over: 3_600_000, places: 9) + " kWh"
        case .quantity(let exact, let unit):
            amount = (exact.decimal?.description ?? exact.text(places: 9) ?? "") + " " + unit
        }
        let source = entry.activityID ?? entry.account?.rawValue ?? ""
        let estimate = entry.isEstimated ? words(", estimated", zh: "，估算") : ""
        return "\(entry.month.label) \(entry.category.rawValue) \(source) \(amount) x "
            + "\(entry.factor.value) \(entry.factor.unit) = \(entry.mass.kilogramsText) kg  "
            + "(\(entry.factor.factorID)\(estimate))"
    }

    private func factor(_ use: FactorUse) -> Explanation {
        let factor = use.factor
        let fallback = factor.fallback.map {
            words(" (fallback: \($0.rawValue))", zh: "（退用：\($0.rawValue)）")
        }
        let head =
            words("factor ", zh: "因子 ")
            + "\(factor.factorID) = \(factor.value) \(factor.unit)" + (fallback ?? "")
        guard let publication = factor.publication else {
            return Explanation(head, [Explanation(factor.place)])
        }
        return Explanation(
            head,
            [
                Explanation(
                    "\(publication.title.text(in: language)); \(publication.issuer), "
                        + "\(publication.published ?? "-"); \(factor.place)"),
                Explanation(
                    "\(publication.locator); " + words("confidence", zh: "可信度")
                        + " \(factor.confidence.rawValue)"),
            ])
    }

    private func tenants(_ scope: EmissionScope) -> [Explanation] {
        guard let tenants = site.inventory.tenants, tenants.boundary == .tenant else { return [] }
        let mass = scope == .scope2Market ? tenants.market : tenants.location
        let sign = scope == .scope3 ? "+" : "-"
        return [
            Explanation(
                "\(sign) \(mass.kilogramsText) kg "
                    + words(
                        "electricity of tenants' equipment, Scope 3 category 13 (tenant_boundary: tenant)",
                        zh: "租户 IT 设备用电，范围三类别 13（tenant_boundary: tenant）"))
        ]
    }

    private func activities(_ entries: [EmissionEntry]) -> [Explanation] {
        let names = Set(
            entries.compactMap(\.activityID).flatMap { $0.split(separator: "+").map(String.init) })
        return run.portfolio.accounting.activities(of: site.site).filter { names.contains($0.id) }
            .map { activity in
                Explanation(
                    "activities.csv:\(activity.line): \(activity.id) \(activity.kind.rawValue) "
                        + "\(activity.substance ?? "") \(activity.amount) \(activity.unit)"
                        + (activity.equipment.map { " (\($0))" } ?? ""),
                    [
                        Explanation(
                            words("evidence: ", zh: "证据：")
                                + (activity.evidence ?? words("none", zh: "无")))
                    ])
            }
    }

    // MARK: - Lots

    /// What became of the lots of all years.
    var lots: [Allocation.LotResult] { run.allocations.flatMap(\.lots) }

    func instrument(_ result: Allocation.LotResult) -> Explanation {
        let lot = result.assessment.lot
        var steps = [
            Explanation(
                words("generated ", zh: "发电 ") + "\(lot.generationStart)/\(lot.generationEnd), "
                    + words("claimed for ", zh: "用于 ") + "\(lot.year), "
                    + words("cancelled on ", zh: "核销于 ")
                    + (lot.cancelledOn.map { "\($0)" } ?? "-")
                    + words(" for ", zh: "，对象 ") + (lot.cancelledFor ?? "-")),
            Explanation(words("evidence: ", zh: "证据：") + lot.evidence),
        ]
        if let contract = lot.contract {
            steps.append(
                Explanation(
                    words("contract ", zh: "合同 ") + contract + words(", settlement ", zh: "，结算 ")
                        + (lot.settlement ?? "-")))
        }
        for criterion in result.assessment.met {
            steps.append(
                Explanation(
                    words("criterion ", zh: "准则 ")
                        + "\(criterion.rawValue) \(criterion.name.text(in: language))"
                        + words(": met", zh: "：符合")))
        }
        for refusal in result.assessment.refusals {
            let name = refusal.criterion.map { "\($0.rawValue) \($0.name.text(in: language)): " }
            steps.append(
                Explanation(
                    words("refused: ", zh: "不予计入：") + (name ?? "")
                        + refusal.reason.text(in: language)))
        }
        return Explanation(
            "instruments.csv:\(lot.line): \(lot.id) \(lot.kind.rawValue) "
                + "\(kilowattHours(lot.quantity)); " + words("drawn ", zh: "已用 ")
                + "\(kilowattHours(result.allocated)); " + words("surplus ", zh: "余量 ")
                + kilowattHours(result.surplus), steps)
    }

    // MARK: - Green power

    func greenPower() -> Explanation {
        let green = site.inventory.greenPower
        let names = Set(green.parts.map(\.lot.id))
        let drawn = green.parts.map { part in
            Explanation("\(part.lot.id) \(part.lot.kind.rawValue) \(kilowattHours(part.energy))")
        }
        return Explanation(
            words("renewable, covered by lots: ", zh: "凭证覆盖的可再生能源电量：")
                + "\(kilowattHours(green.renewable)) / "
                + words("consumption ", zh: "用电量 ") + kilowattHours(green.consumption),
            drawn
                + run.matching.green.sorted { $0.key < $1.key }.flatMap(\.value.lots)
                .filter { names.contains($0.assessment.lot.id) }.map(instrument))
    }

    func consumption() throws -> [Explanation] {
        let accounts = Balances.facilitySupply.union([.gridExport])
        return try Account.allCases.filter {
            accounts.contains($0) && site.balances.energy[$0] != nil
        }.map { try account($0, sign: $0 == .gridExport ? "-" : "+") }
    }

    func hourlyMatch() -> [Explanation] {
        guard let matching = site.inventory.hourlyGreen?.matching else { return [] }
        func text(_ joules: Int128) -> String {
            Rounding.text(joules, over: 3_600_000, places: 9) + " kWh"
        }
        return [
            Explanation(
                words("hour by hour the smaller of both: matched ", zh: "逐小时取较小者：匹配 ")
                    + text(matching.matched) + words("; load ", zh: "；用电 ") + text(matching.load)
                    + words("; green ", zh: "；绿电 ") + text(matching.generation)
                    + words("; surplus ", zh: "；余量 ") + text(matching.surplus)
                    + words("; hours covered whole ", zh: "；完全覆盖小时 ")
                    + "\(matching.coveredHours)/\(matching.hours)")
        ]
    }
}
