import Quantities
import Testing

@testable import Retrofit

/// What a plan may come to before its sums leave 64 bits.
@Suite struct WorthRoomTests {
    private static let zero = PlanningSettings.zero

    private func settings(
        tariff: Int128 = 0, carbon: Int128? = nil, growth: DecimalText = zero
    ) -> PlanningSettings {
        PlanningSettings(
            discountRate: Self.zero,
            tariff: Tariff(flat: DecimalText(significand: tariff, scale: 0)),
            carbonPrice: carbon.map { DecimalText(significand: $0, scale: 0) },
            energyPriceGrowth: growth)
    }

    /// A chain of one link of cooling, and a measure that saves all of it for `life` years.
    private func site(_ joules: Int64, life: Int) -> SiteCase {
        .example(
            [(.example("all", low: "1"), .example("all", capex: 0, life: life))],
            chain: .single([.cooling: (joules, "0")]))
    }

    private func excess(
        _ settings: PlanningSettings, _ site: SiteCase, costs: Int128 = 0, times: Int = 1
    ) -> WorthRoom.Excess? {
        let room = WorthRoom(PackageFrames(settings), costs: costs)
        do throws(WorthRoom.Excess) {
            for _ in 0..<times {
                try room.take(site.chain, site.options, site.carbon, slotSeconds: 3_600)
            }
            return nil
        } catch {
            return error
        }
    }

    @Test("a site takes four times its energy at its price over its life")
    func energy() {
        // 10^9 kWh x 1,000 x 100 x 10 years x 4 = 4 x 10^15; half of 2^63 is 4.61 x 10^18, room for 1,152 of them.
        let (settings, site) = (settings(tariff: 1_000), site(.MWh(1_000_000), life: 10))
        // The carbon example weighs 1 mg for 7,200 J and has no price.
        #expect(excess(settings, site, times: 1_152) == nil)
        #expect(excess(settings, site, times: 1_153) == .energyPrice)
        #expect(excess(settings, site, costs: WorthRoom.most) == .energyPrice)
        // Twice the life takes twice the room.
        let longer = self.site(.MWh(1_000_000), life: 20)
        #expect(excess(settings, longer, times: 576) == nil)
        #expect(excess(settings, longer, times: 577) == .energyPrice)
    }

    @Test("carbon and energy that are too much are told apart")
    func others() {
        // 3.6 x 10^15 J / 7,200 = 5 x 10^11 mg = 500 t, at 10^14 x 100 a year already 5 x 10^18.
        let site = site(.MWh(1_000_000), life: 10)
        #expect(excess(settings(carbon: 100_000_000_000_000), site) == .carbonPrice)
        #expect(excess(settings(carbon: 1_000_000), site) == nil)
        // 2,562 of 3.6 x 10^15 J are 2^63.
        #expect(excess(settings(), site, times: 2_562) == nil)
        #expect(excess(settings(), site, times: 2_563) == .energy)
    }

    @Test("whatever there is room for can be planned: the largest price that passes does not trap")
    func planned() throws {
        let growth = DecimalText(significand: 2, scale: 1)
        let site = site(.MWh(1_000_000), life: 60)
        var (low, high) = (Int128(0), Int128(1_000_000_000))
        while high - low > 1 {
            let middle = (low + high) / 2
            if excess(settings(tariff: middle, growth: growth), site) == nil {
                low = middle
            } else {
                high = middle
            }
        }
        // 10^11 hundredths x the sum of 1.2^t over 60 years, 338,079.1, x 4 x price <= 4.61 x 10^18: 34.
        #expect(low == 34)
        let plan = RetrofitPlan(
            [site], settings: settings(tariff: low, growth: growth), request: PlanRequest())
        #expect(plan.netPresentValue > .zero)
        #expect(plan.bound == plan.netPresentValue)
    }

    @Test("a gap that no share of the bound tells is told by its amount alone")
    func gap() {
        let far = Unproven(
            netPresentValue: Money(hundredths: -.max / 2), bound: Money(hundredths: 1))
        #expect(far.gapMillionths == nil)
        // 200 - 199.99 over 200: 50 millionths.
        let near = Unproven(
            netPresentValue: Money(hundredths: 19_999), bound: Money(hundredths: 20_000))
        #expect(near.gapMillionths == 50)
    }

    /// A plan of nothing but its worth.
    private struct Unproven: ProvenPlan {
        let netPresentValue: Money
        let bound: Money
        let request = PlanRequest()
        let isFeasible = true
        let isDecided = true
        let missingTarget: [String] = []
        let frontier = Frontier(of: [])
    }
}
