import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Provenance
import Reporting
import Runs

/// A finished answer that can be given again (文档): its bytes and the tag by which a client knows it.
struct Document: Sendable {
    let bytes: ByteBuffer
    /// A strong tag: the first half of the SHA-256 of the bytes.
    let tag: String
    let type: String
    /// How many findings behind it disqualify, which a table has no place to say; nil where it is not judged.
    var disqualifying: Int?

    init(_ json: JSONValue) { self.init(json.text, type: "application/json") }

    init(_ text: String, type: String) { self.init(Array(text.utf8), type: type) }

    init(_ bytes: [UInt8], type: String) {
        self.bytes = ByteBuffer(bytes: bytes)
        self.type = type
        let digest = SHA256.hash(data: Data(bytes)).prefix(16)
        tag = "\"" + Base64URL.text(digest) + "\""
    }

    /// A document of the platform itself, with the common heading.
    static func of(_ schema: String, _ members: [String: JSONValue]) -> Document {
        var all = Draft.heading(of: []).members(schema)
        all.merge(members) { $1 }
        return Document(.object(all))
    }

    /// The same document, judged by the findings of a run.
    func judged(by run: Run) -> Document {
        var judged = self
        judged.disqualifying = run.disqualifying
        return judged
    }

    /// The answer; only its tag when the client has it already.
    func response(to call: Call, status: HTTPResponse.Status = .ok) -> Response {
        var headers: HTTPFields = [
            .contentType: type, .eTag: tag, .cacheControl: "private, no-cache",
        ]
        headers[values: .vary] = ["Authorization", "Cookie"]
        if let disqualifying { headers[FieldName.disqualifies] = String(disqualifying) }
        let known = call.request.headers[.ifNoneMatch]?.split(separator: ",").contains {
            let text = $0.trimmingCharacters(in: .whitespaces)
            return text == "*" || text == tag || text == "W/" + tag
        }
        if status == .ok, known == true, !call.route.writes {
            return Response(status: .notModified, headers: headers)
        }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: bytes))
    }
}

extension Run {
    /// How many findings disqualify, as the document's summary counts them.
    var disqualifying: Int {
        findings.filter { $0.severity == .disqualifies }.reduce(0) { $0 + $1.count }
    }
}

extension Response {
    /// Done, and nothing to say.
    static var nothing: Response { Response(status: .noContent) }

    /// Another page, after a form.
    static func seeOther(_ path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
    }
}
