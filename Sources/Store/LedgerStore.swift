import Foundation
import GRDB
public import Metering
public import Provenance
public import Quantities

/// The ledger on disk: SQLite with one blob a meter-month, every change one transaction, synced
/// before it is acknowledged.
public final class LedgerStore: Sendable {
    let pool: any DatabaseWriter

    /// Opens the store, or makes it.
    ///
    /// - Parameter readOnly: Opens an existing store and changes nothing, not even where the folder
    ///   may not be written.
    public init(path: String, readOnly: Bool = false) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(30)
        if readOnly {
            pool = try Self.reader(path, configuration)
            try Self.refuseNewer(pool)
            return
        }
        configuration.prepareDatabase { database in
            // Only a new file takes the page size; blobs of some kilobytes want large pages.
            try database.execute(sql: "PRAGMA page_size = 16384")
        }
        let pool = try DatabasePool(path: path, configuration: configuration)
        // The pool relaxes its writer to NORMAL after opening; what is acknowledged must be on disk.
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        try Self.refuseNewer(pool)
        try Schema.migrator.migrate(pool)
        self.pool = pool
    }

    /// The store was written by a later version, whose form this one does not know.
    public struct Newer: Error {}

    private static func refuseNewer(_ pool: any DatabaseWriter) throws {
        if try pool.read({ try Schema.migrator.hasBeenSuperseded($0) }) { throw Newer() }
    }

    /// SQLite reads a write-ahead log through files beside it; where those cannot be made and no log
    /// is left, the file is taken as it is.
    private static func reader(
        _ path: String, _ configuration: Configuration
    ) throws -> DatabaseQueue {
        var configuration = configuration
        configuration.readonly = true
        let folder = path.parentFolder
        let files = FileManager.default
        if files.isWritableFile(atPath: folder) || files.fileExists(atPath: path + "-wal") {
            return try DatabaseQueue(path: path, configuration: configuration)
        }
        let escaped =
            path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path
        return try DatabaseQueue(path: "file:\(escaped)?immutable=1", configuration: configuration)
    }

    /// Tells whether the store has the form that this version reads; a writer brings it there.
    public func isCurrent() throws -> Bool {
        try pool.read { try Schema.migrator.hasCompletedMigrations($0) }
    }

    /// How hard the writer syncs; 2 is FULL. A test reads it.
    public func synchronousLevel() throws -> Int {
        try pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") ?? -1 }
    }

    /// A number that changes whenever another connection has changed the store; only equality means something.
    public func changeCount() throws -> Int64 {
        try pool.read { try Int64.fetchOne($0, sql: "PRAGMA data_version") ?? -1 }
    }

    // MARK: - Reading

    /// The files whose batch was not taken back, in the order of evidence.
    public func liveFiles() throws -> [StoredFile] {
        try pool.read { database in
            let meters = try Row.fetchAll(
                database, sql: "SELECT source, meter_id FROM file_meters ORDER BY source, meter_id")
            let bySource = Dictionary(grouping: meters) { $0["source"] as Int }
            return try Row.fetchAll(
                database, sql: "SELECT * FROM files WHERE undone = 0 ORDER BY source"
            ).compactMap { row -> StoredFile? in
                guard let digest = Digest(hexadecimal: row["digest"]) else { return nil }
                var strays = EnergyStatement()
                strays.rows = row["rows"]
                strays.rowsRejected = row["rows_rejected"]
                return StoredFile(
                    source: row["source"], batch: row["batch"], name: row["name"], digest: digest,
                    byteCount: row["bytes"], layoutName: row["layout"], context: row["context"],
                    strays: strays, findings: [],
                    meterIDs: (bySource[row["source"]] ?? []).map { $0["meter_id"] })
            }
        }
    }

    /// The files of a name that were ever ingested before a place in the order of evidence, also those taken back since;
    /// the newest first, each content once.
    public func files(named name: String, before source: Int, atMost count: Int) throws
        -> [StoredFile]
    {
        try pool.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT max(source) AS place, batch, digest, bytes, layout, context FROM files
                    WHERE name = ? AND source < ? GROUP BY digest ORDER BY place DESC LIMIT ?
                    """, arguments: [name, source, count]
            ).compactMap { row -> StoredFile? in
                guard let digest = Digest(hexadecimal: row["digest"]) else { return nil }
                return StoredFile(
                    source: row["place"], batch: row["batch"], name: name, digest: digest,
                    byteCount: row["bytes"], layoutName: row["layout"], context: row["context"],
                    strays: EnergyStatement(), findings: [], meterIDs: [])
            }
        }
    }

    /// The next free place in the order of evidence, and the next batch.
    public func nextNumbers() throws -> (source: Int, batch: Int) {
        try pool.read { database in
            let source = try Int.fetchOne(database, sql: "SELECT max(source) FROM files") ?? 0
            let batch = try Int.fetchOne(database, sql: "SELECT max(batch) FROM files") ?? 0
            return (source + 1, batch + 1)
        }
    }

    /// How each meter was defined when its load was derived.
    public func definitions() throws -> [StoredMeter.Key: String] {
        try pool.read { database in
            try Row.fetchAll(database, sql: "SELECT meter_id, valid_from, definition FROM meters")
                .reduce(into: [:]) {
                    $0[StoredMeter.Key(meterID: $1["meter_id"], validFrom: $1["valid_from"])] =
                        $1["definition"]
                }
        }
    }

    /// The digest of the tables that the ledger was derived under; nil before the first ingest.
    public func tables() throws -> String? {
        try pool.read {
            try String.fetchOne($0, sql: "SELECT value FROM facts WHERE name = 'tables'")
        }
    }

    /// The load of a meter over the months that an interval touches.
    public func load(
        of key: StoredMeter.Key, over interval: Interval
    ) throws -> (
        own: LoadProfile, mirror: LoadProfile, midnightSpans: [Booking], suspects: [Booking],
        outOfServiceSince: Int64?, flowsBothWays: Bool, demands: [MonthlyDemand]?
    )? {
        try pool.read { database in
            guard
                let meter = try Row.fetchOne(
                    try database.cachedStatement(
                        sql: """
                            SELECT key, slot_seconds, midnight_spans, suspects, out_since, both_ways,
                                demands
                            FROM meters
                            WHERE meter_id = ? AND valid_from = ?
                            """), arguments: [key.meterID, key.validFrom])
            else { return nil }
            let first = LoadProfile.monthNumber(at: interval.start)
            let last = LoadProfile.monthNumber(at: interval.end - 1)
            let flowsBothWays: Bool = meter["both_ways"]
            func profile(mirror: Bool) throws -> LoadProfile {
                var profile = LoadProfile(slotSeconds: meter["slot_seconds"])
                if mirror, !flowsBothWays { return profile }
                let base = Self.loadKey(meter["key"], mirror: mirror)
                let rows = try Row.fetchCursor(
                    try database.cachedStatement(
                        sql: "SELECT key, amounts, states FROM loads WHERE key BETWEEN ? AND ?"),
                    arguments: [base + Int64(max(0, first)), base + Int64(max(0, last))])
                while let row = try rows.next() {
                    let number = Int((row[0] as Int64) - base)
                    guard
                        let month = Blobs.month(amounts: bytes(row[1]), states: bytes(row[2]))
                    else { throw DatabaseError(message: "a meter-month is damaged") }
                    profile.months[number] = month
                }
                return profile
            }
            return (
                try profile(mirror: false), try profile(mirror: true),
                Blobs.bookings(from: bytes(meter["midnight_spans"])),
                Blobs.bookings(from: bytes(meter["suspects"])), meter["out_since"], flowsBothWays,
                (meter["demands"] as Data?).map { Blobs.demands(from: bytes($0)) }
            )
        }
    }

    /// The instants between which slots are booked, over all meters; nil without any.
    public func span() throws -> Interval? {
        try pool.read { database in
            let bounds = try Row.fetchOne(
                database,
                sql: "SELECT min(key % 65536) AS first, max(key % 65536) AS last FROM loads")
            guard let first: Int = bounds?["first"], let last: Int = bounds?["last"] else {
                return nil
            }
            // Only the months at both ends need a look inside.
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT loads.key % 65536 AS month, amounts, states, slot_seconds
                    FROM loads JOIN meters ON meters.key = loads.key / 131072
                    WHERE loads.key % 65536 IN (?, ?)
                    """,
                arguments: [first, last])
            var found: Interval?
            for row in rows {
                let start = LoadProfile.interval(ofMonth: row["month"]).start
                let slot: Int64 = row["slot_seconds"]
                guard
                    let month = Blobs.month(
                        amounts: bytes(row["amounts"]), states: bytes(row["states"])),
                    let from = month.coveredSeconds.firstIndex(where: { $0 > 0 }),
                    let to = month.coveredSeconds.lastIndex(where: { $0 > 0 })
                else { continue }
                let here = Interval(
                    start: start + Int64(from) * slot, end: start + Int64(to + 1) * slot)
                found = Interval(
                    start: min(found?.start ?? here.start, here.start),
                    end: max(found?.end ?? here.end, here.end))
            }
            return found
        }
    }

    /// For each file, where its energy went, over all meters; strays are not in it.
    public func statements() throws -> [Int: EnergyStatement] {
        try pool.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT source, sum(rows) AS rows, sum(rows_rejected) AS rows_rejected,
                        sum(energy_in) AS energy_in, sum(booked) AS booked,
                        sum(superseded) AS superseded, sum(duplicate) AS duplicate,
                        sum(rejected) AS rejected, sum(estimated) AS estimated
                    FROM statements GROUP BY source
                    """
            ).reduce(into: [:]) { all, row in
                var statement = EnergyStatement()
                statement.rows = row["rows"]
                statement.rowsRejected = row["rows_rejected"]
                statement.energyIn = row["energy_in"]
                statement.booked = row["booked"]
                statement.superseded = row["superseded"]
                statement.duplicate = row["duplicate"]
                statement.rejected = row["rejected"]
                statement.estimated = row["estimated"]
                all[row["source"]] = statement
            }
        }
    }

    /// Everything that was found in live files and derived meters.
    public func findings() throws -> [Finding] {
        try pool.read { try FindingRows.all(in: $0) }
    }

    // MARK: - Writing

    /// Tells whether an error means that the disk has no room for the store.
    public static func isDiskFull(_ error: any Error) -> Bool {
        (error as? DatabaseError)?.resultCode == .SQLITE_FULL
    }

    /// Writes a change as one transaction.
    public func apply(_ change: LedgerChange) throws {
        try pool.write { database in
            if let batch = change.undoneBatch { try Self.undo(batch, in: database) }
            for file in change.files { try Self.write(file, into: database) }
            for key in change.removedMeters { try Self.remove(key, from: database) }
            let revision = try Self.nextRevision(in: database)
            for meter in change.meters { try Self.write(meter, revision, into: database) }
            try database.execute(
                sql: "INSERT OR REPLACE INTO facts(name, value) VALUES ('tables', ?)",
                arguments: [change.tables])
        }
    }

    private static func undo(_ batch: Int, in database: Database) throws {
        try database.execute(
            sql: """
                DELETE FROM findings WHERE source IN (SELECT source FROM files WHERE batch = ?);
                UPDATE files SET undone = 1 WHERE batch = ?;
                """,
            arguments: [batch, batch])
    }

    private static func write(_ file: StoredFile, into database: Database) throws {
        try database.execute(
            sql: """
                INSERT OR REPLACE INTO files(
                    source, batch, name, digest, bytes, context, layout, rows, rows_rejected)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                file.source, file.batch, file.name, file.digest.hexadecimal, file.byteCount,
                file.context, file.layoutName, file.strays.rows, file.strays.rowsRejected,
            ])
        try database.cachedStatement(sql: "DELETE FROM file_meters WHERE source = ?")
            .execute(arguments: [file.source])
        let insert = try database.cachedStatement(
            sql: "INSERT INTO file_meters(meter_id, source) VALUES (?, ?)")
        for meterID in file.meterIDs { try insert.execute(arguments: [meterID, file.source]) }
        try database.cachedStatement(sql: "DELETE FROM findings WHERE source = ?")
            .execute(arguments: [file.source])
        try FindingRows.insert(file.findings, source: file.source, meterKey: nil, into: database)
    }

    private static func remove(_ key: StoredMeter.Key, from database: Database) throws {
        let number = try Int64.fetchOne(
            database.cachedStatement(
                sql: "SELECT key FROM meters WHERE meter_id = ? AND valid_from = ?"),
            arguments: [key.meterID, key.validFrom])
        guard let number else { return }
        try database.execute(
            sql: """
                DELETE FROM loads WHERE key BETWEEN ? AND ?;
                DELETE FROM statements WHERE meter_key = ?;
                DELETE FROM findings WHERE meter_key = ?;
                DELETE FROM meters WHERE key = ?;
                """,
            arguments: [
                loadKey(number, mirror: false), loadKey(number, mirror: true) + 65_535, number,
                number, number,
            ])
    }

    /// The number of a change; never the same twice, so that what was derived from a meter tells whether it
    /// still stands.
    private static func nextRevision(in database: Database) throws -> Int64 {
        let last = try String.fetchOne(
            database, sql: "SELECT value FROM facts WHERE name = 'revision'")
        let next = (last.flatMap { Int64($0) } ?? 0) + 1
        try database.execute(
            sql: "INSERT OR REPLACE INTO facts(name, value) VALUES ('revision', ?)",
            arguments: [String(next)])
        return next
    }

    private static func write(
        _ meter: StoredMeter, _ revision: Int64, into database: Database
    ) throws {
        try remove(meter.key, from: database)
        let insertMeter = try database.cachedStatement(
            sql: """
                INSERT INTO meters(
                    meter_id, valid_from, definition, slot_seconds, midnight_spans, suspects, out_since,
                    revision, both_ways, demands)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        try insertMeter.execute(arguments: [
            meter.key.meterID, meter.key.validFrom, meter.definition, meter.packedOwn.slotSeconds,
            data(Blobs.bookings(meter.midnightSpans)), data(Blobs.bookings(meter.suspects)),
            meter.outOfServiceSince, revision, !meter.packedMirror.months.isEmpty,
            meter.demands.map { data(Blobs.demands($0)) },
        ])
        let key = database.lastInsertedRowID
        let insert = try database.cachedStatement(
            sql: "INSERT INTO loads(key, total, amounts, states) VALUES (?, ?, ?, ?)")
        for (load, mirror) in [(meter.packedOwn, false), (meter.packedMirror, true)] {
            for month in load.months {
                guard (0..<65_536).contains(month.number) else { continue }
                try insert.execute(arguments: [
                    loadKey(key, mirror: mirror) + Int64(month.number), month.total,
                    data(month.bytes), data(month.states),
                ])
            }
        }
        let insertStatement = try database.cachedStatement(
            sql: "INSERT INTO statements VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        for (source, statement) in meter.statements {
            try insertStatement.execute(arguments: [
                key, source, statement.rows, statement.rowsRejected, statement.energyIn,
                statement.booked, statement.superseded, statement.duplicate, statement.rejected,
                statement.estimated,
            ])
        }
        try FindingRows.insert(meter.findings, source: nil, meterKey: key, into: database)
    }

    /// The first key of a meter's months in one direction.
    private static func loadKey(_ meter: Int64, mirror: Bool) -> Int64 {
        (meter * 2 + (mirror ? 1 : 0)) * 65_536
    }
}

func data(_ bytes: [UInt8]) -> Data { Data(bytes) }
func bytes(_ data: Data) -> [UInt8] { [UInt8](data) }
