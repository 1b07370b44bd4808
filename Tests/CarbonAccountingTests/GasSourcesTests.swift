import CarbonAccounting
import EnergyLedger
import Metering
import Provenance
import Quantities
import TestSupport
import Testing

/// One source a quantity and time, for gases: mass balances, refills and screenings of one charge.
@Suite struct GasSourcesTests {
    let catalogue: FactorCatalogue
    let balances: Balances

    init() throws {
        catalogue = try PublishedCatalogue.load()
        var site = SyntheticSite()
        site.add(.gridImport, [("2025", .kWh(1_000))])
        balances = try site.balances("2025")
    }

    func inventory(_ rows: [Activity]) -> Inventory {
        Inventory(
            of: balances, catalogue: catalogue, settings: AccountingSettings(),
            inputs: AccountingInputs(activities: rows))
    }

    func row(
        _ id: String, _ kind: Activity.Kind, _ kilograms: String, of substance: String = "R-134a",
        over period: String = "2025", rate: String? = nil, at equipment: String? = nil,
        line: Int = 2
    ) throws -> Activity {
        Activity(
            id: id, siteID: "dc-1", interval: try #require(Period(period)).interval(in: .shanghai),
            kind: kind, substance: substance, amount: try #require(DecimalText(kilograms)),
            unit: "kg", ratePercent: rate.flatMap { DecimalText($0) }, equipment: equipment,
            evidence: "report", line: line)
    }

    /// 4 kg refilled in March: 4 x 1,300 = 5,200 kg.
    func refill(at equipment: String? = nil) throws -> Activity {
        try row("refill", .refrigerantTopup, "4", over: "2025-03", at: equipment, line: 2)
    }

    /// 300 kg x 3.5 % = 10.5 kg, x 1,300 = 13,650 kg; each month is 0.875 kg, 1,137.5 kg.
    func screening(over period: String = "2025", at equipment: String? = nil) throws -> Activity {
        try row(
            "screening", .refrigerantScreening, "300", over: period, rate: "3.5", at: equipment,
            line: 3)
    }

    func doubles(_ inventory: Inventory) -> [Finding] {
        inventory.findings.filter { $0.code == .doubleSource }
    }

    @Test(
        "a refill stands before a screening of what may be the same charge, and the other is named")
    func refillBeforeScreening() throws {
        let inventory = inventory([try refill(), try screening()])
        #expect(inventory.scope1?.kilogramsText == "5200.000000")
        let finding = try #require(doubles(inventory).first)
        #expect(doubles(inventory).count == 1)
        #expect(finding.file == "activities.csv" && finding.line == 3 && finding.siteID == "dc-1")
        #expect(
            finding.message(in: .english)
                == "screening (R-134a, 2025) states what the refill refill shows for the same time; the refill refill counts, screening (R-134a, 2025) does not"
        )
        #expect(finding.message(in: .chinese).contains("采用 补充量 refill，不计 screening"))
    }

    @Test(
        "different plants are added; a name that only one line gives, or that both spell alike, is one",
        arguments: [
            ("chiller-1", "chiller-2", "18850.000000"), ("chiller-1", "Chiller 1", "5200.000000"),
            ("chiller-1", "", "5200.000000"), ("", "chiller-1", "5200.000000"),
            ("-", "chiller-1", "5200.000000"),
        ])
    func equipment(one: String, other: String, kilograms: String) throws {
        let inventory = inventory([
            try refill(at: one.isEmpty ? nil : one),
            try screening(at: other.isEmpty ? nil : other),
        ])
        #expect(inventory.scope1?.kilogramsText == kilograms)
        #expect(doubles(inventory).isEmpty == (kilograms == "18850.000000"))
    }

    @Test("a mass balance stands before both, for the time that it speaks of")
    func balanceBeforeBoth() throws {
        // 20 + 30 - 38 = 12 kg x 1,300 = 15,600 kg
        let balance = [
            try row("b1", .refrigerantStockStart, "20", line: 4),
            try row("b2", .refrigerantPurchase, "30", line: 5),
            try row("b3", .refrigerantStockEnd, "38", line: 6),
        ]
        let inventory = inventory([try refill(), try screening()] + balance)
        #expect(abs((inventory.scope1?.milligrams ?? 0) - 15_600_000_000) <= 6)
        #expect(doubles(inventory).compactMap(\.line).sorted() == [2, 3])
        // A balance of the first half leaves a refill of the second.
        let half = [
            try row("b1", .refrigerantPurchase, "2", over: "2025-01-01/2025-07-01"),
            try row("late", .refrigerantTopup, "1", over: "2025-09"),
        ]
        // (2 + 1) x 1,300
        let later = self.inventory([try refill()] + half)
        #expect(abs((later.scope1?.milligrams ?? 0) - 3_900_000_000) <= 6)
        #expect(doubles(later).count == 1)
    }

    @Test("where a balance speaks of a part of the year alone, the figure is of a part")
    func inPart() throws {
        func bought(_ id: String, _ period: String) throws -> Activity {
            try row(id, .refrigerantPurchase, "2", over: period)
        }
        let first = try bought("h1", "2025-01-01/2025-07-01")
        let second = try bought("h2", "2025-07-01/2026-01-01")
        #expect(inventory([first, try screening()]).partlyStated == [.scope1])
        #expect(inventory([first, second, try screening()]).partlyStated == [])
        #expect(inventory([try refill(), try screening()]).partlyStated == [])
        #expect(
            inventory([first, try screening(over: "2025-07-01/2026-01-01")]).partlyStated == [])
    }

    @Test("other substances, other kinds of plant and the same method are no double source")
    func notDouble() throws {
        let rows = [
            try refill(), try row("more", .refrigerantTopup, "1", over: "2025-04"),
            try row("other", .refrigerantScreening, "100", of: "R-410A", rate: "2"),
            try row("fire", .fireSuppressionScreening, "50", rate: "1"),
        ]
        // (4 + 1) x 1,300 + 2 x 1,923.5 + 0.5 x 1,300 = 6,500 + 3,847 + 650
        let inventory = inventory(rows)
        #expect(abs((inventory.scope1?.milligrams ?? 0) - 10_997_000_000) <= 24)
        #expect(doubles(inventory).isEmpty)
        // Spelt otherwise it is the same substance; a balance may speak of any plant.
        let agent = self.inventory([
            try row("refill", .fireSuppression, "3", of: "FM-200", over: "2025-05"),
            try row("balance", .refrigerantPurchase, "2", of: "HFC-227ea"),
        ])
        // 2 x 3,350
        #expect(abs((agent.scope1?.milligrams ?? 0) - 6_700_000_000) <= 6)
        #expect(doubles(agent).count == 1)
    }

    @Test("a screening of many years gives way in the years of refills alone")
    func years() throws {
        let old = try row("old", .refrigerantTopup, "4", over: "2024-06")
        let long = try screening(over: "2024-01-01/2027-01-01")
        #expect(inventory([old, long]).scope1?.kilogramsText == "13650.000000")
        #expect(doubles(inventory([old, long])).isEmpty)
        #expect(inventory([old, try refill(), long]).scope1?.kilogramsText == "5200.000000")
        // Cut where the other begins, both count: 9 months of 1,137.5 kg.
        let rest = try screening(over: "2025-04-01/2026-01-01")
        #expect(inventory([try refill(), rest]).scope1?.kilogramsText == "15437.500000")
    }

    @Test("of two balances that overlap the earlier stands, of equal beginnings the longer")
    func overlappingBalances() throws {
        let year = try row("year", .refrigerantPurchase, "12", line: 2)
        let halves = [
            try row("h1", .refrigerantPurchase, "7", over: "2025-01-01/2025-07-01", line: 3),
            try row("h2", .refrigerantPurchase, "8", over: "2025-07-01/2026-01-01", line: 4),
        ]
        let both = inventory([halves[1], year, halves[0]])
        #expect(abs((both.scope1?.milligrams ?? 0) - 15_600_000_000) <= 6)
        #expect(doubles(both).compactMap(\.line).sorted() == [3, 4])
        #expect(abs((inventory(halves).scope1?.milligrams ?? 0) - 19_500_000_000) <= 12)
    }

    @Test(
        "lines that all name a plant make a balance each; one that names none makes one of the site"
    )
    func balancesOfPlants() throws {
        func rows(_ purchase: String?) throws -> [Activity] {
            [
                try row("a1", .refrigerantStockStart, "10", at: "store"),
                try row("a2", .refrigerantPurchase, "5", at: purchase),
                try row("a3", .refrigerantCapacityIncrease, "4", at: "chiller-1"),
            ]
        }
        // 10 + 5 - 4 = 11 kg of the site
        let site = inventory(try rows(nil))
        #expect(abs((site.scope1?.milligrams ?? 0) - 14_300_000_000) <= 6)
        // chiller-1 alone: 5 - 4 = 1 kg, store: 10 kg
        let plants = inventory(try rows("chiller-1"))
        #expect(abs((plants.scope1?.milligrams ?? 0) - 14_300_000_000) <= 12)
        #expect(
            Set(plants.entries.compactMap(\.activityID)).isSuperset(of: ["a1", "a2+a3"]))
        // chiller-1 alone would be 0 - 4 kg.
        #expect(inventory(try rows("store")).scope1 == nil)
    }

    @Test(
        "a negative balance of another year leaves this one alone; switchgear's is of its category")
    func otherYear() throws {
        let wrong = try row("wrong", .refrigerantStockEnd, "1", over: "2023")
        #expect(inventory([wrong, try refill()]).scope1?.kilogramsText == "5200.000000")
        let switchgear = inventory([
            try row("gas", .refrigerantPurchase, "2", of: "SF6"),
            try row("leak", .sf6Screening, "100", of: "SF6", rate: "0.5"),
        ])
        // 2 x 23,500
        let parts = switchgear.categories(of: .scope1)
        #expect(parts.map(\.category) == [.sf6])
        #expect(abs(parts[0].mass.milligrams - 47_000_000_000) <= 6)
        #expect(doubles(switchgear).count == 1)
    }

    @Test("ozone-depleting substances are held to the same")
    func outsideScopes() throws {
        let inventory = inventory([
            try row("refill", .refrigerantTopup, "3", of: "R-22", over: "2025-02"),
            try row("screening", .refrigerantScreening, "100", of: "HCFC-22", rate: "5"),
        ])
        #expect(inventory.outsideScopes == ["HCFC-22": 3_000_000])
        #expect(doubles(inventory).count == 1)
    }

    // MARK: - Laws

    /// Lines of three methods, two substances and three plants at any months of the year.
    func lines(_ numbers: inout SeededNumbers, _ count: Int) throws -> [Activity] {
        let kinds: [Activity.Kind] = [
            .refrigerantTopup, .refrigerantScreening, .refrigerantPurchase, .fireSuppression,
            .fireSuppressionScreening,
        ]
        return try (0..<count).map { number in
            let first = Int.random(in: 1...12, using: &numbers)
            let last = Int.random(in: first...12, using: &numbers)
            let end = last == 12 ? "2026-01-01" : "2025-\(last < 9 ? "0" : "")\(last + 1)-01"
            let kind = kinds.randomElement(using: &numbers) ?? .refrigerantTopup
            return try row(
                "line-\(number)", kind, String(Int.random(in: 1...90, using: &numbers)),
                of: Bool.random(using: &numbers) ? "R-134a" : "HFC-227ea",
                over: "2025-\(first < 10 ? "0" : "")\(first)-01/\(end)",
                rate: kind.isScreening ? "12" : nil,
                at: [nil, "a", "b"].randomElement(using: &numbers) ?? nil, line: number + 2)
        }
    }

    /// Whether two lines may speak of the same charge at the same time.
    func meet(_ one: Activity, _ other: Activity) -> Bool {
        func isFire(_ row: Activity) -> Bool? {
            row.kind.balanceSign != nil ? nil : row.kind.rawValue.hasPrefix("fire")
        }
        return one.interval.intersection(other.interval) != nil && one.substance == other.substance
            && (one.equipment == nil || other.equipment == nil || one.equipment == other.equipment)
            && (isFire(one) == nil || isFire(other) == nil || isFire(one) == isFire(other))
    }

    @Test(
        "what counts depends on no order, and no two that count speak of one charge",
        arguments: 1...12)
    func order(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let rows = try lines(&numbers, 14)
        let whole = inventory(rows)
        for _ in 0..<2 {
            let other = inventory(rows.shuffled(using: &numbers))
            #expect(other.scope1 == whole.scope1)
            #expect(Set(other.findings) == Set(whole.findings))
            #expect(Set(other.entries) == Set(whole.entries))
        }
        // A balance may have several lines; each of them counts or none.
        let names = Set(
            whole.entries.compactMap(\.activityID).flatMap { $0.split(separator: "+") }
                .map(String.init))
        let counted = rows.filter { names.contains($0.id) }
        func method(_ row: Activity) -> Int {
            row.kind.balanceSign != nil ? 0 : row.kind.isScreening ? 2 : 1
        }
        for one in counted {
            for other in counted where method(one) != method(other) {
                #expect(!meet(one, other), "\(one.id) \(other.id)")
            }
        }
        // What does not count meets one that does, surer than itself or a balance.
        for row in rows where !names.contains(row.id) {
            #expect(
                counted.contains {
                    meet($0, row) && (method($0) < method(row) || method(row) == 0)
                }, "\(row.id)")
        }
        #expect(doubles(whole).isEmpty == (counted.count == rows.count))
    }

    @Test(
        "two ways to state one charge are never more than the larger; of different plants their sum",
        arguments: 1...8)
    func neverMore(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let kilograms = (0..<2).map { _ in String(Int.random(in: 1...500, using: &numbers)) }
        let kinds: [Activity.Kind] = [
            .refrigerantPurchase, .refrigerantTopup, .refrigerantScreening,
        ]
        for (one, other) in [(0, 1), (0, 2), (1, 2)] {
            func pair(_ first: String?, _ second: String?) throws -> [Activity] {
                [
                    try row("one", kinds[one], kilograms[0], over: "2025-06", at: first),
                    try row("other", kinds[other], kilograms[1], rate: "12", at: second),
                ]
            }
            let masses = try pair(nil, nil).map { inventory([$0]).scope1?.milligrams ?? 0 }
            let both = inventory(try pair(nil, nil)).scope1?.milligrams ?? 0
            #expect(both == masses[0] && both <= max(masses[0], masses[1]))
            #expect(
                inventory(try pair("a", "b")).scope1?.milligrams == masses[0] + masses[1])
        }
    }
}
