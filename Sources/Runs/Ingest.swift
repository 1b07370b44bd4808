public import EnergyLedger
import Foundation
import MeterFiles
import Metering
public import Provenance
import Quantities
public import Reporting
import Store

/// Readings into the ledger: files become batches, meters are derived from all that is known of
/// them, and the result is written as one transaction.
public struct Ingest {
    /// What an ingest did.
    public struct Outcome: Sendable {
        /// The batch that was made; nil when no file was new.
        public var batch: Int?
        /// For each file that this ingest read, where its energy went.
        public var statements: [FileStatement] = []
        /// How many files were new.
        public var newFiles = 0
        /// How many meters were derived.
        public var derivedMeters = 0
        /// What was found.
        public var findings: [Finding] = []
        /// What changed of each meter in each month of its site, also where nothing stood before.
        public var differences: [LoadDifference] = []
        /// The files with rejected rows, where they were asked for.
        public var rejected: [WrittenRows] = []

        /// The differences that restate what stood before: corrections, late data, undoing.
        public var restatements: [LoadDifference] { differences.filter { $0.old != nil } }
    }

    /// A file of rejected rows that was written.
    public struct WrittenRows: Hashable, Sendable {
        /// The file.
        public let path: String
        /// How many rows it holds.
        public let rows: Int
    }

    /// Where rejected rows go, and in which language the reasons are.
    public struct RejectedTarget: Sendable {
        let path: String
        let language: Language

        /// Names a file.
        public init(path: String, language: Language) {
            self.path = path
            self.language = language
        }
    }

    /// A file given to an ingest.
    struct Input {
        let path: String
        let name: String
    }

    let portfolio: Portfolio
    let workspace: Workspace
    private let isDryRun: Bool
    private var rejected: RejectedTarget?
    let progress: @Sendable (Progress) -> Void

    /// How far an ingest has come.
    public enum Progress: Sendable {
        /// A file is being read; how many bytes and rows were read before it, and how many bytes
        /// there are in all.
        case reading(file: String, number: Int, of: Int, bytes: Int64, ofBytes: Int64, rows: Int64)
        case deriving(meter: String, number: Int, of: Int)
        case writing
    }

    /// Ingests files, or `readings/` where none is named.
    ///
    /// - Throws: `Refusal` when a file is refused whole; nothing is changed then.
    ///
    /// - Parameter standardInput: How standard input is called, where `-` names it.
    public static func run(
        _ files: [String], into portfolio: Portfolio, layout: String? = nil, dryRun: Bool = false,
        rejected: RejectedTarget? = nil,
        standardInput: String = "standard-input.csv",
        progress: @escaping @Sendable (Progress) -> Void = { _ in }
    ) throws -> Outcome {
        let choice = try InputChoice(files, in: portfolio, standardInput: standardInput)
        defer { choice.discard() }
        let inputs = choice.inputs
        // A dry run of a portfolio without a store works in a store of its own that goes afterwards.
        let isFirst = !Workspace.exists(in: portfolio.folder)
        let scratch = dryRun && isFirst ? NSTemporaryDirectory() + UUID().uuidString : nil
        defer { if let scratch { try? FileManager.default.removeItem(atPath: scratch) } }
        let workspace = try Workspace(of: scratch ?? portfolio.folder, writing: true)
        var ingest = Ingest(
            portfolio: portfolio, workspace: workspace, isDryRun: dryRun, progress: progress)
        ingest.rejected = rejected
        do {
            return try ingest.run(inputs, layoutName: layout)
        } catch {
            // A first ingest that is refused leaves no store behind.
            if isFirst, scratch == nil { Workspace.remove(from: portfolio.folder) }
            throw error
        }
    }

    /// Takes a batch back: its files no longer count, and what they superseded stands again.
    public static func undo(_ batch: Int, in portfolio: Portfolio) throws -> Outcome {
        let workspace = try Workspace(of: portfolio.folder, writing: true)
        let ingest = Ingest(
            portfolio: portfolio, workspace: workspace, isDryRun: false, progress: { _ in })
        return try ingest.undo(batch)
    }

    /// Brings the ledger up to date with the tables when they changed; reads no new file.
    public static func refresh(_ portfolio: Portfolio) throws -> Outcome {
        let workspace = try Workspace(of: portfolio.folder, writing: true)
        return try Ingest(
            portfolio: portfolio, workspace: workspace, isDryRun: false, progress: { _ in }
        ).run([], layoutName: nil)
    }

    // MARK: - The run

    private func run(_ inputs: [Input], layoutName: String?) throws -> Outcome {
        var outcome = Outcome()
        let live = try workspace.store.liveFiles()
        let numbers = try workspace.store.nextNumbers()
        var refused: [Finding] = []
        var drafts: [(source: Int, draft: Originals.Draft)] = []
        defer { for entry in drafts { workspace.originals.discard(entry.draft) } }
        var decoded: [Int: DecodedFile] = [:]
        var layoutOf: [Int: Layout?] = [:]
        var byDigest = Dictionary(live.map { ($0.digest, $0) }) { first, _ in first }
        let sizes = inputs.map { Files.size($0.path) }
        let whole = sizes.reduce(0, +)
        var (bytes, rows) = (Int64(0), Int64(0))
        var read: [Int: RejectedRows.Source] = [:]
        for (number, input) in inputs.enumerated() {
            progress(
                .reading(
                    file: input.name, number: number + 1, of: inputs.count, bytes: bytes,
                    ofBytes: whole, rows: rows))
            bytes += sizes[number]
            do {
                let draft = try workspace.originals.draft(
                    input.path, name: input.name, number: drafts.count)
                if let known = byDigest[draft.digest] {
                    try recognise(known, again: input, draft: draft, outcome: &outcome)
                    continue
                }
                let source = numbers.source + drafts.count
                drafts.append((source, draft))
                let layout = try layout(named: layoutName, for: input.name)
                let file = try decode(
                    path: draft.path, name: input.name, source: source, layout: layout)
                decoded[source] = file
                rows += file.strays.rows + file.batches.reduce(0) { $0 + Int64($1.count) }
                read[source] = RejectedRows.Source(
                    path: draft.path, name: input.name, layout: layout)
                layoutOf[source] = layout
                byDigest[draft.digest] = StoredFile(
                    source: source, batch: numbers.batch, name: input.name, digest: draft.digest,
                    byteCount: 0, context: "", strays: EnergyStatement(), findings: [], meterIDs: []
                )
            } catch let refusal as FileRefusal {
                refused.append(refusal.finding)
            }
        }
        guard refused.isEmpty else { throw Refusal(refused) }

        var change = LedgerChange()
        change.tables = portfolio.tablesDigest
        for (source, file) in decoded.sorted(by: { $0.key < $1.key }) {
            change.files.append(
                stored(
                    file, source: source, batch: numbers.batch, layout: layoutOf[source] ?? nil,
                    layoutName: layoutName))
        }
        var touched = Set(decoded.values.flatMap { $0.batches.map(\.meterID) })
        try rereadChanged(
            live, into: &decoded, change: &change, touched: &touched)
        var refusals = rejected.map {
            RejectedRows(
                of: read.sorted { $0.key < $1.key }.map(\.value),
                meterIDs: Set(portfolio.meters.map(\.id)), language: $0.language)
        }
        for source in read.keys.sorted() { decoded[source].map { refusals?.add($0.collected) } }
        try derive(
            touched, live: live, decoded: &decoded, change: &change, outcome: &outcome,
            rejected: &refusals)
        outcome.findings += Suspicions.future(in: drafts.compactMap { decoded[$0.source] })
        try finish(change, decoded: decoded, outcome: &outcome)
        // Written while the copies still lie where they were read.
        if let target = rejected { outcome.rejected = try refusals?.write(to: target.path) ?? [] }
        outcome.batch = drafts.isEmpty ? nil : numbers.batch
        outcome.newFiles = drafts.count
        guard !isDryRun else { return outcome }
        progress(.writing)
        for entry in drafts { try workspace.originals.keep(entry.draft) }
        try workspace.store.apply(change)
        return outcome
    }

    private func undo(_ batch: Int) throws -> Outcome {
        var outcome = Outcome()
        let live = try workspace.store.liveFiles()
        let undone = live.filter { $0.batch == batch }
        guard !undone.isEmpty else {
            throw Refusal([
                Finding(
                    .unknownValue, column: "BATCH", value: String(batch),
                    arguments: [
                        "expected": Set(live.map(\.batch)).sorted().map(String.init)
                            .joined(separator: ", ")
                    ])
            ])
        }
        var change = LedgerChange()
        change.tables = portfolio.tablesDigest
        change.undoneBatch = batch
        let rest = live.filter { $0.batch != batch }
        var decoded: [Int: DecodedFile] = [:]
        var none: RejectedRows?
        try derive(
            Set(undone.flatMap(\.meterIDs)), live: rest, decoded: &decoded, change: &change,
            outcome: &outcome, rejected: &none)
        try finish(change, decoded: decoded, outcome: &outcome)
        outcome.batch = batch
        try workspace.store.apply(change)
        return outcome
    }

    /// The same bytes again change nothing, but they heal an original that was lost or altered.
    private func recognise(
        _ known: StoredFile, again input: Input, draft: Originals.Draft, outcome: inout Outcome
    ) throws {
        outcome.findings.append(
            Finding(
                .alreadyIngested, file: input.name,
                arguments: ["batch": String(known.batch), "first": known.name]))
        if isDryRun || known.byteCount == 0 || workspace.originals.isWhole(draft.digest) {
            workspace.originals.discard(draft)
        } else {
            try workspace.originals.keep(draft)
        }
    }

    /// Reads a kept original; one whose content is not what was ingested is evidence no longer.
    func decodeOriginal(of file: StoredFile, layout: Layout?) throws -> DecodedFile {
        let again = try decode(
            path: workspace.originals.path(of: file.digest), name: file.name, source: file.source,
            layout: layout)
        guard again.digest == file.digest else {
            throw FileRefusal(.altered(file))
        }
        return again
    }

    private func layout(named name: String?, for file: String) throws -> Layout? {
        guard let name else { return portfolio.layout(for: file) }
        if let layout = portfolio.layout(named: name) { return layout }
        throw FileRefusal(
            Finding(
                .danglingReference, column: "--layout", value: name,
                arguments: [
                    "expected": (portfolio.layouts.map(\.name) + Preset.all.map(\.name))
                        .joined(separator: ", ")
                ]))
    }

    private func decode(
        path: String, name: String, source: Int, layout: Layout?
    ) throws -> DecodedFile {
        try ReadingDecoder.decode(
            path: path, name: name, source: source, layout: layout,
            meterIDs: Set(portfolio.meters.map(\.id)), meters: portfolio.meterByID)
    }

    /// What a file's decoding depends on beside its bytes: its layout, and the meters that exist
    /// where it names some that do not.
    private func context(_ layout: Layout?, hasUnknownMeters: Bool) -> String {
        var text = layout?.canonicalText ?? ""
        if hasUnknownMeters {
            text += "\n" + portfolio.meters.map(\.id).sorted().joined(separator: "\n")
        }
        return ByteReader.digest(of: text.utf8).hexadecimal
    }

    private func stored(
        _ file: DecodedFile, source: Int, batch: Int, layout: Layout?, layoutName: String?
    ) -> StoredFile {
        let hasUnknown = file.findings.contains { $0.code == .unknownMeter }
        return StoredFile(
            source: source, batch: batch, name: file.file, digest: file.digest,
            byteCount: file.byteCount, layoutName: layoutName,
            context: (hasUnknown ? "?" : "") + context(layout, hasUnknownMeters: hasUnknown),
            strays: file.strays,
            findings: file.findings + Suspicions.of(file, meters: portfolio.meterByID),
            meterIDs: file.batches.map(\.meterID).sorted())
    }

    /// Reads originals again whose layout changed, or that named meters which may exist now.
    private func rereadChanged(
        _ live: [StoredFile], into decoded: inout [Int: DecodedFile],
        change: inout LedgerChange, touched: inout Set<String>
    ) throws {
        for file in live {
            let layout = portfolio.layout(for: file.name, named: file.layoutName)
            let context = context(layout, hasUnknownMeters: file.context.hasPrefix("?"))
            guard file.context != (file.context.hasPrefix("?") ? "?" : "") + context else {
                continue
            }
            let again: DecodedFile
            do {
                again = try decodeOriginal(of: file, layout: layout)
            } catch let refusal as FileRefusal
                where layout == nil && refusal.finding.code == .noLayout
            {
                continue
            }
            touched.formUnion(file.meterIDs)
            touched.formUnion(again.batches.map(\.meterID))
            decoded[file.source] = again
            change.files.append(
                stored(
                    again, source: file.source, batch: file.batch, layout: layout,
                    layoutName: file.layoutName))
        }
    }
}
