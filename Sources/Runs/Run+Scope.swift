import EnergyLedger
import Metering
import Provenance
import Reporting
import Store

extension Run {
    /// The same run as someone may see it who may see some sites only (按站点限制可见范围).
    ///
    /// Figures of a site stay what they are: lots and ranks were drawn over all sites. What speaks of all sites
    /// together is left out, and so is a file or a finding that speaks of another site as well.
    public func limited(to siteIDs: Set<String>) -> Run {
        var run = self
        run.isLimited = true
        run.sites = sites.filter { siteIDs.contains($0.site.id) }
        run.operators = []
        run.aggregates = []
        let siteOfMeter = Dictionary(portfolio.meters.map { ($0.id, $0.siteID) }) { first, _ in
            first
        }
        func isVisible(meter: String) -> Bool { siteOfMeter[meter].map(siteIDs.contains) ?? false }
        let visible = files.filter { !$0.meterIDs.isEmpty && $0.meterIDs.allSatisfy(isVisible) }
        let sources = Set(visible.map { FileName(batch: $0.batch, name: $0.name) })
        let names = Set(visible.map(\.name))
        run.statements = statements.filter {
            sources.contains(FileName(batch: $0.batch, name: $0.file))
        }
        run.bills = bills.filter { siteIDs.contains($0.bill.siteID) }
        run.findings = findings.filter { finding in
            if let site = finding.siteID { return siteIDs.contains(site) }
            if let meter = finding.meterID { return isVisible(meter: meter) }
            return finding.file.map(names.contains) ?? false
        }
        return run
    }

    /// The same sites graded by other schemes, also by those made for other kinds of site.
    public func graded(by schemes: [String]) throws -> Run {
        let run = try Run(portfolio, data, over: period, schemes: schemes, depth: .months)
        return isLimited ? run.limited(to: Set(sites.map(\.site.id))) : run
    }

    private struct FileName: Hashable {
        let batch: Int
        let name: String
    }
}
