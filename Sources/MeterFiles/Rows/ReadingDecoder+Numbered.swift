import Metering
import Provenance
import Quantities

/// Rows whose part of the day is a number. On a day of 23 or 25 hours a number may count time that passed or name a
/// time on the clock; what it is follows from all numbers of the day, so that such rows wait for the end of the file.
extension ReadingDecoder {
    /// A day on which clocks change, of the meters of one zone.
    struct ChangedDay: Hashable {
        let zone: String
        /// Days since 1970.
        let day: Int64
    }

    /// A row of such a day.
    struct NumberedRow {
        let batch: Int32
        let number: Int32
        /// How long its interval is [s]; nil for a register, which is read at a moment.
        let length: Int64?
        let value: DecimalText
        let line: Int
        let isEstimate: Bool
    }

    /// So many rows wait; where there are more they are settled by what is known of their days then.
    private static let mostWaiting = 2_000_000

    /// Takes the value of a part of a day by its number.
    mutating func takeNumbered(
        _ value: DecimalText, _ moment: Moment, of period: Int64, in record: borrowing CSVRecord,
        column: Int, batch: Int
    ) {
        let meterID = batches[batch].meterID
        let meter = meters[meterID]
        let isRegister = meter?.quantity == .register
        let length = isRegister ? nil : plan.interpretation.interval ?? period
        let stamp = moment.stamp
        let offset = rowZone?.offset ?? plan.interpretation.times.offset ?? 0
        let shown = stamp.seconds + (stamp.isLocal ? 0 : offset)
        let number = (shown - moment.day) / period + 1
        let day = LocalCalendar.floor(moment.day, by: 86_400)
        guard stamp.isLocal, let calendar = meter?.calendar,
            dayLength(day, in: calendar) != 86_400
        else {
            // A common day has no more parts; those of the next day are its own.
            guard number * period <= 86_400 || meter == nil else {
                return reject(
                    record, .timestampUnreadable, column: plan.interpretation.clock ?? column,
                    meterID: meterID)
            }
            return append(
                to: batch, stamp: stamp.seconds, end: length.map { stamp.seconds + $0 },
                isLocal: stamp.isLocal, value: value, line: record.line)
        }
        holdsReadings = true
        tellMark(line: record.line, batch: batch)
        waiting[ChangedDay(zone: calendar.identifier, day: day), default: []].append(
            NumberedRow(
                batch: Int32(batch), number: Int32(number), length: length, value: value,
                line: record.line, isEstimate: mark != nil))
        waitingCount += 1
        if waitingCount >= Self.mostWaiting { settleNumbered() }
    }

    private mutating func dayLength(_ day: Int64, in calendar: LocalCalendar) -> Int64 {
        if let lastDay, lastDay.day == day, lastDay.zone == calendar.identifier {
            return lastDay.length
        }
        let length =
            calendar.start(of: CivilDate(dayNumber: day + 1))
            - calendar.start(of: CivilDate(dayNumber: day))
        lastDay = (calendar.identifier, day, length)
        return length
    }

    /// Gives the rows that waited their instants.
    mutating func settleNumbered() {
        let days = waiting.sorted { ($0.key.day, $0.key.zone) < ($1.key.day, $1.key.zone) }
        (waiting, waitingCount) = ([:], 0)
        for (day, rows) in days {
            guard let first = rows.first, let period = plan.interpretation.clockPeriod,
                let calendar = meters[batches[Int(first.batch)].meterID]?.calendar
            else { continue }
            settle(rows, of: day, period: period, in: calendar)
        }
    }

    private mutating func settle(
        _ rows: [NumberedRow], of day: ChangedDay, period: Int64, in calendar: LocalCalendar
    ) {
        let length = dayLength(day.day, in: calendar)
        let (usual, parts) = (Int(86_400 / period), Int(length / period))
        var numbers: [Int32: Set<Int32>] = [:]
        for row in rows { numbers[row.batch, default: []].insert(row.number) }
        let proven = numbers.compactMapValues { numbers in
            let greatest = Int(numbers.max() ?? 0)
            return DayCount.proven(
                greatest: greatest, isWhole: numbers.count == greatest, usual: usual, parts: parts)
        }
        // One export counts all its meters alike, so that what one proves holds for the others.
        let verdicts = Set(proven.values)
        let common = verdicts.count == 1 ? verdicts.first : nil
        let likely = common ?? DayCount.likely(usual: usual, parts: parts)
        let start = calendar.start(of: CivilDate(dayNumber: day.day))
        func elapsed(_ number: Int32) -> Int64? {
            Int(number) <= parts ? start + Int64(number - 1) * period : nil
        }
        func local(_ number: Int32) -> Int64 { day.day * 86_400 + Int64(number - 1) * period }
        func shown(_ number: Int32) -> (instant: Int64, isTwice: Bool)? {
            guard Int(number) <= usual else { return nil }
            switch calendar.instants(ofLocal: local(number)) {
            case .once(let instant): return (instant, false)
            case .twice(let earlier, _): return (earlier, true)
            case .never: return nil
            }
        }
        var told: Set<Int32> = []
        for row in rows {
            let batch = Int(row.batch)
            let count = proven[row.batch] ?? likely
            if proven[row.batch] == nil, common == nil, told.insert(row.batch).inserted,
                let its = numbers[row.batch],
                its.contains(where: { elapsed($0) != shown($0)?.instant })
            {
                reportOpen(
                    row, greatest: its.max() ?? 0, parts: parts, taken: likely, on: day,
                    zone: calendar.identifier)
            }
            let instant = count == .elapsed ? elapsed(row.number) : shown(row.number)?.instant
            guard let instant else {
                strays.rows += 1
                strays.rowsRejected += 1
                report(
                    .timeNonexistent, row.line, plan.interpretation.clock,
                    Self.text(ofLocal: local(row.number)), meterID: batches[batch].meterID,
                    arguments: ["zone": calendar.identifier])
                continue
            }
            if count == .clock, shown(row.number)?.isTwice ?? false {
                report(
                    .timeRepeatedHour, row.line, plan.interpretation.clock,
                    Self.text(ofLocal: local(row.number)), meterID: batches[batch].meterID,
                    arguments: ["zone": calendar.identifier])
            }
            append(
                to: batch, stamp: instant, end: row.length.map { instant + $0 }, isLocal: false,
                value: row.value, line: row.line, isEstimate: row.isEstimate, isSettled: true)
        }
    }

    private mutating func reportOpen(
        _ row: NumberedRow, greatest: Int32, parts: Int, taken: DayCount, on day: ChangedDay,
        zone: String
    ) {
        let meterID = batches[Int(row.batch)].meterID
        findings.add(
            Finding(
                .partsOfDayOpen, file: file, line: row.line,
                column: plan.interpretation.clock.map(columnName), value: String(greatest),
                arguments: [
                    "date": "\(CivilDate(dayNumber: day.day))", "parts": String(parts),
                    "zone": zone,
                ],
                phrases: [
                    "taken": taken == .elapsed
                        ? BilingualText("time that passed", zh: "实际经过的时间")
                        : BilingualText("times on the clock", zh: "钟面时刻")
                ], meterID: meterID))
    }

    private static func text(ofLocal local: Int64) -> String {
        String(LocalCalendar.utcText(at: local).dropLast())
    }
}
