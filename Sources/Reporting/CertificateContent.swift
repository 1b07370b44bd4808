public import CarbonAccounting
public import EnergyLedger
public import Grading
import Metering
public import Provenance
public import Quantities

/// What a certificate says (证书内容): the subject of the credential, every quantity a decimal string.
///
/// It holds all that the paper shows, so that the paper is a function of the credential, and all
/// that a replay needs to compute it again.
public struct CertificateContent: Sendable {
    /// A site's results over the year or over one of its months.
    public typealias Results = (balances: Balances, inventory: Inventory, indicators: Indicators)

    /// A file of readings: its name, its digest, the ingest that brought it and the layout that was
    /// named for it then.
    public typealias Reading = (name: String, digest: Digest, batch: Int, layout: String?)

    /// What was decided outside the figures.
    public struct Terms: Sendable {
        /// The day of issue.
        public var issuedOn: CivilDate
        /// The certificate that this one takes the place of.
        public var supersedes: String?
        /// How far it was checked by somebody else.
        public var assurance: JSONValue

        /// Makes terms.
        public init(issuedOn: CivilDate, supersedes: String? = nil, assurance: JSONValue) {
            self.issuedOn = issuedOn
            self.supersedes = supersedes
            self.assurance = assurance
        }
    }

    let year: Results
    let months: [Results]
    let grade: Grade
    let others: [Grade]
    let rulebooks: [Rulebook]
    let allocations: [Allocation]
    let heading: DocumentHeading
    let tables: [(name: String, digest: Digest)]
    let readings: [Reading]

    /// Collects what a certificate says; the grade must have a level.
    public init(
        year: Results, months: [Results], grade: Grade, others: [Grade], rulebooks: [Rulebook],
        allocations: [Allocation], heading: DocumentHeading,
        tables: [(name: String, digest: Digest)], readings: [Reading]
    ) {
        self.year = year
        self.months = months
        self.grade = grade
        self.others = others
        self.rulebooks = rulebooks
        self.allocations = allocations
        self.heading = heading
        self.tables = tables
        self.readings = readings
    }

    /// The subject of the credential.
    public func subject(_ terms: Terms) -> JSONValue {
        let site = year.balances.site
        let period = year.balances.period
        return .object([
            "schema": .string(CertificateForm.schema), "issued_on": .string("\(terms.issuedOn)"),
            "statement": .words(Self.statement), "supersedes": .text(terms.supersedes),
            "site": self.site,
            "operator": .words(heading.organisation ?? BilingualText("", zh: "")),
            "boundary": boundary,
            "period": .object([
                "start": .string("\(period.start)"), "end": .string("\(period.end)"),
                "label": .string(period.label), "timezone": .string(site.calendar.identifier),
            ]),
            "grade": gradeValue, "further_grades": .array(others.map(furtherGrade)),
            "indicators": indicators, "energy": energy, "water_m3": water,
            "emissions": emissions, "green_power": greenPower, "coverage": coverage,
            "uncertainty": uncertainty, "months": .array(months.map(month)),
            "findings": findings, "data": data, "assurance": terms.assurance,
        ])
    }

    /// The sentence that no certificate lacks.
    public static let statement = BilingualText(
        "Computed by carbongrade from the operator's meter readings and published rules. "
            + "It is no official label, mark or rating of any authority, and says nothing of years "
            + "other than the one stated.",
        zh: "由 carbongrade 依据运营方计量读数和已发布规则计算得出；不是任何主管部门的官方标识、标志或评级，且仅对所列统计期有效。")

    // MARK: - Who and what

    private var site: JSONValue {
        let site = year.balances.site
        return .object([
            "site_id": .string(site.id),
            "name": .words(BilingualText(site.name, zh: site.nameChinese)),
            "kind": .string(site.kind.rawValue), "region": .string(site.region),
            "organisation": .text(site.organisation), "hub": .text(site.hub),
            "commissioned": .text(site.commissioned.map { "\($0)" }),
            "cooling": .text(site.cooling?.rawValue),
            "it_design_kw": .text(site.itDesignKilowatts.map { "\($0)" }),
        ])
    }

    private var boundary: JSONValue {
        let closing = year.balances.closing
        let excluded = Set([Account.office]).union(closing.site.boundaryExcludes)
            .map(\.rawValue).sorted()
        let list = excluded.joined(separator: ", ")
        return .object([
            "excluded_accounts": .array(excluded.map(JSONValue.string)),
            "energy_carrier_method": .string("lbnl_site"),
            "supply_derived": .bool(closing.isSupplyDerived),
            "it_measured_at_category": .text(year.indicators.pue.category.map(String.init)),
            "statement": .words(
                BilingualText(
                    "All energy that enters the site, less exports and less: \(list)",
                    zh: "进入站点的全部能源，减去外送，减去：\(list)")),
        ])
    }

    // MARK: - Levels

    private var gradeValue: JSONValue {
        let rulebook = rulebooks.first { $0.id == grade.scheme }
        let empty = BilingualText("", zh: "")
        // What decided: the reached level's own limit, else the first criterion with a verdict.
        let deciding = grade.criteria.filter { $0.decides && $0.limit != nil }
        let reached =
            deciding.first { $0.level == grade.level && $0.verdict == .met } ?? deciding.first
        let indicator = reached.flatMap { result in
            rulebook?.criteria.first { result.id.hasPrefix($0.id) }
        }.flatMap { criterion -> IndicatorID? in
            if case .indicator(let id) = criterion.quantity { id } else { nil }
        }
        let parts = Self.parts(of: indicator, year.indicators)
        let coverage = indicator.map { year.indicators.figure($0).coverage }
        var members: [String: JSONValue] = [
            "scheme": .string(grade.scheme), "edition": .string(grade.edition),
            "title": .words(rulebook?.title ?? BilingualText(grade.scheme, zh: grade.scheme)),
            "number": .string(rulebook?.number ?? ""), "issuer": .words(rulebook?.issuer ?? empty),
            "level": .string(grade.level ?? ""), "level_label": .words(grade.levelLabel ?? empty),
        ]
        members["levels"] = .array((rulebook?.levels ?? []).map { level($0, deciding) })
        members["criterion"] = .string(reached?.id ?? "")
        members["indicator"] = .string(indicator?.rawValue ?? "")
        members["unit"] = .string(reached?.unit ?? "")
        members["value"] = .text(reached?.value?.text())
        members["numerator"] = .text(parts?.0)
        members["denominator"] = .text(parts?.1)
        members["coverage"] = .text(coverage??.text())
        members["points"] = .text(grade.points.map { "\($0)" })
        members["points_possible"] = .text(grade.pointsPossible.map { "\($0)" })
        members["confidence"] = .string(grade.confidence?.rawValue ?? "")
        members["place"] = .words(reached?.place ?? empty)
        members["source"] = .words(reached?.source?.title ?? empty)
        members["assumed"] = .array(
            grade.assumed.map { .object(["id": .string($0.id), "text": .words($0.text)]) })
        members["remarks"] = .array(grade.remarks.map { .words($0) })
        members["gap_to_next"] = grade.gapToNext.map(gap) ?? .null
        members["not_evaluated"] = .array(
            grade.notEvaluated.map {
                .object(["id": .string($0.id), "reason": .words($0.reason)])
            })
        return .object(members)
    }

    /// A level with the limit that opens it: of the deciding criterion, else in points.
    private func level(_ level: RulebookLevel, _ deciding: [CriterionResult]) -> JSONValue {
        let limit = deciding.first { $0.level == level.level }?.limit
        return .object([
            "level": .string(level.level), "label": .words(level.label),
            "limit": .text(limit.map { "\($0.threshold)" } ?? level.pointsAtLeast.map { "\($0)" }),
            "bound": .string(limit?.key ?? "at_least"),
            "reached": .bool(level.level == grade.level),
        ])
    }

    /// Both parts of the ratio that was classified, unrounded: kWh over kWh, m3 over kWh.
    private static func parts(
        of indicator: IndicatorID?, _ indicators: Indicators
    ) -> (String?, String?)? {
        switch indicator {
        case .pue:
            (
                indicators.pue.numerator?.kilowattHoursText,
                indicators.pue.denominator?.kilowattHoursText
            )
        default: nil
        }
    }

    private func gap(_ gap: GapToNext) -> JSONValue {
        .object([
            "level": .string(gap.level), "label": .words(gap.levelLabel),
            "changes": .array(
                gap.changes.map { change in
                    let (amount, unit) = Self.amount(change.amount)
                    return .object([
                        "lever": .string(change.lever.rawValue), "amount": .string(amount),
                        "unit": .string(unit), "reachable": .bool(change.isReachable),
                    ])
                }),
        ])
    }

    private static func amount(_ amount: GapToNext.Amount) -> (String, String) {
        switch amount {
        case .energy(let energy), .heat(let energy): (energy.kilowattHoursText, "kWh")
        case .water(let volume): (volume.cubicMetresText, "m3")
        case .certificates(let count): (String(count), "certificates")
        case .racks(let count): (String(count), "racks")
        case .emission(let mass): (mass.kilogramsText, "kg")
        }
    }

    private func furtherGrade(_ grade: Grade) -> JSONValue {
        let title = rulebooks.first { $0.id == grade.scheme }?.title
        return .object([
            "scheme": .string(grade.scheme), "edition": .string(grade.edition),
            "title": .words(title ?? BilingualText(grade.scheme, zh: grade.scheme)),
            "level": .text(grade.level), "informative": .bool(grade.isInformative),
            "value": .text(grade.criteria.first?.value?.text()), "reason": .words(grade.reason),
            "not_evaluated": .string(String(grade.notEvaluated.count)),
        ])
    }

    // MARK: - Figures

    /// Indicators that a certificate lists even where they are not evaluated.
    private static let expected: Set<IndicatorID> = [
        .pue, .wue, .cueLocation, .cueMarket, .ref, .erf, .greenShare,
    ]

    private var indicators: JSONValue {
        let all = year.indicators
        return .object(
            IndicatorID.allCases.reduce(into: [:]) { members, id in
                let figure = all.figure(id)
                guard figure.value != nil || Self.expected.contains(id) else { return }
                let isPUE = id == .pue
                members[id.rawValue] = .object([
                    "value": .text(figure.value?.text()),
                    "coverage": .text(figure.coverage?.text()), "unit": .string(id.unit),
                    "certified": .bool(figure.isCovered && all.period.isTwelveMonths),
                    "designation": .string(
                        isPUE ? all.pue.designation.rawValue : id.rawValue.uppercased()),
                    "edition": .text(isPUE ? all.pue.edition : nil),
                    "category": .text(isPUE ? all.pue.category.map(String.init) : nil),
                    "reason": .words(figure.reason),
                ])
            })
    }

    /// Totals carry a certificate only where every hour is measured or estimated by a named
    /// method, with at most 0.05 of the energy estimated.
    private var isWhole: Bool {
        let limit = DecimalText(significand: 5, scale: 2)
        return year.balances.isWhole && (year.balances.estimatedShare?.isAtMost(limit) ?? true)
    }

    private static let notWhole = BilingualText(
        "not every hour is measured or estimated: totals of the covered hours, not certified",
        zh: "并非每个小时都有计量或估算：合计仅含已覆盖的小时，不作认证")

    private var energy: JSONValue {
        let balances = year.balances
        return .object([
            "certified": .bool(isWhole),
            "e_dc_kwh": .text(balances.facilityEnergy?.kilowattHoursText),
            "e_it_kwh": .text(balances.itEnergy?.kilowattHoursText),
            "accounts_kwh": .object(
                balances.energy.reduce(into: [:]) {
                    $0[$1.key.rawValue] = .string($1.value.kilowattHoursText)
                }),
            "reason": isWhole ? .null : .words(Self.notWhole),
        ])
    }

    private var water: JSONValue {
        .object(
            year.balances.water.reduce(into: [:]) {
                $0[$1.key.rawValue] = .string($1.value.cubicMetresText)
            })
    }

    private var emissions: JSONValue {
        let inventory = year.inventory
        let trusted = inventory.factors.allSatisfy { $0.factor.confidence.mayCarryCertificate }
        return .object([
            "certified": .bool(isWhole && trusted),
            "gases": .string(Inventory.gases(Set(inventory.entries.map(\.factor.gases)))),
            "gases_by_scope": .object(
                EmissionScope.allCases.reduce(into: [:]) {
                    $0[$1.rawValue] = .string(inventory.gases(of: $1))
                }),
            "profile": .string(inventory.settings.profile.rawValue),
            "kg": .object(
                EmissionScope.allCases.reduce(into: [:]) {
                    $0[$1.rawValue] = .text(inventory.mass(of: $1)?.kilogramsText)
                }),
            "reasons": .object(
                inventory.reasons.reduce(into: [:]) { $0[$1.key.rawValue] = .words($1.value) }),
            "factors": .array(inventory.factors.map(factor)),
        ])
    }

    private func factor(_ use: FactorUse) -> JSONValue {
        let factor = use.factor
        return .object([
            "factor_id": .string(factor.factorID), "value": .string(factor.value),
            "unit": .string(factor.unit), "data_year": .text(factor.dataYear.map(String.init)),
            "publication": .text(factor.publication?.identifier),
            "title": .words(factor.publication?.title), "place": .string(factor.place),
            "confidence": .string(factor.confidence.rawValue),
            "fallback": .text(factor.fallback?.rawValue), "gases": .string(factor.gases),
            "scopes": .array(use.scopes.map { .string($0.rawValue) }),
        ])
    }

    /// The green share and the lots that were drawn for the site.
    private var greenPower: JSONValue {
        let figure = year.indicators.figure(.greenShare)
        let siteID = year.balances.site.id
        var lots: [JSONValue] = []
        for allocation in allocations {
            for result in allocation.lots {
                let lot = result.assessment.lot
                let drawn = allocation.draws(of: siteID).filter { $0.instrumentID == lot.id }
                    .reduce(Energy.zero) { $0 + $1.energy }
                guard drawn > .zero else { continue }
                lots.append(
                    .object([
                        "instrument_id": .string(lot.id), "kind": .string(lot.kind.rawValue),
                        "allocated_kwh": .string(drawn.kilowattHoursText),
                        "renewable": .bool(lot.isRenewable), "evidence": .string(lot.evidence),
                    ]))
            }
        }
        return .object([
            "share": .text(figure.value?.text()),
            "certified": .bool(
                isWhole && figure.value != nil
                    && year.inventory.greenPower.confidence.mayCarryCertificate),
            "reason": .words(figure.reason),
            "lots": .array(lots),
        ])
    }

    private var coverage: JSONValue {
        let balances = year.balances
        return .object([
            "complete_hours": .text(balances.coverage?.text()),
            "resolved_share": .text(balances.resolvedShare?.text()),
            "estimated_share": .text(balances.estimatedShare?.text()),
            "totals_of": .string(balances.isWhole ? "all_hours" : "covered_hours"),
        ])
    }

    /// Half the width of the interval in percent, worst case; absent with a reason.
    private var uncertainty: JSONValue {
        let inventory = year.inventory
        func percent(_ scope: EmissionScope) -> String? {
            guard let interval = inventory.uncertainties[scope],
                let mass = inventory.mass(of: scope)
            else { return nil }
            return ExactRatio(Int128(interval.worst) * 100, to: Int128(mass.milligrams))?.text(
                places: 3)
        }
        let pue = BilingualText("that of PUE is not evaluated", zh: "PUE 的不确定度未评价")
        return .object([
            "scope2_location_percent": .text(percent(.scope2Location)),
            "scope2_market_percent": .text(percent(.scope2Market)),
            "reason": .words(inventory.uncertaintyReason ?? pue),
        ])
    }

    private func month(_ results: Results) -> JSONValue {
        .object([
            "month": .string(results.balances.period.label),
            "e_dc_kwh": .text(results.balances.facilityEnergy?.kilowattHoursText),
            "e_it_kwh": .text(results.balances.itEnergy?.kilowattHoursText),
            "pue": .text(results.indicators.pue.figure.value?.text()),
            "coverage": .text(results.indicators.pue.figure.coverage?.text()),
            "scope2_location_kg": .text(results.inventory.scope2Location?.kilogramsText),
            "scope2_market_kg": .text(results.inventory.scope2Market?.kilogramsText),
        ])
    }

    // MARK: - What it rests on

    private var findings: JSONValue {
        let all = heading.findings
        func count(_ severity: Severity) -> JSONValue {
            .string(String(all.filter { $0.severity == severity }.reduce(0) { $0 + $1.count }))
        }
        let codes = all.reduce(into: [String: Int]()) {
            $0[$1.code.rawValue, default: 0] += $1.count
        }
        return .object([
            "note": count(.note), "warning": count(.warning), "disqualifies": count(.disqualifies),
            "codes": .object(codes.mapValues { .string(String($0)) }),
        ])
    }

    private var data: JSONValue {
        .object([
            "tool": .object([
                "name": .string("carbongrade"), "version": .string(heading.tool),
            ]),
            "tzdata": .string(heading.zoneRelease),
            "factor_release": .string(heading.factors?.release ?? ""),
            "factor_digest": .string(heading.factors?.digest.hexadecimal ?? ""),
            "rulebooks": .array(
                (heading.rulebooks ?? []).map {
                    .object([
                        "id": .string($0.id), "edition": .string($0.edition),
                        "sha256": .string($0.digest.hexadecimal),
                    ])
                }),
            "settings": .object((heading.settings ?? [:]).mapValues(JSONValue.string)),
            "tables": .array(
                tables.map {
                    .object(["name": .string($0.name), "sha256": .string($0.digest.hexadecimal)])
                }),
            "readings": .array(
                readings.map {
                    .object([
                        "name": .string($0.name), "sha256": .string($0.digest.hexadecimal),
                        "batch": .string(String($0.batch)), "layout": .text($0.layout),
                    ])
                }),
        ])
    }
}
