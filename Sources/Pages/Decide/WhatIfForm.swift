import Grading
import Provenance
import Quantities
import Runs

/// Sliders that move the levers of a site's grades (情景试算), as an address says: the server answers, a
/// script only spares the button.
struct WhatIfForm {
    /// One slider.
    private struct Slider {
        let lever: GapToNext.Lever
        /// The name in the address.
        let name: String
        let label: BilingualText
        let unit: String
        /// How many of the smallest unit one step of the slider is.
        let size: Int128
    }

    private static let sliders = [
        Slider(
            lever: .facilityEnergy, name: "save_mwh",
            label: BilingualText("Save energy of the site", zh: "节约总用电"), unit: "MWh",
            size: 3_600_000_000),
        Slider(
            lever: .greenPower, name: "green_mwh",
            label: BilingualText("Add green certificates", zh: "增加绿证"), unit: "MWh", size: 1),
        Slider(
            lever: .freshWater, name: "fresh_m3",
            label: BilingualText("Save fresh water", zh: "节约新鲜水"), unit: "m³", size: 1_000_000),
        Slider(
            lever: .water, name: "water_m3", label: BilingualText("Save water", zh: "节约用水"),
            unit: "m³", size: 1_000_000),
        Slider(
            lever: .potableWater, name: "potable_m3",
            label: BilingualText("Save potable water", zh: "节约饮用水"), unit: "m³", size: 1_000_000),
        Slider(
            lever: .heat, name: "heat_mwh",
            label: BilingualText("Hand out more heat", zh: "增加余热外供"), unit: "MWh",
            size: 3_600_000_000),
        Slider(
            lever: .racks, name: "racks",
            label: BilingualText("Put more racks to use", zh: "增加上架机架"), unit: "", size: 1),
    ]

    /// The names of all sliders in the address.
    static var names: [String] { sliders.map(\.name) }

    private let reach: [GapToNext.Lever: Int128]
    private let address: PageAddress
    /// What the address asks for.
    let question: WhatIf

    init(_ indicators: Indicators, _ address: PageAddress) {
        reach = WhatIf.reach(of: indicators)
        self.address = address
        var amounts: [GapToNext.Lever: Int128] = [:]
        for slider in Self.sliders {
            guard let text = address[slider.name], text.utf8.count <= 15, let steps = Int128(text)
            else { continue }
            amounts[slider.lever] = steps * slider.size
        }
        question = WhatIf(amounts)
    }

    /// The form; empty where no lever can be moved.
    func markup(_ context: PageContext, hidden: [(name: String, value: String)]) -> HTML {
        let models = Self.sliders.compactMap { slider -> Model? in
            guard let far = reach[slider.lever], far >= slider.size else { return nil }
            let most = far / slider.size
            let value = min(most, (question.amounts[slider.lever] ?? 0) / slider.size)
            return [
                "name": slider.name, "label": context.words(slider.label), "unit": slider.unit,
                "most": String(most), "step": String(max(1, most / 400)), "value": String(value),
                "shown": Figure.grouped(String(value), places: 0),
                "shownMost": Figure.grouped(String(most), places: 0),
            ]
        }
        guard !models.isEmpty else { return HTML("") }
        let none = PageAddress(
            address.parts,
            address.query.filter { item in
                !Self.names.contains(item.name)
            })
        return Self.template.render(
            [
                "path": PageAddress(address.parts).text, "sliders": models,
                "hidden": hidden.map { ["name": $0.name, "value": $0.value] as Model },
                "isMoved": !question.isNothing, "back": none.text,
            ], in: context.language)
    }

    static let template = Template(
        """
        <form method="get" action="{{path}}" class="card" data-asks aria-labelledby="whatif">
        <h2 id="whatif">[[What if|情景试算]]</h2>
        <p class="quiet">[[Each lever moves only what the gap to the next level counts it for; everything else stays as measured.|每个杠杆只影响差距计算中对应的指标，其余保持实测。]]</p>
        {{#hidden}}<input type="hidden" name="{{name}}" value="{{value}}">{{/hidden}}
        <div class="sliders">{{#sliders}}<div><label for="{{name}}">{{label}} <output for="{{name}}" data-unit=" {{unit}}">{{shown}} {{unit}}</output></label>
        <input type="range" id="{{name}}" name="{{name}}" min="0" max="{{most}}" step="{{step}}" value="{{value}}"><span class="hint">0 – {{shownMost}} {{unit}}</span></div>
        {{/sliders}}</div>
        <div class="row"><button class="primary">[[Work it out|计算]]</button>{{#isMoved}}<a class="button" href="{{back}}">[[As measured|恢复实测]]</a>{{/isMoved}}</div>
        </form>
        """)
}
