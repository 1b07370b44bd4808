import EnergyLedger
import MeterFiles
import Metering
import Provenance
import Quantities
import Reporting

/// `sites.csv`: one line a site.
enum SitesTable {
    static let columns = [
        "site_id", "name", "name_zh", "kind", "region", "grid", "timezone", "organisation", "hub",
        "commissioned", "it_design_kw", "racks_design", "racks_installed", "racks_occupied",
        "rack_nominal_kw", "floor_area_m2", "boundary_excludes", "cooling",
    ]

    static func read(
        path: String, name: String, zones: inout TimeZones, findings: inout [Finding]
    ) throws -> (sites: [Site], table: Table) {
        let table = try Table(
            path: path, name: name, known: columns,
            mandatory: ["site_id", "kind", "region", "timezone"])
        findings += table.findings
        var sites: [Site] = []
        var seen: [String: Int] = [:]
        for row in table.rows {
            var reader = TableRow(row, of: table)
            let site = site(&reader, zones: &zones)
            if let id = row["site_id"] {
                if let first = seen[id] {
                    reader.add(.duplicateKey, "site_id", ["first": String(first)])
                }
                seen[id] = seen[id] ?? row.line
            }
            findings += reader.findings
            if let site { sites.append(site) }
        }
        return (sites, table)
    }

    private static func site(_ row: inout TableRow, zones: inout TimeZones) -> Site? {
        let kind = row.word("kind", of: Site.Kind.self)
        let cooling = row.word("cooling", of: Site.Cooling.self)
        let commissioned = row.date("commissioned")
        let itDesign = row.decimal("it_design_kw")
        let (design, installed) = (row.integer("racks_design"), row.integer("racks_installed"))
        let occupied = row.integer("racks_occupied")
        let (nominal, area) = (row.decimal("rack_nominal_kw"), row.decimal("floor_area_m2"))
        let excludes = excludes(&row)
        let region = region(&row)
        guard let id = id(&row), let kind, let region,
            let calendar = calendar(&row, zones: &zones)
        else { return nil }
        return Site(
            id: id, name: row.text("name") ?? row.text("name_zh") ?? id,
            nameChinese: row.text("name_zh") ?? row.text("name") ?? id, kind: kind, region: region,
            grid: row.text("grid"), calendar: calendar, organisation: row.text("organisation"),
            hub: row.text("hub"), commissioned: commissioned, itDesignKilowatts: itDesign,
            racksDesign: design, racksInstalled: installed, racksOccupied: occupied,
            rackNominalKilowatts: nominal, floorAreaSquareMetres: area,
            boundaryExcludes: excludes, cooling: cooling)
    }

    /// The longest name of a site [bytes].
    private static let longestID = 200

    /// A site's name also stands in addresses and in names of files.
    private static func id(_ row: inout TableRow) -> String? {
        guard let text = row.text("site_id") else { return nil }
        let isPlain =
            text.utf8.count <= longestID && FindingDocument.visible(text) == text
            && !text.contains { $0 == "/" || $0 == "\\" } && !text.allSatisfy { $0 == "." }
        if isPlain { return text }
        row.add(
            .valueMalformed, "site_id", ["example": "dc-1"],
            [
                "expected": BilingualText(
                    "at most \(longestID) bytes without / and \\ and control characters",
                    zh: "不超过 \(longestID) 字节，不含 /、\\ 和控制字符")
            ])
        return nil
    }

    static func calendar(
        _ row: inout TableRow, zones: inout TimeZones
    ) -> LocalCalendar? {
        guard let zone = row.text("timezone") else { return nil }
        if let calendar = zones.calendar(named: zone) { return calendar }
        row.add(.unknownZone, "timezone")
        return nil
    }

    /// A region is two letters, perhaps with a part of one to three letters or digits behind a hyphen.
    private static func region(_ row: inout TableRow) -> String? {
        guard let text = row.text("region") else { return nil }
        if isRegion(text) { return text }
        row.add(
            .valueMalformed, "region", ["example": "CN-GD"],
            ["expected": BilingualText("an ISO 3166-2 code", zh: "ISO 3166-2 代码")])
        return nil
    }

    /// Tells whether a text has the form of an ISO 3166-2 code.
    static func isRegion(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let isCountry = parts[0].count == 2 && parts[0].allSatisfy { $0.isASCII && $0.isUppercase }
        let isPart =
            parts.count == 1
            || (parts.count == 2 && (1...3).contains(parts[1].count)
                && parts[1].allSatisfy { $0.isASCII && ($0.isUppercase || $0.isNumber) })
        return isCountry && isPart
    }

    private static func excludes(_ row: inout TableRow) -> Set<Account> {
        var accounts: Set<Account> = []
        for word in (row.text("boundary_excludes") ?? "").split(separator: ";") {
            if let account = Account(rawValue: word.trimmed), account.side != .memorandum {
                accounts.insert(account)
            } else {
                row.add(
                    .unknownValue, "boundary_excludes",
                    ["expected": Account.ofMeters.map(\.rawValue).joined(separator: ", ")])
            }
        }
        return accounts
    }
}

extension StringProtocol {
    /// The text without spaces at its ends.
    var trimmed: String {
        var text = Substring(self)
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
