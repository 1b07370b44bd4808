import Provenance
import Reporting
public import Runs

/// Public verification (公开核验页): a certificate is pasted or dropped, checked and forgotten.
///
/// `POST /verify/text` with the field `certificate` answers this page; so does `POST /verify` with the
/// bytes of a PDF or a JSON credential to whoever wants a page, as the page's script does.
public enum VerifyPage {
    /// The page.
    ///
    /// - Parameters:
    ///   - verification: What was checked; nil before anything was sent.
    ///   - text: What was pasted and is shown again.
    public static func page(
        _ context: PageContext, _ verification: Verification? = nil, text: String? = nil
    ) -> Page {
        let title = context.words("Verify a certificate", "核验证书")
        let body = template.render(
            [
                "title": title, "csrf": context.formToken,
                "text": text.map { String($0.prefix(60_000)) },
                "result": verification.map { result($0, context) },
            ], in: context.language)
        return PageBody(title, body, scripts: ["verify.js"]).page(context)
    }

    private static func result(_ verification: Verification, _ context: PageContext) -> Model {
        let steps = verification.steps.map { step, result -> Model in
            let (state, badge, text): (BilingualText, String, BilingualText) =
                switch result {
                case .passed(let text): (BilingualText("passed", zh: "通过"), "done", text)
                case .notChecked(let text):
                    (BilingualText("not checked", zh: "未核验"), "waiting", text)
                case .failed(let text): (BilingualText("failed", zh: "不通过"), "failed", text)
                }
            return [
                "name": context.words(name(of: step)), "state": context.words(state),
                "badge": badge, "text": context.words(text),
            ]
        }
        let isOpen = verification.steps.contains {
            if case .notChecked = $0.result { true } else { false }
        }
        let line = verification.certificate.flatMap { digest in
            verification.credential.map {
                CertificateLine(digest: digest, credential: $0, state: .valid, hasPaper: false)
            }
        }
        return [
            "steps": steps, "hasFailed": verification.failure != nil,
            "isWhole": verification.failure == nil && !isOpen,
            "isPartly": verification.failure == nil && isOpen,
            "certificate": line.map { $0.model(context) },
        ]
    }

    private static func name(of step: Verification.Step) -> BilingualText {
        switch step {
        case .seal: BilingualText("Seal of the PDF", zh: "PDF 签章")
        case .form: BilingualText("Form", zh: "格式")
        case .schema: BilingualText("Members", zh: "内容结构")
        case .identity: BilingualText("Number", zh: "编号")
        case .signature: BilingualText("Signature", zh: "签名")
        case .issuer: BilingualText("Issuer", zh: "签发人")
        case .assurance: BilingualText("Assurance", zh: "保证程度")
        case .compact: BilingualText("QR code", zh: "二维码")
        case .validity: BilingualText("Validity", zh: "有效期")
        case .status: BilingualText("Status", zh: "状态")
        case .log: BilingualText("Log", zh: "日志")
        case .replay: BilingualText("Recomputation", zh: "复算")
        }
    }

    static let template = Template(
        """
        <h1>{{title}}</h1>
        <p class="lead">[[Nothing is kept: the file is checked in memory and forgotten. The text of the QR code works as well.|不保留任何内容：文件仅在内存中核验。二维码文本同样适用。]]</p>
        {{#result}}<section class="card" aria-labelledby="result" id="outcome"><h2 id="result">{{#hasFailed}}<span class="badge failed">[[It does not hold|不通过]]</span>{{/hasFailed}}{{#isWhole}}<span class="badge done">[[It holds|通过]]</span>{{/isWhole}}{{#isPartly}}<span class="badge waiting">[[Nothing fails, but not everything could be checked|未发现问题，但部分未能核验]]</span>{{/isPartly}}</h2>
        {{#certificate}}<p class="big"><span class="level">{{level}}</span> <span>{{site}} · {{schemeTitle}} — {{levelLabel}}</span></p><p class="quiet">{{from}} – {{to}} · {{issuer}} · {{assurance}} · <code>{{digest}}</code></p>{{/certificate}}
        <div class="table"><table><thead><tr><th scope="col">[[Step|步骤]]</th><th scope="col">[[Outcome|结果]]</th><th scope="col">[[What was seen|说明]]</th></tr></thead><tbody>{{#steps}}<tr><th scope="row">{{name}}</th><td><span class="badge {{badge}}">{{state}}</span></td><td>{{text}}</td></tr>{{/steps}}</tbody></table></div></section>{{/result}}
        <section class="drop" id="drop-certificate" aria-labelledby="drop-title" hidden><h2 id="drop-title">[[Drop the PDF or the JSON here|将 PDF 或 JSON 拖到此处]]</h2><p><label class="button primary" for="certificate-file">[[Choose a file|选择文件]]</label><input class="heard" type="file" id="certificate-file" accept=".pdf,.json,application/pdf,application/json"></p></section>
        <p class="heard" role="status" aria-live="polite" id="said"></p>
        <form method="post" action="/verify/text" class="card"><input type="hidden" name="csrf" value="{{csrf}}">
        <label for="certificate">[[Or paste the credential, or the text of the QR code|或粘贴证书内容或二维码文本]]</label>
        <textarea id="certificate" name="certificate" required spellcheck="false" class="raw" maxlength="1000000">{{text}}</textarea>
        <button class="primary">[[Verify|核验]]</button></form>
        """)
}
