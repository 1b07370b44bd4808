import CarbonAccounting
import EnergyLedger
import MeterFiles
import Provenance
import Quantities

/// `instruments.csv`: one line a lot of green power.
enum InstrumentsTable {
    static let columns = [
        "instrument_id", "kind", "site_id", "quantity_kwh", "generation_start", "generation_end",
        "technology", "region", "market", "factor_kgco2e_per_kwh", "cancelled_on",
        "cancelled_for", "contract", "settlement", "signed_on", "claim_year", "serial_from",
        "serial_to", "tradable", "ccer", "profile_file", "evidence", "for_tenants",
    ]
    static let mandatory = [
        "instrument_id", "kind", "quantity_kwh", "generation_start", "generation_end", "evidence",
    ]

    /// What the table and the files that it names say.
    struct Contents {
        var lots: [Instrument] = []
        var profiles: [String: HourlyProfile] = [:]
        var digests: [(name: String, digest: Digest)] = []
    }

    static func read(
        folder: String, name: String, sites: [Site], findings: inout [Finding]
    ) throws -> Contents {
        let table = try Table(
            path: folder + "/" + name, name: name, known: columns, mandatory: mandatory)
        findings += table.findings
        var contents = Contents()
        contents.digests.append((name, table.digest))
        let calendars = Dictionary(sites.map { ($0.id, $0.calendar) }) { first, _ in first }
        // The clock of a lot that names no site: that of all sites, where they have one.
        let zones = Set(calendars.values.map(\.identifier))
        let common = (zones.count == 1 ? calendars.values.first : nil) ?? .utc
        // A lot that names no site may be any one's; there are few clocks, but many sites.
        lazy var clocks = Array(
            Dictionary(([.utc] + calendars.values).map { ($0.identifier, $0) }) { first, _ in
                first
            }.values)
        var seen: [String: Int] = [:]
        for row in table.rows {
            var reader = TableRow(row, of: table)
            let lot = lot(&reader, calendars: calendars, common: common)
            if let id = row["instrument_id"] {
                if let first = seen[id] {
                    reader.add(.duplicateKey, "instrument_id", ["first": String(first)])
                }
                seen[id] = seen[id] ?? row.line
            }
            if let lot, lot.profileFile != nil,
                let profile = try profile(
                    of: lot, &reader, folder,
                    on: lot.siteID.flatMap { calendars[$0] }.map { [$0] } ?? clocks,
                    &contents.digests)
            {
                contents.profiles[lot.id] = profile
            }
            findings += reader.findings
            if let lot { contents.lots.append(lot) }
        }
        return contents
    }

    private static func lot(
        _ row: inout TableRow, calendars: [String: LocalCalendar], common: LocalCalendar
    ) -> Instrument? {
        let kind = row.word("kind", of: Instrument.Kind.self)
        let site = row.text("site_id")
        if let site, calendars[site] == nil {
            row.add(
                .danglingReference, "site_id",
                ["expected": calendars.keys.sorted().prefix(20).joined(separator: ", ")])
        }
        let calendar = site.flatMap { calendars[$0] } ?? common
        let quantity = energy(&row)
        let (start, end) = (
            row.instant("generation_start", in: calendar),
            row.instant("generation_end", in: calendar)
        )
        if let start, let end, end <= start {
            row.add(
                .valueMalformed, "generation_end", ["example": "2026-02-01"],
                [
                    "expected": BilingualText(
                        "an end after generation_start", zh: "晚于 generation_start 的时间")
                ])
        }
        let technology = technology(&row)
        let region = row.region("region")
        let factor = row.rate("factor_kgco2e_per_kwh")
        let (cancelled, signed) = (row.date("cancelled_on"), row.date("signed_on"))
        let claimYear = row.year("claim_year")
        let serials = serials(&row)
        let (tradable, ccer) = (row.flag("tradable"), row.flag("ccer"))
        let isForTenants = row.flag("for_tenants") ?? false
        guard let id = row.text("instrument_id"), let kind, let quantity, let start, let end,
            start < end, let evidence = row.text("evidence")
        else { return nil }
        return Instrument(
            id: id, kind: kind, siteID: site, quantity: quantity,
            generationStart: calendar.date(at: start),
            generationEnd: calendar.date(at: end - 1).adding(days: 1), technology: technology,
            region: region, market: row.text("market"), factor: factor, cancelledOn: cancelled,
            cancelledFor: row.text("cancelled_for"), contract: row.text("contract"),
            settlement: row.text("settlement"), signedOn: signed, claimYear: claimYear,
            serials: serials, isTradable: tradable, hasCCER: ccer,
            profileFile: profileName(kind, start, end, row), isForTenants: isForTenants,
            evidence: evidence, line: row.row.line)
    }

    /// A granular certificate of one hour is its own profile.
    private static func profileName(
        _ kind: Instrument.Kind, _ start: Int64, _ end: Int64, _ row: TableRow
    ) -> String? {
        if let file = row.text("profile_file") { return file }
        let isHour =
            LocalCalendar.floor(start, by: 3_600) == LocalCalendar.floor(end - 1, by: 3_600)
        return kind == .granular && isHour ? "" : nil
    }

    private static func energy(_ row: inout TableRow) -> Energy? {
        guard let value = row.decimal("quantity_kwh") else { return nil }
        if let joules = value.rounded(times: .one, times: 3_600_000), joules > 0 {
            return Energy(joules: joules)
        }
        row.add(
            .valueMalformed, "quantity_kwh", ["example": "1000"],
            ["expected": BilingualText("an amount in kWh", zh: "以千瓦时计的电量")])
        return nil
    }

    private static func technology(_ row: inout TableRow) -> String? {
        guard let text = row.text("technology") else { return nil }
        if Instrument.technologies.contains(text) { return text }
        row.add(
            .unknownValue, "technology",
            ["expected": Instrument.technologies.joined(separator: ", ")])
        return nil
    }

    private static func serials(_ row: inout TableRow) -> SerialRange? {
        let (from, to) = (row.text("serial_from"), row.text("serial_to"))
        guard from != nil || to != nil else { return nil }
        if let from, let to, let range = SerialRange(from: from, to: to) { return range }
        row.add(
            .valueMalformed, from == nil ? "serial_from" : "serial_to", ["example": "GEC-000250"],
            [
                "expected": BilingualText(
                    "a range of serial numbers that end in digits", zh: "以数字结尾的编号区间")
            ])
        return nil
    }

    // MARK: - Generation by the hour

    private static func profile(
        of lot: Instrument, _ row: inout TableRow, _ folder: String,
        on clocks: [LocalCalendar], _ digests: inout [(name: String, digest: Digest)]
    ) throws -> HourlyProfile? {
        guard let file = lot.profileFile else { return nil }
        guard !file.isEmpty else {
            let start = row.instant("generation_start", in: .utc) ?? 0
            return HourlyProfile(
                firstHour: LocalCalendar.floor(start, by: 3_600), joules: [lot.quantity.joules])
        }
        let isInside = !file.hasPrefix("/") && !file.split(separator: "/").contains("..")
        guard isInside, Files.exists(folder + "/" + file) else {
            row.add(
                .danglingReference, "profile_file", [:],
                ["expected": BilingualText("a file inside the portfolio", zh: "组合文件夹内的文件")])
            return nil
        }
        let read = try HourlyProfileFile.read(path: folder + "/" + file, name: file)
        digests.append((file, read.digest))
        for finding in read.findings { row.append(finding) }
        guard read.findings.isEmpty, let profile = read.profile else { return nil }
        guard profile.total == lot.quantity.joules else {
            let sum = profile.total.map { Energy(joules: $0).kilowattHoursText } ?? "> 10^12"
            row.add(
                .valueMalformed, "profile_file", ["example": "quantity_kwh"],
                [
                    "expected": BilingualText(
                        "a file whose hours sum to quantity_kwh (they sum to \(sum))",
                        zh:
                            "各小时之和等于 quantity_kwh 的文件（现为 \(sum)）"
                    )
                ])
            return nil
        }
        if let hour = hour(of: profile, outside: row, on: clocks) {
            row.add(
                .valueMalformed, "profile_file", ["example": "hour_start_utc"],
                [
                    "expected": BilingualText(
                        "a file whose hours lie between generation_start and generation_end (\(hour) does not)",
                        zh: "各小时均在 generation_start 与 generation_end 之间的文件（\(hour) 不在其中）")
                ])
            return nil
        }
        return profile
    }

    /// The first hour with generation that lies outside the generation of the lot; nil where there is none.
    ///
    /// A bare date is midnight on the clock of the site; of a lot that names no site it is midnight on the clock of
    /// any of them, so that its days reach from the first midnight to the last.
    private static func hour(
        of profile: HourlyProfile, outside row: TableRow, on clocks: [LocalCalendar]
    ) -> String? {
        var (first, last) = (Int64.max, Int64.min)
        // What one clock cannot read is no finding; the table was read on its own.
        var row = row
        for calendar in clocks {
            guard let start = row.instant("generation_start", in: calendar),
                let end = row.instant("generation_end", in: calendar)
            else { continue }
            (first, last) = (min(first, start), max(last, end))
        }
        let outside = profile.joules.indices.first { number in
            let start = (profile.firstHour + Int64(number)) * 3_600
            return profile.joules[number] > 0 && (start + 3_600 <= first || start >= last)
        }
        return outside.map {
            LocalCalendar.utcText(at: (profile.firstHour + Int64($0)) * 3_600)
        }
    }
}
