import Foundation
import HTTPTypes
import Quantities
import Reporting
import Runs
import Testing

@testable import Server

/// The programming interface: its documents, tags, pages, keys and description.
@Suite struct InterfaceTests {
    @Test("the interface gives the documents of the command line, byte for byte")
    func documents() async throws {
        let test = try TestPlatform()
        let token = try await test.administrator()
        let portfolio = try Portfolio(folder: test.folder)
        let run = try Run(
            portfolio, try PublishedData(folder: TestPlatform.root, for: portfolio),
            over: try #require(.init("2025-01")))
        let language = portfolio.fileLanguage
        var expected = [
            "account": run.accountDocument(language: language).text,
            "grade": run.gradeDocument(language: language).text,
            "check": run.checkDocument(language: language).text,
        ]
        for form in LedgerForm.allCases {
            var ledger = ""
            run.forEachLedgerPiece(form) { ledger += $0 }
            expected["ledger?format=" + form.rawValue] = ledger
        }
        let documents = expected
        try await test.test { client in
            for (path, text) in documents {
                let answer = try await client.ask(
                    .get, "/api/v1/periods/2025-01/" + path, token: token)
                #expect(answer.text == text, "\(path)")
            }
        }
    }

    @Test("what another process writes is seen")
    func changes() async throws {
        let test = try TestPlatform()
        let token = try await test.administrator()
        try await test.test { client in
            let path = "/api/v1/periods/2025-02/account"
            let before = try await client.ask(.get, path, token: token)
            let file = test.folder + "/february.csv"
            try Data(TestPlatform.readings(month: 2, [("n-grid", 10)]).utf8)
                .write(to: URL(fileURLWithPath: file))
            _ = try Ingest.run([file], into: try Portfolio(folder: test.folder))
            test.clock.advance(1)
            let after = try await client.ask(.get, path, token: token)
            #expect(before.headers[.eTag] != after.headers[.eTag])
            #expect(after.text.contains("6720.000000000"))
            let sites = test.folder + "/sites.csv"
            let text = try String(contentsOfFile: sites, encoding: .utf8)
            try Data(text.replacing("Northern Hall", with: "Another Hall").utf8)
                .write(to: URL(fileURLWithPath: sites))
            test.clock.advance(1)
            #expect(
                try await client.ask(.get, "/api/v1/sites/north", token: token).text
                    .contains("Another Hall"))
        }
    }

    @Test("a client that has a document gets its tag and no bytes")
    func tags() async throws {
        let test = try TestPlatform()
        let token = try await test.administrator()
        try await test.test { client in
            for path in ["/api/v1/sites", "/api/v1/periods/2025-01/grade", "/api/v1/openapi.json"] {
                let first = try await client.ask(.get, path, token: token)
                let tag = try #require(first.headers[.eTag])
                let second = try await client.ask(
                    .get, path, token: token, headers: ["If-None-Match": "\"x\", " + tag])
                #expect(second.status == 304 && second.bytes.isEmpty)
                let other = try await client.ask(
                    .get, path, token: token, headers: ["If-None-Match": "\"x\""])
                #expect(other.status == 200)
            }
        }
    }

    @Test("a list is walked page by page, each element once")
    func paging() async throws {
        let test = try TestPlatform()
        let token = try await test.administrator()
        try await test.test { client in
            var seen: [String] = []
            var cursor = ""
            repeat {
                let page = try await client.ask(
                    .get, "/api/v1/meters?limit=3" + cursor, token: token
                ).json
                seen += (page["meters"]?.elements ?? []).compactMap { $0["meter_id"]?.string }
                cursor = page["next_cursor"]?.string.map { "&cursor=" + $0 } ?? ""
            } while !cursor.isEmpty
            #expect(seen == ["n-grid", "n-it", "s-grid", "s-it"])
            let stale = try await client.ask(.get, "/api/v1/meters?cursor=AAAA", token: token)
            #expect(stale.code == "stale-cursor")
        }
    }

    @Test("the same write with the same key is done once; another under that key is refused")
    func keys() async throws {
        let test = try TestPlatform()
        _ = try await test.administrator()
        try await test.test { client in
            func user(_ name: String, _ key: String) async throws -> TestClient.Answer {
                try await client.ask(
                    .post, "/api/v1/users",
                    json: .object([
                        "name": .string(name), "password": .string(TestPlatform.password),
                        "grants": .array([]),
                    ]),
                    headers: [
                        "Authorization": TestPlatform.basic("admin"), "Idempotency-Key": key,
                    ])
            }
            let first = try await user("guest", "one")
            let second = try await user("guest", "one")
            #expect(first.status == 201 && second.status == 201 && first.bytes == second.bytes)
            #expect(second.headers[FieldName.replayed] == "true")
            #expect(try await user("other", "one").code == "key-reused")
            #expect(try await user("guest", "two").code == "user-exists")
            test.clock.advance(2 * 86_400)
            #expect(try await user("guest", "one").code == "user-exists")
        }
    }

    @Test("a request that is out of bounds or unknown is told so, and never fails the server")
    func malformed() async throws {
        let test = try TestPlatform()
        let token = try await test.administrator()
        try await test.test { client in
            let cases: [(HTTPRequest.Method, String, String?, Int)] = [
                (.get, "/api/v1/sites?limit=0", nil, 400),
                (.get, "/api/v1/sites?limit=1e3", nil, 400),
                (.get, "/api/v1/sites?limit=5&limit=6", nil, 400),
                (.get, "/api/v1/sites?page=2", nil, 400),
                (.get, "/api/v1/sites?cursor=%FF", nil, 400), (.get, "/api/v1/sites/%00", nil, 400),
                (.get, "/api/v1/periods/20255/account", nil, 400),
                (.get, "/api/v1/periods/2025Q5/account", nil, 400),
                (.get, "/api/v1/periods/2025-01/explain?site=north&figure=nothing", nil, 404),
                (.get, "/api/v1/periods/2025-01/explain?site=north", nil, 400),
                (.get, "/api/v1/periods/2025-01/plan", nil, 422),
                (.get, "/api/v1/periods/2025/plan?budget=-1", nil, 400),
                (.get, "/api/v1/periods/2025/plan?target=gb-40879-2021:9", nil, 422),
                (.post, "/api/v1/users", "{", 400), (.post, "/api/v1/users", "[]", 400),
                (.post, "/api/v1/users", "{\"name\":\"a\",\"name\":\"b\"}", 400),
                (.post, "/api/v1/users", "{\"name\":1,\"password\":2,\"grants\":3}", 400),
                (.post, "/api/v1/users", "{\"unknown\":true}", 400),
                (.post, "/api/v1/reports", "{\"period\":\"soon\"}", 400),
                (.post, "/api/v1/users", String(repeating: "[", count: 60_000), 400),
                (.post, "/api/v1/users", String(repeating: " ", count: 70_000), 413),
            ]
            for (method, path, body, status) in cases {
                let answer = try await client.ask(
                    method, path, token: token, body: body,
                    headers: body == nil ? [:] : ["Content-Type": "application/json"])
                #expect(answer.status == status, "\(path) \(body?.prefix(40) ?? "")")
                #expect(answer.headers[.contentType] == "application/problem+json")
                #expect(answer.json["status"]?.integer == status)
                #expect(answer.code != nil)
            }
        }
    }

    @Test("the description names every route of the interface, and the server answers as it says")
    func description() async throws {
        let test = try TestPlatform()
        let token = try await test.administrator()
        try await test.test { client in
            let document = try await client.ask(.get, "/api/v1/openapi.json").json
            #expect(document["openapi"] == .string("3.1.0"))
            var names = Set<String>()
            for route in RouteTable.all where route.isInterface {
                let operation = document["paths"]?[route.path]?[route.method.rawValue.lowercased()]
                #expect(operation != nil, "\(route.method) \(route.path)")
                let name = operation?["operationId"]?.string ?? ""
                let isNew = names.insert(name).inserted
                #expect(isNew, "\(name)")
                #expect(operation?["summary"]?.string?.isEmpty == false)
                guard route.method == .get else { continue }
                var path = route.path.replacing("{period}", with: "2025-01")
                    .replacing("{site}", with: "north")
                for parameter in route.parameters where parameter.isInPath {
                    path = path.replacing("{\(parameter.name)}", with: "1")
                }
                let answer = try await client.ask(.get, path, token: token)
                let told = operation?["responses"]?[String(answer.status)]
                #expect(told != nil, "\(path) answers \(answer.status)")
                guard answer.status == 200,
                    let needed = told?["content"]?["application/json"]?["schema"]?["required"]
                else { continue }
                for member in needed.elements.compactMap(\.string) {
                    #expect(answer.json[member] != nil, "\(path) lacks \(member)")
                }
            }
        }
    }

    @Test("a certificate that is refused says every reason")
    func refusedCertificate() async throws {
        let test = try TestPlatform()
        let token = try await test.administrator()
        try await test.test { client in
            let answer = try await client.ask(
                .post, "/api/v1/certificates", token: token,
                json: .object([
                    "site": .string("north"), "period": .string("2025-01"),
                    "scheme": .string("gb-40879-2021"),
                ]))
            #expect(answer.status == 422 && answer.code == "certificate-refused")
            #expect(
                answer.json["reasons"]?.elements.contains { $0["code"] == .string("not-full-year") }
                    == true)
        }
    }

    @Test("anybody may verify; what is no certificate fails at its form")
    func verification() async throws {
        let test = try TestPlatform()
        try await test.test { client in
            for body in ["{}", "%PDF-1.7 nothing", "CG1:nothing", "", "\u{0}"] {
                let answer = try await client.ask(.post, "/verify", body: body)
                #expect(answer.status == 200)
                #expect(answer.json["result"] == .string("failed"))
            }
            for _ in 0..<15 { _ = try await client.ask(.post, "/verify", body: "{}") }
            #expect(try await client.ask(.post, "/verify", body: "{}").status == 429)
            #expect(try await client.ask(.get, "/verify/keys").status == 429)
        }
    }

    @Test("a table that the strict reader refuses changes nothing")
    func tables() async throws {
        let test = try TestPlatform()
        let token = try await test.administrator()
        let accountant = try await test.token("acc", [Grant(role: .accountant, scope: .all)])
        try await test.test { client in
            let path = "/api/v1/tables/sites.csv"
            let before = try await client.ask(.get, path, token: token)
            let wrong = try await client.ask(
                .put, path, token: token, body: before.text.replacing("data_center", with: "castle")
            )
            #expect(wrong.status == 422 && wrong.code == "input-refused")
            #expect(wrong.json["findings"]?.elements.first?["file"] == .string("sites.csv"))
            #expect(try await client.ask(.get, path, token: token).bytes == before.bytes)
            let text = before.text.replacing("Northern", with: "Upper")
            let other = try await client.ask(.put, path, token: accountant, body: text)
            #expect(other.status == 403)
            let stale = try await client.ask(
                .put, path, token: token, body: text, headers: ["If-Match": "\"other\""])
            #expect(stale.status == 412)
            let right = try await client.ask(
                .put, path, token: token, body: text,
                headers: ["If-Match": try #require(before.headers[.eTag])])
            #expect(right.status == 204)
            #expect(
                try await client.ask(.get, "/api/v1/sites/north", token: token).text
                    .contains("Upper Hall"))
            for name in ["..%2Fx.csv", "other.csv", ".carbongrade%2Fplatform.sqlite"] {
                let answer = try await client.ask(
                    .put, "/api/v1/tables/" + name, token: token, body: "x")
                #expect(answer.status == 422 || answer.status == 403, "\(name)")
                #expect(
                    try await client.ask(.get, "/api/v1/tables/" + name, token: token).status == 404
                )
            }
        }
    }
}
