import EnergyLedger
import MeterFiles
import Metering
import Reporting
import Runs

/// Meters of a file that nobody declared yet (登记计量点): the draft as a form to confirm or correct, and the
/// lines of `meters.csv` that come of it.
public enum MeterForm {
    /// The most meters that one form declares.
    public static let most = 60

    /// The form: `POST /uploads/{id}/meters`, fields `meter.N`, `site.N`, `account.N`, `quantity.N`,
    /// `unit.N`, `multiplier.N`, `interval.N`, `label.N`, `parent.N`, `point.N`, and `csrf`.
    static func markup(
        _ meters: [Inspection.MeterSeen], _ inspection: Inspection, _ upload: UploadLine,
        _ sites: [Site], _ context: PageContext
    ) -> HTML {
        func choices<Value: RawRepresentable & CaseIterable & Equatable>(
            _ type: Value.Type, _ chosen: Value, _ label: (Value) -> String
        ) -> [Model] where Value.RawValue == String {
            type.allCases.map { value in
                ["value": value.rawValue, "label": label(value), "isChosen": value == chosen]
            }
        }
        let lines = meters.prefix(most).enumerated().map { number, meter -> Model in
            let guess = Draft.Guess(meter, in: inspection)
            return [
                "n": String(number), "id": meter.id,
                "basis": guess.words(in: context.spoken),
                "interval": Draft.interval(of: meter), "label": meter.namesEnds ? "end" : "start",
                "labelText": meter.namesEnds
                    ? context.words("stamps name the end", "时间戳为区间末")
                    : context.words("stamps name the begin", "时间戳为区间始"),
                "sites": sites.map { site -> Model in
                    ["value": site.id, "label": site.id, "isChosen": false]
                },
                "accounts": Account.ofMeters.map { account -> Model in
                    [
                        "value": account.rawValue,
                        "label": context.words(Labels.account(account)),
                        "isChosen": account == guess.account,
                    ]
                },
                "quantities": choices(Meter.Quantity.self, guess.quantity) {
                    context.words(MeterWords.quantity($0))
                },
                "units": choices(MeterUnit.self, guess.unit, \.rawValue),
                "points": Meter.MeasurementPoint.allCases.map { point -> Model in
                    [
                        "value": point.rawValue, "label": context.words(MeterWords.point(point)),
                        "isChosen": point == guess.measurementPoint,
                    ]
                },
            ]
        }
        return template.render(
            [
                "id": upload.id, "lines": lines, "csrf": context.formToken,
                "more": meters.count > most ? String(meters.count - most) : nil,
            ], in: context.language)
    }

    /// `meters.csv` with the meters of a sent form added below what stands there.
    ///
    /// - Parameters:
    ///   - text: The table as it is; its own header decides the order of the cells.
    ///   - fields: The fields of the form.
    /// - Returns: The table, and how many meters were added; the portfolio checks it when it is read.
    public static func table(
        adding fields: [String: String], to text: String
    ) -> (text: String, count: Int) {
        let first = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        let known = first.drop { $0 == "\u{FEFF}" }.split(
            separator: ",", omittingEmptySubsequences: false
        ).map { $0.trimmingPrefix("\"").trimmingSuffix("\"") }
        let columns = known.contains("meter_id") ? known : Self.columns
        var result = known.contains("meter_id") ? text : Self.columns.joined(separator: ",") + "\n"
        if let last = result.last, !last.isNewline { result += "\n" }
        var count = 0
        for number in 0..<most {
            guard let id = fields["meter.\(number)"], !id.isEmpty,
                fields["skip.\(number)"] == nil
            else { continue }
            let cells = [
                "meter_id": id, "site_id": fields["site.\(number)"],
                "account": fields["account.\(number)"], "quantity": fields["quantity.\(number)"],
                "unit": fields["unit.\(number)"], "multiplier": fields["multiplier.\(number)"],
                "parent_meter": fields["parent.\(number)"],
                "measurement_point": fields["point.\(number)"],
                // A lone mended row tells no step of its own.
                "interval": fields["quantity.\(number)"] == Meter.Quantity.register.rawValue
                    ? nil : fields["interval.\(number)"],
                "label": fields["label.\(number)"],
            ]
            let row = columns.map { CSVText.typed((cells[$0] ?? nil) ?? "") }
            result += row.joined(separator: ",") + "\n"
            count += 1
        }
        return (result, count)
    }

    /// The meters that the form leaves out.
    public static func leftOut(of fields: [String: String]) -> Set<String> {
        Set(
            (0..<most).compactMap {
                fields["skip.\($0)"] == nil ? nil : fields["meter.\($0)"]
            })
    }

    private static let columns = [
        "meter_id", "site_id", "account", "quantity", "unit", "multiplier", "interval", "label",
        "parent_meter", "measurement_point",
    ]

    static let template = Template(
        """
        <section class="card" aria-labelledby="declare"><h2 id="declare">[[New meters: confirm or correct|新计量点：确认或更正]]</h2>
        <p class="quiet">[[What stands here is a draft from names and values. A wrong account makes a wrong balance, so look at each.|以下由名称与数值推测。账户错误会使平衡错误，请逐一核对。]]</p>
        <form method="post" action="/uploads/{{id}}/meters"><input type="hidden" name="csrf" value="{{csrf}}">
        <div class="table" tabindex="0" role="region" aria-labelledby="declare"><table><thead><tr><th scope="col">[[Meter|计量点]]</th><th scope="col">[[Site|站点]]</th><th scope="col">[[Account|账户]]</th><th scope="col">[[Reads|读数]]</th><th scope="col">[[Unit|单位]]</th><th scope="col">[[Multiplier|倍率]]</th><th scope="col">[[Measured at|测量点]]</th><th scope="col">[[Leave out|不登记]]</th></tr></thead><tbody>
        {{#lines}}<tr><th scope="row">{{id}}<small>{{basis}}{{#interval}} · {{interval}}, {{labelText}}{{/interval}}</small><input type="hidden" name="meter.{{n}}" value="{{id}}">{{#interval}}<input type="hidden" name="interval.{{n}}" value="{{interval}}">{{/interval}}<input type="hidden" name="label.{{n}}" value="{{label}}"></th>
        <td><select name="site.{{n}}" aria-label="[[Site of|站点：]] {{id}}">{{#sites}}<option>{{value}}</option>{{/sites}}</select></td>
        <td><select name="account.{{n}}" aria-label="[[Account of|账户：]] {{id}}">{{#accounts}}<option value="{{value}}"{{#isChosen}} selected{{/isChosen}}>{{label}}</option>{{/accounts}}</select></td>
        <td><select name="quantity.{{n}}" aria-label="[[Kind of reading of|读数类型：]] {{id}}">{{#quantities}}<option value="{{value}}"{{#isChosen}} selected{{/isChosen}}>{{label}}</option>{{/quantities}}</select></td>
        <td><select name="unit.{{n}}" aria-label="[[Unit of|单位：]] {{id}}">{{#units}}<option{{#isChosen}} selected{{/isChosen}}>{{value}}</option>{{/units}}</select></td>
        <td><input name="multiplier.{{n}}" aria-label="[[Multiplier of|倍率：]] {{id}}" value="1" inputmode="decimal" maxlength="20" size="6"></td>
        <td><select name="point.{{n}}" aria-label="[[Measurement point of|测量点：]] {{id}}"><option value="">–</option>{{#points}}<option value="{{value}}"{{#isChosen}} selected{{/isChosen}}>{{label}}</option>{{/points}}</select></td>
        <td><label class="check"><input type="checkbox" name="skip.{{n}}" value="1" aria-label="[[Leave out|不登记]] {{id}}"></label></td></tr>
        {{/lines}}</tbody></table></div>
        {{#more}}<p class="quiet">[[{{more}} more can be declared afterwards.|其余 {{more}} 个可随后登记。]]</p>{{/more}}
        <button class="primary">[[Declare these meters|登记这些计量点]]</button></form></section>
        """)
}

extension StringProtocol {
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : String(self)
    }
}
