import Quantities
import Testing

@Suite struct NumberedCaseTests {
    private enum Grain: String, NumberedCase {
        case rye, oat, barley
        func hash(into hasher: inout Hasher) { hasher.combine(number) }
    }

    private enum Only: NumberedCase { case one }

    @Test("the only case of an enumeration, which takes no memory, has the number zero")
    func one() {
        #expect(Only.one.number == 0)
        var table = CaseTable<Only, Int>()
        table[.one] = 5
        #expect(table[.one] == 5)
    }

    @Test("cases are numbered in the order in which they are declared")
    func numbers() {
        #expect(Grain.allCases.map(\.number) == [0, 1, 2])
        #expect(Set([Grain.oat, .oat, .rye]).count == 2)
    }

    @Test("a table holds a value for some cases and nothing for the others")
    func table() {
        var table = CaseTable<Grain, Int>()
        #expect(Grain.allCases.allSatisfy { table[$0] == nil })
        table[.oat] = 0
        table[.barley] = 7
        #expect(table[.oat] == 0 && table[.barley] == 7 && table[.rye] == nil)
        table[.barley] = nil
        #expect(table[.barley] == nil)
    }
}
