import EnergyLedger
import Metering
public import Provenance
public import Quantities

/// Green power of one site in one period (绿色电力消费): what lots cover, and of what.
///
/// The lots are matched by the rule of the green share, under which every cancelled certificate
/// counts, whatever the accounting profile makes of it.
public struct GreenPower: Sendable {
    /// What a kind of lot covers.
    public struct Part: Hashable, Sendable {
        /// The lot.
        public let lot: Instrument
        /// The amount [J].
        public internal(set) var energy: Energy
        /// The weakest certainty that the lot and the site belong to one market.
        public internal(set) var confidence: Confidence
    }

    /// What lots cover, each lot once, in the order in which they were drawn.
    public let parts: [Part]
    /// Tells that lots are stated at all; without any nothing is known, which is not zero.
    public let isStated: Bool
    /// grid_import + direct_line + on-site generation + generator - export [J].
    public let consumption: Energy
    /// Generation on the site and over direct lines [J].
    public let directGeneration: Energy
    /// What was exported [J].
    public let exported: Energy

    init(of balances: Balances, allocations: [Int: Allocation]) {
        let years = balances.period.years
        var order: [String] = []
        var parts: [String: Part] = [:]
        for year in years {
            guard let allocation = allocations[year] else { continue }
            for draw in allocation.draws(inside: balances.closing) {
                if parts[draw.instrumentID] != nil {
                    parts[draw.instrumentID]?.energy += draw.energy
                    let known = parts[draw.instrumentID]?.confidence ?? .a
                    parts[draw.instrumentID]?.confidence = max(known, draw.confidence)
                } else if let lot = allocation.lot(draw.instrumentID)?.assessment.lot {
                    order.append(draw.instrumentID)
                    parts[draw.instrumentID] = Part(
                        lot: lot, energy: draw.energy, confidence: draw.confidence)
                }
            }
        }
        isStated = years.contains { !(allocations[$0]?.lots.isEmpty ?? true) }
        self.parts = order.compactMap { parts[$0] }
        func sum(_ accounts: Set<Account>) -> Energy {
            accounts.reduce(.zero) { $0 + (balances.energy[$1] ?? .zero) }
        }
        exported = sum([.gridExport])
        consumption = sum(Balances.facilitySupply) - exported
        directGeneration = sum([.directLine, .onsiteSolar, .onsiteWind, .onsiteOther])
    }

    /// How sure all that lots cover is; C never carries a certificate.
    public var confidence: Confidence { parts.map(\.confidence).max() ?? .a }

    /// What lots of renewable sources cover [J].
    public var renewable: Energy {
        parts.filter(\.lot.isRenewable).reduce(.zero) { $0 + $1.energy }
    }
}
