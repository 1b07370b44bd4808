import Provenance

/// The plan of a file, for small files that begin with the same lines.
///
/// A plan follows from the header and from what the first rows look like. A file with the same header
/// lines, all of whose rows were taken as plain rows under this plan, looks the same: one delimiter
/// makes more than one column, the stamps are stamps with a clock, the names are meters' names, the
/// values are numbers, and there is no other column. So the plan is the one that a look at its rows
/// would give. Everything else is looked at.
struct FormMemo {
    /// The header lines as they stand.
    let head: [UInt8]
    let headerLines: Int
    private let template: HeldPlan

    /// Nil when more than the header and the kind of cells decided about the plan.
    init?(_ plan: FilePlan, _ form: PlainForm, head bytes: ArraySlice<UInt8>) {
        // Between commas a number without marks is what it seems, see `FormEvidence`.
        guard form.isUsualOrder, form.wideMeters.isEmpty, form.needsTime, plan.preset == nil,
            form.delimiter == UInt8(ascii: ","),
            let header = plan.headerLine, plan.headerCount == (form.meter == nil ? 2 : 3)
        else { return nil }
        var lines = 0
        guard
            let end = bytes.firstIndex(where: { byte in
                if byte == 0x0A { lines += 1 }
                return lines == header
            })
        else { return nil }
        let head = bytes[...end]
        // A carriage return alone ends a line too, but not one that the scanner gives to libcsv by itself: the
        // lines of such a head cannot be counted by what was given.
        guard zip(head, head.dropFirst()).allSatisfy({ $0 != 0x0D || $1 == 0x0A }) else {
            return nil
        }
        self.head = Array(head)
        headerLines = header
        template = HeldPlan(plan)
    }

    /// The plan of another file; nil when it does not begin alike or, being of one meter, bears no
    /// meter's name.
    func plan(
        for bytes: ArraySlice<UInt8>, name: String, _ registry: MeterRegistry
    ) -> HeldPlan? {
        guard bytes.starts(with: head) else { return nil }
        guard case .single(_, let value) = template.columns else { return template }
        let stem = FilePlan.stem(of: name)
        guard registry.idSet.contains(stem) else { return nil }
        return template.with(.single(meterID: stem, value: value))
    }
}
