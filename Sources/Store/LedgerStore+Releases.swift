import GRDB

extension LedgerStore {
    /// The releases, in the order in which they were made; a store from before has none.
    ///
    /// - Parameter withCells: Whether the sources of the figures are read as well.
    public func releases(withCells: Bool = false) throws -> [StoredRelease] {
        try pool.read { database in
            guard try database.tableExists("releases") else { return [] }
            let claims = try Row.fetchAll(database, sql: "SELECT * FROM release_claims")
            let claimsOf = Dictionary(grouping: claims) { $0["release"] as Int }
            let rows = try Row.fetchAll(database, sql: "SELECT * FROM releases ORDER BY number")
            return try rows.map { row in
                let number: Int = row["number"]
                let cells =
                    withCells
                    ? try Row.fetchAll(
                        database, sql: "SELECT * FROM release_cells WHERE release = ?",
                        arguments: [number]) : []
                return StoredRelease(
                    periodStart: row["period_start"], periodEnd: row["period_end"],
                    label: row["label"], version: row["version"],
                    fingerprint: row["fingerprint"], rules: row["rules"],
                    document: row["document"], cells: cells.map(Self.cell),
                    claims: (claimsOf[number] ?? []).map(Self.claim))
            }
        }
    }

    /// Keeps a release; one that exists is never replaced.
    public func keep(_ release: StoredRelease) throws {
        try pool.write { database in
            try database.execute(
                sql: """
                    INSERT INTO releases(
                        period_start, period_end, label, version, fingerprint, rules, document)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    release.periodStart, release.periodEnd, release.label, release.version,
                    release.fingerprint, release.rules, release.document,
                ])
            let number = database.lastInsertedRowID
            let cells = try database.cachedStatement(
                sql: "INSERT INTO release_cells VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            for cell in release.cells {
                try cells.execute(arguments: [
                    number, cell.siteID, cell.scope, cell.category, cell.source, cell.unit,
                    cell.rest, cell.restMass, cell.covered, cell.coveredMass,
                ])
            }
            let claims = try database.cachedStatement(
                sql: "INSERT INTO release_claims VALUES (?, ?, ?, ?, ?, ?, ?)")
            for claim in release.claims {
                try claims.execute(arguments: [
                    number, claim.instrumentID, claim.kind, claim.serialFrom, claim.serialTo,
                    claim.year, claim.energy,
                ])
            }
        }
    }

    private static func cell(_ row: Row) -> StoredRelease.Cell {
        StoredRelease.Cell(
            siteID: row["site_id"], scope: row["scope"], category: row["category"],
            source: row["source"], unit: row["unit"], rest: row["rest"],
            restMass: row["rest_mass"], covered: row["covered"], coveredMass: row["covered_mass"])
    }

    private static func claim(_ row: Row) -> StoredRelease.Claim {
        StoredRelease.Claim(
            instrumentID: row["instrument_id"], kind: row["kind"], serialFrom: row["serial_from"],
            serialTo: row["serial_to"], year: row["year"], energy: row["energy"])
    }
}
