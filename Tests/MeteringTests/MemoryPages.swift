@testable import Metering

/// Pages in memory that count as laid aside, and may be full.
final class MemoryPages: PageFile {
    struct Full: Error {}
    private var bytes: [UInt8] = []
    private let room: Int

    init(room: Int = .max) { self.room = room }

    func write(_ page: UnsafeRawBufferPointer, at place: Int) throws {
        guard place + page.count <= room else { throw Full() }
        if bytes.count < place + page.count {
            bytes += Array(repeating: 0, count: place + page.count - bytes.count)
        }
        bytes.replaceSubrange(place..<place + page.count, with: page)
    }

    func read(into page: UnsafeMutableRawBufferPointer, at place: Int) throws {
        guard place + page.count <= bytes.count else { throw Full() }
        page.copyBytes(from: bytes[place..<place + page.count])
    }
}
