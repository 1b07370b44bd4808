package import Metering
import Provenance
package import Quantities

extension Meter {
    /// A meter of kilowatt-hours without anything special.
    package static func example(
        _ quantity: Quantity = .interval, id: String = "m", account: Account = .it,
        unit: MeterUnit = .kilowattHour, multiplier: DecimalText = .one, every: Int64? = nil,
        label: Label = .start, in calendar: LocalCalendar = .utc, registerMax: Int64? = nil,
        maxPowerKilowatts: DecimalText? = nil, parent: String? = nil,
        validity: Interval = Meter.always
    ) -> Meter {
        Meter(
            id: id, siteID: "dc-1", account: account, medium: "electricity", quantity: quantity,
            unit: unit, multiplier: multiplier, intervalSeconds: every, label: label,
            calendar: calendar,
            registerMax: registerMax.map { DecimalText(significand: Int128($0), scale: 0) },
            maxPowerKilowatts: maxPowerKilowatts, parentID: parent, measurementPoint: nil,
            validity: validity, layout: nil)
    }
}

/// One row of a file: a stamp and the value as written.
package struct ReadingRow: Sendable {
    package let stamp: Int64
    package let end: Int64?
    package let value: DecimalText

    package init(_ stamp: Int64, _ value: DecimalText, end: Int64? = nil) {
        self.stamp = stamp
        self.end = end
        self.value = value
    }

    /// A row with a stamp such as `2025-10-26 02:00` and a whole value.
    package init(_ stamp: String, _ value: Int64 = 1) {
        self.init(.clock(stamp), DecimalText(significand: Int128(value), scale: 0))
    }
}

extension ReadingBatch {
    /// What a file says of the meter `m`; its first row stands on line 2.
    package init(_ rows: [ReadingRow], source: Int = 1, isLocal: Bool = false) {
        self.init(source: source, file: "\(source).csv", meterID: "m")
        for (index, row) in rows.enumerated() {
            append(
                stamp: row.stamp, end: row.end, isLocal: isLocal, value: row.value, line: index + 2)
        }
    }

    /// A file with whole values at whole hours since 1970.
    package init(hours: [(hour: Int64, value: Int64)], source: Int = 1) {
        self.init(
            hours.map {
                ReadingRow($0.hour * 3_600, DecimalText(significand: Int128($0.value), scale: 0))
            }, source: source)
    }
}

/// When how much flowed, without the file that says so.
package struct Amount: Hashable, Sendable {
    package let start: Int64
    package let end: Int64
    package let amount: Int64

    package init(_ start: Int64, _ end: Int64, _ amount: Int64) {
        self.start = start
        self.end = end
        self.amount = amount
    }
}

extension MeterDerivation {
    /// The amounts that stand.
    package var amounts: [Amount] {
        bookings.map { Amount($0.interval.start, $0.interval.end, $0.amount) }
    }

    /// The statement of all files together.
    package var total: EnergyStatement {
        statements.values.reduce(into: EnergyStatement()) { $0 += $1 }
    }

    /// What was found, as words of code, sorted.
    package var codes: [String] { findings.findings.map(\.code.rawValue).sorted() }

    /// Messages in which a fact is missing.
    package var unfilledMessages: [String] {
        findings.findings.flatMap { finding in
            [finding.message(in: .english), finding.message(in: .chinese)]
        }.filter { $0.contains("?") }
    }
}
