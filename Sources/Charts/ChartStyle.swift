/// The colours of drawings (配色) as rules for a page: light, dark and print. Kinds of thing differ in
/// lightness as well as in hue, for eyes that see fewer hues.
public enum ChartStyle {
    /// The rules. A page has them once; `data-theme="light"` or `"dark"` on its root decides against the
    /// setting of the browser.
    public static let css: String = {
        let dark = "@media screen and (prefers-color-scheme:dark)"
        return """
            .chart{\(variables(light));max-width:100%;height:auto;display:block;\
            font-family:system-ui,"Noto Sans CJK SC","WenQuanYi Micro Hei",sans-serif}\
            \(dark){:root:not([data-theme=light]) .chart{\(variables(darkColours))}}\
            @media screen{[data-theme=dark] .chart{\(variables(darkColours))}}\
            .chart path,.chart rect{stroke-linejoin:round}\(rules)\
            .chart a:hover,.chart a:focus{opacity:.75}
            """
    }()

    /// The class of an area.
    static func fill(_ tone: Tone) -> String { "f-" + name(tone) }

    /// The class of a line.
    static func line(_ tone: Tone) -> String { "l-" + name(tone) }

    /// The colour of a tone on white paper, as `0xRRGGBB`.
    public static func paperColour(_ tone: Tone) -> UInt32 { light[name(tone)] ?? 0 }

    private static func name(_ tone: Tone) -> String {
        switch tone {
        case .ink: "ink"
        case .quiet: "quiet"
        case .grid: "grid"
        case .paper: "paper"
        case .series(let number):
            "s\(((number % Tone.seriesCount) + Tone.seriesCount) % Tone.seriesCount)"
        case .heat(let step): "h\(min(max(step, 0), Tone.heatCount - 1))"
        case .good: "good"
        case .caution: "caution"
        case .bad: "bad"
        case .missing: "missing"
        }
    }

    private static let light: [String: UInt32] = [
        "ink": 0x1B2A26, "quiet": 0x566660, "grid": 0xD5DDD9, "paper": 0xFFFFFF,
        "s0": 0x1F7A5C, "s1": 0x7FB3D5, "s2": 0xE0A030, "s3": 0x6C4A93, "s4": 0xC4573F,
        "s5": 0x2F5D8C, "s6": 0xA3B85A, "s7": 0x8B969B, "s8": 0xC9B27A, "s9": 0xB06A8A,
        "h0": 0xEDF5F1, "h1": 0xD3E9DF, "h2": 0xB4DACA, "h3": 0x8FC8B1, "h4": 0x66B296,
        "h5": 0x41987A, "h6": 0x257D60, "h7": 0x126148, "h8": 0x084431,
        "good": 0x1F7A5C, "caution": 0xB7791F, "bad": 0xB23A2E, "missing": 0x8D6E63,
    ]

    private static let darkColours: [String: UInt32] = [
        "ink": 0xE6ECE9, "quiet": 0xA3B1AB, "grid": 0x35413C, "paper": 0x121816,
        "s0": 0x46B48D, "s1": 0x9CCBEA, "s2": 0xF0BC5E, "s3": 0xB292DC, "s4": 0xEB8871,
        "s5": 0x6A9BD1, "s6": 0xC3D77E, "s7": 0xA9B4B9, "s8": 0xE2D09C, "s9": 0xD592B0,
        "h0": 0x15211C, "h1": 0x15352A, "h2": 0x174A39, "h3": 0x1D614A, "h4": 0x287A5E,
        "h5": 0x3F9677, "h6": 0x64B295, "h7": 0x94CDB6, "h8": 0xCBE9DC,
        "good": 0x46B48D, "caution": 0xF0BC5E, "bad": 0xF08C7E, "missing": 0xBCAAA4,
    ]

    /// Names in the order of the alphabet: the order of a dictionary is nobody's.
    private static func variables(_ colours: [String: UInt32]) -> String {
        colours.sorted { $0.key < $1.key }.map { name, colour in
            let digits = String(colour, radix: 16)
            return "--c-\(name):#" + String(repeating: "0", count: 6 - digits.count) + digits
        }.joined(separator: ";")
    }

    private static let rules: String = light.keys.sorted().map { name in
        ".f-\(name){fill:var(--c-\(name))}.l-\(name){fill:none;stroke:var(--c-\(name))}"
    }.joined()
}
