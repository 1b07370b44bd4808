import Glibc
import Metering

/// A file for what does not fit the memory, in the folder for temporary files; it has no name, and is gone when it is
/// let go of, however the program ends.
final class NamelessFile: PageFile {
    private let descriptor: Int32

    init() throws {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var name = Array((folder + "/carbongrade-XXXXXX").utf8CString)
        descriptor = mkstemp(&name)
        guard descriptor >= 0 else { throw SpillFailure() }
        unlink(name)
    }

    deinit { close(descriptor) }

    func write(_ page: UnsafeRawBufferPointer, at place: Int) throws {
        try move(page.count) { done in
            pwrite(
                descriptor, page.baseAddress.map { $0 + done }, page.count - done,
                off_t(place + done))
        }
    }

    func read(into page: UnsafeMutableRawBufferPointer, at place: Int) throws {
        try move(page.count) { done in
            pread(
                descriptor, page.baseAddress.map { $0 + done }, page.count - done,
                off_t(place + done))
        }
    }

    /// Goes on where the kernel moved only a part.
    private func move(_ count: Int, _ step: (_ done: Int) -> Int) throws {
        var done = 0
        while done < count {
            let moved = step(done)
            if moved < 0, errno == EINTR { continue }
            guard moved > 0 else { throw SpillFailure() }
            done += moved
        }
    }
}

/// Readings that did not fit the memory could not be put on the disk.
public struct SpillFailure: Error, Sendable {}
