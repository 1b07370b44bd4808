import FoundationEssentials
import Glibc
import MeterFiles
import Metering
import Provenance
import Quantities

/// One benchmark: meters at sites, files, and the sums of site-months.
final class Job {
    /// China's time, as in the generated files; without changes.
    private static let calendar = LocalCalendar(
        identifier: "Asia/Shanghai", changes: [], offsets: [28_800])

    private let meters: [Meter]
    private let rules: [String: RegularRule]
    private let reader: MeterFileReader

    init(_ list: String, account: Account, interval: Int64?, isCareful: Bool) throws {
        let text = try String(contentsOfFile: list, encoding: .utf8)
        meters = text.split(separator: "\n").dropFirst().map { line in
            let cells = line.split(separator: ",")
            return Meter(
                id: String(cells[0]), siteID: String(cells[1]), account: account,
                medium: "electricity", quantity: .interval, unit: .kilowattHour, multiplier: .one,
                intervalSeconds: interval, label: .start, calendar: Self.calendar,
                registerMax: nil, maxPowerKilowatts: nil, parentID: nil, measurementPoint: nil,
                validity: Meter.always, layout: nil)
        }
        rules = meters.reduce(into: [:]) {
            $0[$1.id] = RegularRule($1, events: [], lines: 1, siteCalendar: Self.calendar)
        }
        let rules = rules
        let registry = MeterRegistry(
            meters.map { ($0.id, rules[$0.id]) },
            meters: Dictionary(meters.map { ($0.id, $0) }) { first, _ in first })
        reader = MeterFileReader(registry, isFast: !isCareful)
    }

    func run(_ paths: [String], to output: String, wantsDigest: Bool, copy: String?) throws {
        let target = copy.map { open($0, O_WRONLY | O_CREAT | O_TRUNC, 0o600) } ?? -1
        var files: [FileReadings] = []
        for (source, path) in paths.enumerated() {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            let bytes = try ByteReader(
                path: path, name: name, wantsDigest: wantsDigest, copy: target)
            files.append(
                try reader.read(
                    bytes, path: path, name: name, source: source, layout: nil))
        }
        // Each meter's files in their order, at the cost of few bytes for each of them.
        let places = files.flatMap { file in file.meterIDs.map { (meter: $0, source: file.source) }
        }
        .sorted { ($0.meter, $0.source) < ($1.meter, $1.source) }
        func filesOf(_ meter: Meter) -> some Sequence<FileReadings> {
            let first = places.bisected { $0.meter >= meter.id }
            return places[first...].prefix { $0.meter == meter.id }.lazy.map { files[$0.source] }
        }
        var totals: [String: [Int: Int64]] = [:]
        var statement = EnergyStatement()
        var findings = files.reduce(0) { $0 + $1.findings.reduce(0) { $0 + $1.count } }
        var careful: [Meter] = []
        var columns = SharedColumns()
        for meter in meters {
            let parts = filesOf(meter).map { $0.regular(meter.id) }
            guard let rule = rules[meter.id],
                RegularDerivation.isProven(rule, for: parts, until: .max)
            else {
                careful.append(meter)
                continue
            }
            let derivation = RegularDerivation(
                rule,
                from: filesOf(meter).compactMap { $0.takeRegular(meter.id) }, sharing: &columns)
            add(derivation.profile, of: meter, to: &totals)
            for part in derivation.statements.values { statement += part }
            findings += derivation.findings.findings.reduce(0) { $0 + $1.count }
        }
        let wanted = Set(careful.map(\.id))
        for file in files { file.letGoOfSums(of: wanted) }
        for (source, path) in paths.enumerated() {
            let missing = wanted.intersection(files[source].meterIDs).filter {
                !files[source].hasRows(of: $0)
            }
            guard !missing.isEmpty else { continue }
            try reader.readRows(of: Set(missing), in: files[source], path: path, layout: nil)
        }
        for meter in careful {
            let shelf = MeterFileReader.newShelf()
            let rows = filesOf(meter).compactMap { $0.rows(of: meter.id, telling: shelf) }
            let derivation = MeterDerivation(meter, from: rows, on: shelf)
            add(
                derivation.profile(slotSeconds: Self.calendar.slotSeconds), of: meter, to: &totals)
            try derivation.confirm()
            for file in filesOf(meter) { file.letGoOfRows(of: meter.id) }
            for part in derivation.statements.values { statement += part }
            findings += derivation.findings.findings.reduce(0) { $0 + $1.count }
        }
        try write(totals, to: output)
        print(
            "rows=\(statement.rows) careful=\(careful.count) of \(meters.count) meters, "
                + "booked \(statement.booked) J, balance \(statement.balance) J, findings \(findings)"
        )
        guard statement.balance == 0 else { exit(1) }
    }

    private func add(
        _ profile: LoadProfile, of meter: Meter, to totals: inout [String: [Int: Int64]]
    ) {
        let offset = 28_800 / profile.slotSeconds
        for (number, month) in profile.months {
            // The last slots of a month in UTC belong to the next month here.
            let cut = max(0, month.amounts.count - Int(offset))
            let site = meter.siteID
            var (here, next): (Int64, Int64) = (0, 0)
            month.amounts.withUnsafeBufferPointer { amounts in
                for index in 0..<cut { here &+= amounts[index] }
                for index in cut..<amounts.count { next &+= amounts[index] }
            }
            totals[site, default: [:]][number, default: 0] += here
            totals[site, default: [:]][number + 1, default: 0] += next
        }
    }

    private func write(_ totals: [String: [Int: Int64]], to output: String) throws {
        var text = "site_id,month,kwh\n"
        for (site, months) in totals.sorted(by: { $0.key < $1.key }) {
            for (number, joules) in months.sorted(by: { $0.key < $1.key }) where joules != 0 {
                let month = number % 12 + 1
                text += "\(site),\(1970 + number / 12)-\(month < 10 ? "0" : "")\(month),"
                text += Rounding.text(Int128(joules), over: 3_600_000, places: 6) + "\n"
            }
        }
        try Data(text.utf8).write(to: URL(fileURLWithPath: output))
    }
}
