import Metering
import Provenance
import Reporting

/// The way in (上传页): files are dropped, sent in resumable parts, read, looked at and booked; below stands
/// what is in the ledger, and can be taken back.
public enum UploadsPage {
    /// The page.
    ///
    /// - Parameters:
    ///   - uploads: Files that are not booked yet, and those that were lately, the newest first.
    ///   - batches: What stands in the ledger, the newest first.
    ///   - isFirst: Whether this is the third step of a new platform.
    public static func page(
        _ context: PageContext, uploads: [UploadLine], batches: [BookedBatch], isFirst: Bool = false
    ) -> Page {
        let title = context.words("Upload", "上传")
        let body = template.render(
            [
                "title": title, "isFirst": isFirst, "csrf": context.formToken,
                "mayUpload": context.may(.upload),
                "uploads": uploads.map { $0.model(context) }, "hasUploads": !uploads.isEmpty,
                "batches": batches.map { batch($0, context) }, "hasBatches": !batches.isEmpty,
                "wordsHTML": UploadWords.markup(context),
            ], in: context.language)
        return PageBody(title, body, scripts: ["upload.js"], isWide: true).page(context)
    }

    private static func batch(_ batch: BookedBatch, _ context: PageContext) -> Model {
        [
            "number": String(batch.number), "by": batch.by, "at": batch.at,
            "statementHTML": StatementBlock.markup(batch.files, context),
            "mayUndo": batch.mayUndo,
            "rejected": batch.rejected.map { file -> Model in
                ["name": file.name, "address": file.address.text]
            },
        ]
    }

    static let template = Template(
        """
        {{#isFirst}}<ol class="way"><li>[[Owner|所有者]]</li><li>[[Organisation and site|单位与站点]]</li><li aria-current="step">[[First upload|首次上传]]</li></ol>{{/isFirst}}
        <h1>{{title}}</h1>
        {{#mayUpload}}
        <section class="drop" id="drop" aria-labelledby="drop-title">
        <h2 id="drop-title">[[Drop meter files here|将计量文件拖到此处]]</h2>
        <p class="quiet">[[CSV as meters, monitors and utilities write it; also gzip and zstd. Any size; a broken transfer goes on where it stopped.|电表、动环与电力公司导出的 CSV，也接受 gzip 与 zstd。大小不限；中断后从断点续传。]]</p>
        <p><label class="button primary" for="files">[[Choose files|选择文件]]</label><input class="heard" type="file" id="files" multiple accept=".csv,.txt,.tsv,.gz,.zst,.zstd,text/csv"></p>
        <noscript><p class="notice note">[[Sending files from this page needs a script; a program sends them to the same address of the interface:|从本页发送文件需要脚本；也可用程序发送到同一接口：]] <code>/api/v1/uploads</code></p></noscript>
        </section>
        <p class="heard" role="status" aria-live="polite" id="said"></p>
        {{{wordsHTML}}}
        {{/mayUpload}}
        <section class="card" aria-labelledby="uploads" id="queue"{{^hasUploads}} hidden{{/hasUploads}}>
        <div class="head"><h2 id="uploads">[[Files|文件]]</h2><button class="primary" id="book-all" hidden>[[Book all that are ready|全部入账]]</button></div>
        <ul class="uploads">
        {{#uploads}}<li data-upload="{{id}}" data-state="{{state}}" data-name="{{name}}" data-size="{{bytes}}"{{#job}} data-job="{{job}}"{{/job}}><p><a href="{{address}}"><strong>{{name}}</strong></a> <span class="quiet">{{size}} · {{by}} · {{at}}</span> <span class="badge {{badge}}" data-role="state">{{stateText}}</span></p>{{#isOpen}}<progress max="{{bytes}}" value="{{received}}" aria-label="{{name}}"></progress><p class="quiet">[[Choose the same file again and it goes on where it stopped.|再次选择同一文件即可续传。]]</p>{{/isOpen}}{{#problem}}<p class="fault">{{problem}}</p>{{/problem}}</li>
        {{/uploads}}
        </ul></section>
        <section class="card" aria-labelledby="batches"><h2 id="batches">[[In the ledger|已入账]]</h2>
        {{^hasBatches}}<p class="quiet">[[Nothing is booked yet.|尚无入账。]]</p>{{/hasBatches}}
        {{#batches}}<details class="batch"><summary>[[Batch|批次]] {{number}} <span class="quiet">{{by}} {{at}}</span></summary>
        {{{statementHTML}}}
        <div class="row">{{#rejected}}<a class="button small" href="{{address}}" title="{{name}}">[[Rejected rows, to mend and upload again|下载拒收行，改正后重新上传]] <small>{{name}}</small></a>{{/rejected}}
        {{#mayUndo}}<form method="post" action="/batches/{{number}}/undo" data-question="[[Take batch {{number}} back? Its readings leave the ledger; the files are kept.|撤销批次 {{number}}？其读数将退出账簿，文件保留。]]"><input type="hidden" name="csrf" value="{{csrf}}"><button class="small danger">[[Take back|撤销]]</button></form>{{/mayUndo}}</div>
        </details>
        {{/batches}}</section>
        """)
}

/// Words that the script of the upload page says, as data of the page, so that the script holds no
/// language (上传脚本用语).
enum UploadWords {
    private static let all: [(name: String, text: BilingualText)] = [
        ("waiting", BilingualText("waiting", zh: "等待")),
        ("sending", BilingualText("sending", zh: "传输中")),
        ("resuming", BilingualText("going on after a break", zh: "断点续传")),
        ("received", BilingualText("to be booked", zh: "待入账")),
        ("reading", BilingualText("reading", zh: "读取中")),
        ("booking", BilingualText("being booked", zh: "入账中")),
        ("booked", BilingualText("booked", zh: "已入账")),
        ("failed", BilingualText("refused", zh: "被拒收")),
        (
            "broken",
            BilingualText("broken off; choose the file again to go on", zh: "已中断；再次选择文件可续传")
        ),
        ("preview", BilingualText("Look at it", zh: "预览")),
        ("book", BilingualText("Book", zh: "入账")),
        ("details", BilingualText("What became of it", zh: "查看结果")),
        ("signed-out", BilingualText("You are signed out; sign in again.", zh: "登录已失效，请重新登录。")),
    ]

    /// The words as a hidden list.
    static func markup(_ context: PageContext) -> HTML {
        template.render(
            ["words": all.map { ["name": $0.name, "text": context.words($0.text)] as Model }],
            in: context.language)
    }

    static let template = Template(
        """
        <dl id="words" hidden>{{#words}}<dt>{{name}}</dt><dd data-word="{{name}}">{{text}}</dd>{{/words}}</dl>
        """)
}
