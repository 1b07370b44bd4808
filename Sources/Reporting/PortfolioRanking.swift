public import Grading
public import Provenance
import Quantities

/// The sites of a portfolio by one scheme, the best first (站点排名).
public struct PortfolioRanking: Sendable {
    /// One site.
    public struct Row: Sendable {
        /// Its place; sites that stand alike share it.
        public let place: Int
        /// The site.
        public let siteID: String
        /// Its level, class or indicative level.
        public let mark: String
        /// Its points, else its leading value.
        public let figure: String
        /// Why it has no level.
        public let reason: BilingualText?
        /// Tells whether it has a level, a class or a value.
        public let hasResult: Bool
    }

    /// The rulebook.
    public let scheme: String
    /// Its title.
    public let title: BilingualText
    /// The sites, the best first.
    public let rows: [Row]

    /// The rankings of all schemes that grade some site.
    ///
    /// Sites are ordered by level, then by points, then by the leading value, then by name; those
    /// without a level come last.
    public static func all(
        _ sites: [(siteID: String, grades: [Grade])], by rulebooks: [Rulebook]
    ) -> [PortfolioRanking] {
        rulebooks.sorted { ($0.order, $0.id) < ($1.order, $1.id) }.compactMap { rulebook in
            let graded = sites.compactMap { site in
                site.grades.first { $0.scheme == rulebook.id }.map {
                    Entry(site.siteID, $0, rulebook)
                }
            }
            if graded.isEmpty { return nil }
            let sorted = graded.sorted { $0.isBefore($1) ?? ($0.siteID < $1.siteID) }
            var rows: [Row] = []
            for (index, entry) in sorted.enumerated() {
                let isTied = index > 0 && sorted[index - 1].isBefore(entry) == nil
                rows.append(entry.row(place: isTied ? rows[index - 1].place : index + 1))
            }
            return PortfolioRanking(scheme: rulebook.id, title: rulebook.title, rows: rows)
        }
    }

    private struct Entry {
        let siteID: String
        let grade: Grade
        /// The level's place; all levels when there is none.
        let standing: Int
        let value: ExactRatio?
        let wantsLess: Bool

        init(_ siteID: String, _ grade: Grade, _ rulebook: Rulebook) {
            self.siteID = siteID
            self.grade = grade
            let marks = rulebook.levels.map(\.level)
            let reached = (grade.level ?? grade.indicativeLevel).flatMap(marks.firstIndex)
            let rank = grade.rank?.better
            standing = reached ?? rank ?? Int.max
            value = grade.leading?.value
            wantsLess = rulebook.leading?.wantsLess ?? true
        }

        /// Whether it stands before another; nil when they stand alike.
        func isBefore(_ other: Entry) -> Bool? {
            if standing != other.standing { return standing < other.standing }
            if let mine = grade.points, let theirs = other.grade.points, mine != theirs {
                return mine > theirs
            }
            switch (value, other.value) {
            case (let mine?, let theirs?):
                if mine.isBelow(theirs) { return wantsLess }
                return theirs.isBelow(mine) ? !wantsLess : nil
            case (nil, nil): return nil
            case (let mine, _): return mine != nil
            }
        }

        func row(place: Int) -> Row {
            Row(
                place: place, siteID: siteID,
                mark: grade.level ?? grade.rank?.mark ?? grade.indicativeLevel.map { "(\($0))" }
                    ?? "-",
                figure: grade.points?.description ?? value?.text() ?? "-", reason: grade.reason,
                hasResult: grade.level != nil || grade.rank?.mark != nil || value != nil)
        }
    }

    /// The ranking as JSON.
    public func json(_ language: Language) -> JSONValue {
        .object([
            "scheme": .string(scheme), "title": .string(title.text(in: language)),
            "sites": .array(
                rows.map {
                    .object([
                        "place": .integer($0.place), "site_id": .string($0.siteID),
                        "mark": .string($0.mark),
                        "figure": .decimal($0.figure == "-" ? nil : $0.figure),
                        "reason": .text($0.reason?.text(in: language)),
                    ])
                }),
        ])
    }

    /// All rankings as CSV.
    public static func csv(_ rankings: [PortfolioRanking], language: Language) -> String {
        var table = CSVText(header: ["scheme", "place", "site_id", "mark", "figure", "reason"])
        for ranking in rankings {
            for row in ranking.rows {
                table.append([
                    ranking.scheme, String(row.place), row.siteID, row.mark,
                    row.figure == "-" ? "" : row.figure, row.reason?.text(in: language) ?? "",
                ])
            }
        }
        return table.text
    }
}
