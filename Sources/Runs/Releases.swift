public import CarbonAccounting
import EnergyLedger
import MeterFiles
public import Provenance
public import Quantities
import Reporting
import Store

/// Released figures of a portfolio (发布版本) and how today's figures differ from them.
enum Releases {
    /// The claims that releases made; no lot may be used by another year again, whatever version.
    static func spentClaims(_ releases: [StoredRelease]) -> [LotChecker.SpentClaim] {
        releases.flatMap(\.claims).compactMap { claim in
            guard let kind = Instrument.Kind(rawValue: claim.kind) else { return nil }
            let serials = claim.serialFrom.flatMap { from in
                claim.serialTo.flatMap { SerialRange(from: from, to: $0) }
            }
            return LotChecker.SpentClaim(
                instrumentID: claim.instrumentID, serials: serials, kind: kind, year: claim.year,
                energy: Energy(joules: claim.energy))
        }
    }

    /// The newest version of a period.
    static func newest(_ releases: [StoredRelease], of period: Period) -> StoredRelease? {
        releases.last {
            $0.periodStart == "\(period.start)" && $0.periodEnd == "\(period.end)"
        }
    }

    /// The periods of which something was released, the earliest first.
    static func periods(_ releases: [StoredRelease]) -> [Period] {
        var seen: Set<String> = []
        return releases.compactMap { release -> Period? in
            guard seen.insert(release.periodStart + "/" + release.periodEnd).inserted,
                let start = CivilDate(iso: release.periodStart),
                let end = CivilDate(iso: release.periodEnd)
            else { return nil }
            return Period(from: start, to: end, label: release.label)
        }.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    }

    /// Tells how figures differ from those of the newest release of the same period.
    static func restatements(
        _ releases: [StoredRelease], sites: [Run.SiteResult], period: Period
    ) -> [Finding] {
        guard let release = newest(releases, of: period) else { return [] }
        let cells = FigureCell.cells(of: sites.map(\.inventory))
        guard fingerprint(cells, sites) != release.fingerprint else { return [] }
        return [
            Finding(
                .restatement,
                arguments: ["period": period.label, "value": "\(release.version)"],
                phrases: [
                    "reason": BilingualText(
                        "readings, factors, instruments or settings changed since",
                        zh: "此后读数、因子、凭证或设定有变化")
                ])
        ]
    }

    /// The digest of all figures: every source, and which figures are absent.
    static func fingerprint(_ cells: [FigureCell], _ sites: [Run.SiteResult]) -> String {
        var text = ""
        for cell in cells.map(stored) {
            text +=
                [
                    cell.siteID, cell.scope, cell.category, cell.source, cell.unit, cell.rest,
                    "\(cell.restMass)", cell.covered, "\(cell.coveredMass)",
                ].joined(separator: "\u{1F}") + "\n"
        }
        for site in sites {
            let figures = EmissionScope.allCases.map {
                site.inventory.mass(of: $0)?.kilogramsText ?? "-"
            }
            text += ([site.site.id] + figures).joined(separator: "\u{1F}") + "\n"
        }
        return ByteReader.digest(of: text.utf8).hexadecimal
    }

    static func stored(_ cell: FigureCell) -> StoredRelease.Cell {
        func text(_ value: ExactRational) -> String { "\(value.numerator)/\(value.denominator)" }
        return StoredRelease.Cell(
            siteID: cell.key.siteID, scope: cell.key.scope.rawValue,
            category: cell.key.category.rawValue, source: cell.key.source, unit: cell.key.unit,
            rest: text(cell.rest), restMass: cell.restMass, covered: text(cell.covered),
            coveredMass: cell.coveredMass)
    }

    static func cell(_ stored: StoredRelease.Cell) -> FigureCell? {
        func value(_ text: String) -> ExactRational? {
            let parts = text.split(separator: "/").compactMap { Int128($0) }
            return parts.count == 2 ? ExactRational(parts[0], over: parts[1]) : nil
        }
        guard let scope = EmissionScope(rawValue: stored.scope),
            let category = EmissionCategory(rawValue: stored.category),
            let rest = value(stored.rest), let covered = value(stored.covered)
        else { return nil }
        return FigureCell(
            key: FigureCell.Key(
                siteID: stored.siteID, scope: scope, category: category, source: stored.source,
                unit: stored.unit),
            rest: rest, restMass: stored.restMass, covered: covered,
            coveredMass: stored.coveredMass)
    }
}

extension Run {
    /// What a release did.
    public enum ReleaseOutcome: Sendable {
        /// The figures are those of a version that exists.
        case unchanged(version: Int)
        /// A version was made.
        case released(version: Int)
    }

    /// Two versions side by side.
    public struct VersionComparison: Sendable {
        /// The older figures: period and version.
        public let old: (label: String, version: Int)
        /// The newer ones; version nil for those of this run.
        public let new: (label: String, version: Int?)
        /// Each site and scope.
        public let figures: [FigureComparison]
    }

    /// Keeps the figures of this run beside those that were released before.
    public func release(language: Language) throws -> ReleaseOutcome {
        let cells = FigureCell.cells(of: sites.map(\.inventory))
        let fingerprint = Releases.fingerprint(cells, sites)
        let workspace = try Workspace(of: portfolio.folder, writing: true)
        let before = Releases.newest(try workspace.store.releases(), of: period)
        if let before, before.fingerprint == fingerprint {
            return .unchanged(version: before.version)
        }
        let version = (before?.version ?? 0) + 1
        try workspace.store.keep(
            StoredRelease(
                periodStart: "\(period.start)", periodEnd: "\(period.end)", label: period.label,
                version: version, fingerprint: fingerprint, rules: rulesDigest,
                document: releaseDocument(version: version, language: language).text,
                cells: cells.map(Releases.stored), claims: claims))
        return .released(version: version)
    }

    /// Holds the figures of this run against a release: of its own period, or of another one.
    ///
    /// - Parameters:
    ///   - other: The period of the release; nil for the one of this run.
    ///   - version: The version; nil for the newest.
    ///   - newer: The version of this run's period that stands for the newer figures; nil takes those of this
    ///     run.
    /// - Returns: nil when there is no such release.
    public func comparison(
        with other: Period?, version: Int?, newer: Int? = nil
    ) throws -> VersionComparison? {
        let period = other ?? period
        let releases = try Workspace(of: portfolio.folder, writing: false).store.releases(
            withCells: true)
        func release(_ period: Period, _ version: Int?) -> StoredRelease? {
            releases.last {
                $0.periodStart == "\(period.start)" && $0.periodEnd == "\(period.end)"
                    && (version == nil || $0.version == version)
            }
        }
        guard let old = release(period, version) else { return nil }
        if let newer {
            guard let new = release(self.period, newer) else { return nil }
            let figures = FigureComparison.compare(
                old.cells.compactMap(Releases.cell), with: new.cells.compactMap(Releases.cell),
                samePeriod: period.start == self.period.start && period.end == self.period.end,
                sameRules: old.rules == new.rules)
            return VersionComparison(
                old: (old.label, old.version), new: (new.label, new.version), figures: figures)
        }
        let figures = FigureComparison.compare(
            old.cells.compactMap(Releases.cell), with: FigureCell.cells(of: sites.map(\.inventory)),
            samePeriod: period.start == self.period.start && period.end == self.period.end,
            sameRules: old.rules == rulesDigest)
        return VersionComparison(
            old: (old.label, old.version), new: (self.period.label, nil), figures: figures)
    }

    /// The releases of the portfolio: period, version, digest of the figures.
    public func releasedVersions() -> [(label: String, version: Int, fingerprint: String)] {
        releases.map { ($0.label, $0.version, $0.fingerprint) }
    }

    /// What of the settings makes a figure by another rule. Which tables hold is no rule: a figure by another table
    /// differs by its factor.
    var rulesDigest: String {
        let others: Set = ["language", "currency", "factor_publications"]
        let settings = portfolio.settings.printed.filter { !others.contains($0.key) }
            .sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return ByteReader.digest(of: settings.joined(separator: "\n").utf8).hexadecimal
    }

    private var claims: [StoredRelease.Claim] {
        matching.green.sorted { $0.key < $1.key }.flatMap { year, allocation in
            allocation.lots.filter { $0.allocated > .zero }.map { result in
                let lot = result.assessment.lot
                return StoredRelease.Claim(
                    instrumentID: lot.id, kind: lot.kind.rawValue,
                    serialFrom: lot.serials.map { "\($0.prefix)\($0.first)" },
                    serialTo: lot.serials.map { "\($0.prefix)\($0.last)" }, year: year,
                    energy: result.allocated.joules)
            }
        }
    }

    private func releaseDocument(version: Int, language: Language) -> JSONValue {
        var members = heading.members("carbongrade-release/1")
        members["version"] = .integer(version)
        members["sites"] = .array(
            sites.map { site in
                var figures: [String: JSONValue] = ["site_id": .string(site.site.id)]
                for scope in EmissionScope.allCases {
                    figures[scope.rawValue] = .decimal(
                        site.inventory.mass(of: scope)?.kilogramsText)
                }
                figures["e_dc_kwh"] = .decimal(site.balances.facilityEnergy?.kilowattHoursText)
                figures["e_it_kwh"] = .decimal(site.balances.itEnergy?.kilowattHoursText)
                return .object(figures)
            })
        return .object(members)
    }
}
