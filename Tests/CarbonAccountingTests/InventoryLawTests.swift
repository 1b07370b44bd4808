import CarbonAccounting
import EnergyLedger
import Metering
import Provenance
import Quantities
import TestSupport
import Testing

/// Laws that hold for every inventory, tried with seeded numbers.
@Suite struct InventoryLawTests {
    private let catalogue: FactorCatalogue

    init() throws { catalogue = try PublishedCatalogue.load() }

    private func inventory(
        _ grid: [Int64], _ period: String = "2025", region: String = "CN-GD"
    ) throws -> Inventory {
        var site = SyntheticSite(region: region)
        site.add(
            .gridImport,
            grid.enumerated().map { ("2025-\($0 < 9 ? "0" : "")\($0 + 1)", $1) })
        return Inventory(
            of: try site.balances(period), catalogue: catalogue, settings: AccountingSettings())
    }

    private func months(_ seed: UInt64) -> [Int64] {
        var numbers = SeededNumbers(seed: seed)
        return (0..<12).map { _ in Int64.random(in: 1...9_000_000_000_000, using: &numbers) }
    }

    @Test("emission is linear in energy but for the one rounding of each month", arguments: 1...10)
    func linear(seed: UInt64) throws {
        let months = months(seed)
        let one = try #require(try inventory(months).scope2Location?.milligrams)
        let three = try #require(
            try inventory(months.map { $0 * 3 }).scope2Location?.milligrams)
        #expect(abs(three - 3 * one) <= 12 * 2)
    }

    @Test("months sum to quarters and quarters to the year, exactly", arguments: 1...5)
    func additive(seed: UInt64) throws {
        let months = months(seed)
        for method in AccountingMethod.allCases {
            let year = try #require(try inventory(months).mass(of: method.scope))
            let quarters = try (1...4).map {
                try #require(try inventory(months, "2025Q\($0)").mass(of: method.scope))
            }
            #expect(quarters.reduce(.zero, +) == year)
        }
    }

    @Test("without lots and without a residual mix, market-based equals location-based, disclosed")
    func noResidual() throws {
        let inventory = try inventory(months(7), region: "BR")
        #expect(inventory.scope2Market == inventory.scope2Location)
        #expect(inventory.findings.contains { $0.code == .residualMixMissing })
    }

    @Test("the difference between two figures is the sum of its causes", arguments: 1...10)
    func comparison(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        func cell(_ source: String) throws -> FigureCell {
            func amount() throws -> ExactRational {
                try #require(
                    ExactRational(Int128(Int64.random(in: 0...1_000_000, using: &numbers)), over: 1)
                )
            }
            return FigureCell(
                key: FigureCell.Key(
                    siteID: "dc-1", scope: .scope2Market, category: .electricity, source: source,
                    unit: "J"),
                rest: try amount(), restMass: Int64.random(in: 0...1_000_000, using: &numbers),
                covered: try amount(), coveredMass: Int64.random(in: 0...1_000, using: &numbers))
        }
        let old = [try cell("grid_import"), try cell("direct_line")]
        let new = [try cell("grid_import"), try cell("onsite_solar")]
        for (samePeriod, sameRules) in [(true, true), (false, true), (true, false)] {
            let figures = FigureComparison.compare(
                old, with: new, samePeriod: samePeriod, sameRules: sameRules)
            #expect(figures.count == 1)
            for figure in figures {
                let causes =
                    figure.activity + figure.restatement + figure.greenPower + figure.factor
                    + figure.rule
                #expect(causes == figure.difference)
                #expect((figure.activity == 0) == samePeriod || figure.activity == 0)
            }
        }
        // What is absent on one side is no zero, and has no causes.
        for (before, after) in [(old, []), ([], new)] {
            let figure = try #require(
                FigureComparison.compare(
                    before, with: after, samePeriod: true, sameRules: true
                ).first)
            #expect((figure.old == nil) == before.isEmpty)
            #expect((figure.new == nil) == after.isEmpty)
            #expect(figure.difference == nil && figure.cause(\.restatement) == nil)
        }
    }

    @Test("null power of a month that the period cuts is divided as it was matched, less export")
    func nullPowerOfParts() throws {
        var site = SyntheticSite()
        site.add(.gridImport, [("2025-01", .kWh(1_000))])
        site.add(.onsiteSolar, [("2025-01", .kWh(100_000))])
        site.add(.gridExport, [("2025-01", .kWh(40_000))])
        let sold = Instrument.lot("sold", .selfUse, kWh: 30_000, site: "dc-1", for: "stranger")
        let month = try #require(Period("2025-01"))
        let allocation = match(
            [sold],
            [SiteConsumption(of: try site.balances("2025-01").journal, months: month.months)])
        func market(_ period: String) throws -> Int64 {
            let inventory = Inventory(
                of: try site.balances(period), catalogue: catalogue,
                settings: AccountingSettings(),
                inputs: AccountingInputs(allocations: [2025: allocation], meters: site.meters))
            return try #require(inventory.scope2Market?.milligrams)
        }
        let (whole, first, second) = try (
            market("2025-01"), market("2025-01-01/2025-01-16"), market("2025-01-16/2025-02-01")
        )
        // 31,000 kWh at the factor of the remainder; 15 and 16 of 31 days of it, the joules of hours being whole
        #expect(abs(first + second - whole) <= 4)
        #expect(abs(first - whole * 15 / 31) <= 100)
    }

    @Test("an absent figure leaves no cell to compare, one of zero does")
    func cellsOfAbsence() throws {
        var site = SyntheticSite(region: "ZZ")
        site.add(.gridImport, [("2025", .kWh(1_000))])
        let catalogue = try PublishedCatalogue.load()
        let unknown = Inventory(
            of: try site.balances("2025"), catalogue: catalogue, settings: AccountingSettings())
        #expect(unknown.scope2Location == nil)
        #expect(FigureCell.cells(of: [unknown]).isEmpty)
        var tank = SyntheticSite()
        tank.add(.gridImport, [("2025", .kWh(1_000))])
        tank.add(.fuel, medium: "diesel", unit: .kilogram, [("2025", 0)])
        let zero = Inventory(
            of: try tank.balances("2025"), catalogue: catalogue, settings: AccountingSettings(),
            inputs: AccountingInputs(meters: tank.meters))
        #expect(zero.scope1 == .zero)
        #expect(FigureCell.cells(of: [zero]).filter { $0.key.scope == .scope1 }.map(\.mass) == [0])
    }

    @Test("each cause alone is named as itself")
    func causes() throws {
        func cell(_ rest: Int64, _ mass: Int64, covered: Int64 = 0) throws -> [FigureCell] {
            [
                FigureCell(
                    key: FigureCell.Key(
                        siteID: "dc-1", scope: .scope2Market, category: .electricity,
                        source: "grid_import", unit: "J"),
                    rest: try #require(ExactRational(Int128(rest), over: 1)), restMass: mass,
                    covered: try #require(ExactRational(Int128(covered), over: 1)))
            ]
        }
        func compare(_ old: [FigureCell], _ new: [FigureCell], same: Bool = true) throws
            -> FigureComparison
        {
            try #require(
                FigureComparison.compare(old, with: new, samePeriod: same, sameRules: true).first)
        }
        // 1,000 J at 2 mg/J; 1,200 J; 800 J with 200 covered; another factor of 3 mg/J
        let old = try cell(1_000, 2_000)
        #expect(try compare(old, cell(1_200, 2_400)).restatement == 400)
        #expect(try compare(old, cell(1_200, 2_400), same: false).activity == 400)
        #expect(try compare(old, cell(800, 1_600, covered: 200)).greenPower == -400)
        #expect(try compare(old, cell(1_000, 3_000)).factor == 1_000)
    }
}
