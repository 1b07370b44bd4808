public import EnergyLedger
public import Provenance
public import Quantities

/// A measure at a site (候选措施): what it would do to this chain, what it costs, or what stands
/// against it.
public struct RetrofitOption: Hashable, Sendable {
    /// The measure.
    public let measure: Measure
    /// The site.
    public private(set) var siteID: String
    /// What the portfolio says of it; nil when nothing.
    public let terms: MeasureTerms?
    /// The expected saving, the low end, as the chain counts it.
    public let actions: [PowerChain.Action]
    /// The saving at the high end.
    public let highActions: [PowerChain.Action]
    /// The low end that is used.
    public let low: DecimalText?
    /// The high end that is used.
    public let high: DecimalText?
    /// Tells that the range is the portfolio's own.
    public let isOwnRange: Bool
    /// What it costs; nil when unknown.
    public private(set) var capex: Money?
    /// What it costs each year, its water included.
    public private(set) var annualCost: Money
    /// Water that it takes each year, below zero where it spares some; nil when nobody says.
    public private(set) var annualWater: Volume?
    /// What that water costs each year; nil where it or its price is not stated.
    public private(set) var annualWaterCost: Money?
    private let waterPrice: DecimalText?
    /// Tells that a price is not stated, or cannot be counted at the site.
    private let lacksPrice: Bool
    /// How long it works [years]; nil when unknown.
    public let lifeYears: Int?
    /// Whether the site has the plant that it needs.
    public private(set) var needs: [PlantNeed]
    /// Whether what it replaces is old enough; nil where no age is asked for.
    public private(set) var age: AgeVerdict?
    /// Why it cannot be planned; nil when it can.
    public private(set) var hindrance: Reason?

    /// The measure's name.
    public var id: String { measure.id }

    /// Tells that it stands already and serves as a prerequisite.
    public var isDone: Bool { terms?.status == .done }

    /// The day by which it must be done.
    public var requiredBy: CivilDate? { terms?.requiredBy }

    /// Tells that it takes or spares water.
    public var changesWater: Bool { annualWater.map { $0 != .zero } ?? false }

    /// Makes the option of a measure at a site.
    ///
    /// - Parameters:
    ///   - terms: The portfolio's line for this site, else the one for all sites.
    ///   - hasTariff: Whether money can be counted at all.
    ///   - isCalendarYear: Whether the period is one, so that lots of green power can be matched.
    ///   - waterPrice: What a cubic metre of water costs; nil when nobody says.
    ///   - plant: What sites state of their plant.
    public init(
        _ measure: Measure, at site: Site, _ chain: PowerChain, terms: MeasureTerms?,
        hasTariff: Bool, isCalendarYear: Bool = true, waterPrice: DecimalText? = nil,
        plant: StatedPlant
    ) {
        age = AgeCondition(of: measure, terms).map { plant.verdict(on: $0, at: site) }
        needs = (terms?.needsPlant ?? measure.needsPlant).map { plant.need(of: $0, at: site) }
        self.waterPrice = waterPrice
        self.measure = measure
        siteID = site.id
        self.terms = terms
        isOwnRange = terms?.low != nil
        let isUsable = isOwnRange || measure.shipsAsDefault
        low = terms?.low ?? measure.low
        high = isOwnRange ? (terms?.high ?? terms?.low) : (measure.high ?? measure.low)
        let resolution = ActionResolution(
            measure, chain, quantity: terms?.quantity, low: terms?.low ?? measure.low,
            isOfWholeLink: terms?.isProven ?? false)
        actions = isUsable ? resolution.actions(low) : []
        highActions = isUsable ? resolution.actions(high) : []
        let prices = Prices(terms, at: site, waterPrice)
        capex = prices.capex
        annualCost = prices.yearly
        annualWater = prices.water
        annualWaterCost = prices.waterCost
        lacksPrice = prices.isLacking
        lifeYears = terms?.lifeYears
        hindrance = Self.hindrance(
            measure, terms, age, needs, isUsable: isUsable, resolution, actions,
            hasTariff: hasTariff, isCalendarYear: isCalendarYear)
        if hindrance == nil, lacksPrice { hindrance = .noPrice }
        if hindrance == nil, lifeYears == nil { hindrance = .noLife }
    }

    /// The words of a reason, with what of this option they hang on.
    public func text(of reason: Reason) -> BilingualText {
        guard let detail = detail(of: reason) else { return reason.text }
        return BilingualText(
            "\(reason.text.english): \(detail.english)",
            zh: "\(reason.text.chinese)：\(detail.chinese)")
    }

    /// What of this option a reason hangs on; nil where on nothing.
    public func detail(of reason: Reason) -> BilingualText? {
        switch reason {
        case .plantAbsent: needs.first { $0.isThere == false }?.text
        case .youngerThanMinimumAge, .ageNotKnown: age?.text
        default: nil
        }
    }

    /// Takes the same option of another site in: what both cost together.
    mutating func join(_ other: RetrofitOption) {
        capex = capex.flatMap { own in other.capex.map { own + $0 } }
        annualCost += other.annualCost
    }

    /// The same option at another site of the same archetype: only name, prices and the day of commissioning differ.
    /// Nil where a price fits one of the two sites and not the other, for then more than the price differs.
    func at(_ site: Site, _ plant: StatedPlant) -> RetrofitOption? {
        var option = self
        option.siteID = site.id
        option.age = age.map { plant.verdict(on: $0.condition, at: site) }
        option.needs = needs.map { plant.need(of: $0.part, at: site) }
        if terms?.basis != .site {
            let prices = Prices(terms, at: site, waterPrice)
            guard prices.isLacking == lacksPrice else { return nil }
            option.capex = prices.capex
            option.annualCost = prices.yearly
            option.annualWater = prices.water
            option.annualWaterCost = prices.waterCost
        }
        return option
    }

    private static func hindrance(
        _ measure: Measure, _ terms: MeasureTerms?, _ age: AgeVerdict?, _ needs: [PlantNeed],
        isUsable: Bool,
        _ resolution: ActionResolution, _ actions: [PowerChain.Action], hasTariff: Bool,
        isCalendarYear: Bool
    ) -> Reason? {
        switch terms?.status {
        case .done: return .alreadyDone
        case .refused: return .refusedBySite
        case .available, nil: break
        }
        if needs.contains(where: { $0.isThere == false }) { return .plantAbsent }
        if let hindrance = age?.hindrance { return hindrance }
        if !isUsable { return measure.reasonAgainstDefault ?? .askForSiteData }
        if measure.effect == .statement { return .noPublishedSaving }
        if measure.effect.isGreenPower {
            guard let quantity = terms?.quantity, greenMegawattHours(quantity) != nil else {
                return .quantityNeeded
            }
            if !isCalendarYear { return .needsCalendarYear }
        } else if measure.effect != .enabler {
            if let problem = resolution.problem { return problem }
            if actions.isEmpty { return .savesNothingAtLowEnd }
        }
        return hasTariff ? nil : .noTariff
    }

    /// Green power that it brings a year [MWh], whole ones as certificates are; nil where it is none.
    public var greenMegawattHours: Int64? {
        guard measure.effect.isGreenPower, let quantity = terms?.quantity else { return nil }
        return Self.greenMegawattHours(quantity)
    }

    private static func greenMegawattHours(_ quantity: DecimalText) -> Int64? {
        let whole = quantity.significand / Rounding.powerOfTen(quantity.scale)
        guard whole > 0, whole <= 1_000_000_000 else { return nil }
        return Int64(whole)
    }

    /// Sets aside options whose prerequisites cannot be had or that something done excludes.
    public static func settled(_ options: [RetrofitOption]) -> [RetrofitOption] {
        var options = options.sorted { $0.id < $1.id }
        let done = Set(options.filter(\.isDone).map(\.id))
        let names = Set(options.map(\.id))
        for index in options.indices where options[index].hindrance == nil {
            let measure = options[index].measure
            let isExcluded =
                !done.isDisjoint(with: measure.conflictsWith)
                || options.contains {
                    $0.isDone && $0.measure.conflictsWith.contains(measure.id)
                }
            if isExcluded { options[index].hindrance = .excludedByDone }
        }
        var changed = true
        while changed {
            changed = false
            let usable = Set(options.filter { $0.hindrance == nil }.map(\.id)).union(done)
            for index in options.indices where options[index].hindrance == nil {
                // A prerequisite that is not made for this kind of site is none here.
                let lacks = options[index].measure.dependsOn.contains { group in
                    !group.filter(names.contains).isEmpty && usable.isDisjoint(with: group)
                }
                if lacks {
                    options[index].hindrance = .prerequisiteMissing
                    changed = true
                }
            }
        }
        return options
    }
}

extension MeasureTerms {
    /// All that the measure can cost at a site, paid once and over the longest life [1/100].
    func greatestCost(at site: Site, waterPrice: DecimalText?) -> Int128 {
        let prices = Prices(self, at: site, waterPrice)
        return Int128(prices.capex?.hundredths.magnitude ?? 0)
            + Int128(prices.yearly.hundredths.magnitude) * Int128(Discounting.horizon)
    }

    /// The water that the measure takes or spares in a year at a site [mL].
    func greatestWater(at site: Site) -> Int128 {
        annualWater == nil
            ? 0 : Int128(Prices(self, at: site, nil).water?.millilitres.magnitude ?? 0)
    }
}

/// What a measure costs at a site (措施价格).
private struct Prices {
    /// Paid once; nil when not stated, not countable, or too much to be held.
    let capex: Money?
    /// Paid each year, the water included; nothing where a part of it cannot be counted.
    let yearly: Money
    /// Water taken each year; nil when not stated or not countable.
    let water: Volume?
    /// Paid for it each year; nil without a price.
    let waterCost: Money?
    /// Tells that a plan cannot count with them.
    let isLacking: Bool

    /// Most that one measure at one site may cost [1/100] or take [mL], so that sums over measures and years never leave
    /// 64 bits: ten trillion, a billion cubic metres.
    private static let most: Int64 = 1_000_000_000_000_000

    init(_ terms: MeasureTerms?, at site: Site, _ waterPrice: DecimalText?) {
        let count = Self.count(terms, site)
        func bounded(_ amount: DecimalText, _ count: DecimalText, in unit: Int64) -> Int64? {
            amount.rounded(times: count, times: unit).flatMap {
                $0.magnitude <= Self.most.magnitude ? $0 : nil
            }
        }
        func money(_ price: DecimalText?) -> Money? {
            price.flatMap { price in count.flatMap { bounded(price, $0, in: 100) } }
                .map(Money.init(hundredths:))
        }
        capex = money(terms?.capex)
        let annual = money(terms?.annualCost)
        // Whole millilitres, rounded half to even once.
        let water = terms?.annualWater.flatMap { amount in
            count.flatMap { bounded(amount, $0, in: 1_000_000) }
        }
        self.water = water.map(Volume.init(millilitres:))
        waterCost = water.flatMap { water in
            waterPrice.flatMap {
                bounded($0, DecimalText(significand: Int128(water), scale: 6), in: 100)
            }
        }.map(Money.init(hundredths:))
        yearly = (annual ?? .zero) + (waterCost ?? .zero)
        isLacking =
            capex == nil || (terms?.annualCost != nil && annual == nil)
            || (terms?.annualWater != nil && water == nil)
            || (water != nil && waterPrice != nil && waterCost == nil)
    }

    /// How often a price counts; nil when the site does not say.
    private static func count(_ terms: MeasureTerms?, _ site: Site) -> DecimalText? {
        switch terms?.basis {
        case .site, nil: .one
        case .rack: site.racksInstalled.map { DecimalText(significand: Int128($0), scale: 0) }
        case .itKilowatt: site.itDesignKilowatts
        case .squareMetre: site.floorAreaSquareMetres
        case .unit: terms?.quantity
        }
    }
}

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
