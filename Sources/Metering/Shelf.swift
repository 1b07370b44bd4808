/// Where long lists lay their pages aside (暂存), so that no list of readings fills the memory.
///
/// The street knows no files: whoever derives from readings of any number brings a shelf, and asks it afterwards
/// whether all that was laid aside could be kept.
package final class Shelf {
    /// What a list of records holds in memory before it lays pages aside [bytes].
    package static let usualMemory = 3 << 20

    let memory: Int
    private let open: () throws -> any PageFile
    /// Why something could not be laid aside or fetched. What was read since then is not what was written.
    private var failure: (any Error)?

    /// Makes a shelf.
    ///
    /// - Parameters:
    ///   - memory: What each list may hold in memory [bytes].
    ///   - open: Opens an empty file for the pages of one list.
    package init(
        memory: Int = Shelf.usualMemory, opening open: @escaping () throws -> any PageFile
    ) {
        self.memory = memory
        self.open = open
    }

    /// Throws what went wrong since the shelf was made; then nothing holds that rests on what was laid aside.
    package func confirm() throws {
        if let failure { throw failure }
    }

    /// Does what may fail; the first failure is kept for `confirm`.
    ///
    /// - Returns: Whether it was done.
    package func attempt(_ action: () throws -> Void) -> Bool {
        do {
            try action()
            return true
        } catch {
            failure = failure ?? error
            return false
        }
    }

    func newFile() -> (any PageFile)? {
        var file: (any PageFile)?
        return attempt { file = try open() } ? file : nil
    }
}

/// A file for pages of one size, which is gone when it is let go of.
package protocol PageFile: AnyObject {
    /// Writes a page at its place [bytes].
    func write(_ page: UnsafeRawBufferPointer, at place: Int) throws
    /// Reads a page that was written.
    func read(into page: UnsafeMutableRawBufferPointer, at place: Int) throws
}
