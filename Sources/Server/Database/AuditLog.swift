import Crypto
import Foundation
import GRDB
import Quantities
import Reporting

/// The audit log (审计日志): who did what, each line bound to the line before by its digest.
///
/// A line's digest is SHA-256 over the digest before it, a line feed, and the line as canonical JSON. A line that is
/// changed, taken out or put in breaks the chain at its place; a cut-off end contradicts the head.
struct AuditLog: Sendable {
    /// What is written down.
    struct Event: Sendable {
        var userID: Int64?
        var actor: String
        var means: String
        var action: String
        var target: String
        var outcome: String
        var status: Int
        var detail: String
        var address: String
    }

    /// A line as it stands.
    struct Line: Sendable {
        let number: Int64
        let at: Int64
        let event: Event
        let previous: String
        let digest: String
    }

    /// Which lines are asked for.
    struct Filter: Sendable {
        var actor: String?
        var action: String?
        var from: Int64?
        var to: Int64?
        /// Lines before this number, the newest first.
        var before: Int64?
    }

    /// What a check of the chain found.
    struct Check: Hashable, Sendable {
        /// How many lines stand.
        let lines: Int64
        /// The digest of the last one.
        let head: String
        /// The first line that does not fit; nil when all do.
        let brokenAt: Int64?
    }

    static let start = String(repeating: "0", count: 64)

    let database: PlatformDatabase
    let clock: PlatformClock

    /// Adds a line; it is on disk when this returns.
    func add(_ event: Event) async throws {
        let now = clock.now
        try await database.pool.write { try Self.add(event, at: now, in: $0) }
    }

    /// Adds a line in a transaction that is under way.
    static func add(_ event: Event, at now: Int64, in database: Database) throws {
        let head = try Row.fetchOne(database, sql: "SELECT number, digest FROM audit_head")
        let number = (head?["number"] as Int64? ?? 0) + 1
        let previous = head?["digest"] as String? ?? start
        let digest = digest(of: event, number: number, at: now, after: previous)
        try database.execute(
            sql: """
                INSERT INTO audit(number, at, user_id, actor, means, action, target, outcome, status, detail,
                    address, previous, digest)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                number, now, event.userID, event.actor, event.means, event.action, event.target,
                event.outcome, event.status, event.detail, event.address, previous, digest,
            ])
        try database.execute(
            sql: "INSERT OR REPLACE INTO audit_head(only, number, digest) VALUES (1, ?, ?)",
            arguments: [number, digest])
    }

    /// Lines that fit, the newest first.
    func lines(_ filter: Filter, limit: Int) async throws -> [Line] {
        try await database.pool.read { database in
            var sql = "SELECT * FROM audit WHERE number < ?"
            var arguments: StatementArguments = [filter.before ?? Int64.max]
            for (column, value) in [("actor = ?", filter.actor), ("action = ?", filter.action)] {
                guard let value else { continue }
                sql += " AND " + column
                arguments += [value]
            }
            for (column, value) in [("at >= ?", filter.from), ("at < ?", filter.to)] {
                guard let value else { continue }
                sql += " AND " + column
                arguments += [value]
            }
            arguments += [limit]
            return try Row.fetchAll(
                database, sql: sql + " ORDER BY number DESC LIMIT ?", arguments: arguments
            ).map(Self.line)
        }
    }

    /// Lines from a number on, the oldest first; for an export in pieces.
    func lines(after number: Int64, limit: Int) async throws -> [Line] {
        try await database.pool.read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM audit WHERE number > ? ORDER BY number LIMIT ?",
                arguments: [number, limit]
            ).map(Self.line)
        }
    }

    /// Walks the whole chain.
    func check() async throws -> Check {
        try await database.pool.read { database in
            var previous = Self.start
            var number: Int64 = 0
            var brokenAt: Int64?
            let rows = try Row.fetchCursor(database, sql: "SELECT * FROM audit ORDER BY number")
            while let row = try rows.next() {
                let line = Self.line(row)
                number += 1
                let fits =
                    line.number == number && line.previous == previous
                    && line.digest
                        == Self.digest(
                            of: line.event, number: number, at: line.at, after: previous)
                if !fits {
                    brokenAt = number
                    break
                }
                previous = line.digest
            }
            let head = try Row.fetchOne(database, sql: "SELECT number, digest FROM audit_head")
            let last = head?["number"] as Int64? ?? 0
            let digest = head?["digest"] as String? ?? Self.start
            if brokenAt == nil, last != number || digest != previous { brokenAt = number + 1 }
            return Check(lines: last, head: digest, brokenAt: brokenAt)
        }
    }

    private static func line(_ row: Row) -> Line {
        Line(
            number: row["number"], at: row["at"],
            event: Event(
                userID: row["user_id"], actor: row["actor"], means: row["means"],
                action: row["action"], target: row["target"], outcome: row["outcome"],
                status: row["status"], detail: row["detail"], address: row["address"]),
            previous: row["previous"], digest: row["digest"])
    }

    /// What is digested of a line.
    private static func document(_ event: Event, number: Int64, at: Int64) -> JSONValue {
        .object([
            "number": .integer(number), "at": .string(LocalCalendar.utcText(at: at)),
            "user": event.userID.map { .integer($0) } ?? .null, "actor": .string(event.actor),
            "means": .string(event.means), "action": .string(event.action),
            "target": .string(event.target), "outcome": .string(event.outcome),
            "status": .integer(event.status), "detail": .string(event.detail),
            "address": .string(event.address),
        ])
    }

    private static func digest(
        of event: Event, number: Int64, at: Int64, after previous: String
    ) -> String {
        let text = previous + "\n" + document(event, number: number, at: at).text
        return SHA256.hash(data: Data(text.utf8)).map {
            ($0 < 16 ? "0" : "") + String($0, radix: 16)
        }.joined()
    }
}

extension AuditLog.Line {
    /// The line as JSON; what is digested, and the two digests.
    var json: JSONValue {
        .object([
            "number": .integer(number), "at": .string(LocalCalendar.utcText(at: at)),
            "user": event.userID.map { .integer($0) } ?? .null, "actor": .string(event.actor),
            "means": .string(event.means), "action": .string(event.action),
            "target": .string(event.target), "outcome": .string(event.outcome),
            "status": .integer(event.status), "detail": .string(event.detail),
            "address": .string(event.address), "previous": .string(previous),
            "digest": .string(digest),
        ])
    }
}
