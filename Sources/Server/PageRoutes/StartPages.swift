import EnergyLedger
import Foundation
import HTTPTypes
import Hummingbird
import Pages
import Provenance
import Reporting
import Runs

/// The second step of a new platform (新建组合): organisation and first site.
enum StartPages {
    static let all: [Route] = [form, start]

    private static let form = Route(
        method: .get, path: "/start", access: .needsEverywhere(.administer),
        summary: "The form for organisation and first site.", answers: ResultPages.html,
        isPage: true
    ) { call in
        guard !call.platform.results.hasPortfolio else { return .seeOther("/") }
        return PageAnswer.page(StartPage.page(PageFrame.context(call)), call)
    }

    private static let start = Route(
        method: .post, path: "/start", access: .needsEverywhere(.administer),
        summary: "Makes the portfolio with its first site.", body: .form(limit: 16 << 10),
        answers: ResultPages.html, limit: .write, action: "make-portfolio", isPage: true
    ) { call in
        let typed = call.form().mapValues { $0.trimmingCharacters(in: .whitespaces) }
        var fields = typed
        if (fields["organisation"] ?? "").isEmpty {
            fields["organisation"] = fields["organisation_zh"]
        }
        var context = PageFrame.context(call)
        context.address = PageAddress("/start")
        let needed = ["organisation", "site_id", "kind", "region", "timezone"]
        var entries = FormEntries(values: typed)
        for name in needed where (fields[name] ?? "").isEmpty {
            entries.faults[name] = BilingualText("This is needed.", zh: "此项必填。")
        }
        let id = fields["site_id"] ?? ""
        let isPlain = id.unicodeScalars.allSatisfy {
            $0.isASCII
                && ($0.properties.isAlphabetic || ("0"..."9").contains($0)
                    || "-_".unicodeScalars.contains($0))
        }
        if !isPlain {
            entries.faults["site_id"] = BilingualText(
                "Letters from A to Z, digits, - and _ only; such as site-1.",
                zh: "仅限拉丁字母、数字、- 与 _，如 site-1。")
        }
        if let region = fields["region"], !region.isEmpty, !Draft.isRegion(region) {
            entries.faults["region"] = BilingualText(
                "This is no ISO 3166-2 code; such as CN-GD.", zh: "不是 ISO 3166-2 代码；例如 CN-GD。")
        }
        if let zone = fields["timezone"], !zone.isEmpty, !Draft.isZone(zone) {
            entries.faults["timezone"] = BilingualText(
                "This time zone is not known; such as Asia/Shanghai.",
                zh: "未知时区；例如 Asia/Shanghai。")
        }
        guard entries.faults.isEmpty else {
            return PageAnswer.page(StartPage.page(context, entries), call)
        }
        do {
            _ = try await PageForms.ask(
                .post, "/api/v1/portfolio",
                .object(needed.reduce(into: [:]) { $0[$1] = .text(fields[$1]) }), call)
            try await name(fields, call)
        } catch {
            let problem = Problem(error)
            entries.faults[""] =
                problem.findings.first.map {
                    BilingualText($0.message(in: .english), zh: $0.message(in: .chinese))
                } ?? problem.detail
            return PageAnswer.page(StartPage.page(context, entries), call)
        }
        return .seeOther("/uploads")
    }

    /// Writes the names for people, which the interface does not ask for.
    private static func name(_ fields: [String: String], _ call: Call) async throws {
        let folder = call.platform.settings.portfolioFolder
        var tables: [String: [UInt8]] = [:]
        let names = [fields["site_name"] ?? "", fields["site_name_zh"] ?? ""]
        if names.contains(where: { !$0.isEmpty }) {
            let columns = ["site_id", "name", "name_zh", "kind", "region", "timezone"]
            let cells =
                [fields["site_id"] ?? ""] + names
                + ["kind", "region", "timezone"].map { fields[$0] ?? "" }
            let text = [columns, cells].map { $0.map(CSVText.typed).joined(separator: ",") + "\n" }
            tables["sites.csv"] = Array(text.joined().utf8)
        }
        if let chinese = fields["organisation_zh"], !chinese.isEmpty,
            let standing = PortfolioTables.bytes(of: "portfolio.yaml", in: folder)
        {
            // A JSON string is a YAML string.
            let text = JSONValue.string(chinese).text
            tables["portfolio.yaml"] = standing + Array("organisation_zh: \(text)".utf8)
        }
        guard !tables.isEmpty else { return }
        let all = tables
        try await call.platform.tables.run { try PortfolioTables.write(all, in: folder) }
        call.platform.results.expire()
    }
}
