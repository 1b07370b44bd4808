import FoundationEssentials
import Glibc
import MeterFiles
import Metering
import Provenance
import Quantities

/// The reader alone, for measuring: files of readings to the hourly ledger in memory, with every check
/// that an ingest makes; no store, no portfolio.
///
///     ingest-benchmark [--digest] [--copy PATH] [--naive] [--careful] [--intake] [--interval S] \
///         METERS.csv OUT.csv FILE-OR-FOLDER...
///
/// `METERS.csv` has the columns `meter_id,site_id`; `OUT.csv` takes `site_id,month,kwh`. `--intake` takes all
/// meters for grid import, whose maximum demand is found as well.
@main
struct Main {
    private struct Options {
        var wantsDigest = false
        var copy: String?
        var isCareful = false
        var isIntake = false
        var interval: Int64?
        var paths: [String] = []
    }

    static func main() throws {
        var options = Options()
        var arguments = Array(CommandLine.arguments.dropFirst())
        while !arguments.isEmpty {
            switch arguments.removeFirst() {
            case "--digest": options.wantsDigest = true
            case "--copy": options.copy = arguments.isEmpty ? nil : arguments.removeFirst()
            case "--careful": options.isCareful = true
            case "--intake": options.isIntake = true
            case "--interval": options.interval = Int64(arguments.removeFirst())
            case let path: options.paths.append(path)
            }
        }
        guard options.paths.count >= 3 else {
            let usage = "METERS.csv OUT.csv FILE...\n"
            _ = write(STDERR_FILENO, usage, usage.utf8.count)
            exit(2)
        }
        try Job(
            options.paths[0], account: options.isIntake ? .gridImport : .it,
            interval: options.interval, isCareful: options.isCareful
        ).run(
            options.paths.dropFirst(2).flatMap(files), to: options.paths[1],
            wantsDigest: options.wantsDigest, copy: options.copy)
    }

    private static func files(_ path: String) -> [String] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            return [path]
        }
        return names.sorted().map { path + "/" + $0 }
    }
}
