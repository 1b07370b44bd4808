public import Grading
public import Provenance
import Quantities

/// Levels over time as JSON and CSV (等级走势输出).
public enum GradeSeriesTable {
    /// The grade of twelve months.
    public struct Point: Sendable {
        /// The month that the twelve end with.
        public let step: String
        /// The twelve months.
        public let period: String
        /// The grade.
        public let grade: Grade

        /// Makes a point.
        public init(step: String, period: String, grade: Grade) {
            self.step = step
            self.period = period
            self.grade = grade
        }
    }

    /// The points of each site and scheme, in the order in which they first stand.
    public static func series(
        _ points: [Point]
    ) -> [(siteID: String, scheme: String, points: [Point])] {
        var places: [[String]: Int] = [:]
        var series: [(siteID: String, scheme: String, points: [Point])] = []
        for point in points {
            let key = [point.grade.siteID, point.grade.scheme]
            if let place = places[key] {
                series[place].points.append(point)
            } else {
                places[key] = series.count
                series.append((key[0], key[1], [point]))
            }
        }
        return series
    }

    /// The document.
    public static func json(
        _ heading: DocumentHeading, step: String, _ points: [Point], language: Language
    ) -> JSONValue {
        var members = heading.members("carbongrade-grade-series/1")
        members["step"] = .string(step)
        members["series"] = .array(
            series(points).map { one in
                .object([
                    "site_id": .string(one.siteID), "scheme": .string(one.scheme),
                    "points": .array(one.points.map { json($0, language) }),
                ])
            })
        return .object(members)
    }

    private static func json(_ point: Point, _ language: Language) -> JSONValue {
        let grade = point.grade
        return .object([
            "step": .string(point.step), "period": .string(point.period),
            "edition": .string(grade.edition), "level": .text(grade.level),
            "level_label": .text(grade.levelLabel?.text(in: language)),
            "indicative_level": .text(grade.indicativeLevel),
            "points": .decimal(grade.points?.description),
            "reason": .text(grade.reason?.text(in: language)),
        ])
    }

    /// One line a point.
    public static func csv(_ points: [Point], language: Language) -> String {
        var table = CSVText(header: [
            "site_id", "scheme", "step", "period", "level", "level_label", "indicative_level",
            "points", "reason",
        ])
        for one in series(points) {
            for point in one.points {
                let grade = point.grade
                table.append([
                    one.siteID, one.scheme, point.step, point.period, grade.level ?? "",
                    grade.levelLabel?.text(in: language) ?? "", grade.indicativeLevel ?? "",
                    grade.points?.description ?? "", grade.reason?.text(in: language) ?? "",
                ])
            }
        }
        return table.text
    }
}
