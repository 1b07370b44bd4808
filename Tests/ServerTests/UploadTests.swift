import Foundation
import GRDB
import HTTPTypes
import Reporting
import Runs
import Testing

@testable import Server

/// Files on their way into the ledger.
@Suite struct UploadTests {
    private static let february = TestPlatform.readings(month: 2, [("n-grid", 10), ("n-it", 8)])

    private static func begin(
        _ client: TestClient, _ token: String, size: Int, sha256: String? = nil, key: String? = nil
    ) async throws -> TestClient.Answer {
        try await client.ask(
            .post, "/api/v1/uploads", token: token,
            json: .object([
                "name": .string("february.csv"), "size": .integer(size), "sha256": .text(sha256),
            ]), headers: key.map { ["Idempotency-Key": $0] } ?? [:])
    }

    @Test("an upload goes on at any byte where it broke off")
    func resuming() async throws {
        let test = try TestPlatform()
        let token = try await test.administrator()
        let bytes = Array(Self.february.utf8)
        try await test.test { client in
            let id = try #require(
                try await Self.begin(client, token, size: bytes.count).json["upload"]?["upload_id"]?
                    .string)
            let path = "/api/v1/uploads/" + id
            func send(_ range: Range<Int>, at offset: Int) async throws -> TestClient.Answer {
                try await client.ask(
                    .patch, path, token: token,
                    body: String(decoding: bytes[range], as: UTF8.self),
                    headers: ["Upload-Offset": String(offset)])
            }
            #expect(try await send(0..<1_000, at: 0).headers[FieldName.uploadOffset] == "1000")
            let gap = try await send(1_200..<bytes.count, at: 1_200)
            #expect(gap.status == 409 && gap.headers[FieldName.uploadOffset] == "1000")
            let again = try await send(0..<1_000, at: 0)
            #expect(again.status == 409)
            let head = try await client.ask(.head, path, token: token)
            #expect(head.headers[FieldName.uploadOffset] == "1000")
            #expect(head.headers[FieldName.uploadLength] == String(bytes.count))
            let early = try await client.ask(
                .post, path + "/book", token: token, json: .object([:]))
            #expect(early.code == "upload-incomplete")
            #expect(try await send(1_000..<bytes.count, at: 1_000).status == 204)
            let whole = try Data(
                contentsOf: URL(fileURLWithPath: test.folder + "/.carbongrade/uploads/" + id))
            #expect(Array(whole) == bytes)
            let more = try await client.ask(
                .patch, path, token: token, body: "x",
                headers: ["Upload-Offset": String(bytes.count)])
            #expect(more.status == 413)
        }
    }

    @Test("what was acknowledged outlives the process, and what was not is cut off")
    func restart() async throws {
        let test = try TestPlatform()
        let token = try await test.administrator()
        let bytes = Array(Self.february.utf8)
        let id = try await test.test { client in
            let id = try #require(
                try await Self.begin(client, token, size: bytes.count).json["upload"]?["upload_id"]?
                    .string)
            let sent = try await client.ask(
                .patch, "/api/v1/uploads/" + id, token: token,
                body: String(decoding: bytes[..<500], as: UTF8.self),
                headers: ["Upload-Offset": "0"])
            #expect(sent.status == 204)
            return id
        }
        // Bytes that reached the disk but were never counted, as after a power failure.
        let path = test.folder + "/.carbongrade/uploads/" + id
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("garbage".utf8))
        try handle.close()
        try await test.test { client in
            let rest = try await client.ask(
                .patch, "/api/v1/uploads/" + id, token: token,
                body: String(decoding: bytes[500...], as: UTF8.self),
                headers: ["Upload-Offset": "500"])
            #expect(rest.status == 204)
        }
        #expect(Array(try Data(contentsOf: URL(fileURLWithPath: path))) == bytes)
    }

    @Test("an upload whose last byte was counted just before the process ended can be booked")
    func lastByte() async throws {
        let test = try TestPlatform()
        let token = try await test.administrator()
        try await test.test { client in
            let digest = String(repeating: "0", count: 64)
            for sha256 in [nil, digest] {
                let begun = try await Self.begin(
                    client, token, size: Self.february.utf8.count, sha256: sha256)
                let path = try #require(begun.headers[.location])
                _ = try await client.ask(
                    .patch, path, token: token, body: Self.february, headers: ["Upload-Offset": "0"]
                )
                let id = String(path.split(separator: "/").last ?? "")
                // As it stood when the process was killed between counting and closing.
                try await test.platform.database.pool.write {
                    try $0.execute(
                        sql: "UPDATE uploads SET received = size, state = 'receiving' WHERE id = ?",
                        arguments: [id])
                }
                let asked = try await client.ask(
                    .post, path + "/book", token: token, json: .object([:]))
                // Without a digest it is complete; with a wrong one it is found out now.
                #expect(asked.status == (sha256 == nil ? 202 : 422))
                if sha256 == nil {
                    _ = try await client.over(try #require(asked.headers[.location]), token: token)
                }
            }
        }
    }

    @Test("sizes, names and digests are held in bounds")
    func bounds() async throws {
        let test = try TestPlatform(largestUpload: 100_000)
        let token = try await test.administrator()
        try await test.test { client in
            #expect(try await Self.begin(client, token, size: 100_001).status == 413)
            for name in ["..", ".hidden", "/", "x\u{0}y", String(repeating: "n", count: 256), ""] {
                let answer = try await client.ask(
                    .post, "/api/v1/uploads", token: token,
                    json: .object(["name": .string(name), "size": .integer(1)]))
                #expect(answer.status == 400, "\(name)")
            }
            let inside = try await client.ask(
                .post, "/api/v1/uploads", token: token,
                json: .object(["name": .string("../../etc/x.csv"), "size": .integer(1)]))
            #expect(inside.json["upload"]?["name"] == .string("x.csv"))
            let text = "timestamp,meter_id,value\n"
            let digest = String(repeating: "0", count: 64)
            let begun = try await Self.begin(client, token, size: text.utf8.count, sha256: digest)
            let path = try #require(begun.headers[.location])
            let sent = try await client.ask(
                .patch, path, token: token, body: text, headers: ["Upload-Offset": "0"])
            #expect(sent.code == "wrong-digest")
            #expect(
                try await client.ask(.head, path, token: token).headers[FieldName.uploadOffset]
                    == "0")
        }
    }

    @Test("a file is looked at, booked, told of, and taken back")
    func booking() async throws {
        let test = try TestPlatform()
        let token = try await test.administrator()
        try await test.test { client in
            let id = try await client.upload("february.csv", Self.february, token: token)
            let look = try await client.ask(.get, "/api/v1/uploads/\(id)/inspect", token: token)
                .json
            #expect(look["files"]?.elements.first?["shape"] == .string("long"))
            let asked = try await client.ask(
                .post, "/api/v1/uploads/\(id)/book", token: token, json: .object([:]))
            let path = try #require(asked.headers[.location])
            let events = try await client.ask(.get, path + "/events", token: token)
            #expect(events.text.contains("event: end"))
            let job = try await client.over(path, token: token)
            #expect(job["state"] == .string("done"))
            #expect(job["outcome"]?["batch"]?.integer == 3)
            // 28 x 24 h x 18 kWh over both meters = 12,096 kWh.
            let statement = job["outcome"]?["energy_statement"]?.elements.first
            #expect(statement?["energy_booked_kwh"] == .number("12096.000000000"))
            #expect(statement?["balance_kwh"] == .number("0.000000000"))
            #expect(statement?["file"] == .string("uploads/february.csv"))
            let account = try await client.ask(
                .get, "/api/v1/periods/2025-02/account?site=north", token: token
            ).json
            #expect(
                account["sites"]?.elements.first?["energy_kwh"]?["it"] == .number("5376.000000000"))
            // The bytes are evidence now and lie with the originals; the upload's own copy is gone.
            #expect(
                !FileManager.default.fileExists(atPath: test.folder + "/.carbongrade/uploads/" + id)
            )
            let undo = try await client.ask(.post, "/api/v1/batches/3/undo", token: token)
            let undone = try await client.over(try #require(undo.headers[.location]), token: token)
            #expect(undone["state"] == .string("done"))
            let after = try await client.ask(.get, "/api/v1/batches", token: token).json
            #expect(after["batches"]?.elements.map { $0["batch"]?.integer } == [2, 1])
        }
    }

    @Test("rejected rows come back as a file to be mended")
    func rejected() async throws {
        let test = try TestPlatform()
        let token = try await test.administrator()
        try await test.test { client in
            let text = Self.february.replacing(
                "2025-02-03T04:00:00+08:00,n-grid,10", with: "2025-02-03T04:00:00+08:00,n-grid,=1+1"
            )
            let id = try await client.upload("february.csv", text, token: token)
            let asked = try await client.ask(
                .post, "/api/v1/uploads/\(id)/book", token: token, json: .object([:]))
            let path = try #require(asked.headers[.location])
            let job = try await client.over(path, token: token)
            #expect(
                job["outcome"]?["energy_statement"]?.elements.first?["rows_rejected"]?.integer == 1)
            let file = try await client.ask(
                .get, path + "/files/february.rejected.csv", token: token)
            #expect(file.status == 200 && file.text.contains("2025-02-03T04:00:00+08:00"))
            #expect(
                file.headers[.contentDisposition]
                    == FileAnswer.disposition("february.rejected.csv"))
            for name in ["..%2F..%2Fplatform.sqlite", "%2e%2e", "newest-before", "x"] {
                #expect(
                    try await client.ask(.get, path + "/files/" + name, token: token).status == 404)
            }
        }
    }

    /// Three columns whose names are no names of meters: 24 hours of 12, 8 and 3 kWh, one cell of which is no number.
    @Test("declaring the meters of a file makes it ready to be booked, and its mended rows as well")
    func declaring() async throws {
        let test = try TestPlatform()
        let token = try await test.administrator()
        try await test.test { client in
            let entry = try await client.form(
                "/sign-in", ["name": "admin", "password": TestPlatform.password])
            let page = ["Cookie": TestClient.header(entry.cookies), "Accept": "text/html"]
            let form = page.merging([
                "Content-Type": "application/x-www-form-urlencoded",
                "X-CSRF-Token": try await test.formWord(entry.cookies),
            ]) { $1 }
            var text = "时间;总进线电量(kWh);IT设备电量(kWh);冷却电量(kWh)\n"
            for hour in 0..<24 {
                let clock = String("0\(hour)".suffix(2))
                text += "2025-02-01 \(clock):00:00;12;\(hour == 5 ? "acht" : "8");3\n"
            }
            let id = try await client.upload("七月.csv", text, token: token)
            let first = try await client.ask(.get, "/uploads/" + id + "?lang=en", headers: page)
            #expect(first.text.contains("disabled aria-describedby=\"blocked\""))
            #expect(first.text.contains("It cannot be booked yet"))
            #expect(first.text.contains("name=\"interval.0\" value=\"PT1H\""))
            // Booked all the same: the page tells why it failed, in one language.
            let early = try await client.ask(
                .post, "/api/v1/uploads/\(id)/book", token: token, json: .object([:]))
            let failed = try await client.over(try #require(early.headers[.location]), token: token)
            #expect(failed["state"] == .string("failed"))
            let told = try await client.ask(.get, "/uploads/" + id + "?lang=en", headers: page)
            #expect(told.text.contains("The last try to book it failed: the input is refused"))
            #expect(!told.text.contains("输入被拒绝"))
            let meters = [
                ("总进线电量-kWh", "grid_import"), ("IT设备电量-kWh", "it"), ("冷却电量-kWh", "cooling"),
            ]
            var fields: [String: String] = [:]
            for (number, meter) in meters.enumerated() {
                fields["meter.\(number)"] = meter.0
                fields["site.\(number)"] = "north"
                fields["account.\(number)"] = meter.1
                fields["quantity.\(number)"] = "interval"
                fields["unit.\(number)"] = "kWh"
                fields["multiplier.\(number)"] = "1"
                // As the page's form has it.
                fields["interval.\(number)"] = "PT1H"
                fields["label.\(number)"] = "start"
            }
            let declared = try await client.ask(
                .post, "/uploads/\(id)/meters", body: TestClient.encoded(fields), headers: form)
            #expect(declared.status == 303, "\(declared.text)")
            let ready = try await client.ask(.get, "/uploads/" + id + "?lang=en", headers: page)
            #expect(!ready.text.contains("id=\"blocked\""))
            #expect(!ready.text.contains("The last try to book it failed"))
            func book(_ id: String) async throws -> (path: String, job: JSONValue) {
                let asked = try await client.ask(
                    .post, "/api/v1/uploads/\(id)/book", token: token, json: .object([:]))
                let path = try #require(asked.headers[.location])
                return (path, try await client.over(path, token: token))
            }
            let booked = try await book(id)
            #expect(booked.job["state"] == .string("done"), "\(booked.job.text)")
            let files = booked.job["outcome"]?["rejected_rows"]?.elements
            #expect(files?.compactMap { $0["file"]?.string } == ["七月.rejected.csv"])
            let name = "七月.rejected.csv".addingPercentEncoding(
                withAllowedCharacters: .alphanumerics)
            let rows = try await client.ask(
                .get, booked.path + "/files/" + (name ?? ""), token: token)
            #expect(rows.text.contains("acht"))
            let mended = try await client.upload(
                "七月.rejected (1).csv", rows.text.replacing(",acht,", with: ",8,"), token: token)
            let again = try await book(mended)
            #expect(again.job["state"] == .string("done"), "\(again.job.text)")
            let statement = again.job["outcome"]?["energy_statement"]?.elements.first
            #expect(statement?["rows_rejected"]?.integer == 0)
        }
    }

    @Test("a file that is no file of readings is refused, and the ledger stays as it is")
    func refused() async throws {
        let test = try TestPlatform()
        let token = try await test.administrator()
        try await test.test { client in
            let id = try await client.upload("song.csv", "la\u{0}la\nla\n", token: token)
            let asked = try await client.ask(
                .post, "/api/v1/uploads/\(id)/book", token: token, json: .object([:]))
            let job = try await client.over(try #require(asked.headers[.location]), token: token)
            #expect(job["state"] == .string("failed"))
            #expect(job["problem"]?["code"] == .string("input-refused"))
            let first = try #require(
                job["problem"]?["findings"]?.elements.first?["message"]?.string)
            // The events of the job and the page of the file tell the finding, in the language of the asker.
            let path = try #require(asked.headers[.location])
            let chinese = try await client.ask(.get, path + "?lang=zh", token: token).json
            let told = try #require(
                chinese["job"]?["problem"]?["findings"]?.elements.first?["message"]?.string)
            #expect(told != first)
            let events = try await client.ask(.get, path + "/events?lang=zh", token: token).text
            #expect(events.contains(told) && !events.contains(first))
            let page = try await client.ask(
                .get, "/uploads?lang=en", token: token, headers: ["Accept": "text/html"]
            ).text
            #expect(page.contains("the input is refused; nothing was changed · "))
            let batches = try await client.ask(.get, "/api/v1/batches", token: token).json
            #expect(batches["batches"]?.elements.count == 2)
        }
    }

    @Test("a file that was only tried out did not fail to be booked")
    func trial() async throws {
        let test = try TestPlatform()
        let token = try await test.administrator()
        try await test.test { client in
            let id = try await client.upload("song.csv", "la\u{0}la\nla\n", token: token)
            func problem(_ body: JSONValue) async throws -> Bool {
                let asked = try await client.ask(
                    .post, "/api/v1/uploads/\(id)/book", token: token, json: body)
                let job = try await client.over(
                    try #require(asked.headers[.location]), token: token)
                #expect(job["state"] == .string("failed"))
                return try await client.ask(
                    .get, "/uploads?lang=en", token: token, headers: ["Accept": "text/html"]
                ).text.contains("the input is refused")
            }
            #expect(try await !problem(.object(["dry_run": .bool(true)])))
            #expect(try await problem(.object([:])))
            // The trial comes later, and the failure before it stands.
            #expect(try await problem(.object(["dry_run": .bool(true)])))
        }
    }

    @Test("a first ingest that is refused leaves accounts and uploads where they are")
    func firstRefused() async throws {
        let test = try TestPlatform(isEmpty: true)
        let token = try await test.administrator()
        try await test.test { client in
            let made = try await client.ask(
                .post, "/api/v1/portfolio", token: token, json: FirstStartTests.portfolio)
            #expect(made.status == 201)
            let id = try await client.upload("song.csv", "la\u{0}la\nla\n", token: token)
            let asked = try await client.ask(
                .post, "/api/v1/uploads/\(id)/book", token: token, json: .object([:]))
            let job = try await client.over(try #require(asked.headers[.location]), token: token)
            #expect(job["state"] == .string("failed"))
            #expect(try await client.ask(.get, "/api/v1/uploads/" + id, token: token).status == 200)
        }
        #expect(
            FileManager.default.fileExists(atPath: test.folder + "/.carbongrade/platform.sqlite"))
    }
}
