import Glibc
import Store
import Synchronization

/// What a portfolio's figures rest on, as it stood at one moment (组合状态): equal states give equal figures.
public struct PortfolioState: Hashable, Sendable {
    /// A file as the system knows it; the time is that of its last change [ns].
    struct Stamp: Hashable, Sendable {
        let inode: UInt64
        let bytes: Int64
        let changed: Int64
    }

    let tables: [String: Stamp]
    /// Which file the ledger is, and SQLite's count of the changes seen in it.
    let ledger: [Int64]

    /// Tells whether nothing but the ledger tells two states apart.
    public func hasTables(of other: PortfolioState) -> Bool { tables == other.tables }
}

/// Tells when a portfolio changed (组合变更监视), whoever changed it: this process, the command line, an editor.
public final class PortfolioWatch: Sendable {
    private static let tables = [
        "portfolio.yaml", "sites.csv", "meters.csv", "events.csv", "instruments.csv",
        "activities.csv", "bills.csv", "facts.csv", "measures.csv",
    ]
    private static let folders = ["layouts", "factors"]

    private let folder: String
    private let opened = Mutex<(inode: UInt64, number: Int64, store: LedgerStore)?>(nil)
    private let openings = Mutex<Int64>(0)

    /// Watches a folder; it need not hold a portfolio yet.
    public init(folder: String) { self.folder = folder }

    /// The state of now.
    public func state() -> PortfolioState {
        var names = Files.names(in: folder).filter { $0.hasSuffix(".csv") } + Self.tables
        for part in Self.folders {
            names += Files.all(below: folder + "/" + part).map { part + "/" + $0 }
        }
        let tables = Set(names).reduce(into: [:]) { $0[$1] = Self.stamp(folder + "/" + $1) }
        return PortfolioState(tables: tables, ledger: ledger())
    }

    private func ledger() -> [Int64] {
        let path = folder + "/.carbongrade/ledger.sqlite"
        return opened.withLock { opened in
            guard let stamp = Self.stamp(path) else {
                opened = nil
                return []
            }
            if opened?.inode != stamp.inode {
                // The count means something on one connection only, so each has a number of its own.
                let number = openings.withLock { number in
                    number += 1
                    return number
                }
                opened = (try? LedgerStore(path: path, readOnly: true)).map {
                    (stamp.inode, number, $0)
                }
            }
            guard let now = opened, let count = try? now.store.changeCount() else {
                // What cannot be asked is taken by its bytes; at worst it is computed once more.
                opened = nil
                return [Int64(bitPattern: stamp.inode), stamp.bytes, stamp.changed]
            }
            return [Int64(bitPattern: stamp.inode), now.number, count]
        }
    }

    private static func stamp(_ path: String) -> PortfolioState.Stamp? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return PortfolioState.Stamp(
            inode: UInt64(status.st_ino), bytes: Int64(status.st_size),
            changed: Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec))
    }
}
