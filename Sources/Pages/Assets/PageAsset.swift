/// A file that pages ask for (静态资源): style, script or mark, served under `/assets/`.
public struct PageAsset: Sendable {
    /// The name after `/assets/`.
    public let name: String
    /// The media type.
    public let mediaType: String
    /// The text.
    public let text: String

    /// All of them; they are part of the program, so an installed binary needs no folder beside it.
    public static let all: [PageAsset] = [
        PageAsset(name: "page.css", mediaType: "text/css; charset=utf-8", text: StyleSheet.text),
        PageAsset(name: "page.js", mediaType: script, text: PageScript.text),
        PageAsset(name: "upload.js", mediaType: script, text: UploadScript.text),
        PageAsset(name: "verify.js", mediaType: script, text: VerifyScript.text),
        PageAsset(name: "mark.svg", mediaType: "image/svg+xml", text: mark),
    ]

    private static let script = "text/javascript; charset=utf-8"

    /// Three steps of a grade, rising.
    private static let mark = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" \
        fill="#0b6b4f"/><path d="M7 21h4v5H7zM14 14h4v12h-4zM21 7h4v19h-4z" fill="#e9fff5"/></svg>
        """
}
