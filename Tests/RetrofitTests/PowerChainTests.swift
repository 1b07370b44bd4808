import Metering
import Quantities
import TestSupport
import Testing

@testable import Retrofit

@Suite struct PowerChainTests {
    @Test("less IT saves the overhead that follows it, not the fixed part")
    func marginalOverhead() {
        // IT 1000 kWh; overhead 500, of which 150 fixed and 0.35 for each kWh of IT: following 350/500.
        let chain = PowerChain.single([
            .it: (.kWh(1_000), "0"), .cooling: (.kWh(500), "0.7"),
        ])
        let savings = chain.savings([.save(.of("0.2"), of: .it)])
        // 200 + 0.35 x 200 = 270, not 300; PUE 1500/1000 = 1.5 becomes 1230/800 = 1.5375.
        #expect(savings.total == .kWh(270))
        let pue = ExactRatio(Int128(Int64.kWh(1_500) - savings.total), to: Int128(Int64.kWh(800)))
        #expect(pue?.text() == "1.537500")
    }

    @Test("liquid cooling takes fans out of IT: the total falls by 150")
    func liquidCooling() {
        // IT 1000 with 100 of fans becomes 920; overhead 400 becomes 330: 1400 -> 1250.
        let chain = PowerChain.single([.it: (.kWh(1_000), "0"), .cooling: (.kWh(400), "0")])
        let savings = chain.savings([
            .save(.of("0.08"), of: .it), .save(.of("0.175"), of: .cooling),
        ])
        #expect(savings.total == .kWh(150))
        let pue = ExactRatio(Int128(Int64.kWh(1_250)), to: Int128(Int64.kWh(920)))
        #expect(pue?.text(places: 4) == "1.3587")
    }

    @Test(
        "fans save by the law of their speed",
        arguments: [
            ("0.9", "3", "0.271"), ("0.8", "3", "0.488"), ("0.7", "3", "0.657"),
            ("0.6", "3", "0.784"), ("0.5", "3", "0.875"),
        ])
    func fanLaw(speed: String, exponent: String, saving: String) throws {
        let speed = try #require(DecimalText(speed))
        let exponent = try #require(DecimalText(exponent))
        #expect(FanLaw.saving(atSpeed: speed, exponent: exponent) == .of(saving))
    }

    @Test(
        "fans of real systems save less",
        arguments: [
            ("0.9", "23.2"), ("0.8", "42.8"), ("0.7", "59.0"), ("0.6", "72.1"), ("0.5", "82.3"),
        ])
    func realFans(speed: String, percent: String) throws {
        let speed = try #require(DecimalText(speed))
        let saving = try #require(
            FanLaw.saving(atSpeed: speed, exponent: DecimalText(significand: 25, scale: 1)))
        #expect(
            Rounding.text(Int128(saving.billionths), over: 10_000_000, places: 1) == percent)
    }

    @Test("a rectifier of 96.5 in place of 90 % at 10 kW saves 6,556 kWh a year")
    func rectifier() {
        // 10 kW x 8760 h = 87,600 kWh; input 97,333.3 and 90,777.2; the loss was 9,733.3.
        let chain = PowerChain.single([
            .it: (.kWh(87_600), "0"), .conversionLoss: (.kWh(87_600) / 9, "0"),
        ])
        let savings = chain.savings([.convert(by: .of("0.065"), at: .conversionLoss)])
        #expect(Rounding.text(Int128(savings.total), over: 3_600_000, places: 0) == "6556")
    }

    @Test("the London case: PUE 2.29 to 1.49 comes within 4 % of the published saving")
    func london() throws {
        // 1,800 kW x 8,760 h = 15,768 MWh; overhead 1.29 times, then 0.49 times of it.
        let chain = PowerChain.single([
            .it: (.MWh(15_768), "0"), .cooling: (.kWh(20_340_720), "0"),
        ])
        let saved = try #require(Share(DecimalText("0.620155038")))
        let savings = chain.savings([.save(saved, of: .cooling)])
        #expect(Rounding.text(Int128(savings.total), over: 3_600_000_000, places: 0) == "12614")
        let money = try #require(
            Tariff(flat: DecimalText("0.1302")).cost(of: savings.bought, in: .single))
        // Published: 1.7 million; recomputed 1.642 million, 3.4 % less.
        #expect(money > Money(hundredths: 170_000_000 * 96 / 100))
        #expect(money < Money(hundredths: 170_000_000 * 104 / 100))
    }

    @Test("points beyond an efficiency of one save nothing: they are not meant for this plant")
    func tooManyPoints() {
        let saving = Conversion.saving(throughput: .kWh(97), loss: .kWh(3), points: .of("0.04"))
        #expect(saving == .none)
    }

    @Test("parts sum to the amount and none exceeds its weight", arguments: 0..<20)
    func apportioning(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        let weights = (0..<40).map { _ in Int64.random(in: 0...9, using: &numbers) }
        let total = weights.reduce(0, +)
        let amount = Int64.random(in: 0...max(0, total), using: &numbers)
        let parts = Apportioning.parts(of: amount, by: weights)
        #expect(parts.reduce(0, +) == (total > 0 ? amount : 0))
        #expect(zip(parts, weights).allSatisfy { $0 >= 0 && $0 <= $1 })
    }
}

@Suite struct PowerChainLawTests {
    private func chain(_ numbers: inout SeededNumbers) -> PowerChain {
        let bins = ChainBins.year
        return PowerChain(
            bins: bins,
            links: EndUse.allCases.reduce(into: [:]) { links, endUse in
                let following = Int64.random(in: 0...1_000_000_000, using: &numbers)
                links[endUse] = PowerChain.Link(
                    energies: (0..<bins.count).map { _ in
                        Int64.random(in: 0...5_000_000_000_000, using: &numbers)
                    },
                    account: .cooling, following: Share(billionths: following))
            })
    }

    private func action(_ numbers: inout SeededNumbers) -> PowerChain.Action {
        let endUse = EndUse.allCases.randomElement(using: &numbers) ?? .it
        let share = Share(billionths: Int64.random(in: 0...400_000_000, using: &numbers))
        switch Int.random(in: 0..<3, using: &numbers) {
        case 0 where [.conversionLoss, .distributionLoss].contains(endUse):
            return .convert(by: Share(billionths: share.billionths / 20), at: endUse)
        case 1: return .remove(Int64.random(in: 0...9_000_000_000_000, using: &numbers), of: endUse)
        default: return .save(share, of: endUse)
        }
    }

    @Test("no end use falls below zero and none grows", arguments: 0..<40)
    func neverBelowZero(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        let chain = chain(&numbers)
        let savings = chain.savings((0..<8).map { _ in action(&numbers) })
        for (endUse, saved) in savings.links {
            let energies = chain.links[endUse]?.energies ?? []
            #expect(zip(saved, energies).allSatisfy { $0 >= 0 && $0 <= $1 })
        }
    }

    @Test("the order of actions never matters", arguments: 0..<20)
    func order(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        let chain = chain(&numbers)
        let actions = (0..<8).map { _ in action(&numbers) }
        #expect(chain.savings(actions) == chain.savings(actions.shuffled(using: &numbers)))
    }

    @Test(
        "measures that compete for one end use save together at most their sum", arguments: 0..<40)
    func compete(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        let chain = chain(&numbers)
        let shares = (0..<4).map { _ in
            Share(billionths: Int64.random(in: 0...500_000_000, using: &numbers))
        }
        let endUse = EndUse.allCases.randomElement(using: &numbers) ?? .cooling
        let actions = shares.map { PowerChain.Action.save($0, of: endUse) }
        let together = chain.savings(actions).total(of: endUse)
        let alone = actions.reduce(Int64(0)) { $0 + chain.savings([$1]).total(of: endUse) }
        #expect(together <= alone)
    }

    @Test("along the whole chain measures save together at most their sum", arguments: 0..<40)
    func cascade(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        let chain = chain(&numbers)
        let actions = (0..<6).map { _ in action(&numbers) }
        let together = chain.savings(actions).total
        let alone = actions.reduce(Int64(0)) { $0 + chain.savings([$1]).total }
        // What follows the load is rounded down for each measure alone: a joule a link, bin and measure.
        #expect(together <= alone + Int64(6 * chain.bins.count * EndUse.allCases.count))
    }
}
