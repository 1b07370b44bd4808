import ArgumentParser
import EnergyLedger
import Grading
import Provenance
import Quantities
import Runs

/// What the commands take that answer for a period.
struct PeriodOptions: ParsableArguments {
    @Option(help: "2026, 2026Q3, 2026-09 or 2026-07-01/2026-10-01 (half-open, local).")
    var period: Period

    @Option(help: "One site only.")
    var site: String?
}

extension CommonOptions {
    /// Walks the street for a period.
    func run(_ chosen: PeriodOptions, schemes: [String]? = nil) throws -> Run {
        let data = try data()
        for scheme in schemes ?? [] where data.rulebook(scheme) == nil {
            throw ValidationError(
                "No scheme is named \(scheme); there are: "
                    + data.rulebooks.map(\.rulebook.id).joined(separator: ", "))
        }
        let portfolio = try portfolio()
        if let site = chosen.site, !portfolio.sites.contains(where: { $0.id == site }) {
            throw ValidationError(
                "No site is named \(site); there are: "
                    + portfolio.sites.map(\.id).joined(separator: ", "))
        }
        return try Run(portfolio, data, over: chosen.period, schemes: schemes, site: chosen.site)
    }
}

extension Run {
    /// Exit code 1 when a finding disqualifies.
    func throwIfDisqualified() throws {
        if severity == .disqualifies { throw ExitCode(1) }
    }
}
