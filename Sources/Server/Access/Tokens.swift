import GRDB
import Quantities
import Reporting

/// A token as it is listed (接口令牌); its secret is shown once, when it is made.
struct Token: Sendable {
    let id: String
    let userID: Int64
    let userName: String
    let name: String
    let permissions: Set<Permission>
    let createdAt: Int64
    let expiresAt: Int64
    let usedAt: Int64?

    /// The token as JSON.
    var json: JSONValue {
        .object([
            "token_id": .string(id), "user": .string(userName), "name": .string(name),
            "permissions": .array(permissions.map(\.rawValue).sorted().map(JSONValue.string)),
            "created_at": .string(LocalCalendar.utcText(at: createdAt)),
            "expires_at": .string(LocalCalendar.utcText(at: expiresAt)),
            "used_at": .text(usedAt.map { LocalCalendar.utcText(at: $0) }),
        ])
    }
}

/// Tokens of programs (接口令牌): `cgt_<id>_<secret>`, kept as the SHA-256 of the secret.
///
/// A token may at most what its user may, narrowed to the permissions it was given, until it expires.
struct Tokens: Sendable {
    /// Most days until a token expires.
    static let mostDays = 366
    /// How often the last use of a token is written down.
    private static let sightSeconds: Int64 = 300

    let database: PlatformDatabase
    let clock: PlatformClock

    /// Makes a token.
    ///
    /// - Returns: The token's text, which is shown once.
    func make(
        for user: Int64, name: String, permissions: Set<Permission>, days: Int
    ) async throws -> (text: String, token: Token?) {
        let (id, secret) = (Secret.name(), Secret.random())
        let now = clock.now
        let words = permissions.map(\.rawValue).sorted().joined(separator: " ")
        try await database.changeAccounts {
            try $0.execute(
                sql: """
                    INSERT INTO tokens(id, secret_digest, user_id, name, permissions, created_at, expires_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    id, data(Secret.digest(secret)), user, name, words, now,
                    now + Int64(days) * 86_400,
                ])
        }
        return ("cgt_\(id)_\(secret)", try await all(of: nil).first { $0.id == id })
    }

    /// Who a token stands for; nil when it is unknown or expired.
    func identity(of text: String) async throws -> Identity? {
        let now = clock.now
        return try await database.identities.identity(of: text, as: .token, at: now) {
            try await load(text, now)
        }
    }

    private func load(_ text: String, _ now: Int64) async throws -> (Identity, endsAt: Int64)? {
        let parts = text.split(separator: "_", maxSplits: 2).map(String.init)
        guard parts.count == 3, parts[0] == "cgt", parts[1].utf8.count == 16,
            parts[2].utf8.count <= 100
        else { return nil }
        let (id, secret) = (parts[1], parts[2])
        let found = try await database.pool.read {
            database -> (Identity, usedAt: Int64?, expiresAt: Int64)? in
            guard
                let row = try Row.fetchOne(
                    database,
                    sql: """
                        SELECT tokens.*, users.name AS user_name, users.display_name FROM tokens
                        JOIN users ON users.id = user_id WHERE tokens.id = ? AND disabled = 0
                        """, arguments: [id]),
                Secret.isEqual(bytes(row["secret_digest"]), Secret.digest(secret)),
                row["expires_at"] as Int64 > now
            else { return nil }
            let identity = Identity(
                userID: row["user_id"], userName: row["user_name"],
                displayName: row["display_name"],
                grants: try Accounts.grants(of: row["user_id"], in: database),
                means: .token(id: id), narrowed: Self.permissions(row["permissions"]))
            return (identity, row["used_at"], row["expires_at"])
        }
        guard let (identity, usedAt, expiresAt) = found else { return nil }
        if now - (usedAt ?? 0) > Self.sightSeconds {
            // Changes nothing about who it is.
            try await database.pool.write {
                try $0.execute(
                    sql: "UPDATE tokens SET used_at = ? WHERE id = ?", arguments: [now, id])
            }
        }
        return (identity, endsAt: expiresAt)
    }

    /// The tokens of a user, or of all, by the time they were made.
    func all(of user: Int64?) async throws -> [Token] {
        try await database.pool.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT tokens.*, users.name AS user_name FROM tokens JOIN users ON users.id = user_id
                    WHERE ? IS NULL OR user_id = ? ORDER BY tokens.created_at, tokens.id
                    """, arguments: [user, user]
            ).map { row in
                Token(
                    id: row["id"], userID: row["user_id"], userName: row["user_name"],
                    name: row["name"], permissions: Self.permissions(row["permissions"]),
                    createdAt: row["created_at"], expiresAt: row["expires_at"],
                    usedAt: row["used_at"])
            }
        }
    }

    /// Revokes a token.
    func remove(_ id: String) async throws {
        try await database.changeAccounts {
            try $0.execute(sql: "DELETE FROM tokens WHERE id = ?", arguments: [id])
        }
    }

    private static func permissions(_ words: String) -> Set<Permission> {
        Set(words.split(separator: " ").compactMap { Permission(rawValue: String($0)) })
    }
}
