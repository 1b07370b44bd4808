import Credentials
import Foundation
import GRDB
import HTTPTypes
import Provenance
import Quantities
import Reporting
import Runs

/// What units handed in (下级单位报送): signed submissions, verified on arrival against the keys that are trusted, and
/// once more whenever they are rolled up.
struct Submissions: Sendable {
    /// The largest that is taken [bytes].
    static let largest = 32 << 20
    /// The largest file of keys [bytes].
    static let largestKeys = 256 << 10
    /// So many are kept.
    private static let most = 10_000

    /// A submission as it is listed.
    struct Line: Sendable {
        let digest: String
        let issuer: String
        let unit: BilingualText
        let period: String
        let start: String
        let stop: String
        let sites: Int
        let receivedAt: Int64
        let userName: String

        /// The line as JSON.
        ///
        /// - Parameter isTrusted: Whether its key is among the trusted ones now.
        func json(isTrusted: Bool) -> JSONValue {
            .object([
                "submission": .string(digest), "key": .string(issuer), "unit": .words(unit),
                "period": .string(period), "start": .string(start), "end": .string(stop),
                "sites": .integer(sites), "trusted": .bool(isTrusted),
                "received_at": .string(LocalCalendar.utcText(at: receivedAt)),
                "received_by": .string(userName),
            ])
        }
    }

    let database: PlatformDatabase
    let clock: PlatformClock

    // MARK: - The keys of units

    /// The text of keys, as `units.csv` or as lines of `.pub` files; empty before there is one.
    func keysText() async throws -> String {
        try await database.pool.read {
            try String.fetchOne($0, sql: "SELECT text FROM unit_keys") ?? ""
        }
    }

    /// Whom they say to trust.
    func trust() async throws -> SubmissionTrust { try Self.trust(try await keysText()) }

    /// Puts a text of keys in the place of the one that stands.
    func write(keys text: String) async throws {
        _ = try Self.trust(text)
        try await database.pool.write {
            try $0.execute(
                sql: "INSERT OR REPLACE INTO unit_keys(only, text) VALUES (1, ?)", arguments: [text]
            )
        }
    }

    /// A `units.csv` says which key speaks for which unit; lines of `.pub` files say it of none.
    private static func trust(_ text: String) throws -> SubmissionTrust {
        let first = text.split(whereSeparator: \.isNewline).first { !$0.hasPrefix("#") } ?? ""
        guard first.isEmpty || first.hasPrefix("did:") else {
            return try SubmissionTrust.read(unitsIn: Array(text.utf8), named: "units.csv")
        }
        do {
            return .keys(try KeyRing(text: text))
        } catch {
            throw Problem(
                .unprocessableContent, "keys-refused",
                "line \(error.line): \(error.reason.english)",
                zh: "第 \(error.line) 行：\(error.reason.chinese)")
        }
    }

    // MARK: - Submissions

    /// Keeps a verified submission. What the same unit handed in before for the period gives way.
    ///
    /// - Returns: The digests of those that gave way.
    func keep(_ part: RollUp.Part, _ bytes: [UInt8], by user: Identity) async throws -> [String] {
        let (digest, submission, issuer) = (part.digest.hexadecimal, part.submission, part.key)
        let (now, userName) = (clock.now, user.userName)
        let (start, stop) = ("\(submission.period.start)", "\(submission.period.end)")
        return try await database.pool.write { database in
            let same =
                "issuer = ? AND unit_en = ? AND unit_zh = ? AND start = ? AND stop = ? AND digest <> ?"
            let unit = submission.organisation
            let arguments: StatementArguments = [
                issuer, unit.english, unit.chinese, start, stop, digest,
            ]
            let older = try String.fetchAll(
                database, sql: "SELECT digest FROM submissions WHERE " + same, arguments: arguments)
            try database.execute(
                sql: "DELETE FROM submissions WHERE " + same, arguments: arguments)
            guard
                try Int.fetchOne(database, sql: "SELECT count(*) FROM submissions") ?? 0 < Self.most
            else {
                throw Problem(
                    .conflict, "too-many-submissions",
                    "\(Self.most) submissions are kept: remove some",
                    zh: "报送文件已达 \(Self.most) 份：请先删除")
            }
            try database.execute(
                sql: """
                    INSERT OR IGNORE INTO submissions(digest, issuer, unit_en, unit_zh, period, start,
                        stop, sites, bytes, received_at, user_name)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    digest, issuer, unit.english, unit.chinese, submission.period.label, start,
                    stop,
                    submission.sites.count, data(bytes), now, userName,
                ])
            return older
        }
    }

    /// All, the newest period first.
    func all() async throws -> [Line] {
        try await database.pool.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT digest, issuer, unit_en, unit_zh, period, start, stop, sites, received_at,
                        user_name FROM submissions ORDER BY start DESC, stop, unit_en, digest
                    """
            ).map { row in
                Line(
                    digest: row["digest"], issuer: row["issuer"],
                    unit: BilingualText(row["unit_en"], zh: row["unit_zh"]), period: row["period"],
                    start: row["start"], stop: row["stop"], sites: row["sites"],
                    receivedAt: row["received_at"], userName: row["user_name"])
            }
        }
    }

    /// The bytes of one; nil when it is not there.
    func bytes(of digest: String) async throws -> [UInt8]? {
        try await database.pool.read {
            try Data.fetchOne(
                $0, sql: "SELECT bytes FROM submissions WHERE digest = ?", arguments: [digest])
        }.map(Array.init)
    }

    /// Removes one; false when it is not there.
    func remove(_ digest: String) async throws -> Bool {
        try await database.pool.write {
            try $0.execute(
                sql: "DELETE FROM submissions WHERE digest = ?", arguments: [digest])
            return $0.changesCount == 1
        }
    }

    /// Those of a period as they are rolled up, each verified anew; for a job's thread.
    func parts(start: String, stop: String) throws -> [RollUp.Part] {
        let (keys, found) = try database.pool.read { database in
            (
                try String.fetchOne(database, sql: "SELECT text FROM unit_keys") ?? "",
                try Row.fetchAll(
                    database,
                    sql: """
                        SELECT digest, bytes FROM submissions WHERE start = ? AND stop = ?
                        ORDER BY unit_en, digest
                        """, arguments: [start, stop]
                ).map {
                    (name: $0["digest"] as String + ".json", bytes: Array($0["bytes"] as Data))
                }
            )
        }
        let trust = try Self.trust(keys)
        return try found.map {
            try SubmissionFiles.verify($0.bytes, named: $0.name, trusting: trust)
        }
    }

}
