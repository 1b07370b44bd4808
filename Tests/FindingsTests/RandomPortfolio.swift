import Foundation
import TestSupport

/// A portfolio of random meters and files, regular for the most part and wrong in every way now and
/// then; the same for the same seed.
struct RandomPortfolio {
    private var numbers: SeededNumbers
    private(set) var meters: [Meter] = []
    private(set) var files: [(name: String, text: String)] = []

    struct Meter {
        let id: String
        let line: String
        let isRegister: Bool
        let step: Int
        let decimals: Int
    }

    static let zones = [
        ("cn", "Asia/Shanghai"), ("uk", "Europe/London"), ("in", "Asia/Kolkata"),
        ("np", "Asia/Kathmandu"),
    ]

    init(seed: UInt64) {
        numbers = SeededNumbers(seed: seed)
        let count = 2 + pick(6)
        for number in 0..<count { meters.append(meter(number)) }
        for number in 0..<(1 + pick(4)) { files.append(file(number)) }
    }

    private mutating func pick(_ count: Int) -> Int { Int(numbers.next() % UInt64(max(1, count))) }
    private mutating func chance(_ percent: Int) -> Bool { pick(1_000) < percent * 10 }
    private mutating func one<Element>(of elements: [Element]) -> Element {
        elements[pick(elements.count)]
    }

    /// Writes it to a folder.
    func write(to folder: URL) throws {
        func put(_ name: String, _ text: String) throws {
            let file = folder.appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        try put("portfolio.yaml", "organisation: Example\n")
        try put(
            "sites.csv",
            "site_id,name,kind,region,timezone\n"
                + Self.zones.map { "\($0.0),Hall,data_center,CN-GD,\($0.1)\n" }.joined())
        try put(
            "meters.csv",
            "meter_id,site_id,account,quantity,unit,multiplier,interval,label,max_power_kw\n"
                + meters.map { $0.line + "\n" }.joined())
        for file in files { try put("readings/" + file.name, file.text) }
    }

    private mutating func meter(_ number: Int) -> Meter {
        let quantity = one(of: ["interval", "interval", "interval", "power", "register"])
        let minutes = one(of: [15, 15, 60, 30, 5, 1, 120])
        let unit = quantity == "power" ? one(of: ["kW", "W"]) : one(of: ["kWh", "Wh", "MWh"])
        let declared = chance(50) ? "PT\(minutes)M" : ""
        let name = one(of: ["m", "meter-", "a long name of a meter ", "楼"]) + String(number)
        let multiplier = one(of: ["", "", "40", "0.5", "0.333"])
        let power = chance(20) ? "5000" : ""
        let label = one(of: ["", "start", "end"])
        let cells = [
            name, one(of: Self.zones).0, one(of: ["it", "cooling", "grid_import"]), quantity, unit,
            multiplier, declared, label, power,
        ]
        return Meter(
            id: name, line: cells.joined(separator: ","), isRegister: quantity == "register",
            step: minutes * 60, decimals: one(of: [0, 1, 2, 3, 3, 5, 7]))
    }

    // MARK: - Files

    private struct Row {
        var stamp: Int
        var cells: [(meter: Int, value: String)]
    }

    private mutating func file(_ number: Int) -> (name: String, text: String) {
        let form = one(of: ["long", "long", "wide", "single"])
        let chosen =
            form == "single" ? [pick(meters.count)] : meters.indices.filter { _ in chance(80) }
        let members = chosen.isEmpty ? [0] : chosen
        let step = meters[members[0]].step
        let start = 1_735_689_600 + number * 86_400 * 3 + (chance(90) ? 0 : 420)
        var rows: [Row] = []
        var counts = meters.map { _ in pick(1_000) }
        let isFlawed = chance(50)
        for tick in 0..<(20 + pick(200)) {
            let stamp = start + tick * step
            var cells: [(Int, String)] = []
            for member in members where !(isFlawed && chance(2)) {
                cells.append((member, value(of: meters[member], &counts[member], isFlawed)))
            }
            if !cells.isEmpty { rows.append(Row(stamp: stamp, cells: cells)) }
        }
        if isFlawed, chance(20) { rows.append(rows[pick(rows.count)]) }
        if chance(5) { rows.reverse() }
        if chance(3) { rows.shuffle(using: &numbers) }
        let style = Style(
            quote: pick(4), clock: pick(7), delimiter: one(of: [",", ",", ";", "\t"]),
            ending: one(of: ["\n", "\n", "\r\n"]))
        var text = chance(10) ? "\u{FEFF}" : ""
        switch form {
        case "wide": text += wide(rows, members, style, isFlawed)
        case "single": text += single(rows, style, isFlawed)
        default: text += long(rows, style, isFlawed)
        }
        if chance(10), text.hasSuffix("\n") { text.removeLast(style.ending.utf8.count > 1 ? 1 : 1) }
        let name = form == "single" ? "\(meters[members[0]].id).csv" : "file\(number).csv"
        return ("\(number)/" + name, text)
    }

    private mutating func value(of meter: Meter, _ count: inout Int, _ isFlawed: Bool) -> String {
        if isFlawed, chance(1) {
            return one(of: [
                "", "N/A", "-5", "1e3", "+7", "x", "12.", ".5", ".", "99999999", "123456789012",
                "1234567.8901", " 5", "5 ", "0.0000001",
            ])
        }
        if isFlawed, chance(1) { count = meter.isRegister ? 0 : count }
        let amount = meter.isRegister ? pick(20) : 1 + pick(900) * (isFlawed && chance(1) ? 999 : 1)
        count += amount
        let shown = meter.isRegister ? count : chance(10) ? 0 : amount
        guard meter.decimals > 0 else { return String(shown) }
        var digits = String(pick(10_000_000))
        while digits.count < 7 { digits = "0" + digits }
        return "\(shown)." + digits.prefix(meter.decimals)
    }

    private struct Style {
        let quote: Int
        let clock: Int
        let delimiter: String
        let ending: String

        func cell(_ text: String, _ column: Int, odd: Bool = false) -> String {
            quote == 1 || (quote == 2 && column == 1) || odd ? "\"\(text)\"" : text
        }

        /// A stamp, in the way of the file.
        func stamp(_ seconds: Int) -> String {
            let offset = clock == 1 || clock == 2 ? 28_800 : 0
            let local = seconds + offset
            let day = local / 86_400
            let date = Date(timeIntervalSince1970: Double(day * 86_400))
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = TimeZone(identifier: "UTC") ?? .current
            let parts = calendar.dateComponents([.year, .month, .day], from: date)
            func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
            let (year, month, dayOfMonth) = (parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
            let second = local % 86_400
            let (hour, minute) = (second / 3_600, second / 60 % 60)
            let date10 = "\(year)-\(two(month))-\(two(dayOfMonth))"
            switch clock {
            case 0: return "\(date10)T\(two(hour)):\(two(minute)):\(two(second % 60))Z"
            case 1: return "\(date10)T\(two(hour)):\(two(minute)):00+08:00"
            case 2: return "\(date10) \(two(hour)):\(two(minute)):00.000 +0800"
            case 3: return "\(date10) \(two(hour)):\(two(minute))"
            case 4: return "\(date10) \(two(hour)):\(two(minute)):\(two(second % 60))"
            case 5: return "\(year)/\(month)/\(dayOfMonth) \(hour):\(two(minute))"
            default: return "\(seconds)"
            }
        }
    }

    private mutating func oddLine(_ style: Style) -> String {
        let d = style.delimiter
        return one(of: [
            "", "合计\(d)\(d)99", "2025-13-01\(d)x\(d)1", "\"open", "a\"b\(d)1\(d)2",
            "\"2025-01-01 00:00\"\(d)\"two\nlines\"\(d)3", "\(d)\(d)", "note",
            "2025-01-01\(d)m0\(d)5", "x\ry", "2025-01-01 00:00\(d)nobody\(d)1",
            "2025-01-01 00:00:00.5\(d)m0\(d)1", "\"\"\"q\"\"\"\(d)1\(d)2", "a\(d)b\(d)c\(d)d\(d)e",
        ]) + style.ending
    }

    private mutating func long(_ rows: [Row], _ style: Style, _ isFlawed: Bool) -> String {
        let d = style.delimiter
        var order = [0, 1, 2]
        let hasNote = chance(15)
        if chance(25) { order.shuffle(using: &numbers) }
        let names = ["timestamp", "meter_id", "value"]
        var text = order.map { names[$0] }.joined(separator: d) + (hasNote ? d + "note" : "")
        text += style.ending
        func line(_ cells: [String]) -> String {
            order.map { cells[$0] }.joined(separator: d) + (hasNote ? d + "ok" : "")
                + style.ending
        }
        var lines: [String] = []
        let isMeterMajor = chance(30)
        for row in rows {
            for (meter, value) in row.cells {
                let odd = style.quote == 3 && chance(2)
                lines.append(
                    line([
                        style.cell(style.stamp(row.stamp), 0, odd: odd),
                        style.cell(meters[meter].id, 1), style.cell(value, 2, odd: odd),
                    ]))
            }
        }
        if isMeterMajor {
            lines = meters.indices.flatMap { meter in
                rows.flatMap { row in
                    row.cells.filter { $0.meter == meter }.map {
                        line([
                            style.cell(style.stamp(row.stamp), 0), style.cell(meters[meter].id, 1),
                            style.cell($0.value, 2),
                        ])
                    }
                }
            }
        }
        for each in lines {
            text += each
            if isFlawed, chance(1) { text += oddLine(style) }
        }
        return text
    }

    private mutating func wide(
        _ rows: [Row], _ members: [Int], _ style: Style, _ isFlawed: Bool
    ) -> String {
        let d = style.delimiter
        var text = "timestamp" + members.map { d + meters[$0].id }.joined() + style.ending
        for row in rows {
            text += style.cell(style.stamp(row.stamp), 0)
            for member in members {
                let value = row.cells.first { $0.meter == member }?.value ?? ""
                text += d + (value.isEmpty ? "" : style.cell(value, 2))
            }
            text += style.ending
            if isFlawed, chance(1) { text += oddLine(style) }
        }
        return text
    }

    private mutating func single(_ rows: [Row], _ style: Style, _ isFlawed: Bool) -> String {
        var text = "timestamp\(style.delimiter)value" + style.ending
        for row in rows {
            for (_, value) in row.cells {
                text += style.cell(style.stamp(row.stamp), 0) + style.delimiter
                text += style.cell(value, 2) + style.ending
            }
            if isFlawed, chance(1) { text += oddLine(style) }
        }
        return text
    }
}
