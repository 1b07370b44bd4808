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
            suspects: [], statements: statements, findings: findings.findings)
    }
}

extension MeterDerivation {
    /// The derivation as the store keeps it.
    func stored(_ key: StoredMeter.Key, definition: String, site: Site) -> StoredMeter {
        let slot = site.calendar.slotSeconds
        return StoredMeter(
            key: key, definition: definition,
            own: LoadProfile(bookings, slotSeconds: slot, of: account, wantsMirror: false),
            mirror: LoadProfile(bookings, slotSeconds: slot, of: account, wantsMirror: true),
            midnightSpans: bookings.filter { crossesMidnight($0.interval, at: site) },
            suspects: suspects, statements: statements.filter { $0.key >= 0 },
            findings: findings.findings, outOfServiceSince: outOfServiceSince)
    }

    private func crossesMidnight(_ interval: Interval, at site: Site) -> Bool {
        let midnight = site.calendar.start(of: site.calendar.date(at: interval.end - 1))
        return interval.start < midnight && midnight < interval.end
    }
}
