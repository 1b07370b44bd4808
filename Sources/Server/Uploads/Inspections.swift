import MeterFiles
import Runs
import Synchronization

/// What was told of uploaded files (识别缓存), so that a page does not read gigabytes twice.
final class Inspections: Sendable {
    private static let most = 32
    private let held = Mutex<[(id: String, inspection: Inspection)]>([])

    func inspection(
        _ id: String, _ make: @Sendable () async throws -> Inspection
    ) async throws -> Inspection {
        if let known = held.withLock({ $0.first { $0.id == id } }) { return known.inspection }
        let made = try await make()
        held.withLock { held in
            held.removeAll { $0.id == id }
            held.append((id, made))
            if held.count > Self.most { held.removeFirst() }
        }
        return made
    }

    func forget(_ id: String) { held.withLock { $0.removeAll { $0.id == id } } }
}

extension Call {
    /// What the beginning of an upload tells (识别), read once; given up when whoever asked is gone.
    ///
    /// What the beginning leaves open, the order of dates for one, a layout made of it leaves open as well, and booking
    /// settles it by the whole file.
    func inspection(of upload: Upload) async throws -> Inspection {
        let path = platform.uploads.path(of: upload)
        return try await platform.inspections.inspection(upload.id) {
            try await whileAsked {
                try await looking { try Draft.preview(path, called: upload.name) }
            }
        }
    }

    /// Reads in an upload where it holds up nobody; no one user takes all of the lane.
    func looking<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await platform.inspecting.run(by: "user \(try identity.userID)", body)
    }
}
