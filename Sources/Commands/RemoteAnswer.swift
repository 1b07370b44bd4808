import Foundation
import FoundationNetworking
import Provenance
import Reporting
import Runs
import Synchronization

/// What a platform answered (平台应答).
struct RemoteAnswer: Sendable {
    let status: Int
    let headers: [String: String]
    /// The body; empty where it was passed on piece by piece.
    let bytes: Data

    var succeeded: Bool { (200..<300).contains(status) }
    var json: JSONValue { (try? StrictJSON.message([UInt8](bytes))) ?? .null }
    func header(_ name: String) -> String? { headers[name.lowercased()] }
}

/// Takes answers piece by piece and never more of one than a bound (有界接收): a platform is another's program.
///
/// An answer to another address is not followed, where the token would be sent along.
final class AnswerReceiver: NSObject, URLSessionDataDelegate {
    /// So much of what is read here as a whole, such as a refusal or the state of a job [bytes].
    static let mostRead = 64 << 20
    /// So much of what is passed on, to standard output or to a file [bytes].
    static let mostPassed = 1 << 30

    /// One answer on its way. The session's queue puts in, whoever asked takes out.
    private final class Way: @unchecked Sendable {
        private let condition = NSCondition()
        private var response: HTTPURLResponse?
        private var pieces: [Data] = []
        private var count = 0
        private var end: Result<Void, any Error>?
        /// Whether what succeeds is passed on.
        private let isPassed: Bool

        init(isPassed: Bool) { self.isPassed = isPassed }

        private var most: Int {
            isPassed && response.map { (200..<300).contains($0.statusCode) } == true
                ? mostPassed : mostRead
        }

        /// Says whether it may go on.
        func begin(_ response: HTTPURLResponse) -> Bool {
            condition.withLock {
                self.response = response
                condition.signal()
                return mayHold(response.expectedContentLength)
            }
        }

        /// Says whether it may go on.
        func put(_ piece: Data) -> Bool {
            condition.withLock {
                guard end == nil else { return false }
                count += piece.count
                guard mayHold(Int64(count)) else { return false }
                pieces.append(piece)
                condition.signal()
                return true
            }
        }

        private func mayHold(_ bytes: Int64) -> Bool {
            guard bytes > Int64(most) else { return true }
            let size = most >> 20
            end = .failure(
                most == mostPassed
                    ? RunFailure(
                        "the platform's answer is larger than \(size) MiB: ask for a shorter period or for one site",
                        zh: "平台的应答超过 \(size) MiB：请缩短统计期或指定单个站点")
                    : RunFailure(
                        "the platform's answer is larger than the \(size) MiB that are read of one",
                        zh: "平台的应答超过可读取的 \(size) MiB"))
            pieces = []
            condition.signal()
            return false
        }

        func finish(_ error: (any Error)?) {
            condition.withLock {
                if end == nil { end = error.map { .failure($0) } ?? .success(()) }
                condition.signal()
            }
        }

        /// The head of the answer; blocks until it is there.
        func head() throws -> HTTPURLResponse? {
            try condition.withLock {
                while response == nil, end == nil { condition.wait() }
                try end?.get()
                return response
            }
        }

        /// The next piece; nil at the end.
        func next() throws -> Data? {
            try condition.withLock {
                while pieces.isEmpty, end == nil { condition.wait() }
                if case .failure(let error)? = end { throw error }
                return pieces.isEmpty ? nil : pieces.removeFirst()
            }
        }
    }

    private let ways = Mutex<[Int: Way]>([:])

    private func way(_ task: URLSessionTask) -> Way? {
        ways.withLock { $0[task.taskIdentifier] }
    }

    /// Asks, and takes the answer.
    ///
    /// - Parameter pass: Takes the pieces of a body that succeeds; nil gives the body as a whole.
    func answer(
        to request: URLRequest, in session: URLSession, passing pass: ((Data) throws -> Void)?
    ) throws -> RemoteAnswer {
        let task = session.dataTask(with: request)
        let way = Way(isPassed: pass != nil)
        ways.withLock { $0[task.taskIdentifier] = way }
        defer {
            task.cancel()
            ways.withLock { $0[task.taskIdentifier] = nil }
        }
        task.resume()
        let head = try way.head()
        let fields = (head?.allHeaderFields ?? [:]).reduce(into: [String: String]()) {
            $0["\($1.key)".lowercased()] = "\($1.value)"
        }
        let status = head?.statusCode ?? 0
        var bytes = Data()
        while let piece = try way.next() {
            if let pass, (200..<300).contains(status) {
                try pass(piece)
            } else {
                bytes.append(piece)
            }
        }
        return RemoteAnswer(status: status, headers: fields, bytes: bytes)
    }

    // MARK: - What the session tells

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        if let response = response as? HTTPURLResponse, way(dataTask)?.begin(response) == false {
            dataTask.cancel()
        }
        completionHandler(.allow)
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data
    ) {
        if way(dataTask)?.put(data) == false { dataTask.cancel() }
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
    ) {
        way(task)?.finish(error)
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask,
        willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
        completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) { completionHandler(nil) }
}

/// Text that comes in pieces, which may be cut within a character (分段文本).
struct PiecedText {
    private var rest: [UInt8] = []

    /// The characters that are whole by now.
    mutating func take(_ piece: Data) -> String {
        rest += piece
        // A character has at most four bytes; the first of them says how many.
        let tail = rest.suffix(3)
        var cut = rest.count
        if let start = tail.lastIndex(where: { $0 & 0xC0 != 0x80 }) {
            let first = rest[start]
            let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1
            if start + length > rest.count { cut = start }
        }
        defer { rest.removeFirst(cut) }
        return String(decoding: rest[..<cut], as: UTF8.self)
    }

    /// What is left at the end, which is no character.
    var end: String { String(decoding: rest, as: UTF8.self) }
}
