import Quantities

/// Levers moved by hand (情景试算): the indicators as they would be, everything else unchanged.
///
/// A lever moves exactly what it moves in the search for the gap to the next level, so that the gap, set
/// here, reaches the level.
public struct WhatIf: Hashable, Sendable {
    /// How far each lever is moved, in the smallest unit: joules, millilitres, certificates, racks or
    /// milligrams; never negative.
    public let amounts: [GapToNext.Lever: Int128]

    /// Moves levers; negative amounts count as none.
    public init(_ amounts: [GapToNext.Lever: Int128]) {
        self.amounts = amounts.filter { $0.value > 0 }
    }

    /// Tells whether nothing is moved.
    public var isNothing: Bool { amounts.isEmpty }

    /// How far each lever of some indicators can go, in its smallest unit; a lever that moves nothing is
    /// left out.
    public static func reach(of indicators: Indicators) -> [GapToNext.Lever: Int128] {
        var reach: [GapToNext.Lever: Int128] = [:]
        for id in IndicatorID.allCases {
            guard let value = indicators.figure(id).value,
                let lever = GapLever(of: id, at: value, it: indicators.itEnergy), lever.reach > 0
            else { continue }
            reach[lever.lever] = max(reach[lever.lever] ?? 0, lever.reach)
        }
        return reach
    }

    /// The indicators after the levers were moved; each goes no further than it can.
    public func applied(to indicators: Indicators) -> Indicators {
        IndicatorID.allCases.reduce(indicators) { moved, id in
            guard case .value(let value, let coverage) = indicators.figure(id),
                let lever = GapLever(of: id, at: value, it: indicators.itEnergy),
                let units = amounts[lever.lever],
                let after = lever.moved(value, by: min(units, lever.most))
            else { return moved }
            return moved.replacing(id, by: .value(after, coverage: coverage))
        }
    }
}
