import Foundation
import Testing

/// `grade` and `schemes` as a user meets them.
@Suite(.serialized) struct GradeCommandTests {
    private static let facts = "site_id,fact,value,unit,valid_from,valid_to,evidence,assurance\n"

    @Test(
        "a wrong fact is refused with its place, and nothing is changed",
        arguments: [
            ("dc-nansha,design_peu,1.2,,,,e.pdf,declared", "facts.csv:2:fact"),
            ("dc-nansha,design_pue,1.2x,,,,e.pdf,declared", "facts.csv:2:value"),
            ("dc-nansha,legal_person,yes,,,,e.pdf,declared", "facts.csv:2:value"),
            ("dc-nansha,data_traffic,5,TB,,,e.pdf,declared", "facts.csv:2:unit"),
            ("nowhere,design_pue,1.2,,,,e.pdf,declared", "facts.csv:2:site_id"),
            ("dc-nansha,design_pue,1.2,,,,,declared", "facts.csv:2:evidence"),
            ("dc-nansha,design_pue,1.2,,,,e.pdf,sworn", "facts.csv:2:assurance"),
            (
                "dc-nansha,design_pue,1.2,,2025-05-01,2025-05-01,e.pdf,declared",
                "facts.csv:2:valid_to"
            ),
            (
                "dc-nansha,design_pue,1.2,,,,e.pdf,declared\ndc-nansha,design_pue,1.3,,2025-01-01,,e.pdf,declared",
                "facts.csv:3:fact"
            ),
        ])
    func refused(row: String, place: String) throws {
        let example = try Folder.example("pearl-river")
        try example.write(Self.facts + row + "\n", to: "facts.csv")
        let run = try Program.run("ingest", "-C", example.path, "--dry-run")
        #expect(run.status == 3)
        #expect(run.errors.contains(place))
    }

    @Test("levels over time: each over the twelve months that end with the quarter")
    func overTime() throws {
        let example = try Folder.example("pearl-river")
        try Program.run("ingest", "-C", example.path, "--quiet")
        let base = [
            "grade", "-C", example.path, "--period", "2025", "--scheme", "gb-40879-2021", "--site",
            "dc-nansha", "--quiet", "--over-time",
        ]
        let document = try Document(Program.run(base + ["quarter", "--format", "json"]).output)
        let points = document["series"]?[0]?["points"]?.elements ?? []
        #expect(points.map { $0["step"]?.text } == ["2025-03", "2025-06", "2025-09", "2025-12"])
        // The readings begin with 2025: only the last has twelve months of hours.
        #expect(points.map { $0["level"]?.text } == [nil, nil, nil, "2"])
        #expect(points.last?["period"]?.text == "2025-01-01/2026-01-01")
        #expect(points.first?["reason"]?.text != nil)
        let csv = try Program.run(base + ["year", "--format", "csv"])
        #expect(csv.output.split(separator: "\n").count == 2)
        #expect(try Program.run(base + ["year", "--html"]).status == 2)
    }

    @Test("facts enter the grades with their evidence; text of a portfolio is never markup")
    func page() throws {
        let example = try Folder.example("pearl-river")
        let hostile = "<script>alert('x')</script>&.pdf"
        try example.write(
            Self.facts
                + "dc-nansha,caict_grade,AAAA,,,,\(hostile),third_party\n"
                + "dc-nansha,x_own,1,,,,e.pdf,declared\n", to: "facts.csv")
        let sites = try String(contentsOfFile: example.path + "/sites.csv", encoding: .utf8)
        try example.write(
            sites.replacingOccurrences(of: "Nansha data center", with: "<img src=x onerror=y>"),
            to: "sites.csv")
        try Program.run("ingest", "-C", example.path, "--quiet")
        let base = ["grade", "-C", example.path, "--period", "2025", "--quiet"]
        let document = try Document(Program.run(base + ["--format", "json"]).output)
        let grade = document["sites"]?[0]?["grades"]?.elements.first {
            $0["scheme"]?.text == "cn-caict-green-low-carbon"
        }
        #expect(grade?["level"]?.text == nil)
        #expect(grade?["declared_level"]?["level"]?.text == "AAAA")
        #expect(grade?["declared_level"]?["evidence"]?.text == hostile)
        for language in ["en", "zh"] {
            let page = try Program.run(base + ["--html", "--lang", language]).output
            #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n"))
            #expect(!page.contains("<img") && !page.contains("<script"))
            #expect(language == "zh" || page.contains("&lt;img src=x onerror=y&gt;"))
            #expect(
                !page.contains("http://") && !page.contains("https://") && !page.contains("url("))
            #expect(page.contains(language == "en" ? "LEVEL 2" : "等级 2"))
        }
        let ranking = try Document(Program.run(base + ["--rank", "--format", "json"]).output)
        #expect(ranking["schema"]?.text == "carbongrade-ranking/1")
        let first = ranking["schemes"]?[0]
        #expect(first?["scheme"]?.text == "gb-40879-2021")
        #expect(first?["sites"]?[0]?["site_id"]?.text == "dc-nansha")
        #expect(first?["sites"]?[0]?["mark"]?.text == "2")
    }

    @Test("every scheme is printed in both languages, as table, JSON and CSV")
    func schemes() throws {
        let list = try Document(Program.run("schemes", "list", "--format", "json").output)
        let ids = list["schemes"]?.elements.compactMap { $0["id"]?.text } ?? []
        #expect(ids.count >= 39 && ids.contains("carbongrade-open-2026"))
        for id in [
            "carbongrade-open-2026", "de-enefg-11", "cn-bj-existing-2024", "cn-caici-86-2024",
        ] {
            for language in ["en", "zh"] {
                let table = try Program.run("schemes", "show", id, "--lang", language)
                #expect(table.status == 0 && table.output.contains(id))
                #expect(table.output.contains(language == "en" ? "Sources" : "来源"))
            }
            let json = try Document(Program.run("schemes", "show", id, "--format", "json").output)
            #expect(json["scheme"]?["id"]?.text == id)
            #expect(
                try Program.run("schemes", "show", id, "--format", "csv").output.hasPrefix(
                    "scheme,"))
        }
    }
}
