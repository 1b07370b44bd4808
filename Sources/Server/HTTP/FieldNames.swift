import HTTPTypes

/// The header fields that HTTPTypes does not name.
enum FieldName {
    static let idempotencyKey = name("Idempotency-Key")
    static let replayed = name("Idempotent-Replayed")
    static let formWord = name("X-CSRF-Token")
    static let disqualifies = name("Carbongrade-Disqualifies")
    static let uploadOffset = name("Upload-Offset")
    static let uploadLength = name("Upload-Length")
    static let forwardedFor = name("X-Forwarded-For")
    static let forwardedProtocol = name("X-Forwarded-Proto")
    static let fetchSite = name("Sec-Fetch-Site")
    static let frameOptions = name("X-Frame-Options")
    static let referrerPolicy = name("Referrer-Policy")
    static let permissionsPolicy = name("Permissions-Policy")
    static let openerPolicy = name("Cross-Origin-Opener-Policy")
    static let resourcePolicy = name("Cross-Origin-Resource-Policy")
    static let requestID = name("X-Request-Id")
    static let accelBuffering = name("X-Accel-Buffering")

    private static func name(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else {
            preconditionFailure("\(text) is no name of a header field")
        }
        return name
    }
}
