import EnergyLedger
import Quantities

/// What a rule looks at (评价对象量): an indicator, a declared fact, or a number of the site.
///
/// In a rulebook it is one word: `pue`, `fact:design_pue`, `site:racks_installed`.
public enum Quantity: Hashable, Sendable {
    case indicator(IndicatorID)
    case fact(FactName)
    case site(SiteNumber)

    /// Reads the word of a rulebook; nil when it names nothing.
    public init?(_ word: String) {
        if let id = IndicatorID(rawValue: word) {
            self = .indicator(id)
        } else if word.hasPrefix("fact:"), let name = FactName(rawValue: String(word.dropFirst(5)))
        {
            self = .fact(name)
        } else if word.hasPrefix("site:"),
            let number = SiteNumber(rawValue: String(word.dropFirst(5)))
        {
            self = .site(number)
        } else {
            return nil
        }
    }

    /// The word of a rulebook.
    public var word: String {
        switch self {
        case .indicator(let id): id.rawValue
        case .fact(let name): "fact:" + name.rawValue
        case .site(let number): "site:" + number.rawValue
        }
    }
}

/// Numbers of a site that rules ask for.
public enum SiteNumber: String, Hashable, Sendable, CaseIterable {
    /// Racks installed (已安装机架数).
    case racksInstalled = "racks_installed"
    /// Racks by design (设计机架数).
    case racksDesign = "racks_design"
    /// Racks installed over racks by design.
    case installedShare = "installed_share"
    /// Designed power of the IT equipment [kW].
    case itDesignKilowatts = "it_design_kw"
    /// Energy that entered the boundary over the period [kWh].
    case facilityKilowattHours = "e_dc_kwh"
    /// Whole years since the site went into service, on the last day of the period.
    case yearsInService = "years_in_service"
    /// Calendar months of the period.
    case periodMonths = "period_months"
    /// The PUE category of the IT meter nearest to the equipment, control meters included.
    case finestCategory = "finest_category"
    /// Complete hours into which nothing was spread, over the hours of the period.
    case resolvedShare = "resolved_share"
}
