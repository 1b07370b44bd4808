import CarbonAccounting
import Provenance
import Quantities
import Reporting
import Store

/// Why figures differ (差异归因): the present period against an earlier one, and an earlier one against what was
/// released of it.
struct ReportDifferences {
    private let present: PeriodFigures
    private let earlier: PeriodFigures
    /// What was released of the earlier period, by site; nil where nothing was.
    private let released: [String: [FigureCell]]?

    /// - Parameter releases: All releases, with their cells.
    init(of present: PeriodFigures, since earlier: PeriodFigures, releases: [StoredRelease]) {
        self.present = present
        self.earlier = earlier
        released = Releases.newest(releases, of: earlier.period).map {
            Dictionary(grouping: $0.cells.compactMap(Releases.cell), by: \.key.siteID)
        }
    }

    /// A site's differences, each scope that it has in both periods.
    ///
    /// From the released figure of the earlier period to today's figure of it lies the restatement; from
    /// there to the present period activity, green power and factor. A scope that is absent in one of
    /// the periods, or was when it was released, has no difference.
    func differences(of siteID: String) -> [ReportDifference] {
        let compared = Self.compare(earlier.cells[siteID] ?? [], present.cells[siteID] ?? [])
        return ReportScope.allCases.compactMap { scope in
            guard let before = earlier.figures[siteID]?.emission(scope).known,
                let after = present.figures[siteID]?.emission(scope).known
            else { return nil }
            let change = compared[scope]
            var restated: Int64 = 0
            if let released {
                let cells = (released[siteID] ?? []).filter { $0.key.scope == scope.emissionScope }
                if cells.isEmpty { return nil }
                restated = before.milligrams - cells.reduce(0) { $0 + $1.mass }
            }
            return ReportDifference(
                scope: scope, reported: EmissionMass(milligrams: before.milligrams - restated),
                present: after, activity: EmissionMass(milligrams: change?.activity ?? 0),
                factor: EmissionMass(milligrams: change?.factor ?? 0),
                greenPower: EmissionMass(milligrams: change?.greenPower ?? 0),
                restatement: EmissionMass(milligrams: restated), sites: 1, missing: 0)
        }
    }

    /// Both periods were made by today's settings, so nothing is left to another rule.
    private static func compare(
        _ old: [FigureCell], _ new: [FigureCell]
    ) -> [ReportScope: FigureComparison] {
        let all = FigureComparison.compare(old, with: new, samePeriod: false, sameRules: true)
        return Dictionary(
            all.compactMap { one in ReportScope(rawValue: one.key.scope.rawValue).map { ($0, one) }
            }
        ) { first, _ in first }
    }
}

extension PeriodFigures {
    /// Released figures of a period that are others today, by site and scope.
    func restatements(_ releases: [StoredRelease]) -> [ReportRestatement] {
        guard let release = Releases.newest(releases, of: period),
            release.fingerprint != fingerprint
        else { return [] }
        let old = release.cells.compactMap(Releases.cell).filter {
            !isLimited || figures[$0.key.siteID] != nil
        }
        let new = cells.values.flatMap { $0 }
        return FigureComparison.compare(
            old, with: new, samePeriod: true, sameRules: release.rules == rules
        ).filter { $0.difference != 0 }.compactMap { change in
            ReportScope(rawValue: change.key.scope.rawValue).flatMap { scope in
                ReportRestatement(
                    period: period.label, version: release.version,
                    siteID: change.key.siteID, scope: scope,
                    released: change.old.map(EmissionMass.init(milligrams:)),
                    present: change.new.map(EmissionMass.init(milligrams:)),
                    readings: EmissionMass(milligrams: change.restatement + change.activity),
                    factor: EmissionMass(milligrams: change.factor),
                    greenPower: EmissionMass(milligrams: change.greenPower),
                    rule: EmissionMass(milligrams: change.rule))
            }
        }
    }
}
