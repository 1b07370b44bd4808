import EnergyLedger
import GRDB
import HTTPTypes
import Quantities
import Reporting

/// A user as the platform keeps it (用户).
struct User: Sendable {
    let id: Int64
    let name: String
    let displayName: String
    let isDisabled: Bool
    let createdAt: Int64
    let grants: [Grant]

    /// The user as JSON.
    var json: JSONValue {
        .object([
            "user_id": .integer(id), "name": .string(name), "display_name": .string(displayName),
            "disabled": .bool(isDisabled),
            "created_at": .string(LocalCalendar.utcText(at: createdAt)),
            "grants": .array(grants.map(\.json)),
        ])
    }
}

extension Grant {
    /// The grant as JSON.
    var json: JSONValue {
        let (kind, value) = scope.words
        return .object([
            "role": .string(role.rawValue), "scope": .string(kind),
            "value": value.isEmpty ? .null : .string(value),
        ])
    }
}

/// Users, their roles and their passwords (账户).
struct Accounts: Sendable {
    let database: PlatformDatabase
    let clock: PlatformClock
    let cost: PasswordHash.Cost
    /// scrypt is slow by intent; it has a lane of its own.
    let lane: Lane

    /// Tells whether there is anybody yet.
    func isEmpty() async throws -> Bool {
        try await database.pool.read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM users") == 0
        }
    }

    /// A name for signing in: letters, digits and `. _ - @`.
    static func isName(_ name: String) -> Bool {
        (2...64).contains(name.utf8.count)
            && name.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || ("0"..."9").contains($0)
                    || "._-@".unicodeScalars.contains($0)
            }
    }

    /// Why a password is refused; nil when it is not.
    static func fault(ofPassword password: String, name: String) -> Problem? {
        guard PasswordHash.lengths.contains(password.count), password.utf8.count <= 800 else {
            return Problem(
                .unprocessableContent, "password-length", "a password has 12 to 200 characters",
                zh: "口令须为 12 至 200 个字符")
        }
        guard !password.lowercased().contains(name.lowercased()), Set(password).count >= 5 else {
            return Problem(
                .unprocessableContent, "password-weak",
                "the password holds the user's name or too few different characters",
                zh: "口令包含用户名或字符种类过少")
        }
        return nil
    }

    /// Makes the first user, an administrator of everything; nil when there is somebody already.
    func makeOwner(_ name: String, displayName: String, password: String) async throws -> User? {
        let hash = try await hash(password)
        let now = clock.now
        let id: Int64? = try await database.changeAccounts { database in
            guard try !(Bool.fetchOne(database, sql: "SELECT EXISTS(SELECT 1 FROM users)") ?? true)
            else { return nil }
            return try Self.insert(
                name, displayName, hash, [Grant(role: .administrator, scope: .all)], now, database)
        }
        guard let id else { return nil }
        return try await user(id)
    }

    /// Makes a user.
    func make(
        _ name: String, displayName: String, password: String, grants: [Grant]
    ) async throws -> User {
        let hash = try await hash(password)
        let now = clock.now
        let id: Int64 = try await database.changeAccounts { database in
            guard
                try
                    !(Bool.fetchOne(
                        database, sql: "SELECT EXISTS(SELECT 1 FROM users WHERE name = ?)",
                        arguments: [name]) ?? true)
            else {
                throw Problem(
                    .conflict, "user-exists", "there is a user of that name", zh: "已有同名用户")
            }
            return try Self.insert(name, displayName, hash, grants, now, database)
        }
        guard let user = try await user(id) else { throw Problem.notFound }
        return user
    }

    private static func insert(
        _ name: String, _ displayName: String, _ hash: PasswordHash, _ grants: [Grant],
        _ now: Int64, _ database: Database
    ) throws -> Int64 {
        try database.execute(
            sql: """
                INSERT INTO users(name, display_name, password, created_at, changed_at)
                VALUES (?, ?, ?, ?, ?)
                """,
            arguments: [name, displayName, hash.text, now, now])
        let id = database.lastInsertedRowID
        try write(grants, of: id, in: database)
        return id
    }

    private static func write(_ grants: [Grant], of user: Int64, in database: Database) throws {
        try database.execute(sql: "DELETE FROM grants WHERE user_id = ?", arguments: [user])
        for grant in Set(grants) {
            let (kind, value) = grant.scope.words
            try database.execute(
                sql: "INSERT INTO grants(user_id, role, scope, scope_value) VALUES (?, ?, ?, ?)",
                arguments: [user, grant.role.rawValue, kind, value])
        }
    }

    /// What may be changed of a user; nil leaves it.
    struct Change: Sendable {
        var displayName: String?
        var isDisabled: Bool?
        var grants: [Grant]?
        var password: String?
    }

    /// Changes a user. Its sessions end when it is disabled or gets another password or other roles.
    func change(_ id: Int64, _ change: Change, keeping session: String? = nil) async throws -> User
    {
        var kept: PasswordHash?
        if let password = change.password { kept = try await hash(password) }
        let hash = kept
        let now = clock.now
        try await database.changeAccounts { database in
            if let name = change.displayName {
                try database.execute(
                    sql: "UPDATE users SET display_name = ? WHERE id = ?", arguments: [name, id])
            }
            if let isDisabled = change.isDisabled {
                try database.execute(
                    sql: "UPDATE users SET disabled = ? WHERE id = ?", arguments: [isDisabled, id])
            }
            if let grants = change.grants { try Self.write(grants, of: id, in: database) }
            if let hash {
                try database.execute(
                    sql: "UPDATE users SET password = ? WHERE id = ?", arguments: [hash.text, id])
            }
            try database.execute(
                sql: "UPDATE users SET changed_at = ? WHERE id = ?", arguments: [now, id])
            if change.isDisabled != nil || change.grants != nil || hash != nil {
                try database.execute(
                    sql: "DELETE FROM sessions WHERE user_id = ? AND id IS NOT ?",
                    arguments: [id, session])
            }
            if change.isDisabled == true || hash != nil {
                try database.execute(
                    sql: "DELETE FROM tokens WHERE user_id = ?", arguments: [id])
            }
            guard try Self.hasAdministrator(database) else {
                throw Problem(
                    .conflict, "last-administrator",
                    "somebody must remain who administers every site",
                    zh: "须保留至少一名管理全部站点的管理员")
            }
        }
        guard let user = try await user(id) else { throw Problem.notFound }
        return user
    }

    private static func hasAdministrator(_ database: Database) throws -> Bool {
        try Bool.fetchOne(
            database,
            sql: """
                SELECT EXISTS(SELECT 1 FROM users JOIN grants ON user_id = id
                    WHERE disabled = 0 AND role = 'administrator' AND scope = 'all')
                """) ?? false
    }

    /// A user by number.
    func user(_ id: Int64) async throws -> User? {
        try await database.pool.read { database in
            try Row.fetchOne(database, sql: "SELECT * FROM users WHERE id = ?", arguments: [id])
                .map { try Self.user($0, database) }
        }
    }

    /// All users, by number.
    func users() async throws -> [User] {
        try await database.pool.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM users ORDER BY id")
                .map { try Self.user($0, database) }
        }
    }

    private static func user(_ row: Row, _ database: Database) throws -> User {
        User(
            id: row["id"], name: row["name"], displayName: row["display_name"],
            isDisabled: row["disabled"], createdAt: row["created_at"],
            grants: try grants(of: row["id"], in: database))
    }

    /// The roles of a user.
    static func grants(of user: Int64, in database: Database) throws -> [Grant] {
        try Row.fetchAll(
            database,
            sql: "SELECT * FROM grants WHERE user_id = ? ORDER BY role, scope, scope_value",
            arguments: [user]
        ).compactMap { row in
            guard let role = Role(rawValue: row["role"]),
                let scope = SiteScope(kind: row["scope"], value: row["scope_value"])
            else { return nil }
            return Grant(role: role, scope: scope)
        }
    }

    /// The user whose name and password these are; it takes as long when there is none of that name.
    ///
    /// - Parameter address: Who asks; one address may not keep all others waiting.
    func user(named name: String, password: String, from address: String) async throws -> User? {
        let row = try await database.pool.read { database in
            try Row.fetchOne(
                database, sql: "SELECT id, password, disabled FROM users WHERE name = ?",
                arguments: [name]
            ).map {
                (
                    id: $0["id"] as Int64, password: $0["password"] as String,
                    off: $0["disabled"] as Bool
                )
            }
        }
        let cost = cost
        let kept = row.map { PasswordHash(text: $0.password) }
        let isRight = try await lane.run(by: address) {
            let hash = try kept ?? PasswordHash(of: "nobody has this password", cost: cost)
            return hash.accepts(password) && kept != nil
        }
        guard isRight, let row, !row.off else { return nil }
        if let kept, !kept.isMade(at: cost) {
            let hash = try await hash(password)
            try await database.changeAccounts {
                try $0.execute(
                    sql: "UPDATE users SET password = ? WHERE id = ?",
                    arguments: [hash.text, row.id])
            }
        }
        return try await user(row.id)
    }

    private func hash(_ password: String) async throws -> PasswordHash {
        let cost = cost
        return try await lane.run { try PasswordHash(of: password, cost: cost) }
    }
}
