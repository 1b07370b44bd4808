import Quantities

/// What a name or a cell says of the zone of times (时区): `UTC`, `GMT+08:00`, `Europe/Berlin`, `CET`.
enum ZoneWord: Hashable, Sendable {
    /// An offset [s east of Greenwich].
    case offset(Int64)
    /// A zone by its name in the zone data.
    case named(String)
    /// A word that may be an offset of all the year or the clock of a place.
    case open(String)

    /// Reads a word that is nothing else; nil when it is no zone.
    init?(_ text: String) {
        let word = text.trimmingSpaces
        guard !word.isEmpty, word.utf8.count <= 64 else { return nil }
        let lower = word.lowercased()
        if Self.greenwich.contains(lower) {
            self = .offset(0)
        } else if Self.beijing.contains(lower) {
            self = .offset(28_800)
        } else if lower.hasPrefix("etc/gmt"), let offset = Self.offset(lower.dropFirst(7)) {
            // Zones of this kind are named by what is to be added for Greenwich.
            self = .offset(-offset)
        } else if lower.hasPrefix("utc") || lower.hasPrefix("gmt") {
            self = Self.offset(lower.dropFirst(3)).map { .offset($0) } ?? .open(word)
        } else if let offset = Self.offset(lower[...]) {
            self = .offset(offset)
        } else if Self.isName(word) || Self.oldNames.contains(word) {
            self = .named(word)
        } else if Self.abbreviations.contains(lower) {
            self = .open(word)
        } else {
            return nil
        }
    }

    /// The zone that the name of a column of times bears, and what is left of the name: `Zeit (UTC)` is `Zeit`.
    static func inHeader(_ name: String) -> (zone: ZoneWord, rest: String)? {
        guard mayBeZoned(name) else { return nil }
        let text = CellText.cleanedText(name)
        for (open, close) in [("(", ")"), ("[", "]")] as [(Character, Character)] {
            guard let end = text.lastIndex(of: close),
                let begin = text[..<end].lastIndex(of: open)
            else { continue }
            let inside = text[text.index(after: begin)..<end]
            let found = inside.split { ",;|、，".contains($0) }.lazy
                .compactMap { ZoneWord(String($0)) ?? behindWords(String($0)) }.first
            guard let found else { continue }
            return (found, rest(String(text[..<begin]) + text[text.index(after: end)...]))
        }
        let lower = text.lowercased()
        if let word = beijing.first(where: lower.contains) {
            return (.offset(28_800), rest(lower.replacing(word, with: " ")))
        }
        return inTokens(text)
    }

    // MARK: - Parts

    /// Tells whether a name is worth a closer look; a header may have thousands that are not.
    ///
    /// A zone stands in brackets or behind a slash, begins with `u` or `g` and goes on with `t` or `m`, is not ASCII, or is
    /// a word of three or four letters at the end.
    private static func mayBeZoned(_ name: String) -> Bool {
        guard name.utf8.count <= 120 else { return false }
        var (last, letters, isParted) = (UInt8(0), 0, false)
        for byte in name.utf8 {
            let lower = byte | 0x20
            if byte >= 0x80 || byte == UInt8(ascii: "(") || byte == UInt8(ascii: "[")
                || byte == UInt8(ascii: "/")
                || (last == UInt8(ascii: "u") && lower == UInt8(ascii: "t"))
                || (last == UInt8(ascii: "g") && lower == UInt8(ascii: "m"))
            {
                return true
            }
            if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "_") {
                (letters, isParted) = (0, true)
            } else {
                letters = (0x61...0x7A).contains(lower) && letters >= 0 ? letters + 1 : -1
            }
            last = lower
        }
        return isParted && (3...4).contains(letters)
    }

    /// `local time UTC+8`: the zone behind other words.
    private static func behindWords(_ text: String) -> ZoneWord? {
        inTokens(text).map(\.zone)
    }

    private static func inTokens(_ text: String) -> (zone: ZoneWord, rest: String)? {
        let tokens = text.split { $0 == " " || $0 == "_" }.map(String.init)
        for (index, token) in tokens.enumerated() {
            let lower = token.lowercased()
            guard lower.hasPrefix("utc") || lower.hasPrefix("gmt") || isName(token) else {
                continue
            }
            var last = index
            var word = token
            // `UTC + 8`, `UTC +08:00`
            while last + 1 < tokens.count, let first = tokens[last + 1].first,
                "+-−0123456789".contains(first), last - index < 2
            {
                last += 1
                word += tokens[last]
            }
            guard let zone = ZoneWord(word) else { continue }
            return (zone, rest((tokens[..<index] + tokens[(last + 1)...]).joined(separator: " ")))
        }
        guard let last = tokens.last?.lowercased() else { return nil }
        if tokens.count > 1, abbreviations.contains(last) {
            return (
                .open(tokens[tokens.count - 1]), rest(tokens.dropLast().joined(separator: " "))
            )
        }
        // `timestampUTC`
        if last.hasSuffix("utc") || last.hasSuffix("gmt") {
            let words = tokens.dropLast().map { $0.lowercased() } + [String(last.dropLast(3))]
            let name = words.joined(separator: " ")
            if HeaderWords.timestamp.contains(name) || HeaderWords.end.contains(name) {
                return (.offset(0), name)
            }
        }
        return nil
    }

    private static func rest(_ text: String) -> String {
        let rest = text.trimmingSpaces
        return rest.isEmpty ? "time" : rest
    }

    /// `+8`, `+08`, `+0800`, `+08:00`, `-5` [s]; nil for anything else.
    static func offset(_ text: Substring) -> Int64? {
        let text = text.filter { $0 != " " }
        guard let sign = text.first, "+-−±".contains(sign) else { return nil }
        let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count),
            parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(NumberParts.isDigit) }),
            parts.count == 1 || (parts[0].count <= 2 && parts[1].count == 2),
            let first = Int64(parts[0]), parts[0].count <= 4
        else { return nil }
        let hasMinutes = parts.count == 1 && parts[0].count >= 3
        let hours = hasMinutes ? first / 100 : first
        let minutes = parts.count == 2 ? Int64(parts[1]) ?? 60 : hasMinutes ? first % 100 : 0
        guard hours <= 14, minutes < 60 else { return nil }
        let seconds = hours * 3_600 + minutes * 60
        if sign == "±" { return seconds == 0 ? 0 : nil }
        return sign == "+" ? seconds : -seconds
    }

    /// Tells whether a word has the form of a zone's name: `Europe/Berlin`.
    private static func isName(_ word: String) -> Bool {
        guard let slash = word.firstIndex(of: "/"), regions.contains(word[..<slash].lowercased())
        else { return false }
        let place = word[word.index(after: slash)...]
        return !place.isEmpty
            && place.utf8.allSatisfy { byte in
                (0x41...0x5A).contains(byte & 0xDF) || NumberParts.isDigit(byte)
                    || "_-+/".utf8.contains(byte)
            }
    }

    /// Names of zones that are one word, older names of places in the zone data (`backward`).
    private static let oldNames: Set<String> = [
        "PRC", "ROC", "ROK", "Hongkong", "Singapore", "Japan", "Turkey", "Iran", "Israel", "Egypt",
        "Libya", "Poland", "Portugal", "Eire", "GB", "GB-Eire", "Iceland", "W-SU", "NZ", "NZ-CHAT",
        "Cuba", "Jamaica", "Navajo", "Kwajalein",
    ]
    private static let greenwich: Set<String> = [
        "z", "zulu", "utc", "gmt", "utc/gmt", "gmt/utc", "universal", "etc/utc", "etc/gmt",
        "etc/universal", "etc/zulu",
    ]
    private static let beijing: [String] = [
        "北京时间", "东八区", "中国标准时间", "beijing time", "china standard time",
    ]
    private static let regions: Set<String> = [
        "africa", "america", "antarctica", "arctic", "asia", "atlantic", "australia", "brazil",
        "canada", "chile", "europe", "indian", "mexico", "pacific", "us",
    ]
    /// Offsets to some, clocks of a place with summer time to others, or of more than one place.
    private static let abbreviations: Set<String> = [
        "cet", "cest", "mez", "mesz", "eet", "eest", "wet", "west", "bst", "ist", "msk", "est",
        "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "akst", "akdt", "hst", "jst", "kst",
        "hkt", "sgt", "aest", "aedt", "acst", "acdt", "awst", "nzst", "nzdt", "sast", "brt",
    ]
}
