import MeterFiles
import Provenance
import Store

/// What the files of an ingest gave so far.
struct Intake {
    /// The copies that will be kept.
    var drafts: [Originals.Draft] = []
    /// How many copies were begun.
    var copies = 0
    private(set) var files: [Int: FileReadings] = [:]
    /// The layouts of the files that have one.
    private(set) var layouts: [Int: Layout] = [:]
    /// Where each file can be read again.
    private(set) var paths: [Int: String] = [:]
    /// Files that are refused whole.
    var refused: [Finding] = []
    /// The files that are known, by their bytes.
    private(set) var known: [Digest: (batch: Int, name: String, isLive: Bool)]
    /// Sizes that more than one file has; only those can be the same file again.
    let repeatedSizes: Set<Int64>
    /// How many bytes and rows were read, and how many bytes there are.
    var bytes: Int64 = 0
    private(set) var rows: Int64 = 0
    let allBytes: Int64

    private let next: (source: Int, batch: Int)

    /// Begins an ingest of some files.
    ///
    /// - Parameter next: The next free place in the order of evidence, and the next batch.
    init(live: [StoredFile], inputs: [Ingest.Input], next: (source: Int, batch: Int)) {
        self.next = next
        known = Dictionary(live.map { ($0.digest, ($0.batch, $0.name, true)) }) { first, _ in first
        }
        var seen = Set(live.map(\.byteCount))
        var repeated = Set<Int64>()
        var sum: Int64 = 0
        for input in inputs {
            let size = Files.size(input.path)
            sum += size
            if !seen.insert(size).inserted { repeated.insert(size) }
        }
        repeatedSizes = repeated
        allBytes = sum
    }

    /// The place of the next file in the order of evidence.
    var nextSource: Int { next.source + files.count }

    /// Adds a file that is new.
    mutating func add(_ file: FileReadings, layout: Layout?, path: String, digest: Digest?) {
        files[file.source] = file
        layouts[file.source] = layout
        paths[file.source] = path
        rows += file.rows
        if let digest { known[digest] = (next.batch, file.file, false) }
    }

    /// Hands over the files; they are no longer held here.
    mutating func takeFiles() -> [Int: FileReadings] {
        defer { files = [:] }
        return files
    }

    /// Where rejected rows can be read once more.
    var readAgain: [RejectedRows.Source] {
        files.keys.sorted().compactMap { source in
            guard let file = files[source], let path = paths[source] else { return nil }
            return RejectedRows.Source(path: path, layout: layouts[source], file: file)
        }
    }
}
