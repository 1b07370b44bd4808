import ArgumentParser
import EnergyLedger
import Grading
import Provenance
import Quantities
import Runs

/// What the commands take that answer for a period.
struct PeriodOptions: ParsableArguments {
    @Option(
        help: Help.of(
            "2026, 2026Q3, 2026-09 or 2026-07-01/2026-10-01 (half-open, local).",
            zh: "2026、2026Q3、2026-09 或 2026-07-01/2026-10-01（不含终点，当地日期）。"))
    var period: Period

    @Option(
        help: Help.of(
            "One site only.", zh: "只看一个站点。"))
    var site: String?
}

extension CommonOptions {
    /// Walks the street for a period.
    func run(
        _ chosen: PeriodOptions, schemes: [String]? = nil, verifyingOriginals: Bool = false,
        depth: Run.Depth = .hours
    ) throws -> Run {
        let portfolio = try portfolio()
        let data = try data(for: portfolio)
        for scheme in schemes ?? [] where data.rulebook(scheme) == nil {
            throw ValidationError(
                words("No scheme is named \(scheme); there are: ", zh: "没有名为 \(scheme) 的规则；现有：")
                    + data.rulebooks.map(\.rulebook.id).joined(separator: ", "))
        }
        try check(site: chosen.site, of: portfolio)
        return try Run(
            portfolio, data, over: chosen.period, schemes: schemes, site: chosen.site,
            verifyingOriginals: verifyingOriginals, depth: depth)
    }

    /// Tells which sites there are, where one is asked for that is not there.
    func check(site: String?, of portfolio: Portfolio) throws {
        guard let site, !portfolio.sites.contains(where: { $0.id == site }) else { return }
        throw ValidationError(
            words("No site is named \(site); there are: ", zh: "没有名为 \(site) 的站点；现有：")
                + portfolio.sites.map(\.id).joined(separator: ", "))
    }
}

extension Run {
    /// Exit code 1 when a finding disqualifies.
    func throwIfDisqualified() throws {
        if severity == .disqualifies { throw ExitCode(1) }
    }
}
