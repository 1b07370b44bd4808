import CQREncode

/// A QR code as rows of dark and light modules (二维码), error correction M.
struct QRMatrix {
    /// The rows, dark is true; without the quiet zone.
    let rows: [[Bool]]

    /// Encodes a text; nil when it is too long for any QR code.
    init?(_ text: String) {
        // The text is upper case, digits and a few signs: the alphanumeric mode is chosen by itself.
        guard let code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1) else {
            return nil
        }
        defer { QRcode_free(code) }
        let width = Int(code.pointee.width)
        guard let modules = code.pointee.data else { return nil }
        rows = (0..<width).map { row in
            (0..<width).map { modules[row * width + $0] & 1 == 1 }
        }
    }
}
