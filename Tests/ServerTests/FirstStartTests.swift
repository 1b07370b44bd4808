import Foundation
import HTTPTypes
import Reporting
import Testing

@testable import Server

/// From an empty folder to a figure, over the interface alone.
@Suite struct FirstStartTests {
    static let portfolio = JSONValue.object([
        "organisation": .string("New"), "site_id": .string("first"), "kind": .string("data_center"),
        "region": .string("CN-GD"), "timezone": .string("Asia/Shanghai"),
    ])

    @Test("an empty folder leads over portfolio and first file to the first account")
    func wholeWay() async throws {
        let test = try TestPlatform(isEmpty: true)
        let token = try await test.administrator()
        try await test.test { client in
            let early = try await client.ask(.get, "/api/v1/sites", token: token)
            #expect(early.status == 409 && early.code == "no-portfolio")
            let made = try await client.ask(
                .post, "/api/v1/portfolio", token: token, json: Self.portfolio)
            #expect(made.status == 201)
            let again = try await client.ask(
                .post, "/api/v1/portfolio", token: token, json: Self.portfolio)
            #expect(again.status == 409)
            let none = try await client.ask(.get, "/api/v1/periods/2025/account", token: token)
            #expect(none.status == 409 && none.code == "nothing-ingested")
            let text = TestPlatform.readings(
                month: 1, [("utility feeder kWh", 10), ("rack PDU kWh", 8)])
            let id = try await client.upload("export.csv", text, token: token)
            let adopted = try await client.ask(
                .post, "/api/v1/uploads/\(id)/adopt", token: token,
                json: .object(["site": .string("first")]))
            #expect(adopted.status == 200, "\(adopted.text)")
            #expect(adopted.json["added"]?.elements.count == 2)
            let asked = try await client.ask(
                .post, "/api/v1/uploads/\(id)/book", token: token, json: .object([:]))
            let job = try await client.over(try #require(asked.headers[.location]), token: token)
            #expect(job["state"] == .string("done"), "\(job.text)")
            let account = try await client.ask(
                .get, "/api/v1/periods/2025-01/account", token: token)
            #expect(account.status == 200)
            // 28 x 24 h x 10 kWh through the feeder.
            #expect(account.text.contains("6720.000000000"))
        }
    }
}
