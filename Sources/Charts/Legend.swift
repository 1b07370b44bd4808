/// What a colour of a chart stands for.
struct LegendEntry {
    /// How the thing is drawn.
    enum Mark { case box, line(Stroke.Dash), hatched }

    let name: String
    let tone: Tone
    var mark = Mark.box
}

/// The key of a chart (图例): entries in rows that fit its width.
enum Legend {
    static let rowHeight = 18.0
    private static let size = 11.0

    static func rows(_ entries: [LegendEntry], width: Double) -> [[LegendEntry]] {
        var rows: [[LegendEntry]] = []
        var x = width
        for entry in entries {
            let needed = taken(entry, width)
            if x + needed > width || rows.isEmpty {
                rows.append([])
                x = 0
            }
            rows[rows.count - 1].append(entry)
            x += needed
        }
        return rows
    }

    static func shapes(_ rows: [[LegendEntry]]) -> [Shape] {
        rows.enumerated().flatMap { number, row -> [Shape] in
            var x = 0.0
            let y = Double(number) * rowHeight + 11
            return row.flatMap { entry -> [Shape] in
                defer { x += taken(entry, .greatestFiniteMagnitude) }
                let words = Caption(name(entry), at: Point(x + 17, y), size: size, tone: .ink)
                return [mark(entry, x: x, y: y), .text(words)]
            }
        }
    }

    private static func mark(_ entry: LegendEntry, x: Double, y: Double) -> Shape {
        let box = Box(x: x, y: y - 9, width: 12, height: 10)
        return switch entry.mark {
        case .box: .box(box, entry.tone)
        case .line(let dash):
            .line(Point(x, y - 4), Point(x + 13, y - 4), Stroke(entry.tone, width: 2, dash: dash))
        case .hatched: .hatched(box, step: 4, tone: entry.tone)
        }
    }

    private static func name(_ entry: LegendEntry) -> String {
        TextWidth.fitted(entry.name, width: 220, size: size)
    }

    private static func taken(_ entry: LegendEntry, _ width: Double) -> Double {
        min(TextWidth.of(name(entry), size: size) + 33, width)
    }
}
