import EnergyLedger
import Provenance
import Quantities
import Retrofit

/// Reads `pue_surcharges` of `portfolio.yaml`: names, each with limits of the PUE and prices, or a published rule that
/// the portfolio says it is subject to, and the sites.
enum SurchargeReading {
    private static let key = "pue_surcharges"
    private static let example =
        "{local: {above: 1.4;1.6, price: 0.1;0.3, of: bought, regions: CN-ZJ, from_kwh: 5000000}}"
    private static let expected = BilingualText(
        "names, each with scheme, or with above (limits of the PUE, rising) and as many price; of: bought or excess; from_kwh; regions, kinds, sites; evidence",
        zh:
            "若干名称，每项给出 scheme，或给出 above（递增的 PUE 限值）与同样多个 price；of 为 bought 或 excess；from_kwh；regions、kinds、sites；evidence"
    )

    /// What could not be read.
    private struct Fault: Error { let text: String }

    /// The clauses; what is wrong with one is a finding, and then it is none.
    static func clauses(_ yaml: inout YAMLFile) -> [SurchargeClause] {
        guard yaml.has(key) else { return [] }
        guard let mappings = yaml.mappings(key), !mappings.isEmpty, mappings.count <= 100 else {
            fail("", &yaml)
            return []
        }
        var clauses: [SurchargeClause] = []
        for (name, texts) in mappings {
            do throws(Fault) {
                clauses.append(try clause(name, texts))
            } catch {
                fail(error.text.isEmpty ? name : "\(name): \(error.text)", &yaml)
            }
        }
        return clauses
    }

    private static func fail(_ value: String, _ yaml: inout YAMLFile) {
        yaml.add(.valueMalformed, key, value: value, ["example": example], ["expected": expected])
    }

    private static func clause(
        _ name: String, _ texts: [String: String]
    ) throws(Fault) -> SurchargeClause {
        guard name.utf8.count <= 60, !name.isEmpty else { throw Fault(text: "") }
        let known =
            [
                "scheme", "above", "price", "of", "from_kwh", "evidence",
            ] + ScopeReading.keys
        for (key, text) in texts.sorted(by: { $0.key < $1.key })
        where !known.contains(key) || text.isEmpty || text.utf8.count > 10_000 {
            throw Fault(text: key)
        }
        let evidence = texts["evidence"]
        let scope = try scope(texts)
        if let scheme = texts["scheme"] {
            for key in ["above", "price", "of", "from_kwh"] where texts[key] != nil {
                throw Fault(text: "scheme, \(key)")
            }
            return SurchargeClause(
                name: name, rule: .scheme(scheme), scope: scope, evidence: evidence)
        }
        return SurchargeClause(
            name: name, rule: .stated(try stated(name, texts)), scope: scope, evidence: evidence)
    }

    private static func stated(
        _ name: String, _ texts: [String: String]
    ) throws(Fault) -> EfficiencySurcharge {
        let limits = try numbers("above", texts)
        let prices = try numbers("price", texts)
        var base = EfficiencySurcharge.Base.bought
        if let word = texts["of"] {
            guard let named = EfficiencySurcharge.Base(rawValue: word) else {
                throw Fault(text: "of: \(word)")
            }
            base = named
        }
        var least: Energy?
        if let text = texts["from_kwh"] {
            guard text.utf8.count <= 20, let value = DecimalText(text), value.significand >= 0,
                let joules = value.rounded(times: .one, times: 3_600_000)
            else { throw Fault(text: "from_kwh: \(text)") }
            least = Energy(joules: joules)
        }
        guard limits.count == prices.count,
            let surcharge = EfficiencySurcharge(
                name: name,
                steps: zip(limits, prices).map { EfficiencySurcharge.Step(limit: $0, price: $1) },
                base: base, leastFacility: least, evidence: texts["evidence"])
        else { throw Fault(text: "above \(texts["above"] ?? ""), price \(texts["price"] ?? "")") }
        return surcharge
    }

    private static func scope(_ texts: [String: String]) throws(Fault) -> SiteScope {
        let read = ScopeReading.scope(texts)
        guard let scope = read.scope else { throw Fault(text: read.wrong ?? "") }
        return scope
    }

    private static func numbers(
        _ key: String, _ texts: [String: String]
    ) throws(Fault) -> [DecimalText] {
        var numbers: [DecimalText] = []
        for part in ScopeReading.parts(texts[key]) {
            guard part.utf8.count <= 20, let number = DecimalText(part) else {
                throw Fault(text: "\(key): \(part)")
            }
            numbers.append(number)
        }
        return numbers
    }
}
