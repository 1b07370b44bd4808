public import EnergyLedger
public import Metering
public import Quantities

/// The hourly journal as CSV (小时账簿导出): one line for each meter, account and UTC hour that stands.
public enum LedgerTable {
    /// The columns; new ones come last.
    public static let columns = [
        "site_id", "meter_id", "account", "hour_start_utc", "energy_kwh", "quality", "method",
        "batch", "basis",
    ]

    /// One line.
    public struct Line: Hashable, Sendable {
        /// The site.
        public let siteID: String
        /// The meter; nil where none stands behind the line.
        public let meterID: String?
        /// The account it is booked to.
        public let account: Account
        /// Start of the UTC hour [s, Unix time].
        public let hour: Int64
        /// The energy of the hour, as far as it lies in the period.
        public let energy: Energy
        /// `measured`, `spread`, `estimated` or `derived`.
        public let quality: String
        /// How it was spread or estimated; empty for measured hours.
        public let method: String
        /// The last ingest that gave to the hour.
        public let batch: Int?
        /// From what an estimate was made; empty for all others.
        public let basis: String

        /// The line's cells.
        public var cells: [String] {
            [
                siteID, meterID ?? "", account.rawValue, LocalCalendar.utcText(at: hour),
                energy.kilowattHoursText, quality, method, batch.map(String.init) ?? "", basis,
            ]
        }
    }

    /// Gives the lines of a journal by hour, then in the order of its columns.
    ///
    /// - Parameter batchOfSource: The batch that brought each file.
    public static func forEachLine(
        of journal: Journal, batchOfSource: [Int: Int], _ body: (Line) throws -> Void
    ) rethrows {
        let columns = ordered(journal)
        var slot = 0
        while slot < journal.slotCount {
            let hour = LocalCalendar.floor(journal.start(ofSlot: slot), by: 3_600) * 3_600
            var end = slot + 1
            while end < journal.slotCount, journal.start(ofSlot: end) < hour + 3_600 { end += 1 }
            for column in columns {
                if let line = line(column, slot..<end, hour, journal, batchOfSource) {
                    try body(line)
                }
            }
            slot = end
        }
    }

    /// Electricity and check meters, lines without a meter last.
    private static func ordered(_ journal: Journal) -> [Journal.Column] {
        let order = journal.columns.reduce(into: [String: Int]()) { order, column in
            if let id = column.meterID, order[id] == nil { order[id] = order.count }
        }
        return journal.columns.enumerated()
            .filter { $0.element.account.side != .carrier && $0.element.dimension == .energy }
            .sorted { left, right in
                let (one, two) = (left.element, right.element)
                let (first, second) = (
                    one.meterID.flatMap { order[$0] } ?? Int.max,
                    two.meterID.flatMap { order[$0] } ?? Int.max
                )
                return (first, one.account.rawValue, left.offset)
                    < (second, two.account.rawValue, right.offset)
            }
            .map(\.element)
    }

    private static func line(
        _ column: Journal.Column, _ slots: Range<Int>, _ hour: Int64, _ journal: Journal,
        _ batchOfSource: [Int: Int]
    ) -> Line? {
        let standing = slots.filter { column.states[$0] & LoadProfile.present != 0 }
        guard !standing.isEmpty else { return nil }
        let states = standing.reduce(UInt8(0)) { $0 | column.states[$1] }
        let source = standing.map { Int(column.sources[$0]) }.max() ?? -1
        let estimates = standing.compactMap { column.estimates[$0] }
        let (quality, method) =
            estimates.first.map { ("estimated", $0.method.rawValue) }
            ?? quality(of: states, hasMeter: column.meterID != nil)
        return Line(
            siteID: journal.site.id, meterID: column.meterID, account: column.account, hour: hour,
            energy: Energy(joules: standing.reduce(0) { $0 + column.amounts[$1] }),
            quality: quality, method: method, batch: batchOfSource[source],
            basis: estimates.first?.basis ?? "")
    }

    /// The method of an hour that a file itself calls estimated or substituted.
    private static let declared = "declared-in-file"

    private static func quality(of states: UInt8, hasMeter: Bool) -> (String, String) {
        if !hasMeter { return ("derived", "") }
        if states & LoadProfile.estimated != 0 { return ("estimated", declared) }
        guard states & LoadProfile.spread != 0 else { return ("measured", "") }
        return (
            "spread",
            states & LoadProfile.registerSpread != 0 ? "register-spread" : "interval-spread"
        )
    }
}
