import GRDB
import Reporting
import Synchronization

/// The jobs of the platform (作业表): queued in the store, so that they outlive the process.
final class Jobs: Sendable {
    let database: PlatformDatabase
    let clock: PlatformClock
    private let progress = Mutex<[Int64: JobProgress]>([:])
    /// Set when there may be a new job.
    private let hasNew = Mutex(true)

    init(_ database: PlatformDatabase, clock: PlatformClock) {
        self.database = database
        self.clock = clock
    }

    // MARK: - Asking for work

    /// Queues a job; the same request once more gives the same job.
    ///
    /// - Parameter together: What is written in the same transaction, given the job's number.
    func add(
        _ kind: Job.Kind, _ input: JSONValue, by user: Identity, requestKey: String?,
        together: @escaping @Sendable (Int64, Database) throws -> Void = { _, _ in }
    ) async throws -> Job {
        let now = clock.now
        let (userID, userName, text) = (user.userID, user.userName, input.text)
        let number = try await database.pool.write { database -> Int64 in
            if let requestKey,
                let known = try Int64.fetchOne(
                    database, sql: "SELECT number FROM jobs WHERE request_key = ?",
                    arguments: [requestKey])
            {
                return known
            }
            try database.execute(
                sql: """
                    INSERT INTO jobs(kind, state, user_id, user_name, input, created_at, request_key)
                    VALUES (?, 'queued', ?, ?, ?, ?, ?)
                    """,
                arguments: [kind.rawValue, userID, userName, text, now, requestKey])
            let number = database.lastInsertedRowID
            try together(number, database)
            return number
        }
        hasNew.withLock { $0 = true }
        guard let job = try await job(number) else { throw Problem.notFound }
        return job
    }

    // MARK: - Which there are

    func job(_ number: Int64) async throws -> Job? {
        try await database.pool.read { database in
            try Row.fetchOne(
                database, sql: "SELECT * FROM jobs WHERE number = ?", arguments: [number]
            )
            .flatMap(Self.job)
        }
    }

    /// The job that a request with this key asked for.
    func job(askedBy requestKey: String) async throws -> Job? {
        try await database.pool.read { database in
            try Row.fetchOne(
                database, sql: "SELECT * FROM jobs WHERE request_key = ?", arguments: [requestKey]
            ).flatMap(Self.job)
        }
    }

    /// The jobs of a user, or of all, the newest first, from before a number.
    func all(of user: Int64?, before: Int64, limit: Int) async throws -> [Job] {
        try await database.pool.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM jobs WHERE number < ? AND (? IS NULL OR user_id = ?)
                    ORDER BY number DESC LIMIT ?
                    """, arguments: [before, user, user, limit]
            ).compactMap(Self.job)
        }
    }

    /// The last try to book each of some uploads, by the uploads' ids; what was only tried out does not count.
    ///
    /// - Parameter instant: When the first of the uploads began; no booking of it is older.
    func lastBookings(of uploads: [String], since instant: Int64) async throws -> [String: Job] {
        guard !uploads.isEmpty else { return [:] }
        let ids = JSONValue.array(uploads.map(JSONValue.string)).text
        return try await database.pool.read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    WITH last(upload, number) AS (
                        SELECT json_extract(file.value, '$.upload_id'), max(jobs.number)
                        FROM jobs, json_each(jobs.input, '$.files') AS file
                        WHERE kind = 'book' AND created_at >= ?
                            AND NOT coalesce(json_extract(jobs.input, '$.dry_run'), 0)
                            AND json_extract(file.value, '$.upload_id') IN
                                (SELECT value FROM json_each(?))
                        GROUP BY 1)
                    SELECT last.upload, jobs.* FROM last JOIN jobs USING (number)
                    """, arguments: [instant, ids])
            return rows.reduce(into: [:]) { $0[$1["upload"] as String] = Self.job($1) }
        }
    }

    private static func job(_ row: Row) -> Job? {
        guard let kind = Job.Kind(rawValue: row["kind"]),
            let state = Job.State(rawValue: row["state"])
        else { return nil }
        func value(_ text: String?) -> JSONValue? {
            text.flatMap { try? StoredJSON.value($0) }
        }
        return Job(
            number: row["number"], kind: kind, state: state, userID: row["user_id"],
            userName: row["user_name"], input: value(row["input"]) ?? .null,
            outcome: value(row["outcome"]), problem: value(row["problem"]),
            attempts: row["attempts"], createdAt: row["created_at"], startedAt: row["started_at"],
            endedAt: row["ended_at"])
    }

    func progress(of number: Int64) -> JobProgress? { progress.withLock { $0[number] } }
    func note(_ step: JobProgress, of number: Int64) { progress.withLock { $0[number] = step } }

    // MARK: - Doing it

    /// Whether it is worth looking for a job.
    func mayHaveWork() -> Bool {
        hasNew.withLock { flag in
            defer { flag = false }
            return flag
        }
    }

    /// Jobs that were running when the process ended run again; what they do is whole or not at all.
    func resume() async throws {
        try await database.pool.write {
            try $0.execute(sql: "UPDATE jobs SET state = 'queued' WHERE state = 'running'")
        }
        hasNew.withLock { $0 = true }
    }

    /// Takes the next job.
    ///
    /// - Parameter kind: Takes it only when it is of this kind.
    func next(ifOf kind: Job.Kind? = nil) async throws -> Job? {
        let now = clock.now
        let number = try await database.pool.write { database -> Int64? in
            guard
                let first = try Row.fetchOne(
                    database,
                    sql: """
                        SELECT number, kind FROM jobs WHERE state = 'queued' ORDER BY number LIMIT 1
                        """),
                kind == nil || first["kind"] as String == kind?.rawValue
            else { return nil }
            let number: Int64 = first["number"]
            try database.execute(
                sql: """
                    UPDATE jobs SET state = 'running', attempts = attempts + 1,
                        started_at = coalesce(started_at, ?) WHERE number = ?
                    """, arguments: [now, number])
            return number
        }
        guard let number else { return nil }
        hasNew.withLock { $0 = true }
        return try await job(number)
    }

    /// A job is over; its line of the audit log is written with it.
    func end(
        _ job: Job, outcome: JSONValue?, problem: JSONValue?, action: AuditLog.Event
    ) async throws {
        let now = clock.now
        let state = problem == nil ? Job.State.done : .failed
        let (number, given, fault) = (job.number, outcome?.text, problem?.text)
        let isTrial = job.isTrial
        try await database.pool.write { database in
            try database.execute(
                sql:
                    "UPDATE jobs SET state = ?, outcome = ?, problem = ?, ended_at = ? WHERE number = ?",
                arguments: [state.rawValue, given, fault, now, number])
            if state == .failed || isTrial {
                // What was to be booked, or was only tried, may be booked otherwise, with another layout.
                try database.execute(
                    sql:
                        "UPDATE uploads SET state = 'complete', job = NULL, changed_at = ? WHERE job = ?",
                    arguments: [now, number])
            }
            try AuditLog.add(action, at: now, in: database)
        }
        progress.withLock { $0[number] = nil }
    }
}

/// JSON that we wrote ourselves and read again, of any size.
enum StoredJSON {
    static func value(_ text: String) throws -> JSONValue {
        try StrictJSON.message(Array(text.utf8))
    }
}
