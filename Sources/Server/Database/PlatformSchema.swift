import GRDB

/// The tables of the platform and how they came about; migrations only go forward.
///
/// Instants are seconds since 1970, UTC.
enum PlatformSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: accounts, uploads, jobs, audit") { database in
            try database.execute(sql: accounts)
            try database.execute(sql: work)
        }
        migrator.registerMigration("2: submissions of units") { database in
            try database.execute(sql: submissions)
        }
        return migrator
    }

    private static let accounts = """
        CREATE TABLE users(
            id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE COLLATE NOCASE,
            display_name TEXT NOT NULL, password TEXT NOT NULL, disabled INTEGER NOT NULL DEFAULT 0,
            created_at INTEGER NOT NULL, changed_at INTEGER NOT NULL);
        CREATE TABLE grants(
            user_id INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE, role TEXT NOT NULL,
            scope TEXT NOT NULL, scope_value TEXT NOT NULL,
            PRIMARY KEY(user_id, role, scope, scope_value)) WITHOUT ROWID;
        CREATE TABLE sessions(
            id TEXT PRIMARY KEY, secret_digest BLOB NOT NULL,
            user_id INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE, form_word TEXT NOT NULL,
            created_at INTEGER NOT NULL, seen_at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE tokens(
            id TEXT PRIMARY KEY, secret_digest BLOB NOT NULL,
            user_id INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE, name TEXT NOT NULL,
            permissions TEXT NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
            used_at INTEGER) WITHOUT ROWID;
        CREATE TABLE audit(
            number INTEGER PRIMARY KEY, at INTEGER NOT NULL, user_id INTEGER, actor TEXT NOT NULL,
            means TEXT NOT NULL, action TEXT NOT NULL, target TEXT NOT NULL, outcome TEXT NOT NULL,
            status INTEGER NOT NULL, detail TEXT NOT NULL, address TEXT NOT NULL,
            previous TEXT NOT NULL, digest TEXT NOT NULL);
        CREATE INDEX audit_action ON audit(action, number);
        CREATE INDEX audit_actor ON audit(actor, number);
        -- The last line by number and digest: a log whose end was cut off is found.
        CREATE TABLE audit_head(
            only INTEGER PRIMARY KEY CHECK(only = 1), number INTEGER NOT NULL, digest TEXT NOT NULL);
        """

    private static let submissions = """
        CREATE TABLE submissions(
            digest TEXT PRIMARY KEY, issuer TEXT NOT NULL, unit_en TEXT NOT NULL, unit_zh TEXT NOT NULL,
            period TEXT NOT NULL, start TEXT NOT NULL, stop TEXT NOT NULL, sites INTEGER NOT NULL,
            bytes BLOB NOT NULL, received_at INTEGER NOT NULL, user_name TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE unit_keys(only INTEGER PRIMARY KEY CHECK(only = 1), text TEXT NOT NULL);
        """

    private static let work = """
        CREATE TABLE uploads(
            id TEXT PRIMARY KEY, user_id INTEGER NOT NULL, user_name TEXT NOT NULL, name TEXT NOT NULL,
            size INTEGER NOT NULL, received INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL,
            sha256 TEXT, job INTEGER, created_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
            request_key TEXT UNIQUE) WITHOUT ROWID;
        CREATE TABLE jobs(
            number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, state TEXT NOT NULL,
            user_id INTEGER NOT NULL, user_name TEXT NOT NULL, input TEXT NOT NULL,
            progress TEXT, outcome TEXT, problem TEXT, attempts INTEGER NOT NULL DEFAULT 0,
            created_at INTEGER NOT NULL, started_at INTEGER, ended_at INTEGER,
            request_key TEXT UNIQUE);
        CREATE INDEX jobs_state ON jobs(state, number);
        CREATE TABLE answers(
            asker TEXT NOT NULL, request_key TEXT NOT NULL, request TEXT NOT NULL,
            start TEXT NOT NULL, status INTEGER, headers TEXT, body BLOB, created_at INTEGER NOT NULL,
            PRIMARY KEY(asker, request_key)) WITHOUT ROWID;
        """
}
