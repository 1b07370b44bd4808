import Foundation
import HTTPTypes
import Quantities
import Reporting
import Runs
import Testing

@testable import Server

/// What someone of one site learns of another: nothing.
@Suite struct IsolationTests {
    /// What must not be told to someone who may see North only.
    private static let foreign = [
        "s-grid", "s-it", "Zephyr", "\"south\"", "south.csv", "group/south",
    ]

    @Test(
        "no document tells someone of one site of another",
        arguments: [
            SiteScope.site("north"), SiteScope.organisation("group/north"),
        ])
    func documents(scope: SiteScope) async throws {
        let test = try TestPlatform()
        let token = try await test.token(
            "north",
            [Grant(role: .accountant, scope: scope), Grant(role: .certifier, scope: scope)])
        try await test.test { client in
            let paths =
                RouteTable.all.filter {
                    $0.method == .get && $0.access != .open
                }.map {
                    $0.path.replacing("{period}", with: "2025-01").replacing(
                        "{site}", with: "north")
                }
                + [
                    "/api/v1/periods/2025-01/ledger?format=csv",
                    "/api/v1/periods/2025-01/account?format=csv",
                    "/api/v1/periods/2025-01/grade?format=csv",
                    "/api/v1/periods/2025-01/explain?site=north&figure=pue",
                ]
            var answered = 0
            for path in paths where !path.contains("{") {
                let answer = try await client.ask(.get, path, token: token)
                if answer.status == 200 { answered += 1 }
                for word in Self.foreign {
                    #expect(!answer.text.contains(word), "\(path) tells \(word)")
                }
            }
            #expect(answered > 15)
        }
    }

    @Test("another site is as if it were not there")
    func others() async throws {
        let test = try TestPlatform()
        let token = try await test.token(
            "north", [Grant(role: .administrator, scope: .site("north"))])
        try await test.test { client in
            for path in [
                "/api/v1/sites/south", "/api/v1/meters?site=south", "/api/v1/meters/s-grid",
                "/api/v1/periods/2025-01/account?site=south",
                "/api/v1/periods/2025-01/explain?site=south&figure=pue",
                "/api/v1/periods/2025-01/ledger?site=south",
            ] {
                #expect(try await client.ask(.get, path, token: token).status == 404, "\(path)")
            }
            let foreign = try await client.ask(.post, "/api/v1/batches/2/undo", token: token)
            #expect(foreign.status == 404)
            let certificate = try await client.ask(
                .post, "/api/v1/certificates", token: token,
                json: .object([
                    "site": .string("south"), "period": .string("2025"),
                    "scheme": .string("gb-40879-2021"),
                ]))
            #expect(certificate.status == 404)
        }
    }

    @Test("the sums of someone of one site are that site's")
    func sums() async throws {
        let test = try TestPlatform()
        let north = try await test.token("north", [Grant(role: .viewer, scope: .site("north"))])
        let all = try await test.administrator()
        try await test.test { client in
            let path = "/api/v1/periods/2025-01/account"
            // North 28 x 24 h x 10 kWh = 6,720 kWh; South twice that; together 20,160 kWh.
            for (token, expected) in [(north, "6720.000000000"), (all, "20160.000000000")] {
                let document = try await client.ask(.get, path, token: token).json
                #expect(
                    document["portfolio"]?["energy_kwh"]?["grid_import"] == .number(expected))
            }
        }
    }

    @Test("a file with meters of another site is refused whole")
    func uploads() async throws {
        let test = try TestPlatform()
        let token = try await test.token("north", [Grant(role: .uploader, scope: .site("north"))])
        try await test.test { client in
            let text = TestPlatform.readings(month: 2, [("n-grid", 10), ("s-grid", 20)])
            let id = try await client.upload("february.csv", text, token: token)
            let asked = try await client.ask(
                .post, "/api/v1/uploads/\(id)/book", token: token, json: .object([:]))
            #expect(asked.status == 202)
            let job = try await client.over(try #require(asked.headers[.location]), token: token)
            #expect(job["state"] == .string("failed"))
            #expect(job["problem"]?["code"] == .string("meters-out-of-scope"))
            // The upload may be thrown away or booked by somebody who may.
            let upload = try await client.ask(.get, "/api/v1/uploads/" + id, token: token).json
            #expect(upload["upload"]?["state"] == .string("complete"))
        }
        let after = try await test.platform.results.ground()
        let run = try await test.platform.results.run(try #require(.init("2025-02")), after)
        #expect(run.statements.count == 2)
    }

    @Test("uploads, jobs and tokens of others are not there")
    func belongings() async throws {
        let test = try TestPlatform()
        let one = try await test.token("one", [Grant(role: .uploader, scope: .all)])
        let other = try await test.token("other", [Grant(role: .uploader, scope: .all)])
        try await test.test { client in
            let id = try await client.upload(
                "a.csv", TestPlatform.readings(month: 2, [("n-grid", 1)]), token: one)
            #expect(try await client.ask(.get, "/api/v1/uploads/" + id, token: other).status == 404)
            #expect(
                try await client.ask(.delete, "/api/v1/uploads/" + id, token: other).status == 404)
            let asked = try await client.ask(
                .post, "/api/v1/uploads/\(id)/book", token: one, json: .object([:]))
            let path = try #require(asked.headers[.location])
            #expect(try await client.ask(.get, path, token: other).status == 404)
            #expect(try await client.ask(.get, path + "/events", token: other).status == 404)
            _ = try await client.over(path, token: one)
            let tokens = try await client.ask(.get, "/api/v1/tokens", token: other).json
            #expect(
                tokens["tokens"]?.elements.allSatisfy { $0["user"] == .string("other") } == true)
        }
    }
}
