public import EnergyLedger
public import MeterFiles
import Metering
public import Provenance
import Quantities
public import Reporting
import Runs

/// One file before and after it is booked (文件预览页): what it is, how it was understood, which meters it
/// holds, what is wrong with which row, and what became of its energy.
public struct UploadPage {
    /// What is known of the file beside its line.
    public struct Facts: Sendable {
        /// What reading all of it told; nil while bytes are to come.
        public var inspection: Inspection?
        /// Why it could not be read.
        public var refusal: [Finding]
        /// The energy statement of its booking, or of a trial that wrote nothing.
        public var statement: FileStatement?
        /// Whether the statement is that of a trial.
        public var isTrial: Bool
        /// What was found in it.
        public var findings: [Finding]
        /// The text of the lines that findings speak of, by number.
        public var lines: [Int: String]
        /// Meters that the portfolio knows.
        public var knownMeters: Set<String>
        /// Sites to which a new meter can be given: those that whoever looks may change.
        public var sites: [Site]
        /// The names of layouts that may be chosen: the portfolio's own and the presets.
        public var layouts: [String]
        /// The layout that was chosen for it; nil where the file decides.
        public var chosenLayout: String?
        /// The layout of the portfolio whose patterns fit it; nil without one.
        public var fittingLayout: String?
        /// Why booking would refuse it as it stands; nil where nothing is in the way.
        public var bookingRefusal: Finding?
        /// Where rejected rows are to be had; nil without any.
        public var rejectedAddress: PageAddress?

        /// Makes facts; what is not known is left out.
        public init(
            inspection: Inspection? = nil, refusal: [Finding] = [], statement: FileStatement? = nil,
            isTrial: Bool = false, findings: [Finding] = [], lines: [Int: String] = [:],
            knownMeters: Set<String> = [], sites: [Site] = [], layouts: [String] = [],
            chosenLayout: String? = nil, fittingLayout: String? = nil,
            bookingRefusal: Finding? = nil, rejectedAddress: PageAddress? = nil
        ) {
            self.inspection = inspection
            self.refusal = refusal
            self.statement = statement
            self.isTrial = isTrial
            self.findings = findings
            self.lines = lines
            self.knownMeters = knownMeters
            self.sites = sites
            self.layouts = layouts
            self.chosenLayout = chosenLayout
            self.fittingLayout = fittingLayout
            self.bookingRefusal = bookingRefusal
            self.rejectedAddress = rejectedAddress
        }
    }

    private let upload: UploadLine
    private let facts: Facts
    private let context: PageContext

    /// The most meters, lines and columns that are shown.
    private static let (mostMeters, mostLines, mostColumns) = (200, 100, 60)

    /// Makes the page of a file.
    public init(_ upload: UploadLine, _ facts: Facts, _ context: PageContext) {
        self.upload = upload
        self.facts = facts
        self.context = context
    }

    /// The page.
    public var page: Page {
        let unknown = facts.inspection?.meters.filter { !facts.knownMeters.contains($0.id) } ?? []
        let model: Model = [
            "name": upload.name, "upload": upload.model(context), "csrf": context.formToken,
            "back": "/uploads", "id": upload.id,
            "refusalHTML": FindingList.markup(facts.refusal, context),
            "inspection": facts.inspection.map(inspection),
            "meterFormHTML": facts.inspection.flatMap { inspection in
                unknown.isEmpty || facts.sites.isEmpty || !context.may(.administer)
                    ? nil : MeterForm.markup(unknown, inspection, upload, facts.sites, context)
            },
            "unknown": unknown.isEmpty || context.may(.administer)
                ? nil : unknown.prefix(20).map(\.id).joined(separator: ", "),
            "statementHTML": facts.statement.map { StatementBlock.markup([$0], context) },
            "isTrial": facts.isTrial, "rows": rows, "hasRows": !rows.isEmpty,
            "otherHTML": FindingList.markup(facts.findings.filter { $0.line == nil }, context),
            "rejected": facts.rejectedAddress?.text,
            "chosenLayout": facts.chosenLayout,
            "fittingLayout": facts.chosenLayout == nil ? facts.fittingLayout : nil,
            "blocked": facts.bookingRefusal.map { finding -> Model in
                [
                    "message": finding.message(in: context.spoken),
                    "way": !unknown.isEmpty && !facts.sites.isEmpty && context.may(.administer)
                        ? "#declare" : "#form",
                ]
            },
            "trial": upload.state == .received && !facts.isTrial && facts.bookingRefusal == nil
                ? context.address.with("trial", "1").with("done", nil).text : nil,
            "mayBook": context.may(.upload)
                && (upload.state == .received || upload.state == .failed),
            "mayDrop": context.may(.upload) && upload.state != .booking && upload.state != .booked,
            "wordsHTML": UploadWords.markup(context),
        ]
        return PageBody(
            upload.name, Self.template.render(model, in: context.language),
            scripts: ["upload.js"], isWide: true
        ).page(context)
    }

    // MARK: - What it is

    private static let aspects: [String: BilingualText] = [
        "encoding": BilingualText("Encoding", zh: "编码"),
        "delimiter": BilingualText("Delimiter", zh: "分隔符"),
        "header": BilingualText("Header", zh: "表头"), "layout": BilingualText("Layout", zh: "版式"),
        "times": BilingualText("Times", zh: "时间"), "numbers": BilingualText("Numbers", zh: "数字"),
        "unit": BilingualText("Unit", zh: "单位"),
    ]

    private func sureness(_ sureness: Inspection.Sureness) -> (text: String, badge: String) {
        switch sureness {
        case .certain: (context.words("certain", "确定"), "done")
        case .likely: (context.words("likely", "很可能"), "")
        case .guess: (context.words("a guess", "猜测"), "waiting")
        }
    }

    private func inspection(_ inspection: Inspection) -> Model {
        let spoken = context.spoken
        let needsLayout = inspection.needsLayout && facts.fittingLayout == nil
        return [
            "rows": Figure.grouped(String(inspection.rows), places: 0),
            "digest": inspection.digest.hexadecimal,
            "tellings": inspection.tellings.map { telling -> Model in
                let sureness = sureness(telling.sureness)
                return [
                    "aspect": Self.aspects[telling.aspect].map(context.words) ?? telling.aspect,
                    "what": telling.what.text(in: spoken), "sureness": sureness.text,
                    "badge": sureness.badge, "reason": telling.reason.text(in: spoken),
                ]
            },
            "columns": inspection.columns.prefix(Self.mostColumns).map { ["name": $0] as Model },
            "preview": inspection.preview.map { row -> Model in
                ["stamp": row.stamp, "meter": row.meter, "value": row.value]
            },
            "meters": inspection.meters.prefix(Self.mostMeters).map { meter($0, inspection) },
            "moreMeters": inspection.meters.count > Self.mostMeters
                ? String(inspection.meters.count - Self.mostMeters) : nil,
            "troubles": inspection.troubles.prefix(20).map {
                ["text": $0.text(in: spoken)] as Model
            },
            "hasTroubles": !inspection.troubles.isEmpty,
            "needsLayout": needsLayout,
            "layoutYAML": needsLayout ? Draft.layoutYAML(inspection) : nil,
            "layouts": facts.layouts.map { name -> Model in
                ["name": name, "isChosen": name == facts.chosenLayout]
            },
            "hasChosen": facts.chosenLayout != nil, "mayChoose": context.may(.upload),
        ]
    }

    private func meter(_ meter: Inspection.MeterSeen, _ inspection: Inspection) -> Model {
        // Naive stamps as they stand; others in the time of the sites, where these have one.
        let zones = Set(facts.sites.map(\.calendar.identifier))
        let calendar = zones.count == 1 ? facts.sites.first?.calendar : nil
        func text(_ instant: Int64) -> String {
            inspection.isLocal
                ? String(LocalCalendar.utcText(at: instant).dropLast())
                : calendar?.text(at: instant) ?? LocalCalendar.utcText(at: instant)
        }
        return [
            "id": meter.id, "readings": Figure.grouped(String(meter.readings), places: 0),
            "first": text(meter.first),
            "last": text(meter.last),
            "step": meter.step.map { "\($0) s" },
            "isKnown": facts.knownMeters.contains(meter.id),
            "guess": Draft.Guess(meter, in: inspection).words(in: context.spoken),
        ]
    }

    // MARK: - What is wrong with it

    /// The rows that findings speak of, each with what is said of it.
    private var rows: [Model] {
        let byLine = Dictionary(grouping: facts.findings.filter { $0.line != nil }) { $0.line ?? 0 }
        return byLine.sorted { $0.key < $1.key }.prefix(Self.mostLines).map { line, findings in
            [
                "line": String(line), "text": facts.lines[line].map { String($0.prefix(400)) },
                "isBad": findings.contains { $0.code.rejectsRow },
                "findings": findings.map { finding -> Model in
                    [
                        "severity": finding.severity.rawValue, "code": finding.code.rawValue,
                        "message": finding.message(in: context.spoken),
                        "remedy": finding.remedy(in: context.spoken),
                        "column": finding.column, "value": finding.value,
                        "times": finding.count > 1 ? String(finding.count) : nil,
                    ]
                },
            ]
        }
    }

    static let template = Template(
        """
        <div class="head"><div><p class="crumbs"><a href="{{back}}">[[Upload|上传]]</a></p><h1>{{name}}</h1>{{#upload}}<p class="quiet">{{size}} · {{by}} · {{at}} <span class="badge {{badge}}">{{stateText}}</span></p>{{/upload}}</div>
        <div class="row">{{#mayBook}}<form method="post" action="/uploads/{{id}}/book"><input type="hidden" name="csrf" value="{{csrf}}">{{#chosenLayout}}<input type="hidden" name="layout" value="{{chosenLayout}}">{{/chosenLayout}}<button class="primary"{{#blocked}} disabled aria-describedby="blocked"{{/blocked}}>[[Book it|入账]]</button></form>{{/mayBook}}{{#trial}}<a class="button" href="{{trial}}">[[Try it, write nothing|试算（不写入）]]</a>{{/trial}}{{#mayDrop}}<form method="post" action="/uploads/{{id}}/delete" data-question="[[Throw this file away?|删除此文件？]]"><input type="hidden" name="csrf" value="{{csrf}}"><button class="danger">[[Throw away|删除]]</button></form>{{/mayDrop}}</div></div>
        {{#upload}}{{#problem}}<p class="notice wrong" role="alert">[[The last try to book it failed:|上次入账失败：]] {{problem}}</p>{{/problem}}{{/upload}}
        {{#mayBook}}{{#blocked}}<p class="notice note" id="blocked">[[It cannot be booked yet:|暂不能入账：]] {{message}} <a href="{{way}}">[[Mend it here|在此处理]]</a></p>{{/blocked}}{{/mayBook}}
        {{{refusalHTML}}}
        {{#chosenLayout}}<p class="notice note">[[Trial and booking read it by the layout|试算与入账按以下版式读取：]] <code>{{chosenLayout}}</code></p>{{/chosenLayout}}
        {{#fittingLayout}}<p class="notice note">[[Trial and booking read it by the portfolio's layout|试算与入账按组合的以下版式读取：]] <code>{{fittingLayout}}</code></p>{{/fittingLayout}}
        {{#unknown}}<p class="notice note">[[These meters are not declared in meters.csv; their rows would be rejected. An administrator can declare them:|以下计量点未在 meters.csv 登记，其行将被拒收；可由管理员登记：]] {{unknown}}</p>{{/unknown}}
        {{{meterFormHTML}}}
        {{#statementHTML}}<section class="card"><h2>{{#isTrial}}[[What booking would do|入账预演]]{{/isTrial}}{{^isTrial}}[[What became of its energy|电量去向]]{{/isTrial}}</h2>{{{statementHTML}}}</section>{{/statementHTML}}
        {{#hasRows}}<section class="card" aria-labelledby="rows"><div class="head"><h2 id="rows">[[Rows with a finding|有问题的行]]</h2>{{#rejected}}<a class="button small" href="{{rejected}}">[[Rejected rows, to mend and upload again|下载拒收行，改正后重新上传]]</a>{{/rejected}}</div>
        <div class="table" tabindex="0" role="region" aria-labelledby="rows"><table class="stacked"><thead><tr><th scope="col" class="n">[[Line|行]]</th><th scope="col">[[As it stands in the file|文件原文]]</th><th scope="col">[[What is said of it|问题与处理]]</th></tr></thead><tbody>
        {{#rows}}<tr{{#isBad}} class="bad"{{/isBad}}><td class="n" data-label="[[Line|行]]">{{line}}</td><td class="raw">{{text}}</td><td>{{#findings}}<div><span class="badge {{severity}}">{{code}}</span>{{#times}} ×{{times}}{{/times}} {{message}}{{#value}} <code class="cell">{{value}}</code>{{/value}}<small>{{remedy}}</small></div>{{/findings}}</td></tr>
        {{/rows}}</tbody></table></div></section>{{/hasRows}}
        {{{otherHTML}}}
        {{#inspection}}
        <div class="pair">
        <section class="card" aria-labelledby="form"><h2 id="form">[[How it was understood|识别结果]] <small>{{rows}} [[readings|个读数]]</small></h2>
        <div class="table"><table><tbody>{{#tellings}}<tr><th scope="row">{{aspect}}</th><td>{{what}} <span class="badge {{badge}}">{{sureness}}</span><small>{{reason}}</small></td></tr>{{/tellings}}</tbody></table></div>
        {{#hasTroubles}}<h3>[[To be known|须知]]</h3><ul>{{#troubles}}<li>{{text}}</li>{{/troubles}}</ul>{{/hasTroubles}}
        {{#mayChoose}}<form method="post" action="/uploads/{{id}}/layout" class="row"><input type="hidden" name="csrf" value="{{csrf}}"><label for="layout">[[Read it as|按版式读取]]</label><select id="layout" name="layout"><option value="">[[as recognised|按识别结果]]</option>{{#layouts}}<option{{#isChosen}} selected{{/isChosen}}>{{name}}</option>{{/layouts}}</select><button class="small">[[Read again|重新读取]]</button></form>
        {{#layoutYAML}}<details{{#needsLayout}} open{{/needsLayout}}><summary>[[The header alone does not settle it: a layout of its own|仅凭表头无法确定：专用版式]]</summary><form method="post" action="/uploads/{{id}}/layout"><input type="hidden" name="csrf" value="{{csrf}}"><label for="yaml">[[Layout|版式]]</label><textarea id="yaml" name="yaml" spellcheck="false" class="raw" rows="14" maxlength="20000">{{layoutYAML}}</textarea><button>[[Keep this layout and read again|保存版式并重新读取]]</button></form></details>{{/layoutYAML}}{{/mayChoose}}
        </section>
        <section class="card" aria-labelledby="first"><h2 id="first">[[First rows as understood|首批数据的理解]]</h2>
        <div class="table" tabindex="0" role="region" aria-labelledby="first"><table><thead><tr><th scope="col">[[Time|时间]]</th><th scope="col">[[Meter|计量点]]</th><th scope="col" class="n">[[Value|数值]]</th></tr></thead><tbody>{{#preview}}<tr><td>{{stamp}}</td><td>{{meter}}</td><td class="n">{{value}}</td></tr>{{/preview}}</tbody></table></div>
        <h3>[[Columns|列]]</h3><p>{{#columns}}<code class="cell">{{name}}</code> {{/columns}}</p></section>
        </div>
        <section class="card" aria-labelledby="meters"><h2 id="meters">[[Meters in the file|文件中的计量点]]</h2>
        <div class="table" tabindex="0" role="region" aria-labelledby="meters"><table><thead><tr><th scope="col">[[Meter|计量点]]</th><th scope="col" class="n">[[Readings|读数]]</th><th scope="col">[[First|首条]]</th><th scope="col">[[Last|末条]]</th><th scope="col" class="n">[[Step|间隔]]</th><th scope="col">[[In meters.csv|已登记]]</th></tr></thead><tbody>
        {{#meters}}<tr><th scope="row">{{id}}</th><td class="n">{{readings}}</td><td>{{first}}</td><td>{{last}}</td><td class="n">{{step}}{{^step}}–{{/step}}</td><td>{{#isKnown}}<span class="badge done">[[declared|已登记]]</span>{{/isKnown}}{{^isKnown}}<span class="badge waiting">[[not declared|未登记]]</span><small>{{guess}}</small>{{/isKnown}}</td></tr>
        {{/meters}}</tbody></table></div>{{#moreMeters}}<p class="quiet">[[and {{moreMeters}} more|另有 {{moreMeters}} 个]]</p>{{/moreMeters}}
        <p class="quiet">SHA-256 <code>{{digest}}</code></p></section>
        {{/inspection}}
        {{{wordsHTML}}}
        """)
}
