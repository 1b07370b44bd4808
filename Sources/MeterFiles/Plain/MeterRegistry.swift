public import Metering
import Quantities

/// The meters that exist, found by the bytes of their names, with the rule by which each may be
/// read while it streams past.
public final class MeterRegistry: Sendable {
    /// The names, in the order in which they were given.
    public let ids: [String]
    /// The names as a set.
    public let idSet: Set<String>
    /// What `meters.csv` says of them.
    let meters: [String: Meter]
    /// The zones that there are, to tell two names of one zone.
    let zones: ZoneFinder
    let names: [[UInt8]]
    let rules: [RegularRule?]
    /// The calendars that naive stamps are read in, and which of them each meter has.
    let calendars: [LocalCalendar]
    let calendarOfMeter: [Int32]
    /// Open addressing on the top bits of a multiplied hash: names differ in their last bytes,
    /// which never reach the low bits of a product.
    private let table: [Int32]
    private let shift: UInt64

    /// Makes the registry of some meters; a name may occur once.
    ///
    /// - Parameter definitions: What `meters.csv` says of them: units, calendars, what a reading means.
    public init(
        _ meters: [(id: String, rule: RegularRule?)], meters definitions: [String: Meter],
        zones: @escaping ZoneFinder = { _ in nil }
    ) {
        self.meters = definitions
        self.zones = zones
        ids = meters.map(\.id)
        idSet = Set(ids)
        names = ids.map { Array($0.utf8) }
        rules = meters.map(\.rule)
        var calendars: [LocalCalendar] = []
        var indexOfCalendar: [String: Int32] = [:]
        calendarOfMeter = meters.map { meter in
            guard let calendar = meter.rule?.meter.calendar else { return 0 }
            if let index = indexOfCalendar[calendar.identifier] { return index }
            calendars.append(calendar)
            indexOfCalendar[calendar.identifier] = Int32(calendars.count - 1)
            return Int32(calendars.count - 1)
        }
        self.calendars = calendars.isEmpty ? [.utc] : calendars
        var bits: UInt64 = 4
        while 1 << bits < names.count * 2 { bits += 1 }
        shift = 64 - bits
        var table = [Int32](repeating: -1, count: 1 << bits)
        for (index, name) in names.enumerated() {
            let hash = name.withUnsafeBytes { Self.hash($0) }
            var slot = Int(hash >> shift)
            while table[slot] >= 0 { slot = (slot + 1) & (table.count - 1) }
            table[slot] = Int32(index)
        }
        self.table = table
    }

    /// The index of a meter; nil when no meter has this name.
    func index(of name: UnsafeRawBufferPointer) -> Int? {
        var slot = Int(Self.hash(name) >> shift)
        while table[slot] >= 0 {
            let index = Int(table[slot])
            if names[index].count == name.count, names[index].elementsEqual(name) { return index }
            slot = (slot + 1) & (table.count - 1)
        }
        return nil
    }

    private static func hash(_ name: UnsafeRawBufferPointer) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: name.count) &* 0x9E37_79B9_7F4A_7C15
        var index = 0
        while index + 8 <= name.count {
            let word = name.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            hash = (hash ^ word) &* 0xFF51_AFD7_ED55_8CCD
            hash ^= hash >> 32
            index += 8
        }
        var tail: UInt64 = 0
        while index < name.count {
            tail = tail << 8 | UInt64(name[index])
            index += 1
        }
        hash = (hash ^ tail) &* 0xC4CE_B9FE_1A85_EC53
        hash ^= hash >> 29
        return hash &* 0x9E37_79B9_7F4A_7C15
    }
}
