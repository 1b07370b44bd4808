import Provenance
import Quantities
import Retrofit

/// Reads `tariff`, `tariffs` and `tariff_seasons` of `portfolio.yaml`: prices by band, hours of bands, demand and surcharge,
/// and months with prices and hours of their own.
enum TariffReading {
    private static let expected = BilingualText(
        "flat, and for sharp, peak, valley, deep_valley a price with NAME_hours; demand, surcharge",
        zh: "flat，以及 sharp、peak、valley、deep_valley 的价格和相应的 名称_hours；demand、surcharge")
    private static let expectedSeasons = BilingualText(
        "beside tariff, or of: a name of tariffs: names, each with months (7-9;12, no month twice), prices and NAME_hours of its own",
        zh: "须与 tariff 并用，或以 of 指明 tariffs 中的名称：每个季节含 months（如 7-9;12，月份不得重复）、自己的价格和 名称_hours")
    private static let expectedClauses = BilingualText(
        "names, each with flat and other prices as in tariff, and regions, kinds or sites where it holds",
        zh: "若干名称，每项含 flat 及与 tariff 相同的其他价格，并以 regions、kinds 或 sites 指明适用站点")

    /// What one mapping says.
    private struct Reading {
        var prices: [Tariff.Band: DecimalText] = [:]
        var hours = Array(repeating: Tariff.Band.flat, count: 24)
        var others: [String: String] = [:]

        /// The schedule; nil where an hour has no price or a price no hour.
        var schedule: Tariff.Schedule? {
            guard Set(prices.keys).isSubset(of: Set(hours).union([.flat])) else { return nil }
            return Tariff.Schedule(prices: prices, bandOfHour: hours)
        }
    }

    /// What could not be read.
    private struct Fault: Error { let text: String }

    /// The tariff of most sites, and those of some.
    static func tariffs(_ yaml: inout YAMLFile) -> (common: Tariff?, own: [TariffClause]) {
        var seasons = seasons(&yaml)
        let common = tariff(&yaml, seasons.removeValue(forKey: "") ?? [])
        var own: [TariffClause] = []
        if yaml.has("tariffs") {
            guard let mappings = yaml.mappings("tariffs"), !mappings.isEmpty,
                mappings.count <= 1_000
            else {
                fail("", &yaml)
                return (common, [])
            }
            for (name, texts) in mappings {
                do throws(Fault) {
                    own.append(try clause(name, texts, seasons.removeValue(forKey: name) ?? []))
                } catch {
                    fail(error.text.isEmpty ? name : "\(name): \(error.text)", &yaml)
                }
            }
        }
        for name in seasons.keys.sorted() { failSeasons("of: \(name)", &yaml) }
        return (common, own)
    }

    /// A tariff of some sites.
    private static func clause(
        _ name: String, _ texts: [String: String], _ seasons: [Tariff.Season]
    ) throws(Fault) -> TariffClause {
        guard !name.isEmpty, name.utf8.count <= 60 else { throw Fault(text: "") }
        let read = ScopeReading.scope(texts)
        guard let scope = read.scope else { throw Fault(text: read.wrong ?? "") }
        for key in ScopeReading.keys where (texts[key]?.utf8.count ?? 0) > 10_000 {
            throw Fault(text: key)
        }
        let prices = texts.filter { !ScopeReading.keys.contains($0.key) }
        let reading = try reading(prices, others: ["demand", "surcharge"])
        return TariffClause(
            tariff: try tariff(reading, seasons: seasons, name: name), scope: scope)
    }

    private static func fail(_ value: String, _ yaml: inout YAMLFile) {
        yaml.add(
            .valueMalformed, "tariffs", value: value,
            ["example": "{south: {regions: CN-GD, flat: 0.65, peak: 1.05, peak_hours: 10-12}}"],
            ["expected": expectedClauses])
    }

    private static func tariff(_ yaml: inout YAMLFile, _ seasons: [Tariff.Season]) -> Tariff? {
        guard yaml.has("tariff") else {
            if !seasons.isEmpty { failSeasons("", &yaml) }
            return nil
        }
        do throws(Fault) {
            guard let mapping = yaml.mapping("tariff") else {
                guard let price = yaml.text("tariff").flatMap(price) else { throw Fault(text: "") }
                return try tariff(Reading(prices: [.flat: price]), seasons: seasons)
            }
            let reading = try reading(mapping, others: ["demand", "surcharge"])
            return try tariff(reading, seasons: seasons)
        } catch {
            yaml.add(
                .valueMalformed, "tariff", value: error.text,
                ["example": "{flat: 0.65, peak: 1.05, peak_hours: 10-12;14-19}"],
                ["expected": expected])
            return nil
        }
    }

    private static func tariff(
        _ reading: Reading, seasons: [Tariff.Season], name: String = ""
    ) throws(Fault) -> Tariff {
        var extra: [String: DecimalText] = [:]
        for (key, text) in reading.others {
            guard let value = price(text) else { throw Fault(text: "\(key): \(text)") }
            extra[key] = value
        }
        guard let schedule = reading.schedule,
            let tariff = Tariff(
                schedule, seasons: seasons, demand: extra["demand"],
                surcharge: extra["surcharge"], name: name)
        else { throw Fault(text: "") }
        return tariff
    }

    /// The seasons of each tariff by its name, which is empty for the one of most sites; what is wrong with them is a
    /// finding of its own, and then there are none.
    private static func seasons(_ yaml: inout YAMLFile) -> [String: [Tariff.Season]] {
        guard yaml.has("tariff_seasons") else { return [:] }
        guard let mappings = yaml.mappings("tariff_seasons"), !mappings.isEmpty else {
            failSeasons("", &yaml)
            return [:]
        }
        var seasons: [String: [Tariff.Season]] = [:]
        var taken: [String: Set<Int>] = [:]
        for (name, mapping) in mappings {
            do throws(Fault) {
                let reading = try reading(mapping, others: ["months", "of"])
                let of = reading.others["of"] ?? ""
                guard let months = reading.others["months"].flatMap(months),
                    taken[of, default: []].isDisjoint(with: months), name.utf8.count <= 60,
                    let schedule = reading.schedule,
                    let season = Tariff.Season(name: name, months: months, schedule: schedule)
                else { throw Fault(text: "") }
                taken[of, default: []].formUnion(months)
                seasons[of, default: []].append(season)
            } catch {
                let place = error.text.isEmpty ? name : "\(name): \(error.text)"
                failSeasons(place, &yaml)
            }
        }
        return seasons
    }

    private static func failSeasons(_ value: String, _ yaml: inout YAMLFile) {
        yaml.add(
            .valueMalformed, "tariff_seasons", value: value,
            [
                "example":
                    "{summer: {months: 7-9, flat: 0.65, sharp: 1.3, sharp_hours: 11-12;15-17}}"
            ],
            ["expected": expectedSeasons])
    }

    private static func reading(
        _ mapping: [String: String], others: Set<String>
    ) throws(Fault) -> Reading {
        var reading = Reading()
        var taken = Set<Int>()
        for (key, text) in mapping.sorted(by: { $0.key < $1.key }) {
            if others.contains(key) {
                reading.others[key] = text
                continue
            }
            let isHours = key.hasSuffix("_hours")
            guard let band = Tariff.Band(rawValue: isHours ? String(key.dropLast(6)) : key),
                !(isHours && band == .flat)
            else { throw Fault(text: "\(key): \(text)") }
            if isHours {
                guard let list = hours(text), taken.isDisjoint(with: list) else {
                    throw Fault(text: "\(key): \(text)")
                }
                for hour in list { reading.hours[hour] = band }
                taken.formUnion(list)
            } else {
                guard let value = price(text) else { throw Fault(text: "\(key): \(text)") }
                reading.prices[band] = value
            }
        }
        return reading
    }

    /// A price of at most nine places, not negative.
    static func price(_ text: String) -> DecimalText? {
        guard text.utf8.count <= 20, let value = DecimalText(text), value.significand >= 0,
            value.scale <= 9, value <= DecimalText(significand: 1_000_000, scale: 0)
        else { return nil }
        return value
    }

    /// Local hours of `10-12;14-19` or `22-6`, the second of each pair exclusive.
    static func hours(_ text: String) -> [Int]? {
        var hours: [Int] = []
        for part in parts(text) {
            let ends = numbers(part)
            guard ends.count == 2, (0...23).contains(ends[0]), (0...24).contains(ends[1]),
                ends[0] != ends[1]
            else { return nil }
            let length = ends[1] > ends[0] ? ends[1] - ends[0] : ends[1] + 24 - ends[0]
            hours += (0..<length).map { (ends[0] + $0) % 24 }
        }
        return hours.isEmpty || Set(hours).count != hours.count ? nil : hours
    }

    /// Calendar months of `7-9;12` or `11-2`, both ends of a pair included, as people speak of months.
    static func months(_ text: String) -> [Int]? {
        var months: [Int] = []
        for part in parts(text) {
            let ends = numbers(part)
            guard (1...2).contains(ends.count), ends.allSatisfy((1...12).contains),
                let first = ends.first, let last = ends.last
            else { return nil }
            let length = last >= first ? last - first : last + 12 - first
            months += (0...length).map { (first - 1 + $0) % 12 + 1 }
        }
        return months.isEmpty || Set(months).count != months.count ? nil : months
    }

    private static func parts(_ text: String) -> [Substring] {
        text.split(whereSeparator: { $0 == ";" || $0 == "," })
    }

    /// The numbers of `10-12`; none where a part is no number.
    private static func numbers(_ part: Substring) -> [Int] {
        let texts = part.split(separator: "-", omittingEmptySubsequences: false)
        let numbers = texts.compactMap { Int($0.filter { $0 != " " }) }
        return numbers.count == texts.count ? numbers : []
    }
}
