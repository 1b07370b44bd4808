public import EnergyLedger

/// The graders of all rulebooks for sites, in the order in which grades are shown (评价方案集).
public struct Graders: Sendable {
    private let graders: [Grader]
    private let isChosen: Bool

    /// Makes the graders.
    ///
    /// - Parameter schemes: The rulebooks that were asked for; nil takes every one made for a site's kind.
    public init(_ rulebooks: [Rulebook], schemes: [String]?) {
        graders = rulebooks.filter { rulebook in
            rulebook.grades == .site && schemes.map { $0.contains(rulebook.id) } ?? true
        }.sorted { ($0.order, $0.id) < ($1.order, $1.id) }.map(Grader.init(by:))
        isChosen = schemes != nil
    }

    /// Grades a site: the schemes of its own jurisdiction first, those that only inform after them.
    public func grades(_ site: Site, _ indicators: Indicators) -> [Grade] {
        let made = graders.filter { isChosen || $0.rulebook.applies(to: site.kind) }
        let own = made.filter { $0.rulebook.holds(in: site.region) }
        let others = made.filter { !$0.rulebook.holds(in: site.region) }
        let graded = GradingCase(site, indicators)
        return (own + others).map { $0.grade(graded) }
    }
}
