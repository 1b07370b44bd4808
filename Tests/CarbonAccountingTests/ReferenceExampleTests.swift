import Foundation
import Provenance
import Quantities
import TestSupport
import Testing

/// Examples from the tests of other tools, recomputed with exact fractions, each within the difference
/// that its table prints.
@Suite struct ReferenceExampleTests {
    /// Reads a CSV with quoted cells.
    private static func table() throws -> [[String: String]] {
        let text = String(
            decoding: try ReferenceTables.data("data/worked_examples/examples.csv"), as: UTF8.self)
        var rows: [[String]] = [[]]
        var cell = ""
        var isQuoted = false
        for character in text {
            switch character {
            case "\"":
                isQuoted.toggle()
                if isQuoted, !cell.isEmpty { cell.append("\"") }
            case "," where !isQuoted:
                rows[rows.count - 1].append(cell)
                cell = ""
            case "\n" where !isQuoted:
                rows[rows.count - 1].append(cell)
                cell = ""
                rows.append([])
            default: cell.append(character)
            }
        }
        let header = rows[0]
        return rows.dropFirst().filter { $0.count == header.count }.map {
            Dictionary(zip(header, $0)) { first, _ in first }
        }
    }

    /// A number of the inputs, exactly.
    private static func number(_ key: String, in inputs: String) throws -> ExactRational {
        let pattern = try Regex(
            "\"\(key)\": \"?([0-9.e+-]+)(?:/([0-9]+))?\"?",
            as: (Substring, Substring, Substring?).self)
        let found = try #require(inputs.firstMatch(of: pattern), "\(key) in \(inputs)")
        let value = ExactRational(try #require(DecimalText(found.output.1)))
        guard let below = found.output.2 else { return value }
        let divisor = ExactRational(try #require(DecimalText(below)))
        return try #require(value.divided(by: divisor))
    }

    private static func sum(_ one: ExactRational, _ other: ExactRational) throws -> ExactRational {
        try #require(one.adding(other))
    }

    /// One less another.
    private static func difference(
        _ one: ExactRational, _ other: ExactRational
    ) throws -> ExactRational {
        let minus = try #require(ExactRational(-1, over: 1))
        return try sum(one, product([minus, other]))
    }

    private static func product(_ factors: [ExactRational]) throws -> ExactRational {
        try factors.reduce(.one) { try #require($0.multiplied(by: $1)) }
    }

    /// What an example asks for; nil for those that speak of readings and not of emissions.
    private static func value(_ id: String, _ inputs: String) throws -> ExactRational? {
        func of(_ key: String) throws -> ExactRational { try number(key, in: inputs) }
        let thousandth = try #require(ExactRational(1, over: 1_000))
        let isEmission = id.hasSuffix("-co2")
        switch id {
        case "ccf-compute-1-kwh", "ccf-compute-1-co2":
            let hundredth = try #require(ExactRational(1, over: 100))
            let span = try difference(of("max_watts"), of("min_watts"))
            let watts = try sum(of("min_watts"), product([of("cpu_percent"), hundredth, span]))
            let energy = try product([
                watts, thousandth, of("vcpu_hours"), of("pue"), of("replication"),
            ])
            return isEmission ? try product([energy, of("t_per_kwh")]) : energy
        case "ccf-storage-ssd-kwh", "ccf-storage-ssd-co2":
            let energy = try product([
                of("terabyte_hours"), of("watt_hours_per_terabyte_hour"), thousandth, of("pue"),
            ])
            return isEmission ? try product([energy, of("t_per_kwh")]) : energy
        case "ccf-network-us-east-1-kwh", "ccf-network-us-east-1-co2":
            let energy = try product([of("gigabytes"), of("kwh_per_gigabyte"), of("pue")])
            return isEmission ? try product([energy, of("t_per_kwh")]) : energy
        case "ccf-memory-gcp-kwh", "ccf-memory-gcp-co2":
            let energy = try product([
                of("gigabyte_hours"), of("kwh_per_gigabyte_hour"), of("pue"), of("replication"),
            ])
            return isEmission ? try product([energy, of("t_per_kwh")]) : energy
        case "if-sci-0-kwh", "if-sci-0-co2", "if-sci-1-kwh", "if-sci-1-co2":
            // The curve between its points: 0.75 at 50 %; 0.32 + (20 - 10)/40 x 0.43 = 0.4275 at 20 %.
            let load = try #require(DecimalText(id.contains("-0-") ? "0.75" : "0.4275"))
            let joule = try #require(ExactRational(1, over: 3_600_000))
            let watts = try product([
                ExactRational(load), of("thermal_design_w"), of("seconds"), joule,
                of("machine_share"),
            ])
            let energy = try sum(watts, of("network_kwh"))
            return isEmission ? try product([energy, of("g_per_kwh")]) : energy
        case "if-teads-0-co2":
            let joule = try #require(ExactRational(1, over: 3_600_000))
            return try product([
                of("cpu_factor"), of("thermal_design_w"), of("seconds"), joule,
                of("machine_share"), of("g_per_kwh"),
            ])
        case "if-sum": return try sum(of("a_kwh"), of("b_kwh"))
        case "codecarbon-forced-50": return try product([of("kwh"), of("g_per_kwh"), thousandth])
        case "scope2-location": return try product([of("kwh"), of("grid_kg_per_kwh"), thousandth])
        case "scope2-market":
            let rest = try difference(of("kwh"), of("certificates_kwh"))
            let covered = try product([of("certificates_kwh"), of("certificate_kg_per_kwh")])
            let emission = try sum(product([rest, of("residual_kg_per_kwh")]), covered)
            return try product([emission, thousandth])
        default: return nil
        }
    }

    @Test(
        "examples of other tools come out within the printed difference",
        .enabled(if: ReferenceTables.folder != nil, Comment(rawValue: ReferenceTables.notice)))
    func examples() throws {
        var checked = 0
        for row in try Self.table() {
            let id = row["id"] ?? ""
            guard let value = try Self.value(id, row["inputs"] ?? "") else { continue }
            let expected = ExactRational(try #require(row["expected"].flatMap { DecimalText($0) }))
            let tolerance = ExactRational(
                try #require(row["check_within"].flatMap { DecimalText($0) }))
            let (over, under) = (
                try Self.difference(value, expected), try Self.difference(expected, value)
            )
            let distance = over.numerator < 0 ? under : over
            let excess = try Self.difference(distance, tolerance)
            #expect(excess.numerator <= 0, "\(id)")
            checked += 1
        }
        // Two more rows spread bills over hours; they are an example of readings.
        #expect(checked == 17)
    }
}
