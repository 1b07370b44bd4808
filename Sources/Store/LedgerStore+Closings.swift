import Foundation
import GRDB
public import Metering

/// What the store knows of a meter beside its hours.
public struct MeterHeader: Sendable {
    /// The number of the change that brought its load; another load has another number.
    public let revision: Int64
    /// Whether any energy ever flowed against its direction.
    public let flowsBothWays: Bool
    /// Bookings that cross a local midnight of its site.
    public let midnightSpans: [Booking]
    /// Amounts far above what it usually shows.
    public let suspects: [Booking]
    /// Since when it is out of service for good [s, Unix time].
    public let outOfServiceSince: Int64?
    /// The maximum demand of its months; nil where it has none, or was derived before demand was.
    public let demands: [MonthlyDemand]?
}

/// The closings of the months of a year at a site, with what they rest on.
public struct StoredClosing: Sendable {
    /// The site.
    public let siteID: String
    /// The calendar year of the site.
    public let year: Int
    /// What they rest on; where this is another now, they are void.
    public let basis: String
    /// The months.
    public let months: [UInt8]

    /// Makes a record.
    public init(siteID: String, year: Int, basis: String, months: [UInt8]) {
        self.siteID = siteID
        self.year = year
        self.basis = basis
        self.months = months
    }
}

extension LedgerStore {
    /// What is known of every meter beside its hours.
    public func meterHeaders() throws -> [StoredMeter.Key: MeterHeader] {
        try pool.read { database in
            var headers: [StoredMeter.Key: MeterHeader] = [:]
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT meter_id, valid_from, revision, both_ways, midnight_spans, suspects, out_since,
                        demands
                    FROM meters
                    """)
            while let row = try rows.next() {
                headers[StoredMeter.Key(meterID: row[0], validFrom: row[1])] = MeterHeader(
                    revision: row[2], flowsBothWays: row[3],
                    midnightSpans: Blobs.bookings(from: bytes(row[4])),
                    suspects: Blobs.bookings(from: bytes(row[5])), outOfServiceSince: row[6],
                    demands: (row[7] as Data?).map { Blobs.demands(from: bytes($0)) })
            }
            return headers
        }
    }

    /// The closings of some years, by site.
    public func closings(of years: ClosedRange<Int>) throws -> [String: [StoredClosing]] {
        try pool.read { database in
            var closings: [String: [StoredClosing]] = [:]
            let rows = try Row.fetchCursor(
                database,
                sql: "SELECT site_id, year, basis, months FROM closings WHERE year BETWEEN ? AND ?",
                arguments: [years.lowerBound, years.upperBound])
            while let row = try rows.next() {
                let site: String = row[0]
                let closing = StoredClosing(
                    siteID: site, year: row[1], basis: row[2], months: bytes(row[3]))
                closings[site, default: []].append(closing)
            }
            return closings
        }
    }

    /// What the closings of each site rest on; those of one site all rest on the same.
    public func closingBases() throws -> [String: String] {
        try pool.read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT site_id, min(basis), max(basis) FROM closings GROUP BY site_id"
            ).reduce(into: [:]) { bases, row in
                let (least, most): (String, String) = (row[1], row[2])
                bases[row[0]] = least == most ? least : ""
            }
        }
    }

    /// The first and the last month since 1970 in which a meter has a load, by meter; a load in the
    /// opposite direction covers the same months.
    public func monthSpans() throws -> [StoredMeter.Key: ClosedRange<Int>] {
        try pool.read { database in
            var spans: [StoredMeter.Key: ClosedRange<Int>] = [:]
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT meter_id, valid_from,
                        (SELECT min(loads.key) FROM loads
                            WHERE loads.key BETWEEN meters.key * 131072
                                AND meters.key * 131072 + 65535) % 65536,
                        (SELECT max(loads.key) FROM loads
                            WHERE loads.key BETWEEN meters.key * 131072
                                AND meters.key * 131072 + 65535) % 65536
                    FROM meters
                    """)
            while let row = try rows.next() {
                guard let first: Int = row[2], let last: Int = row[3] else { continue }
                spans[StoredMeter.Key(meterID: row[0], validFrom: row[1])] = first...last
            }
            return spans
        }
    }

    /// Puts closings in the place of those that the sites had.
    public func keep(_ closings: [StoredClosing], of sites: [String]) throws {
        try pool.write { database in
            let delete = try database.cachedStatement(sql: "DELETE FROM closings WHERE site_id = ?")
            for site in sites { try delete.execute(arguments: [site]) }
            let insert = try database.cachedStatement(
                sql: "INSERT INTO closings(site_id, year, basis, months) VALUES (?, ?, ?, ?)")
            for closing in closings {
                try insert.execute(arguments: [
                    closing.siteID, closing.year, closing.basis, data(closing.months),
                ])
            }
        }
    }
}
