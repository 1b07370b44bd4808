public import Provenance
public import Quantities

/// What burning one unit of a fuel emits, exactly [kg for each unit asked for].
public struct FuelRates: Hashable, Sendable {
    /// Carbon dioxide; nil when the publication prints only the equivalent.
    public let carbonDioxide: ExactRational?
    /// Methane [kg of methane]; nil when it is not printed as such.
    public let methane: ExactRational?
    /// Nitrous oxide [kg of nitrous oxide]; nil when it is not printed as such.
    public let nitrousOxide: ExactRational?
    /// Methane and nitrous oxide as their publisher weighs them, where it prints them as
    /// equivalent.
    public let otherAsEquivalent: ExactRational?
    /// All gases as their publisher weighs them; nil when it prints no such figure.
    public let equivalent: ExactRational?
    /// Upstream of the fuel as equivalent; nil when it is not printed.
    public let upstream: ExactRational?
    /// The weakest confidence of all that was used, density included.
    public let confidence: Confidence
}

/// Why a fuel cannot be valued in a unit.
public struct FuelFault: Error, Hashable, Sendable {
    /// Why, in a sentence.
    public let reason: BilingualText
}

extension FuelFactor {
    /// Tells whether the fuel is a gas, by the units that its properties are printed in.
    public var isGas: Bool {
        parameters.values.contains { $0.unitPrinted.hasSuffix("m3") }
    }

    /// Tells whether the publication says what burning the fuel emits.
    var hasDirect: Bool {
        let says: [FuelParameter] = [.carbonDioxide, .equivalent, .carbonContent]
        return says.contains { parameters[$0] != nil }
    }

    /// What the supply of one unit of the fuel emits [kg], and how sure that is; nil when it is not printed.
    ///
    /// - Throws: `FuelFault` as `rates(per:)` does.
    func upstream(
        per unit: FuelUnit
    ) throws(FuelFault) -> (rate: ExactRational, confidence: Confidence)? {
        guard let quantity = parameters[.upstream], quantity.unitPrinted.contains("CO2e/") else {
            return nil
        }
        let conversion = FuelConversion(of: self)
        let rate = try conversion.rate(quantity, .upstream, per: unit)
        return (rate, max(quantity.confidence, conversion.confidence(of: unit)))
    }

    /// What one unit of the fuel emits.
    ///
    /// - Parameter unit: The unit in which the fuel is metered; litres of a fuel whose heating value
    ///   is printed by mass need its density.
    /// - Throws: `FuelFault` when a property is missing, a unit cannot be read or the digits do not
    ///   fit.
    public func rates(per unit: FuelUnit) throws(FuelFault) -> FuelRates {
        let conversion = FuelConversion(of: self)
        func ready(_ parameter: FuelParameter, _ gas: String) throws(FuelFault) -> ExactRational? {
            guard let quantity = parameters[parameter],
                quantity.unitPrinted.contains(gas + "/")
            else { return nil }
            return try conversion.rate(quantity, parameter, per: unit)
        }
        let balance =
            parameters[.carbonContent] == nil ? nil : try conversion.carbonBalance(per: unit)
        let printed = try ready(.carbonDioxide, "CO2")
        let methane = try ready(.methane, "CO2e")
        let nitrousOxide = try ready(.nitrousOxide, "CO2e")
        let rates = FuelRates(
            carbonDioxide: printed ?? balance, methane: try ready(.methane, "CH4"),
            nitrousOxide: try ready(.nitrousOxide, "N2O"),
            otherAsEquivalent: methane.flatMap { nitrousOxide?.adding($0) },
            equivalent: try ready(.equivalent, "CO2e"), upstream: try upstream(per: unit)?.rate,
            confidence: max(confidence, conversion.confidence(of: unit)))
        guard rates.carbonDioxide != nil || rates.equivalent != nil else {
            throw FuelFault(
                reason: BilingualText(
                    "\(factorID) prints neither carbon dioxide nor its parts",
                    zh: "\(factorID) 未给出二氧化碳因子或其组成参数"))
        }
        return rates
    }
}

/// Carries printed properties of a fuel from the unit they are printed in to another.
struct FuelConversion {
    let fuel: FuelFactor

    init(of fuel: FuelFactor) { self.fuel = fuel }

    /// `NCV x carbon content x oxidation rate x 44/12` for one unit [kgCO2].
    func carbonBalance(per unit: FuelUnit) throws(FuelFault) -> ExactRational {
        guard let content = fuel.parameters[.carbonContent], content.unitPrinted == "tC/TJ",
            let oxidation = fuel.parameters[.oxidationRate]
        else { throw missing(.oxidationRate) }
        // A tonne of carbon for each terajoule is a kilogram for each gigajoule.
        let emission = ExactRational(content.value)
            .multiplied(by: ExactRational(oxidation.value))?
            .multiplied(by: .carbonDioxidePerCarbon)
            .flatMap { energy in try? gigajoules(per: unit).multiplied(by: energy) }
        if let emission { return emission }
        _ = try gigajoules(per: unit)
        throw tooLong()
    }

    /// A ready-made factor, `kgCO2/L`, for another unit [kg].
    func rate(
        _ quantity: PublishedQuantity, _ parameter: FuelParameter, per unit: FuelUnit
    ) throws(FuelFault) -> ExactRational {
        let parts = quantity.unitPrinted.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2, let printed = FuelUnit(rawValue: parts[1]),
            let kilograms = Self.kilograms(parts[0])
        else { throw unreadable(parameter, quantity.unitPrinted) }
        let worth = try amount(of: unit, in: printed)
        guard
            let rate = ExactRational(quantity.value).multiplied(by: kilograms)?
                .multiplied(by: worth)
        else { throw tooLong() }
        return rate
    }

    /// How many of a printed unit one unit is worth, over density and heating value where needed.
    private func amount(of unit: FuelUnit, in printed: FuelUnit) throws(FuelFault) -> ExactRational
    {
        let isGas = fuel.isGas
        let from = unit.dimension(ofGas: isGas)
        let target = printed.dimension(ofGas: isGas)
        let base: ExactRational?
        if from == target {
            base = .one
        } else if from == .energy {
            base = ExactRational.one.divided(by: try gigajoules(per: target))
        } else if target == .energy {
            base = try gigajoules(per: from)
        } else {
            base = try density(from: from, to: target)
        }
        guard let base,
            let amount = unit.worth(ofGas: isGas).multiplied(by: base)?
                .divided(by: printed.worth(ofGas: isGas))
        else { throw tooLong() }
        return amount
    }

    /// The energy of one unit [GJ].
    func gigajoules(per unit: FuelUnit) throws(FuelFault) -> ExactRational {
        let dimension = unit.dimension(ofGas: fuel.isGas)
        let base = dimension == .energy ? .one : try gigajoules(per: dimension)
        guard let energy = base.multiplied(by: unit.worth(ofGas: fuel.isGas)) else {
            throw tooLong()
        }
        return energy
    }

    /// The energy of one base unit of a dimension [GJ].
    private func gigajoules(per dimension: FuelUnit.Dimension) throws(FuelFault) -> ExactRational {
        guard let printed = fuel.parameters[.netCalorificValue] else {
            throw missing(.netCalorificValue)
        }
        let parts = printed.unitPrinted.split(separator: "/").map(String.init)
        guard parts.count == 2, let above = FuelUnit(rawValue: parts[0]),
            above.dimension(ofGas: fuel.isGas) == .energy, let below = FuelUnit(rawValue: parts[1])
        else { throw unreadable(.netCalorificValue, printed.unitPrinted) }
        let target = below.dimension(ofGas: fuel.isGas)
        let bridge = dimension == target ? .one : try density(from: dimension, to: target)
        guard
            let energy = ExactRational(printed.value)
                .multiplied(by: above.worth(ofGas: fuel.isGas))?
                .divided(by: below.worth(ofGas: fuel.isGas))?.multiplied(by: bridge)
        else { throw tooLong() }
        return energy
    }

    /// Base units of one dimension for one of another, by the density.
    private func density(
        from: FuelUnit.Dimension, to target: FuelUnit.Dimension
    ) throws(FuelFault) -> ExactRational {
        guard let density = fuel.parameters[.density], density.unitPrinted == "kg/L" else {
            throw missing(.density)
        }
        let value = ExactRational(density.value)
        switch (from, target) {
        case (.liquid, .mass): return value
        case (.mass, .liquid):
            guard let inverse = ExactRational.one.divided(by: value) else { throw tooLong() }
            return inverse
        default:
            throw FuelFault(
                reason: BilingualText(
                    "\(fuel.factorID) cannot be carried from one unit to the other",
                    zh: "\(fuel.factorID) 无法在这两种单位之间换算"))
        }
    }

    /// The confidence of the density, where a unit needs it.
    func confidence(of unit: FuelUnit) -> Confidence {
        guard let density = fuel.parameters[.density] else { return .a }
        let isGas = fuel.isGas
        let asked = unit.dimension(ofGas: isGas)
        let bases = fuel.parameters.filter { $0.key != .density && $0.key != .upstream }.values
            .compactMap { $0.unitPrinted.split(separator: "/").last }
            .compactMap { FuelUnit(rawValue: String($0))?.dimension(ofGas: isGas) }
        let volumes: Set<FuelUnit.Dimension> = [.mass, .liquid]
        let crosses =
            volumes.contains(asked)
            && bases.contains { volumes.contains($0) && $0 != asked }
        return crosses ? density.confidence : .a
    }

    private static func kilograms(_ text: String) -> ExactRational? {
        for (prefix, scale) in [("kg", 0), ("t", -3), ("g", 3), ("kt", -6)]
        where ["CO2", "CO2e", "CH4", "N2O"].contains(String(text.dropFirst(prefix.count)))
            && text.hasPrefix(prefix)
        {
            let power = Rounding.powerOfTen(abs(scale))
            return scale > 0 ? ExactRational(1, over: power) : ExactRational(power, over: 1)
        }
        return nil
    }

    private func missing(_ parameter: FuelParameter) -> FuelFault {
        FuelFault(
            reason: BilingualText(
                "\(fuel.factorID) has no \(parameter.rawValue)",
                zh: "\(fuel.factorID) 缺少参数 \(parameter.rawValue)"))
    }

    private func unreadable(_ parameter: FuelParameter, _ unit: String) -> FuelFault {
        FuelFault(
            reason: BilingualText(
                "\(fuel.factorID): the unit \(unit) of \(parameter.rawValue) cannot be read",
                zh: "\(fuel.factorID)：无法识别参数 \(parameter.rawValue) 的单位 \(unit)"))
    }

    private func tooLong() -> FuelFault {
        FuelFault(
            reason: BilingualText(
                "\(fuel.factorID): the digits do not fit 128 bits", zh: "\(fuel.factorID)：数值过长"))
    }
}
