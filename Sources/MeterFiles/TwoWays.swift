package import Metering
import Provenance
package import Quantities

/// Both ways of reading on the same bytes, for the differential test and the fuzzer.
package struct TwoWays {
    private let meters: [Meter]
    private let siteCalendar: LocalCalendar
    private let registry: MeterRegistry
    private let fast: MeterFileReader
    private let careful: MeterFileReader

    /// Prepares both ways for some meters, each with one line and no event.
    package init(_ meters: [Meter], siteCalendar: LocalCalendar) {
        self.meters = meters
        self.siteCalendar = siteCalendar
        registry = MeterRegistry(
            meters.map {
                (
                    $0.id,
                    RegularRule($0, events: [], lines: 1, siteCalendar: siteCalendar)
                )
            }, meters: Dictionary(meters.map { ($0.id, $0) }) { first, _ in first })
        fast = MeterFileReader(registry)
        careful = MeterFileReader(registry, isFast: false)
    }

    /// What the two ways differ in; nil when they agree on every field, line and amount, or refuse
    /// the file alike.
    ///
    /// - Parameter path: Where the same bytes lie as a file, for what reads them again.
    package func difference(
        on bytes: [UInt8], path: String, name: String = "a.csv"
    ) -> String? {
        fast.forget()
        careful.forget()
        var (one, other): (FileReadings?, FileReadings?)
        var refusals: ((any Error)?, (any Error)?)
        do {
            one = try fast.read(
                ByteReader(bytes, name: name), path: path, name: name, source: 1, layout: nil)
        } catch {
            refusals.0 = error
        }
        do {
            other = try careful.read(
                ByteReader(bytes, name: name), path: path, name: name, source: 1, layout: nil)
        } catch {
            refusals.1 = error
        }
        guard let one, let other else {
            let findings = (
                (refusals.0 as? FileRefusal)?.finding, (refusals.1 as? FileRefusal)?.finding
            )
            guard (one == nil) == (other == nil), findings.0 == findings.1, findings.0 != nil else {
                return "refusals, \(refusals.0.map { "\($0)" } ?? "none") and "
                    + (refusals.1.map { "\($0)" } ?? "none")
            }
            return nil
        }
        do {
            return try difference(between: one, and: other, bytes)
        } catch {
            return "error: \(error)"
        }
    }

    /// A plan that was settled once, for many files that begin alike.
    package struct Form {
        let name: String
        let plan: FilePlan
        /// The lines of the header.
        let head: [UInt8]
    }

    /// Settles a plan by a header and some rows; nil when such a file is never read as plain rows.
    ///
    /// - Parameter name: The file's name, which may be a meter's.
    package func form(head: String, rows: String, name: String = "x.csv") throws -> Form? {
        let ids = registry.idSet
        guard
            let shape = FileShape(
                sampleOf: Array((head + rows).utf8), delimiter: nil, times: .plain, meterIDs: ids,
                isWhole: true)
        else { return nil }
        let plan = try FilePlan(shape: shape, file: name, layout: nil, meterIDs: ids)
        return PlainForm(plan) == nil ? nil : Form(name: name, plan: plan, head: Array(head.utf8))
    }

    /// What the two ways differ in on rows below a known header; nil when they agree. Nothing is
    /// settled anew, so that a fuzzer reaches many thousands of such files a second.
    package func difference(onRows rows: UnsafeBufferPointer<UInt8>, of form: Form) -> String? {
        fast.forget()
        careful.forget()
        let bytes = form.head + rows
        do {
            let one = try fast.read(
                ByteReader(bytes, name: form.name), by: form.plan, name: form.name, source: 1)
            let other = try careful.read(
                ByteReader(bytes, name: form.name), by: form.plan, name: form.name, source: 1)
            guard one.sawMarkedNumber == other.sawMarkedNumber,
                one.sawForeignText == other.sawForeignText
            else { return "what was seen" }
            return try difference(between: one.readings, and: other.readings, bytes)
        } catch {
            return "error: \(error)"
        }
    }

    private func difference(
        between one: FileReadings, and other: FileReadings, _ bytes: [UInt8]
    ) throws -> String? {
        guard one.strays == other.strays else { return "strays" }
        guard one.findings == other.findings else {
            let pair = zip(one.findings, other.findings).first { $0 != $1 }
            return "findings, \(one.findings.count) and \(other.findings.count): "
                + (pair.map { "\($0.code) \($0.line ?? 0), \($1.code) \($1.line ?? 0)" } ?? "")
        }
        guard Set(one.meterIDs) == Set(other.meterIDs) else { return "meters" }
        return try difference(of: one, and: other, bytes)
    }

    private func difference(
        of one: FileReadings, and other: FileReadings, _ bytes: [UInt8]
    ) throws -> String? {
        let shelf = MeterFileReader.newShelf()
        var summed = Set<String>()
        var columns = SharedColumns()
        for (index, meter) in meters.enumerated() where other.meterIDs.contains(meter.id) {
            guard let rows = other.rows(of: meter.id, telling: shelf) else { return "no rows" }
            guard let rule = registry.rules[index], let part = one.regular(meter.id),
                RegularDerivation.isProven(rule, for: [part], until: .max)
            else { continue }
            let regular = RegularDerivation(rule, from: [part], sharing: &columns)
            summed.insert(meter.id)
            let whole = MeterDerivation(meter, from: [rows], on: shelf)
            guard whole.demands(in: siteCalendar) == regular.demands else {
                return "demand of \(meter.id)"
            }
            guard whole.profile(slotSeconds: rule.slotSeconds) == regular.profile else {
                return "profile of \(meter.id)"
            }
            guard whole.statements == regular.statements else { return "statement of \(meter.id)" }
            guard whole.findings.findings == regular.findings.findings, whole.suspects.isEmpty
            else {
                return "findings of \(meter.id)"
            }
        }
        let missing = Set(one.meterIDs.filter { !summed.contains($0) && !one.hasRows(of: $0) })
        if !missing.isEmpty {
            try fast.readRows(
                of: missing, in: one, from: ByteReader(bytes, name: one.file))
        }
        for id in one.meterIDs where !summed.contains(id) {
            let (rows, same) = (
                one.rows(of: id, telling: shelf), other.rows(of: id, telling: shelf)
            )
            guard let rows, let same, Self.areAlike(rows, same) else {
                return "rows of \(id): \(Self.text(rows)) and \(Self.text(same))"
            }
        }
        try shelf.confirm()
        return nil
    }

    private static func text(_ rows: ReadingRows?) -> String {
        guard let rows else { return "none" }
        return rows.map { row in
            "\(row.line) @\(row.stamp)\(row.isLocal ? "w" : "") = \(rows.value(of: row))"
        }.joined(separator: ", ")
    }

    private static func areAlike(_ one: ReadingRows, _ other: ReadingRows) -> Bool {
        one.hasEnds == other.hasEnds
            && one.elementsEqual(other) {
                let (value, same) = (one.value(of: $0), other.value(of: $1))
                return ($0.stamp, $0.end, $0.line) == ($1.stamp, $1.end, $1.line)
                    && $0.isLocal == $1.isLocal
                    && (value.significand, value.scale) == (same.significand, same.scale)
            }
    }
}
