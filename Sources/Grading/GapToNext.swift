public import Provenance
public import Quantities

/// What must be saved to reach the next better level at constant IT energy (与上一级的差距).
public struct GapToNext: Hashable, Sendable {
    /// What can be changed.
    public enum Lever: String, Hashable, Sendable, Codable {
        /// Energy that enters the boundary.
        case facilityEnergy = "facility_energy"
        /// Fresh water.
        case freshWater = "water_fresh"
    }

    /// An amount to save.
    public enum Amount: Hashable, Sendable {
        case energy(Energy)
        case water(Volume)
    }

    /// One change that alone would do.
    public struct Change: Hashable, Sendable {
        /// What is changed.
        public let lever: Lever
        /// How much of it must be saved over the period.
        public let toSave: Amount
        /// False when the target lies below the IT energy, which this lever does not touch.
        public let isReachable: Bool
        /// Why it is not reachable.
        public let reason: BilingualText?
    }

    /// The next better level.
    public let level: String
    /// That level in words.
    public let levelLabel: BilingualText
    /// The changes, each of which alone would do.
    public let changes: [Change]
}

extension GapToNext {
    /// The gap from the energies of a PUE: `E_DC - floor(t x E_IT)`, a joule more where the limit
    /// itself does not belong to the band; nil for an open band.
    init?(to band: Band, facility: Energy, it: Energy) {
        guard let target = Self.target(band.limit, times: Int128(it.joules), over: 1) else {
            return nil
        }
        let isReachable = target >= it.joules
        self.init(
            to: band,
            Change(
                lever: .facilityEnergy, toSave: .energy(Energy(joules: facility.joules - target)),
                isReachable: isReachable,
                reason: isReachable
                    ? nil
                    : BilingualText(
                        "the target lies below the IT energy: not reachable by this lever",
                        zh: "目标低于 IT 用电量：仅靠此项无法达到")))
    }

    /// The gap from the water and the energy of a WUE, in whole millilitres by the same rule.
    init?(to band: Band, water: Volume, it: Energy) {
        // t L/kWh over J: mL = t x J / 3600
        guard let target = Self.target(band.limit, times: Int128(it.joules), over: 3_600) else {
            return nil
        }
        self.init(
            to: band,
            Change(
                lever: .freshWater,
                toSave: .water(Volume(millilitres: water.millilitres - target)),
                isReachable: target >= 0,
                reason: target >= 0
                    ? nil
                    : BilingualText(
                        "the target lies below zero: not reachable by this lever",
                        zh: "目标低于零：仅靠此项无法达到")))
    }

    private init(to band: Band, _ change: Change) {
        level = band.level
        levelLabel = band.label
        changes = [change]
    }

    /// The largest whole amount that reaches a limit.
    private static func target(_ limit: Band.Limit, times amount: Int128, over unit: Int128)
        -> Int64?
    {
        guard let threshold = limit.threshold else { return nil }
        let divisor = Rounding.powerOfTen(threshold.scale) * unit
        let largest = threshold.significand * amount / divisor
        if case .below = limit { return Int64(exactly: largest - 1) }
        return Int64(exactly: largest)
    }
}
