import Metering
import Provenance
import Quantities
import Reporting

/// The energy statement of files (电量清单): where every kilowatt-hour of a file went, balanced to the joule.
enum StatementBlock {
    /// The table.
    static func markup(_ files: [FileStatement], _ context: PageContext) -> HTML {
        func energy(_ joules: Int64) -> String { Figure.kilowattHours(Energy(joules: joules)) }
        let lines = files.map { file -> Model in
            let statement = file.statement
            return [
                "file": file.file, "digest": file.digest.map { String($0.hexadecimal.prefix(12)) },
                "rows": Figure.grouped(String(statement.rows), places: 0),
                "accepted": Figure.grouped(String(statement.rowsAccepted), places: 0),
                "rejected": Figure.grouped(String(statement.rowsRejected), places: 0),
                "isRejecting": statement.rowsRejected > 0,
                "in": energy(statement.energyIn), "booked": energy(statement.booked),
                "superseded": energy(statement.superseded),
                "duplicate": energy(statement.duplicate),
                "rejectedEnergy": energy(statement.rejected),
                "estimated": energy(statement.estimated), "balance": energy(statement.balance),
                "isBalanced": statement.balance == 0,
            ]
        }
        return template.render(["lines": lines], in: context.language)
    }

    static let template = Template(
        """
        <div class="table" tabindex="0" role="region" aria-label="[[Energy statement|电量清单]]"><table class="statement stacked"><thead><tr><th scope="col">[[File|文件]]</th><th scope="col" class="n">[[Rows|行数]]</th><th scope="col" class="n">[[Rejected|拒收]]</th><th scope="col" class="n">[[Energy in, kWh|文件电量 kWh]]</th><th scope="col" class="n">[[Booked|入账]]</th><th scope="col" class="n">[[Superseded|被更正]]</th><th scope="col" class="n">[[Duplicate|重复]]</th><th scope="col" class="n">[[Rejected|拒收]]</th><th scope="col" class="n">[[Estimated|估算]]</th><th scope="col" class="n">[[Balance|差额]]</th></tr></thead><tbody>
        {{#lines}}<tr><th scope="row">{{file}}{{#digest}}<small><code>{{digest}}</code></small>{{/digest}}</th><td class="n" data-label="[[Rows|行数]]">{{accepted}} / {{rows}}</td><td class="n" data-label="[[Rejected|拒收]]">{{#isRejecting}}<span class="badge warning">{{rejected}}</span>{{/isRejecting}}{{^isRejecting}}0{{/isRejecting}}</td><td class="n" data-label="[[Energy in, kWh|文件电量 kWh]]">{{in}}</td><td class="n" data-label="[[Booked|入账]]">{{booked}}</td><td class="n" data-label="[[Superseded|被更正]]">{{superseded}}</td><td class="n" data-label="[[Duplicate|重复]]">{{duplicate}}</td><td class="n" data-label="[[Rejected|拒收]]">{{rejectedEnergy}}</td><td class="n" data-label="[[Estimated|估算]]">{{estimated}}</td><td class="n" data-label="[[Balance|差额]]"><span class="badge {{#isBalanced}}done{{/isBalanced}}{{^isBalanced}}failed{{/isBalanced}}">{{balance}}</span></td></tr>
        {{/lines}}</tbody></table></div>
        """)
}
