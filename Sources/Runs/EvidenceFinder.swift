import EnergyLedger
import MeterFiles
import Metering
import Provenance
import Quantities
import Store

/// Finds the very lines behind a meter's energy by deriving it once more from the originals.
final class EvidenceFinder {
    /// What one file contributes.
    struct Source {
        let file: String
        let digest: Digest
        let batch: Int
        let lines: ClosedRange<Int>
        let count: Int
        /// The lines themselves, where they were asked for.
        let rows: [(line: Int, text: String)]
    }

    private let portfolio: Portfolio
    private let workspace: Workspace
    private let files: [StoredFile]
    private var decoded: [Int: DecodedFile] = [:]

    init(_ portfolio: Portfolio) throws {
        self.portfolio = portfolio
        workspace = try Workspace(of: portfolio.folder, writing: false)
        files = try workspace.store.liveFiles()
    }

    /// The files behind a meter's bookings that touch a stretch of time.
    ///
    /// - Parameter reversed: The flow against the meter's own direction, booked to the mirror account.
    func sources(of meter: Meter, in window: Interval, reversed: Bool, listing: Bool) throws
        -> [Source]
    {
        let holding = files.filter { $0.meterIDs.contains(meter.id) }
        let batches = try holding.flatMap { file in
            try decode(file).batches.filter { $0.meterID == meter.id }
        }
        let derivation = MeterDerivation(
            meter, from: batches, events: portfolio.events.filter { $0.meterID == meter.id },
            validities: portfolio.meters.filter { $0.id == meter.id }.map(\.validity))
        let bookings = derivation.bookings.filter {
            let isReversed = $0.amount < 0 && meter.account.mirror != nil
            return isReversed == reversed && $0.interval.intersection(window) != nil
        }
        return try holding.compactMap { file in
            let lines = bookings.filter { $0.source == file.source }.map { Int($0.line) }
            guard let first = lines.min(), let last = lines.max() else { return nil }
            return Source(
                file: file.name, digest: file.digest, batch: file.batch, lines: first...last,
                count: lines.count, rows: listing ? try rows(Set(lines), of: file) : [])
        }
    }

    private func decode(_ file: StoredFile) throws -> DecodedFile {
        if let known = decoded[file.source] { return known }
        let again = try ReadingDecoder.decode(
            path: workspace.originals.path(of: file.digest), name: file.name, source: file.source,
            layout: portfolio.layout(for: file.name, named: file.layoutName),
            meterIDs: Set(portfolio.meters.map(\.id)), meters: portfolio.meterByID,
            zones: TimeZones.named,
            origins: file.layoutName == nil
                ? OriginFinder(portfolio: portfolio, workspace: workspace)
                    .origins(before: file.source, isStrict: false) : nil)
        guard again.digest == file.digest else {
            throw Refusal([.altered(file)])
        }
        decoded[file.source] = again
        return again
    }

    /// The text of some lines of an original.
    private func rows(_ wanted: Set<Int>, of file: StoredFile) throws -> [(line: Int, text: String)]
    {
        try LineReader.lines(
            wanted, path: workspace.originals.path(of: file.digest), name: file.name,
            encoding: portfolio.layout(for: file.name, named: file.layoutName)?.encoding)
    }
}
