import EnergyLedger
import Metering
import Provenance
import Quantities
import Store

extension RegularDerivation {
    /// The derivation as the store keeps it.
    func stored(_ key: StoredMeter.Key, definition: String) -> StoredMeter {
        StoredMeter(
            key: key, definition: definition, own: profile,
            mirror: LoadProfile(slotSeconds: profile.slotSeconds), midnightSpans: [],
            suspects: [], statements: statements, findings: findings.findings,
            demands: demands)
    }
}

extension MeterDerivation {
    /// The derivation as the store keeps it.
    ///
    /// - Throws: What the shelf of its lists could not keep.
    func stored(_ key: StoredMeter.Key, definition: String, site: Site) throws -> StoredMeter {
        let slot = site.calendar.slotSeconds
        let stored = StoredMeter(
            key: key, definition: definition, own: profile(slotSeconds: slot),
            mirror: profile(slotSeconds: slot, wantsMirror: true),
            midnightSpans: midnightSpans(at: site),
            suspects: suspects, statements: statements.filter { $0.key >= 0 },
            findings: findings.findings, outOfServiceSince: outOfServiceSince,
            demands: demands(in: site.calendar))
        try confirm()
        return stored
    }

    /// The bookings that reach over the beginning of the local day in which they end.
    private func midnightSpans(at site: Site) -> [Booking] {
        var day = Interval(start: 0, end: 0)
        return bookings.filter { booking in
            let last = booking.interval.end - 1
            if last < day.start || last >= day.end { day = Self.day(of: last, in: site.calendar) }
            return booking.interval.start < day.start && day.start < booking.interval.end
        }
    }

    /// A local day, as far as all of its instants certainly belong to it: near a change of the clock
    /// it begins anew with each question.
    private static func day(of instant: Int64, in calendar: LocalCalendar) -> Interval {
        let date = calendar.date(at: instant)
        let start = calendar.start(of: date)
        let steady = calendar.steadyInterval(around: instant)
        let isPlain = steady.start < start - 86_400 && start + 2 * 86_400 < steady.end
        return Interval(start: start, end: isPlain ? start + 86_400 : start)
    }
}
