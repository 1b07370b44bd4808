import Provenance
import Quantities

// How figures of one site are written and read: an amount as whole units or the reason why it is absent.

enum SubmissionFigures {
    // MARK: - Totals and ratios

    static func json<Quantity>(_ total: ReportTotal<Quantity>) -> JSONValue {
        total.total.map { .whole($0.whole) } ?? absent(total.reason)
    }

    private static func absent(_ reason: BilingualText?) -> JSONValue {
        .object(["reason": .plain(reason)])
    }

    private static func reason(
        _ value: JSONValue, _ path: String
    ) throws(SubmissionFault) -> BilingualText? {
        var members = try StrictMembers(value, path)
        let reason = try members.optional("reason", StrictMembers.words)
        try members.end()
        return reason
    }

    static func total<Quantity: ExtensiveQuantity>(
        _ value: JSONValue, _ path: String
    ) throws(SubmissionFault) -> ReportTotal<Quantity> {
        if case .object = value { return ReportTotal(of: nil, reason: try reason(value, path)) }
        return ReportTotal(of: try quantity(value, path))
    }

    /// A whole amount, small enough that a hundred thousand of them do not overflow.
    static func quantity<Quantity: ExtensiveQuantity>(
        _ value: JSONValue, _ path: String
    ) throws(SubmissionFault) -> Quantity {
        let whole: Int64 = try StrictMembers.whole(value, path)
        guard whole.magnitude < 1 << 55 else {
            throw SubmissionFault(path, "too large for one site", zh: "超出单个站点的合理范围")
        }
        return Quantity(whole: whole)
    }

    static func json(_ ratio: ReportRatio) -> JSONValue {
        guard ratio.isWhole else { return absent(ratio.reason) }
        return .object([
            "numerator": .whole(ratio.numerator), "denominator": .whole(ratio.denominator),
        ])
    }

    static func ratio(
        _ kind: ReportRatio.Kind
    ) -> StrictMembers.Reader<ReportRatio> {
        { value, path throws(SubmissionFault) in
            guard value["numerator"] != nil else {
                return .missing(kind, try reason(value, path))
            }
            let ratio = try StrictMembers.ratio(value, path)
            guard ratio.numerator.magnitude < 1 << 72, ratio.denominator < 1 << 72 else {
                throw SubmissionFault(path, "too large for one site", zh: "超出单个站点的合理范围")
            }
            return ReportRatio(kind, ratio.numerator, over: ratio.denominator)
        }
    }

    // MARK: - Lines

    static func json<Quantity>(_ lines: [ReportLine<Quantity>]) -> JSONValue {
        .object(
            Dictionary(lines.map { ($0.name, .whole($0.amount.whole)) }) { first, _ in first })
    }

    /// Lines of accounts that are known, in their order.
    static func lines<Quantity: ExtensiveQuantity>(
        _ value: JSONValue, _ path: String
    ) throws(SubmissionFault) -> [ReportLine<Quantity>] {
        guard case .object(let members) = value else {
            throw SubmissionFault(path, "no object", zh: "不是对象")
        }
        let order = ReportFigures.accountNames
        for name in members.keys.sorted() where !order.contains(name) {
            throw SubmissionFault(path + "." + name, "unknown account", zh: "未知账户")
        }
        var lines: [ReportLine<Quantity>] = []
        for name in order {
            guard let amount = members[name] else { continue }
            lines.append(
                ReportLine(
                    name: name, label: ReportFigures.label(ofAccount: name),
                    amount: try quantity(amount, path + "." + name), sites: 1))
        }
        return lines
    }

    // MARK: - Figures

    static func json(_ figures: ReportFigures) -> JSONValue {
        var (masses, gases): ([String: JSONValue], [String: JSONValue]) = ([:], [:])
        for scope in ReportScope.allCases {
            masses[scope.rawValue] = json(figures.emission(scope))
            gases[scope.rawValue] = .plain(figures.gases[scope] ?? "")
        }
        return .object([
            "supply_j": json(figures.supply), "use_j": json(figures.uses),
            "unallocated_j": figures.unallocated.map { .whole($0.joules) } ?? .null,
            "heat_j": json(figures.heat), "water_ml": json(figures.waterLines),
            "e_dc_j": json(figures.facilityEnergy), "e_it_j": json(figures.itEnergy),
            "pue": json(figures.pue), "pue_designation": .string(figures.pueDesignation),
            "pue_category": figures.pueCategory.map { .whole($0) } ?? .null,
            "pue_edition": .string(figures.pueEdition), "coverage_s": json(figures.coverage),
            "resolved_s": json(figures.resolvedShare), "estimated_j": json(figures.estimatedShare),
            "whole": .bool(figures.wholeSites == 1), "emissions_mg": .object(masses),
            "gases": .object(gases), "green_j": json(figures.greenEnergy),
            "green_share": json(figures.greenShare), "water_in_ml": json(figures.water),
            "wue": json(figures.wue), "wue_fresh": json(figures.wueFresh),
        ])
    }

    static func figures(
        _ value: JSONValue, _ path: String
    ) throws(SubmissionFault) -> ReportFigures {
        var members = try StrictMembers(value, path)
        let designation = try members.take("pue_designation", StrictMembers.text)
        guard ["PUE", "iPUE"].contains(designation) else {
            throw SubmissionFault(path, "no designation of a PUE", zh: "不是 PUE 名称")
        }
        let figures = ReportFigures(
            sites: 1, supply: try members.take("supply_j", lines),
            uses: try members.take("use_j", lines),
            unallocated: try members.optional("unallocated_j", quantity),
            heat: try members.take("heat_j", lines),
            waterLines: try members.take("water_ml", lines),
            facilityEnergy: try members.take("e_dc_j", total),
            itEnergy: try members.take("e_it_j", total),
            pue: try members.take("pue", ratio(.energy)), pueDesignation: designation,
            pueCategory: try members.optional("pue_category", StrictMembers.count),
            pueEdition: try members.take("pue_edition", StrictMembers.text),
            coverage: try members.take("coverage_s", ratio(.time)),
            resolvedShare: try members.take("resolved_s", ratio(.time)),
            estimatedShare: try members.take("estimated_j", ratio(.energy)),
            wholeSites: try members.take("whole", StrictMembers.flag) ? 1 : 0,
            emissions: try members.take("emissions_mg") {
                value, path throws(SubmissionFault) in try scopes(value, path, total)
            },
            gases: try members.take("gases") { value, path throws(SubmissionFault) in
                try scopes(value, path, StrictMembers.text)
            }, greenEnergy: try members.take("green_j", total),
            greenShare: try members.take("green_share", ratio(.energy)),
            water: try members.take("water_in_ml", total),
            wue: try members.take("wue", ratio(.water)),
            wueFresh: try members.take("wue_fresh", ratio(.water)))
        try members.end()
        return figures
    }

    /// A value for each scope.
    static func scopes<Value>(
        _ value: JSONValue, _ path: String, _ read: StrictMembers.Reader<Value>
    ) throws(SubmissionFault) -> [ReportScope: Value] {
        var members = try StrictMembers(value, path)
        var all: [ReportScope: Value] = [:]
        for scope in ReportScope.allCases { all[scope] = try members.take(scope.rawValue, read) }
        try members.end()
        return all
    }
}
