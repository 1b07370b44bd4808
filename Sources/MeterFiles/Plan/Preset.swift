public import Metering
public import Provenance

/// A layout that the program knows by name: the export of a device, a portal or a tool (预设版式).
///
/// Presets are data, and the files that one reads share it. Each says where its form was seen; what was not seen in
/// a real export says so.
public final class Preset: Sendable {
    /// Its name, as `preset` in a layout or `--layout` takes it.
    public let name: String
    /// What it reads.
    public let title: BilingualText
    /// Where the form was seen.
    public let provenance: BilingualText
    /// How it is read; `{file}` in a meter's name stands for the file's name without endings.
    public let layout: Layout
    /// What its values are, where all of them are one thing.
    public let quantity: Meter.Quantity?
    /// The names of the first columns as patterns, by which a file is recognised; none when it has no
    /// header of its own.
    let signature: [String]
    /// What the first rows of a file hold besides, by which it is recognised.
    let opening: String?

    init(
        _ name: String, _ english: String, zh chinese: String, seen: String, zhSeen: String,
        quantity: Meter.Quantity? = nil, signature: [String] = [], opening: String? = nil,
        timestamp: String,
        _ describe: (inout Layout) -> Void
    ) {
        self.name = name
        title = BilingualText(english, zh: chinese)
        provenance = BilingualText(seen, zh: zhSeen)
        self.quantity = quantity
        self.signature = signature
        self.opening = opening
        var layout = Layout(name: name, timestamp: timestamp)
        describe(&layout)
        self.layout = layout
    }

    /// The preset of a name.
    public static func named(_ name: String) -> Preset? { all.first { $0.name == name } }

    /// The preset whose header a file has, if the meters it would name are there to take its values.
    static func recognised(
        by shape: FileShape, file: String, meterIDs: Set<String>
    ) -> Preset? {
        all.first { $0.recognises(shape) && $0.suits(meterIDs, file: file) }
    }

    private func recognises(_ shape: FileShape) -> Bool {
        if let opening {
            return shape.sample.prefix(4).contains { $0.cells.first?.hasPrefix(opening) ?? false }
        }
        guard !signature.isEmpty, shape.columns.count >= signature.count else { return false }
        return zip(signature, shape.columns).allSatisfy { pattern, column in
            Layout.matches(
                Array(column.lowercased().utf8)[...], pattern: Array(pattern.lowercased().utf8)[...]
            )
        }
    }

    private func suits(_ meterIDs: Set<String>, file: String) -> Bool {
        guard !meterIDs.isEmpty else { return true }
        let names = layout.shape == .wide ? layout.meters : layout.values
        if !names.isEmpty, !names.values.contains(where: { $0.contains("{meter}") }) {
            return names.values.contains { meterIDs.contains(ColumnNames.filled($0, file: file)) }
        }
        return layout.meterID != .fileName || meterIDs.contains(FilePlan.stem(of: file))
    }
}
