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
    func stored(
        _ key: StoredMeter.Key, definition: String, site: Site
    ) throws -> StoredMeter {
        let slot = site.calendar.slotSeconds
        let stored = StoredMeter(
            key: key, definition: definition, own: profile(slotSeconds: slot),
            mirror: profile(slotSeconds: slot, wantsMirror: true),
            midnightSpans: midnightSpans(in: site.calendar),
            suspects: suspects, statements: statements.filter { $0.key >= 0 },
            findings: findings.findings, outOfServiceSince: outOfServiceSince,
            demands: demands(in: site.calendar))
        try confirm()
        return stored
    }
}
