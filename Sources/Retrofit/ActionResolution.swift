import EnergyLedger
import Quantities

/// Turns a measure's range into what the chain does.
struct ActionResolution {
    private let measure: Measure
    private let chain: PowerChain
    private let quantity: DecimalText?

    private let low: DecimalText?
    private let isOfWholeLink: Bool

    /// - Parameter isOfWholeLink: Tells that the range is a share of the whole link, whatever part of it is reached.
    init(
        _ measure: Measure, _ chain: PowerChain, quantity: DecimalText?, low: DecimalText?,
        isOfWholeLink: Bool = false
    ) {
        self.isOfWholeLink = isOfWholeLink && measure.effect == .share
        self.low = low
        self.measure = measure
        self.chain = chain
        self.quantity = quantity
    }

    /// The links of the chain that the measure acts on; all parts of cooling count as cooling.
    private var links: [EndUse] {
        guard let endUse = measure.endUse else { return [] }
        let candidates: [EndUse] =
            endUse == .cooling ? [.cooling, .compressor, .pump, .heatRejection] : [endUse]
        return candidates.filter { chain.links[$0].map { $0.total > 0 } ?? false }
    }

    /// What stands against computing it.
    var problem: Reason? {
        if measure.needsQuantity, quantity == nil, !isOfWholeLink { return .quantityNeeded }
        if measure.effect == .generation {
            return chain.links.isEmpty ? .notMetered : nil
        }
        if measure.effect == .storage {
            guard let supply = chain.supply, !chain.links.isEmpty else { return .notMetered }
            return supply.canShift ? nil : .onePrice
        }
        if links.isEmpty { return .notMetered }
        if measure.effect == .efficiencyPoints, let low = low.flatMap(Share.init(_:)),
            let link = links.first.flatMap({ chain.links[$0] }), let it = chain.links[.it]
        {
            let saving = Conversion.saving(throughput: it.total, loss: link.total, points: low)
            if saving == .none, low > .none { return .betterAlready }
        }
        return nil
    }

    /// What the measure does at one end of its range; empty when that is nothing.
    func actions(_ value: DecimalText?) -> [PowerChain.Action] {
        guard let value, problem == nil || problem == .betterAlready else { return [] }
        switch measure.effect {
        case .share:
            let reach = isOfWholeLink ? .all : quantity.flatMap(Share.init(_:)) ?? .all
            return saving(Share(value).map { $0 * reach })
        case .sharePerDegree: return saving(perDegree(value))
        case .fanSpeed:
            return saving(quantity.flatMap { FanLaw.saving(atSpeed: $0, exponent: value) })
        case .efficiencyPoints:
            guard let points = Share(value), points > .none else { return [] }
            return links.map { .convert(by: points, at: $0) }
        case .energyPerUnit:
            guard let joules = energy(value) else { return [] }
            return links.prefix(1).map { .remove(joules, of: $0) }
        case .generation: return energy(value).map { [.generate($0)] } ?? []
        case .storage:
            guard let efficiency = Share(value), efficiency > .none,
                let joules = energy(.one)
            else { return [] }
            return [.shift(joules, efficiency: efficiency)]
        case .enabler, .statement, .greenTrade, .greenCertificates: return []
        }
    }

    private func saving(_ share: Share?) -> [PowerChain.Action] {
        guard let share, share > .none else { return [] }
        return links.map { .save(share, of: $0) }
    }

    /// kWh a year and unit times units [J]; nil when nothing.
    private func energy(_ value: DecimalText) -> Int64? {
        guard let quantity, let joules = value.rounded(times: quantity, times: 3_600_000),
            joules > 0
        else { return nil }
        return joules
    }

    /// `1 - (1 - s)^n` for whole degrees; a part of a degree counts in proportion.
    private func perDegree(_ value: DecimalText) -> Share? {
        guard let each = Share(value), let quantity, quantity.significand >= 0 else { return nil }
        let one = Rounding.powerOfTen(quantity.scale)
        let whole = quantity.significand / one
        guard whole <= 30 else { return nil }
        let degrees = (0..<Int(whole)).reduce(Share.none) { sum, _ in sum.followed(by: each) }
        let part = DecimalText(significand: quantity.significand % one, scale: quantity.scale)
        return degrees.followed(by: each * (Share(part) ?? .none))
    }
}
