import Provenance
import Reporting

extension CertificateSheet {
    private static let top = 688.0
    private static let side = 90.0

    /// The QR code, who signed, until when, how to check, and what this paper is not.
    func drawProof(_ code: QRMatrix) {
        canvas.line(
            .pale, [(Self.left, Self.top - 12), (Self.left + Self.width, Self.top - 12)], line: 0.7)
        let module = Self.side / Double(code.rows.count)
        canvas.squares(.text, x: Self.left, y: Self.top, side: module, code.rows)
        let x = Self.left + Self.side + 20
        let width = Self.left + Self.width - x
        var y = Self.top + 6
        for (name, value) in facts {
            let label = Canvas.Style(size: 7, ink: .quiet)
            canvas.text(
                name, x: x, y: y, width: 104, canvas.fitting(name, width: 104, label, least: 0.7))
            let style = Canvas.Style(size: 7.4, ink: .text)
            canvas.text(
                value, x: x + 108, y: y, width: width - 108,
                canvas.fitting(value, width: width - 108, style, least: 0.62))
            y += 12.4
        }
        drawStatement()
    }

    private var facts: [(String, String)] {
        let id = String((credential["id"]?.string ?? "").suffix(64))
        let issuer = credential["issuer"]
        let key = issuer?["id"]?.string ?? ""
        let until = String((credential["validUntil"]?.string ?? "").prefix(10))
        let from = String((credential["validFrom"]?.string ?? "").prefix(10))
        var facts = [
            (words("Certificate", zh: "证书编号"), id),
            (words("Issued by", zh: "签发方"), issuer?["name"]?.string ?? ""),
            (words("Key of the issuer", zh: "签发方公钥"), key),
        ]
        if let verifier = subject["assurance"]?["verifier"], verifier != .null {
            let name = verifier["name"]?.string ?? ""
            let accreditation = verifier["accreditation"]?.string.map { ", \($0)" } ?? ""
            facts.append((words("Verified by", zh: "核查方"), name + accreditation))
            facts.append((words("Key of the verifier", zh: "核查方公钥"), verifier["id"]?.string ?? ""))
        }
        facts.append(
            (
                words("Valid", zh: "有效期"),
                words("\(from) up to, not including, \(until)", zh: "\(from) 起，至 \(until)（不含）")
            ))
        facts.append(
            (words("Check", zh: "验证"), "carbongrade verify FILE.pdf --keys issuer.pub"))
        facts.append(
            (
                "",
                words(
                    "the signed data are attached to this PDF; the QR code checks offline",
                    zh: "已签名数据附于本 PDF；二维码可离线验证")
            ))
        return facts
    }

    private func drawStatement() {
        let statement = subject["statement"]?.bilingual ?? BilingualText("", zh: "")
        let (first, second) = lines(statement)
        let style = Canvas.Style(size: 6.4, ink: .quiet, alignment: .centre)
        canvas.text(
            first, x: Self.left, y: 797, width: Self.width,
            canvas.fitting(first, width: Self.width, style, least: 0.7))
        if let second {
            canvas.text(
                second, x: Self.left, y: 806, width: Self.width,
                canvas.fitting(second, width: Self.width, style, least: 0.7))
        }
    }
}
