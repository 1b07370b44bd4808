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
        /// The files of a batch that was taken back which still lie below `readings/`, where an ingest that names none
        /// reads them again.
        public var remainingFiles: [String] = []
        /// The files with rejected rows, where they were asked for.
        public var rejected: [WrittenRows] = []

        /// An ingest that did nothing yet.
        public init() {}

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
        let isFolder: Bool
        let language: Language

        /// Names a file.
        public init(path: String, language: Language) {
            self.path = path
            isFolder = false
            self.language = language
        }

        /// Names a folder, in which each file gets one of its own, `july.csv` the file `july.rejected.csv`.
        public init(folder: String, language: Language) {
            path = folder
            isFolder = true
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
    let isDryRun: Bool
    private var rejected: RejectedTarget?
    private var allowed: Set<String>?
    let progress: @Sendable (Progress) -> Void
    let reader: MeterFileReader
    let rules: [String: RegularRule]
    private let contexts: DecodingContexts

    private init(
        _ portfolio: Portfolio, _ workspace: Workspace, isDryRun: Bool = false,
        progress: @escaping @Sendable (Progress) -> Void = { _ in }
    ) {
        self.portfolio = portfolio
        self.workspace = workspace
        self.isDryRun = isDryRun
        self.progress = progress
        contexts = DecodingContexts(portfolio)
        let rules = Self.rules(of: portfolio)
        self.rules = rules
        var seen = Set<String>()
        let ids = portfolio.meters.map(\.id).filter { seen.insert($0).inserted }
        let registry = MeterRegistry(
            ids.map { (id: $0, rule: rules[$0]) }, meters: portfolio.meterByID,
            zones: TimeZones.named)
        reader = MeterFileReader(registry, isFast: Self.usesFastPath)
    }

    /// Off, every record goes through libcsv and every meter is derived from all its rows; the result
    /// is the same. A test turns it off to prove that.
    @TaskLocal static var usesFastPath = true

    /// The rules of the meters that may be summed while they are read.
    private static func rules(of portfolio: Portfolio) -> [String: RegularRule] {
        let sites = Dictionary(portfolio.sites.map { ($0.id, $0) }) { first, _ in first }
        let events = Dictionary(grouping: portfolio.events, by: \.meterID)
        let lines = Dictionary(grouping: portfolio.meters, by: \.id)
        return portfolio.meters.reduce(into: [:]) { rules, meter in
            guard let site = sites[meter.siteID] else { return }
            rules[meter.id] = RegularRule(
                meter, events: events[meter.id] ?? [], lines: lines[meter.id]?.count ?? 0,
                siteCalendar: site.calendar)
        }
    }

    /// How far an ingest has come.
    public enum Progress: Sendable {
        /// A file is being read; how many bytes of all were read so far, with those of a plain file
        /// that is being read, and how many rows before it.
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
        return try run(
            choice.inputs, into: portfolio, layout: layout, dryRun: dryRun, rejected: rejected,
            allowed: nil, progress: progress)
    }

    /// A file that is called otherwise than where it lies: an upload.
    public struct NamedFile: Hashable, Sendable {
        let path: String
        let name: String

        /// Names a file.
        public init(path: String, name: String) {
            self.path = path
            self.name = name
        }
    }

    /// Meters occur in the files that the one who ingests has no say over, or that nobody declared: a meter that is
    /// declared later must not come in by a file of somebody who may not write to its site, and whoever may not see a
    /// meter does not learn whether there is one of that name.
    public struct OutOfScope: Error, Sendable {
        /// These.
        public let meterIDs: [String]
    }

    /// Ingests uploads.
    ///
    /// - Parameter allowed: The meters that may occur in them; nil for all.
    /// - Throws: `Refusal`, and `OutOfScope` when another meter occurs; nothing is changed then.
    public static func run(
        named files: [NamedFile], into portfolio: Portfolio, layout: String? = nil,
        dryRun: Bool = false, rejected: RejectedTarget? = nil, allowed: Set<String>? = nil,
        progress: @escaping @Sendable (Progress) -> Void = { _ in }
    ) throws -> Outcome {
        try run(
            files.map { Input(path: $0.path, name: $0.name) }, into: portfolio, layout: layout,
            dryRun: dryRun, rejected: rejected, allowed: allowed, progress: progress)
    }

    private static func run(
        _ inputs: [Input], into portfolio: Portfolio, layout: String?, dryRun: Bool,
        rejected: RejectedTarget?, allowed: Set<String>?,
        progress: @escaping @Sendable (Progress) -> Void
    ) throws -> Outcome {
        // A dry run of a portfolio without a store works in a store of its own that goes afterwards.
        let isFirst = !Workspace.exists(in: portfolio.folder)
        let scratch = dryRun && isFirst ? NSTemporaryDirectory() + UUID().uuidString : nil
        defer { if let scratch { try? FileManager.default.removeItem(atPath: scratch) } }
        let workspace = try Workspace(of: scratch ?? portfolio.folder, writing: true)
        var ingest = Ingest(portfolio, workspace, isDryRun: dryRun, progress: progress)
        ingest.rejected = rejected
        ingest.reader.remembersPlaces = rejected != nil
        ingest.allowed = allowed
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
        return try Ingest(portfolio, workspace).undo(batch)
    }

    /// Brings the ledger up to date with the tables when they changed; reads no new file.
    public static func refresh(_ portfolio: Portfolio) throws -> Outcome {
        let workspace = try Workspace(of: portfolio.folder, writing: true)
        return try Ingest(portfolio, workspace).run([], layoutName: nil)
    }

    // MARK: - The run

    private func run(_ inputs: [Input], layoutName: String?) throws -> Outcome {
        var outcome = Outcome()
        let live = try workspace.store.liveFiles()
        let numbers = try workspace.store.nextNumbers()
        var intake = Intake(live: live, inputs: inputs, next: numbers)
        defer { for draft in intake.drafts { workspace.originals.discard(draft) } }
        for (number, input) in inputs.enumerated() {
            let (bytes, allBytes, rows) = (intake.bytes, intake.allBytes, intake.rows)
            let watch: (Int64) -> Void = { [progress] given in
                progress(
                    .reading(
                        file: input.name, number: number + 1, of: inputs.count,
                        bytes: bytes + given, ofBytes: allBytes, rows: rows))
            }
            watch(0)
            do {
                try take(
                    input, layoutName: layoutName, into: &intake, outcome: &outcome, watch: watch)
            } catch let refusal as FileRefusal {
                intake.refused.append(refusal.finding)
            }
        }
        guard intake.refused.isEmpty else { throw Refusal(intake.refused) }

        var change = LedgerChange()
        change.tables = portfolio.tablesDigest
        let isNew = Set(intake.files.keys)
        var refusals = rejected.map { RejectedRows(of: intake.readAgain, language: $0.language) }
        var files = intake.takeFiles()
        change.files.reserveCapacity(files.count)
        for (source, file) in files.sorted(by: { $0.key < $1.key }) {
            change.files.append(
                stored(
                    file, source: source, batch: numbers.batch,
                    layout: intake.layouts[source], layoutName: layoutName))
        }
        var touched = Set(files.values.flatMap(\.meterIDs))
        if let allowed {
            let unknown = files.values.flatMap { file in
                file.findings.filter { $0.code == .unknownMeter }
                    .compactMap { $0.meterID ?? $0.value }
            }
            let others = touched.union(unknown).subtracting(allowed)
            if !others.isEmpty { throw OutOfScope(meterIDs: others.sorted()) }
        }
        try rereadChanged(live, into: &files, change: &change, touched: &touched)
        for source in isNew.sorted() {
            files[source].map { refusals?.add($0.collected) }
        }
        var origins = intake.paths
        for file in live { origins[file.source] = workspace.originals.path(of: file.digest) }
        try derive(
            touched, live: live, files: &files, origins: origins, layouts: intake.layouts,
            isNew: isNew, change: &change, outcome: &outcome, rejected: &refusals)
        try finish(change, files: files, outcome: &outcome)
        // Written while the copies still lie where they were read.
        if let target = rejected { outcome.rejected = try refusals?.write(to: target) ?? [] }
        outcome.batch = isNew.isEmpty ? nil : numbers.batch
        outcome.newFiles = isNew.count
        guard !isDryRun else { return outcome }
        progress(.writing)
        workspace.originals.sync(intake.drafts)
        try workspace.originals.keep(intake.drafts)
        intake.drafts.removeAll()
        try workspace.store.apply(change)
        try ClosingBook.renew(portfolio, workspace.store)
        return outcome
    }

    /// Reads one file; its bytes are read once for the digest, the copy that is kept and its readings.
    private func take(
        _ input: Input, layoutName: String?, into intake: inout Intake, outcome: inout Outcome,
        watch: @escaping (Int64) -> Void
    ) throws {
        // A dry run keeps nothing and needs a digest only to know a file again.
        let copy = isDryRun ? nil : try workspace.originals.copy(number: intake.copies)
        intake.copies += 1
        var isKept = false
        defer { if let copy, !isKept { unlink(copy.path) } }
        let size = Files.size(input.path)
        intake.bytes += size
        let bytes = try ByteReader(
            path: input.path, name: input.name,
            wantsDigest: !isDryRun || intake.repeatedSizes.contains(size),
            copy: copy?.descriptor ?? -1)
        bytes.watch = watch
        let path = copy?.path ?? input.path
        let readings: Result<(FileReadings, Layout?), FileRefusal>
        do {
            readings = .success(
                try read(bytes, path: path, called: input.name, layoutName: layoutName, intake))
        } catch let refusal as FileRefusal {
            // A file that is known already may be one that can no longer be read.
            readings = .failure(refusal)
        } catch is CopyFailure {
            throw RunFailure("the disk is full", zh: "磁盘已满")
        }
        try bytes.digestOnly()
        let digest = bytes.digestIfWanted
        if let digest, let known = intake.known[digest] {
            outcome.findings.append(
                Finding(
                    .alreadyIngested, file: input.name,
                    arguments: ["batch": String(known.batch), "first": known.name]))
            // The same bytes again change nothing, but heal an original that was lost or altered.
            if let copy, known.isLive, !workspace.originals.isWhole(digest) {
                let draft = Originals.Draft(path: copy.path, digest: digest)
                workspace.originals.sync([draft])
                try workspace.originals.keep([draft])
                isKept = true
            }
            return
        }
        let (file, layout) = try readings.get()
        if let copy, let digest {
            intake.drafts.append(Originals.Draft(path: copy.path, digest: digest))
            isKept = true
        }
        intake.add(file, layout: layout, path: path, digest: digest)
    }

    private func read(
        _ bytes: ByteReader, path: String, called name: String, layoutName: String?,
        _ intake: Intake
    ) throws -> (FileReadings, Layout?) {
        let layout = try layout(named: layoutName, for: name)
        // Whoever names a layout says how mended rows are read.
        let origins =
            layoutName == nil
            ? finder.origins(before: intake.nextSource, among: intake, isStrict: layout == nil)
            : nil
        let file = try reader.read(
            bytes, path: path, name: name, source: intake.nextSource, layout: layout,
            origins: origins)
        return (file, layout)
    }

    private func batches(of live: [StoredFile]) -> String {
        Set(live.map(\.batch)).sorted().map(String.init).joined(separator: ", ")
    }

    private func undo(_ batch: Int) throws -> Outcome {
        var outcome = Outcome()
        let live = try workspace.store.liveFiles()
        let undone = live.filter { $0.batch == batch }
        guard !undone.isEmpty else {
            throw Refusal([
                Finding(
                    .unknownValue, column: "batch", value: String(batch),
                    arguments: live.isEmpty ? [:] : ["expected": batches(of: live)],
                    phrases: live.isEmpty
                        ? ["expected": BilingualText("there is none to undo", zh: "没有可撤销的批次")]
                        : [:])
            ])
        }
        var change = LedgerChange()
        change.tables = portfolio.tablesDigest
        change.undoneBatch = batch
        let rest = live.filter { $0.batch != batch }
        var files: [Int: FileReadings] = [:]
        var none: RejectedRows?
        let origins = Dictionary(
            uniqueKeysWithValues: rest.map {
                ($0.source, workspace.originals.path(of: $0.digest))
            })
        try derive(
            Set(undone.flatMap(\.meterIDs)), live: rest, files: &files, origins: origins,
            layouts: [:], isNew: [], change: &change, outcome: &outcome, rejected: &none)
        try finish(change, files: files, outcome: &outcome)
        outcome.batch = batch
        let lying = Set(try InputChoice([], in: portfolio, standardInput: "").inputs.map(\.name))
        outcome.remainingFiles = undone.map(\.name).filter(lying.contains)
        try workspace.store.apply(change)
        try ClosingBook.renew(portfolio, workspace.store)
        return outcome
    }

    /// Reads a kept original; one whose content is not what was ingested is evidence no longer.
    func readOriginal(of file: StoredFile, layout: Layout?) throws -> FileReadings {
        let path = workspace.originals.path(of: file.digest)
        let bytes = try ByteReader(path: path, name: file.name)
        let again = try reader.read(
            bytes, path: path, name: file.name, source: file.source, layout: layout,
            origins: file.layoutName == nil
                ? finder.origins(before: file.source, isStrict: false) : nil)
        try bytes.digestOnly()
        guard bytes.digest == file.digest else {
            throw FileRefusal(.altered(file))
        }
        return again
    }

    private var finder: OriginFinder {
        OriginFinder(portfolio: portfolio, workspace: workspace)
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

    private func stored(
        _ file: FileReadings, source: Int, batch: Int, layout: Layout?, layoutName: String?
    ) -> StoredFile {
        let hasUnknown = file.findings.contains { $0.code == .unknownMeter }
        return StoredFile(
            source: source, batch: batch, name: file.file,
            digest: file.digest ?? ByteReader.digest(of: []),
            byteCount: file.byteCount, layoutName: layoutName,
            context: contexts.context(layout, hasUnknownMeters: hasUnknown),
            strays: file.strays, findings: file.findings, meterIDs: file.meterIDs)
    }

    /// Reads originals again whose layout changed, or that named meters which may exist now.
    private func rereadChanged(
        _ live: [StoredFile], into files: inout [Int: FileReadings],
        change: inout LedgerChange, touched: inout Set<String>
    ) throws {
        for file in live {
            let layout = portfolio.layout(for: file.name, named: file.layoutName)
            let context = contexts.context(
                layout, hasUnknownMeters: DecodingContexts.hasUnknownMeters(file.context))
            guard file.context != context else { continue }
            let again: FileReadings
            do {
                again = try readOriginal(of: file, layout: layout)
            } catch let refusal as FileRefusal
                where layout == nil && refusal.finding.code == .noLayout
            {
                continue
            }
            touched.formUnion(file.meterIDs)
            touched.formUnion(again.meterIDs)
            files[file.source] = again
            change.files.append(
                stored(
                    again, source: file.source, batch: file.batch, layout: layout,
                    layoutName: file.layoutName))
        }
    }
}
