import GRDB

/// Signed-in browsers (会话).
///
/// The cookie holds `<id>.<secret>`; kept is the SHA-256 of the secret, so a stolen database opens no session. A session
/// gets a new id and secret at each sign-in and ends after twelve idle hours, or a week.
struct Sessions: Sendable {
    static let idleSeconds: Int64 = 12 * 3_600
    static let longestSeconds: Int64 = 7 * 86_400
    /// How often the last sight of a session is written down.
    private static let sightSeconds: Int64 = 300

    let database: PlatformDatabase
    let clock: PlatformClock

    /// Begins a session; an old one of the same browser ends.
    ///
    /// - Returns: What the cookie holds.
    func begin(for user: Int64, replacing old: String?) async throws -> (
        cookie: String, formWord: String
    ) {
        let (id, secret, formWord) = (Secret.name(), Secret.random(), Secret.random())
        let now = clock.now
        try await database.changeAccounts { database in
            if let old = old.flatMap(Self.parts)?.id {
                try database.execute(sql: "DELETE FROM sessions WHERE id = ?", arguments: [old])
            }
            try database.execute(
                sql: "DELETE FROM sessions WHERE seen_at < ? OR created_at < ?",
                arguments: [now - Self.idleSeconds, now - Self.longestSeconds])
            try database.execute(
                sql: """
                    INSERT INTO sessions(id, secret_digest, user_id, form_word, created_at, seen_at)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [id, data(Secret.digest(secret)), user, formWord, now, now])
        }
        return (id + "." + secret, formWord)
    }

    /// Who a cookie stands for; nil when its session is not or no longer there.
    func identity(of cookie: String) async throws -> Identity? {
        let now = clock.now
        return try await database.identities.identity(of: cookie, as: .session, at: now) {
            try await load(cookie, now)
        }
    }

    private func load(_ cookie: String, _ now: Int64) async throws -> (Identity, endsAt: Int64)? {
        guard let (id, secret) = Self.parts(cookie) else { return nil }
        let found = try await database.pool.read {
            database -> (Identity, seenAt: Int64, createdAt: Int64)? in
            guard
                let row = try Row.fetchOne(
                    database,
                    sql: """
                        SELECT sessions.*, users.name, users.display_name FROM sessions
                        JOIN users ON users.id = user_id WHERE sessions.id = ? AND disabled = 0
                        """, arguments: [id]),
                Secret.isEqual(bytes(row["secret_digest"]), Secret.digest(secret)),
                row["seen_at"] as Int64 >= now - Self.idleSeconds,
                row["created_at"] as Int64 >= now - Self.longestSeconds
            else { return nil }
            let identity = Identity(
                userID: row["user_id"], userName: row["name"], displayName: row["display_name"],
                grants: try Accounts.grants(of: row["user_id"], in: database),
                means: .session(id: id, formWord: row["form_word"]), narrowed: nil)
            return (identity, row["seen_at"], row["created_at"])
        }
        guard let (identity, seenAt, createdAt) = found else { return nil }
        if now - seenAt > Self.sightSeconds {
            // Changes nothing about who it is.
            try await database.pool.write {
                try $0.execute(
                    sql: "UPDATE sessions SET seen_at = ? WHERE id = ?", arguments: [now, id])
            }
        }
        return (
            identity, endsAt: min(seenAt + Self.idleSeconds, createdAt + Self.longestSeconds) + 1
        )
    }

    /// Ends a session.
    func end(_ id: String) async throws {
        try await database.changeAccounts {
            try $0.execute(sql: "DELETE FROM sessions WHERE id = ?", arguments: [id])
        }
    }

    private static func parts(_ cookie: String) -> (id: String, secret: String)? {
        let parts = cookie.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2, parts[0].utf8.count == 16, parts[1].utf8.count <= 100 else {
            return nil
        }
        return (parts[0], parts[1])
    }
}
