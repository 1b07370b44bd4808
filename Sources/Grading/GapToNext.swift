public import Provenance
public import Quantities

/// What takes a site to the next better level (与上一级的差距), everything else unchanged.
public struct GapToNext: Hashable, Sendable {
    /// What can be changed.
    public enum Lever: String, Hashable, Sendable, CaseIterable, Codable {
        /// Energy that enters the boundary (总用电).
        case facilityEnergy = "facility_energy"
        /// Fresh water (新鲜水).
        case freshWater = "water_fresh"
        /// All water (用水).
        case water = "water_in"
        /// Potable water (饮用水).
        case potableWater = "water_potable"
        /// Green power, in whole certificates of one MWh (绿电).
        case greenPower = "green_power"
        /// Heat that is handed out (余热外供).
        case heat = "heat_export"
        /// Racks in use (上架机架).
        case racks = "racks_occupied"
        /// Emission, location- or market-based (排放).
        case emission = "emissions"
    }

    /// An amount to save or to add.
    public enum Amount: Hashable, Sendable {
        case energy(Energy)
        case water(Volume)
        /// Whole certificates of one MWh each.
        case certificates(Int64)
        case heat(Energy)
        case racks(Int64)
        case emission(EmissionMass)
    }

    /// One change.
    public struct Change: Hashable, Sendable {
        /// What is changed.
        public let lever: Lever
        /// How much of it over the period; saved, or added for green power, heat and racks.
        public let amount: Amount
        /// What it costs in hundredths of a yuan, rounded half to even; nil where no price is given.
        public let costHundredths: Int128?
        /// False when the lever cannot go that far.
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
    /// Changes that do together: the cheapest where every price is known, else the fewest and
    /// smallest. Empty where one change alone does, or none does.
    public let combination: [Change]
    /// Criteria that no lever moves and that stand in the way.
    public let blockedBy: [String]
    /// Points that are missing; nil in schemes without points.
    public let pointsMissing: DecimalText?
}
