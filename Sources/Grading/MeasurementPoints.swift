import EnergyLedger
import Metering
import Provenance
import Quantities

/// Where the IT load of a site is measured, and which PUE category that allows.
struct MeasurementPoints {
    /// The lowest category of all points; nil when a point is missing.
    let weakestCategory: Int?
    /// The highest category of any point, also of meters that only control others.
    let finestCategory: Int?
    /// Why there is no category.
    let reason: BilingualText?
    /// What was found: points of unlike categories.
    let findings: [Finding]

    init(of balances: Balances, meters: [Meter]) {
        let site = balances.site
        let interval = balances.interval
        let itMeters = meters.filter {
            $0.siteID == site.id && Balances.itAccounts.contains($0.account)
                && $0.validity.intersection(interval) != nil
        }
        let control = meters.filter {
            $0.siteID == site.id && $0.account == .check
                && $0.validity.intersection(interval) != nil
        }
        finestCategory = (itMeters + control).compactMap { $0.measurementPoint?.category }.max()
        let points = Set(itMeters.compactMap(\.measurementPoint))
        let categories = Set(points.map(\.category))
        let unstated = itMeters.filter { $0.measurementPoint == nil }.map(\.id).sorted()
        if let first = unstated.first {
            weakestCategory = nil
            reason = BilingualText(
                "the measurement point of \(first) is not stated", zh: "未填写 \(first) 的计量位置")
        } else {
            weakestCategory = categories.min()
            reason =
                categories.isEmpty
                ? BilingualText("the site has no meter of the IT load", zh: "站点没有 IT 负载计量") : nil
        }
        guard categories.count > 1, let weakest = categories.min() else {
            findings = []
            return
        }
        let named = points.map(\.rawValue).sorted().joined(separator: ", ")
        findings = [
            Finding(
                .mixedMeasurementPoints,
                arguments: [
                    "site": site.id, "found": named, "expected": "PUE category \(weakest)",
                ],
                siteID: site.id, interval: interval)
        ]
    }
}
