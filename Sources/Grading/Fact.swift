import Provenance
public import Quantities

/// The facts that `facts.csv` may hold (申报事实): each with its form and unit.
///
/// Own rulebooks may use names of their own that begin with `x_`.
public struct FactName: Hashable, Sendable, RawRepresentable, Codable {
    /// What a value looks like.
    public enum Form: Hashable, Sendable {
        /// A decimal in the unit.
        case number(unit: String)
        /// `true` or `false`.
        case flag
        /// One of some words.
        case word([String])
        /// A day, or the month or year in which it lies.
        case date
    }

    /// The word in `facts.csv`.
    public let rawValue: String

    /// Reads a name; nil when it is neither known nor an own one.
    public init?(rawValue: String) {
        let isOwn =
            rawValue.hasPrefix("x_") && rawValue.utf8.count <= 64
            && rawValue.utf8.allSatisfy {
                $0 == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }
        guard isOwn || Self.forms[rawValue] != nil else { return nil }
        self.rawValue = rawValue
    }

    /// What a value looks like; an own fact is a plain number.
    public var form: Form { Self.forms[rawValue] ?? .number(unit: "1") }

    /// The unit of its value; `1` for flags and words.
    public var unit: String { if case .number(let unit) = form { unit } else { "1" } }

    /// All known names, sorted.
    public static let known: [String] = forms.keys.sorted()

    static let levelsOfFive = ["A", "AA", "AAA", "AAAA", "AAAAA"]

    private static let forms: [String: Form] = {
        var forms: [String: Form] = [
            // Levels that only their own bodies give.
            "gbt44989_level": .word(["3", "2", "1"]), "caict_grade": .word(levelsOfFive),
            "caici86_grade": .number(unit: "1"), "db63_2223_grade": .number(unit: "1"),
            "sg_green_mark": .word(["certified", "gold", "gold_plus", "platinum"]),
            // Gates that are papers.
            "legal_person": .flag, "independent_boundary": .flag,
            "one_year_of_operation": .flag, "clean_record_3_years": .flag,
            "server_energy_saving_level": .flag, "meets_approved_design": .flag,
            "energy_management_system": .flag, "carbon_verification": .flag,
            "metering_gb17167": .flag, "public_institution_or_finance": .flag,
            "computing_electricity_pilot": .flag, "renewable_plan": .flag,
            "rebuilt_core_room": .flag,
            "chilled_water_plant": .flag, "raised_floor": .flag, "variable_speed_fans": .flag,
            "third_party_statement": .flag, "water_stressed_area": .flag,
            "carbon_saving_use_cases": .number(unit: "1"), "in_shenzhen": .flag,
            "reduction_energy_per_flow": .number(unit: "1"),
            "reduction_energy_per_business": .number(unit: "1"),
            "new_5g_site_sharing": .number(unit: "1"),
            // Design.
            "design_pue": .number(unit: "1"), "design_pue_at_25_percent": .number(unit: "1"),
            "design_pue_at_full_load": .number(unit: "1"),
            // Site numbers that change over time or are confirmed by others.
            "racks_installed": .number(unit: "1"), "racks_design": .number(unit: "1"),
            "racks_occupied": .number(unit: "1"), "rack_nominal_kw": .number(unit: "kW"),
            "connection_kw": .number(unit: "kW"), "climate_class": .word(["cool", "warm"]),
            "climate_zone": .word((0...8).flatMap { ["\($0)", "\($0)A", "\($0)B", "\($0)C"] }),
            "size_class": .word(["small", "medium", "large"]),
            "equipment_generation": .word(["2g", "3g", "4g", "5g", "mixed"]),
            // Service and load.
            "telecom_business_volume": .number(unit: "10^4 CNY"),
            "information_flow": .number(unit: "10^4 TB"), "data_traffic": .number(unit: "GB"),
            "base_year_efficiency": .number(unit: "GB/kWh"),
            "demand_response_kw": .number(unit: "kW"), "peak_load_kw": .number(unit: "kW"),
            "green_activity_points": .number(unit: "1"),
            // Parks.
            "clean_energy_share": .number(unit: "1"), "product_energy_level": .number(unit: "1"),
            "solid_waste_use": .number(unit: "1"), "waste_heat_use": .number(unit: "1"),
            "water_reuse": .number(unit: "1"),
            // Prices of levers, for the cheapest way to the next level.
            "cost_per_kwh_saved": .number(unit: "CNY/kWh"),
            "cost_per_green_mwh": .number(unit: "CNY/MWh"),
            "cost_per_m3_saved": .number(unit: "CNY/m3"),
            "cost_per_kwh_heat": .number(unit: "CNY/kWh"),
        ]
        // Shares of the power chain that no meter tells; a retrofit plan reads them.
        for share in [
            "cooling_compressor_share", "cooling_pump_share", "cooling_heat_rejection_share",
            "cooling_fan_share", "unallocated_it_share", "unallocated_cooling_share",
            "unallocated_conversion_loss_share", "unallocated_distribution_loss_share",
            "unallocated_fan_share", "unallocated_lighting_share", "conversion_efficiency",
            "cooling_following_share", "conversion_loss_following_share",
            "distribution_loss_following_share", "fan_following_share",
        ] {
            forms[share] = .number(unit: "1")
        }
        // When plant went into service; a retrofit plan reads them.
        for plant in [
            "it_equipment", "cooling_plant", "ups", "rectifier", "power_distribution", "battery",
            "lighting",
        ] {
            forms[plant + "_commissioned"] = .date
        }
        // The five characteristic conditions of GB 40879-2021.
        for point in ["a", "b", "c", "d", "e"] {
            forms["five_point_share_" + point] = .number(unit: "1")
            forms["five_point_total_kw_" + point] = .number(unit: "kW")
            forms["five_point_it_kw_" + point] = .number(unit: "kW")
        }
        return forms
    }()
}

/// How far somebody else stands behind a value (保证程度).
public enum Assurance: String, Hashable, Sendable, CaseIterable, Codable {
    case measured, declared
    case thirdParty = "third_party"
}

/// One line of `facts.csv` (申报事实): what no meter measures, with its evidence.
public struct Fact: Hashable, Sendable {
    /// The site.
    public let siteID: String
    /// What it tells.
    public let name: FactName
    /// The value as written.
    public let text: String
    /// The value as a number: a flag is 1 or 0, the n-th word is n, a date is the last day that it can be.
    public let number: DecimalText
    /// From this day on; nil for always.
    public let from: CivilDate?
    /// Up to this day, left out; nil for ever.
    public let until: CivilDate?
    /// The document that proves it.
    public let evidence: String
    /// Who stands behind it.
    public let assurance: Assurance

    /// Makes a fact of checked parts.
    public init(
        siteID: String, name: FactName, text: String, number: DecimalText, from: CivilDate?,
        until: CivilDate?, evidence: String, assurance: Assurance
    ) {
        self.siteID = siteID
        self.name = name
        self.text = text
        self.number = number
        self.from = from
        self.until = until
        self.evidence = evidence
        self.assurance = assurance
    }

    /// No plant that is in service is older than this.
    public static let earliestYear = 1900

    /// The number of a value as written; nil when it does not have the form of its name.
    public static func number(_ text: String, of name: FactName) -> DecimalText? {
        switch name.form {
        case .number:
            guard let value = DecimalText(text), value.significand >= 0, value.scale <= 9,
                value.significand < 1_000_000_000_000_000_000
            else { return nil }
            return value
        case .flag: return text == "true" ? .one : text == "false" ? .zero : nil
        case .word(let words):
            return words.firstIndex(of: text).map {
                DecimalText(significand: Int128($0 + 1), scale: 0)
            }
        case .date:
            return CivilDateSpan(iso: text).flatMap {
                guard $0.first.components.year >= earliestYear else { return nil }
                return DecimalText(significand: Int128($0.last.dayNumber), scale: 0)
            }
        }
    }

    /// Tells whether it holds on a day.
    public func holds(on day: CivilDate) -> Bool {
        (from.map { $0 <= day } ?? true) && (until.map { day < $0 } ?? true)
    }
}

extension DecimalText {
    static let zero = DecimalText(significand: 0, scale: 0)
}
