/// Labelled inputs (表单项), each tied to its hint and its fault for those who hear the page.
enum FormField {
    /// Inputs one below the other.
    static func rows(_ fields: [Model], _ context: PageContext) -> HTML {
        template.render(["fields": fields], in: context.language)
    }

    static let template = Template(
        """
        {{#fields}}
        <label for="{{name}}">{{label}}{{^isNeeded}} <small>[[optional|可选]]</small>{{/isNeeded}}</label>
        <input id="{{name}}" name="{{name}}" type="{{type}}" autocomplete="{{complete}}" maxlength="{{limit}}"{{#isNeeded}} required{{/isNeeded}}{{#value}} value="{{value}}"{{/value}}{{#example}} placeholder="{{example}}"{{/example}} aria-describedby="{{name}}-hint{{#fault}} {{name}}-fault{{/fault}}"{{#fault}} aria-invalid="true"{{/fault}}>
        <span class="hint" id="{{name}}-hint">{{hint}}</span>
        {{#fault}}<span class="fault" id="{{name}}-fault">{{fault}}</span>{{/fault}}
        {{/fields}}
        """)
}
