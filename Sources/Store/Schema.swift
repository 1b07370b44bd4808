import GRDB

/// The tables of the store and how they came about; migrations only go forward.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: the hourly ledger") { database in
            try database.execute(
                sql: """
                    CREATE TABLE facts(name TEXT PRIMARY KEY, value TEXT NOT NULL);
                    CREATE TABLE files(
                        source INTEGER PRIMARY KEY, batch INTEGER NOT NULL, name TEXT NOT NULL,
                        digest TEXT NOT NULL, bytes INTEGER NOT NULL, context TEXT NOT NULL,
                        layout TEXT,
                        rows INTEGER NOT NULL, rows_rejected INTEGER NOT NULL,
                        undone INTEGER NOT NULL DEFAULT 0);
                    CREATE INDEX files_digest ON files(digest);
                    CREATE TABLE file_meters(
                        meter_id TEXT NOT NULL, source INTEGER NOT NULL,
                        PRIMARY KEY(meter_id, source)) WITHOUT ROWID;
                    CREATE TABLE meters(
                        key INTEGER PRIMARY KEY, meter_id TEXT NOT NULL, valid_from INTEGER NOT NULL,
                        definition TEXT NOT NULL, slot_seconds INTEGER NOT NULL,
                        midnight_spans BLOB NOT NULL, suspects BLOB NOT NULL,
                        UNIQUE(meter_id, valid_from));
                    -- key = (meter key x 2 + mirror) x 65536 + month since 1970; one blob a meter-month, see Blobs
                    CREATE TABLE loads(
                        key INTEGER PRIMARY KEY, total INTEGER NOT NULL, amounts BLOB NOT NULL,
                        states BLOB NOT NULL);
                    CREATE TABLE statements(
                        meter_key INTEGER NOT NULL, source INTEGER NOT NULL, rows INTEGER NOT NULL,
                        rows_rejected INTEGER NOT NULL, energy_in INTEGER NOT NULL,
                        booked INTEGER NOT NULL, superseded INTEGER NOT NULL,
                        duplicate INTEGER NOT NULL, rejected INTEGER NOT NULL,
                        estimated INTEGER NOT NULL,
                        PRIMARY KEY(meter_key, source)) WITHOUT ROWID;
                    CREATE TABLE findings(
                        id INTEGER PRIMARY KEY, source INTEGER, meter_key INTEGER,
                        code TEXT NOT NULL, severity TEXT NOT NULL, file TEXT, line INTEGER,
                        column_name TEXT, value TEXT, arguments TEXT NOT NULL, meter_id TEXT,
                        site_id TEXT, from_time INTEGER, to_time INTEGER, count INTEGER NOT NULL);
                    CREATE INDEX findings_source ON findings(source);
                    CREATE INDEX findings_meter ON findings(meter_key);
                    """)
        }
        migrator.registerMigration("2: meters that are out of service for good") { database in
            try database.execute(sql: "ALTER TABLE meters ADD COLUMN out_since INTEGER")
        }
        migrator.registerMigration("released figures") { database in
            try database.execute(
                sql: """
                    CREATE TABLE releases(
                        number INTEGER PRIMARY KEY, period_start TEXT NOT NULL,
                        period_end TEXT NOT NULL, label TEXT NOT NULL, version INTEGER NOT NULL,
                        fingerprint TEXT NOT NULL, rules TEXT NOT NULL, document TEXT NOT NULL,
                        UNIQUE(period_start, period_end, version));
                    CREATE TABLE release_cells(
                        release INTEGER NOT NULL, site_id TEXT NOT NULL, scope TEXT NOT NULL,
                        category TEXT NOT NULL, source TEXT NOT NULL, unit TEXT NOT NULL,
                        rest TEXT NOT NULL, rest_mass INTEGER NOT NULL, covered TEXT NOT NULL,
                        covered_mass INTEGER NOT NULL,
                        PRIMARY KEY(release, site_id, scope, category, source, unit)) WITHOUT ROWID;
                    CREATE TABLE release_claims(
                        release INTEGER NOT NULL, instrument_id TEXT NOT NULL, kind TEXT NOT NULL,
                        serial_from TEXT, serial_to TEXT, year INTEGER NOT NULL,
                        energy INTEGER NOT NULL,
                        PRIMARY KEY(release, instrument_id, year)) WITHOUT ROWID;
                    """)
        }
        migrator.registerMigration("closings of months") { database in
            try database.execute(
                sql: """
                    -- counts the changes of the ledger; a meter bears the number of its own last one
                    ALTER TABLE meters ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
                    ALTER TABLE meters ADD COLUMN both_ways INTEGER NOT NULL DEFAULT 0;
                    UPDATE meters SET both_ways = EXISTS(
                        SELECT 1 FROM loads WHERE loads.key BETWEEN (meters.key * 2 + 1) * 65536
                            AND (meters.key * 2 + 1) * 65536 + 65535);
                    CREATE TABLE closings(
                        site_id TEXT NOT NULL, year INTEGER NOT NULL, basis TEXT NOT NULL,
                        months BLOB NOT NULL, PRIMARY KEY(site_id, year)) WITHOUT ROWID;
                    """)
        }
        migrator.registerMigration("maximum demand of months") { database in
            // NULL is a meter without demand, or one that was derived before demand was
            try database.execute(sql: "ALTER TABLE meters ADD COLUMN demands BLOB")
        }
        // Changes nothing, but keeps versions away that read eight bytes an amount only.
        migrator.registerMigration("amounts of four bytes") { _ in }
        return migrator
    }
}
