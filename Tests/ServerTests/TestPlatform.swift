import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Reporting
import Runs
import TestSupport
import Testing

@testable import Server

/// A platform over a small portfolio of two sites, in a folder that goes when the test ends.
///
/// Each hour of January 2025 takes in 10 kWh at North and 20 kWh at South, of which the IT equipment uses 8 and 15.
final class TestPlatform: Sendable {
    let folder: String
    let platform: Platform
    let clock: HandClock

    static let password = "correct horse battery"

    init(isEmpty: Bool = false, reusing other: TestPlatform? = nil, largestUpload: Int64 = 1 << 30)
        throws
    {
        let folder =
            other?.folder ?? NSTemporaryDirectory() + "carbongrade-server-" + UUID().uuidString
        self.folder = folder
        if other == nil {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            if !isEmpty { try Self.write(folder) }
        }
        clock = other?.clock ?? HandClock()
        var settings = PlatformSettings(portfolioFolder: folder)
        settings.dataFolder = Self.root
        settings.passwordCost = .least
        settings.isQuiet = true
        settings.largestUpload = largestUpload
        settings.takerPatience = Int(Waiting.most.components.seconds)
        let hand = clock
        platform = try Platform(
            settings,
            clock: PlatformClock {
                hand.seconds
            } steady: {
                hand.seconds
            })
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    private static func write(_ folder: String) throws {
        func file(_ name: String, _ text: String) throws {
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
        }
        try file("portfolio.yaml", "organisation: Test\nlanguage: en\n")
        try file(
            "sites.csv",
            """
            site_id,name,kind,region,timezone,organisation
            north,Northern Hall,data_center,CN-GD,Asia/Shanghai,group/north
            south,Zephyr Hall,data_center,CN-GD,Asia/Shanghai,group/south

            """)
        try file(
            "meters.csv",
            """
            meter_id,site_id,account,quantity,unit,interval
            n-grid,north,grid_import,interval,kWh,PT1H
            n-it,north,it,interval,kWh,PT1H
            s-grid,south,grid_import,interval,kWh,PT1H
            s-it,south,it,interval,kWh,PT1H

            """)
        let portfolio = try Portfolio(folder: folder)
        for (name, meters) in [
            ("north.csv", [("n-grid", 10), ("n-it", 8)]),
            ("south.csv", [("s-grid", 20), ("s-it", 15)]),
        ] {
            try file(name, readings(month: 1, meters))
            _ = try Ingest.run([folder + "/" + name], into: portfolio)
            try FileManager.default.removeItem(atPath: folder + "/" + name)
        }
    }

    /// Hourly readings of a month of 28 days, a value for each meter.
    static func readings(year: Int = 2025, month: Int, _ meters: [(String, Int)]) -> String {
        var text = "timestamp,meter_id,value\n"
        for day in 1...28 {
            for hour in 0..<24 {
                let stamp = String(
                    format: "%04d-%02d-%02dT%02d:00:00+08:00", year, month, day, hour)
                for (meter, value) in meters { text += "\(stamp),\(meter),\(value)\n" }
            }
        }
        return text
    }

    /// Runs a test against the router, with the jobs being done.
    func test<Value: Sendable>(
        _ body: @Sendable @escaping (TestClient) async throws -> Value
    ) async throws -> Value {
        let application = try PlatformServer(over: platform).application()
        let folder = folder
        return try await application.test(.router) { client in
            try await body(TestClient(client: client, folder: folder))
        }
    }

    /// A user with some roles and a token that narrows nothing, or to some permissions.
    func token(
        _ name: String, _ grants: [Grant], permissions: Set<Permission> = Set(Permission.allCases)
    ) async throws -> String {
        if try await platform.accounts.isEmpty() {
            _ = try await platform.accounts.makeOwner(
                "owner", displayName: "Owner", password: Self.password)
        }
        let users = try await platform.accounts.users()
        let user: User
        if let known = users.first(where: { $0.name == name }) {
            user = known
        } else {
            user = try await platform.accounts.make(
                name, displayName: name, password: Self.password, grants: grants)
        }
        return try await platform.tokens.make(
            for: user.id, name: "test", permissions: permissions, days: 30
        ).text
    }

    /// Name and password in place of a token, as HTTP Basic authentication.
    static func basic(_ name: String) -> String {
        "Basic " + Data("\(name):\(password)".utf8).base64EncodedString()
    }

    func administrator() async throws -> String {
        try await token("admin", [Grant(role: .administrator, scope: .all)])
    }
}

/// A clock that a test turns.
final class HandClock: @unchecked Sendable {
    private let lock = NSLock()
    private var now = 1_780_000_000.0

    var seconds: Double { lock.withLock { now } }
    func advance(_ seconds: Double) { lock.withLock { now += seconds } }
}

/// Asks a platform under test.
struct TestClient: Sendable {
    let client: any TestClientProtocol
    let folder: String

    struct Answer: Sendable {
        let status: Int
        let headers: HTTPFields
        let bytes: [UInt8]

        var text: String { String(decoding: bytes, as: UTF8.self) }
        var json: JSONValue { (try? StrictJSON.message(bytes)) ?? .null }
        var code: String? { json["code"]?.string }
    }

    func ask(
        _ method: HTTPRequest.Method, _ path: String, token: String? = nil, json: JSONValue? = nil,
        body: String? = nil, headers: [String: String] = [:]
    ) async throws -> Answer {
        var fields = HTTPFields()
        if let token { fields[.authorization] = "Bearer " + token }
        if json != nil { fields[.contentType] = "application/json" }
        for (name, value) in headers {
            guard let name = HTTPField.Name(name) else { continue }
            fields[name] = value
        }
        let buffer = (json?.text ?? body).map { ByteBuffer(string: $0) }
        let response = try await client.executeRequest(
            uri: path, method: method, headers: fields, body: buffer)
        return Answer(
            status: response.status.code, headers: response.headers,
            bytes: Array(buffer: response.body))
    }

    /// Sends a form with the cookies and the word of a page that holds it.
    func form(
        _ path: String, _ fields: [String: String], cookies: [String: String] = [:],
        headers: [String: String] = [:]
    ) async throws -> (answer: Answer, cookies: [String: String]) {
        let page = try await ask(.get, path, headers: ["Cookie": Self.header(cookies)])
        var jar = cookies.merging(Self.cookies(page)) { $1 }
        let word =
            page.text.split(separator: "name=\"csrf\" value=\"").dropFirst().first?
            .split(separator: "\"").first.map(String.init) ?? ""
        let answer = try await ask(
            .post, path, body: Self.encoded(fields.merging(["csrf": word]) { $1 }),
            headers: [
                "Content-Type": "application/x-www-form-urlencoded", "Cookie": Self.header(jar),
            ].merging(headers) { $1 })
        jar.merge(Self.cookies(answer)) { $1 }
        return (answer, jar.filter { !$0.value.isEmpty })
    }

    static func encoded(_ fields: [String: String]) -> String {
        fields.map { name, value in
            name + "=" + (value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
        }.joined(separator: "&")
    }

    static func header(_ cookies: [String: String]) -> String {
        cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
    }

    static func cookies(_ answer: Answer) -> [String: String] {
        answer.headers[values: .setCookie].reduce(into: [:]) { jar, line in
            let pair = line.split(separator: ";")[0].split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            jar[String(pair[0])] = String(pair[1])
        }
    }

    /// Waits for a job to be over.
    func over(_ path: String, token: String) async throws -> JSONValue {
        try await Waiting.value("the end of \(path)") {
            let job = try await ask(.get, path, token: token).json["job"] ?? .null
            return ["done", "failed"].contains(job["state"]?.string) ? job : nil
        }
    }

    /// Uploads a text whole.
    func upload(_ name: String, _ text: String, token: String) async throws -> String {
        let begun = try await ask(
            .post, "/api/v1/uploads", token: token,
            json: .object(["name": .string(name), "size": .integer(text.utf8.count)]))
        let id = try #require(begun.json["upload"]?["upload_id"]?.string)
        let sent = try await ask(
            .patch, "/api/v1/uploads/" + id, token: token, body: text,
            headers: ["Upload-Offset": "0"])
        #expect(sent.status == 204)
        return id
    }
}
