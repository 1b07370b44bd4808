import Metering
public import Provenance
import Quantities

extension ReportFigures {
    /// The figures of sites together: sums, and ratios of sums; never a mean.
    public static func sum(_ sites: [ReportFigures]) -> ReportFigures {
        let rawNames = accountNames
        let open = sites.compactMap(\.unallocated)
        let categories = sites.filter { $0.pue.sites > 0 }.map(\.pueCategory)
        func totals<Quantity>(
            _ figure: (ReportFigures) -> ReportTotal<Quantity>
        ) -> ReportTotal<Quantity> { ReportTotal.sum(sites.map(figure)) }
        func ratios(_ kind: ReportRatio.Kind, _ figure: (ReportFigures) -> ReportRatio)
            -> ReportRatio
        { ReportRatio.sum(kind, sites.map(figure)) }
        return ReportFigures(
            sites: sites.reduce(0) { $0 + $1.sites },
            supply: ReportLine.sum(sites.map(\.supply), inOrderOf: rawNames),
            uses: ReportLine.sum(sites.map(\.uses), inOrderOf: rawNames),
            unallocated: open.isEmpty ? nil : open.reduce(.zero, +),
            heat: ReportLine.sum(sites.map(\.heat), inOrderOf: rawNames),
            waterLines: ReportLine.sum(sites.map(\.waterLines), inOrderOf: rawNames),
            facilityEnergy: totals(\.facilityEnergy), itEnergy: totals(\.itEnergy),
            pue: ratios(.energy, \.pue),
            pueDesignation: sites.allSatisfy { $0.pueDesignation == "PUE" } && !sites.isEmpty
                ? "PUE" : "iPUE",
            pueCategory: categories.contains(nil) ? nil : categories.compactMap { $0 }.min(),
            pueEdition: sites.lazy.map(\.pueEdition).first { !$0.isEmpty } ?? "",
            coverage: ratios(.time, \.coverage),
            resolvedShare: ratios(.time, \.resolvedShare),
            estimatedShare: ratios(.energy, \.estimatedShare),
            wholeSites: sites.reduce(0) { $0 + $1.wholeSites },
            emissions: Dictionary(
                uniqueKeysWithValues: ReportScope.allCases.map { scope in
                    (scope, totals { $0.emission(scope) })
                }),
            gases: Dictionary(
                uniqueKeysWithValues: ReportScope.allCases.map { scope in
                    (scope, gases(of: sites, scope))
                }),
            greenEnergy: totals(\.greenEnergy), greenShare: ratios(.energy, \.greenShare),
            water: totals(\.water), wue: ratios(.water, \.wue), wueFresh: ratios(.water, \.wueFresh)
        )
    }

    /// Tells whether nothing was metered: no electricity, no heat and no water.
    public var isEmpty: Bool {
        supply.isEmpty && uses.isEmpty && heat.isEmpty && waterLines.isEmpty
    }

    /// The figures of one site of which nothing is known.
    public static func missing(_ reason: BilingualText?) -> ReportFigures {
        ReportFigures(
            sites: 1, supply: [], uses: [], unallocated: nil, heat: [], waterLines: [],
            facilityEnergy: ReportTotal(of: nil, reason: reason),
            itEnergy: ReportTotal(of: nil, reason: reason), pue: .missing(.energy, reason),
            pueDesignation: "iPUE", pueCategory: nil, pueEdition: "",
            coverage: .missing(.time, reason), resolvedShare: .missing(.time, reason),
            estimatedShare: .missing(.energy, reason), wholeSites: 0,
            emissions: Dictionary(
                uniqueKeysWithValues: ReportScope.allCases.map {
                    ($0, ReportTotal(of: nil, reason: reason))
                }), gases: [:], greenEnergy: ReportTotal(of: nil, reason: reason),
            greenShare: .missing(.energy, reason), water: ReportTotal(of: nil, reason: reason),
            wue: .missing(.water, reason), wueFresh: .missing(.water, reason))
    }

    /// The gases of all sites that have the figure; unlike ones are named one after the other.
    private static func gases(of sites: [ReportFigures], _ scope: ReportScope) -> String {
        let all = sites.filter { $0.emission(scope).sites > 0 }.compactMap { $0.gases[scope] }
        return Set(all).filter { !$0.isEmpty }.sorted().joined(separator: "; ")
    }

    /// The names of all accounts, in their order.
    static let accountNames = Account.allCases.map(\.rawValue)

    /// The line of a name for people; unknown names stand as they are.
    public static func label(ofAccount name: String) -> BilingualText {
        Account(rawValue: name).map(Labels.account) ?? BilingualText(name, zh: name)
    }
}

extension ReportMonth {
    /// The months of sites together, each label once in the order of the first site that has it.
    public static func sum(_ sites: [[ReportMonth]]) -> [ReportMonth] {
        var labels: [String] = []
        var byLabel: [String: [ReportMonth]] = [:]
        for month in sites.joined() {
            if byLabel[month.label] == nil { labels.append(month.label) }
            byLabel[month.label, default: []].append(month)
        }
        return labels.sorted().map { label in
            let months = byLabel[label] ?? []
            return ReportMonth(
                label: label, facilityEnergy: .sum(months.map(\.facilityEnergy)),
                itEnergy: .sum(months.map(\.itEnergy)), pue: .sum(.energy, months.map(\.pue)),
                water: .sum(months.map(\.water)),
                emissions: Dictionary(
                    uniqueKeysWithValues: ReportScope.allCases.map { scope in
                        (scope, .sum(months.compactMap { $0.emissions[scope] }))
                    }))
        }
    }
}

extension ReportDifference {
    /// The differences of sites together, scope by scope; a scope that no site has is left out, and one that
    /// some sites have counts the others as missing.
    public static func sum(_ sites: [[ReportDifference]]) -> [ReportDifference] {
        let byScope = Dictionary(grouping: sites.joined(), by: \.scope)
        return ReportScope.allCases.compactMap { scope in
            guard let parts = byScope[scope] else { return nil }
            func sum(_ mass: (ReportDifference) -> EmissionMass) -> EmissionMass {
                parts.reduce(.zero) { $0 + mass($1) }
            }
            return ReportDifference(
                scope: scope, reported: sum(\.reported), present: sum(\.present),
                activity: sum(\.activity), factor: sum(\.factor), greenPower: sum(\.greenPower),
                restatement: sum(\.restatement), sites: parts.count,
                missing: sites.count - parts.count)
        }
    }
}
