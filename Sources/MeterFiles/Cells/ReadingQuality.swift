/// What a file says of a reading by a word (读数性质): whether somebody read it or worked it out.
enum ReadingQuality {
    /// Read from the meter.
    case measured
    /// Estimated or put in the place of a reading.
    case estimated

    /// The quality of a word or letter; nil when it says neither.
    ///
    /// The letters are those of NEM12, with or without the two digits of a method: `A` actual, `E` estimated, `F` and `S`
    /// substituted.
    init?(word: String) {
        var word = word.lowercased()
        // `E62`: the method of the estimate behind the letter.
        if word.utf8.count == 3, word.utf8.dropFirst().allSatisfy({ (0x30...0x39).contains($0) }) {
            word.removeLast(2)
        }
        if Self.estimatedWords.contains(word) {
            self = .estimated
        } else if Self.measuredWords.contains(word) {
            self = .measured
        } else {
            return nil
        }
    }

    /// `spread` and `derived` are this program's own: amounts that no estimate went into.
    private static let measuredWords: Set<String> = [
        "a", "actual", "measured", "metered", "read", "good", "ok", "valid", "spread", "derived",
        "实测",
        "实际", "实抄", "计量", "正常", "有效",
    ]
    private static let estimatedWords: Set<String> = [
        "e", "f", "s", "estimated", "estimate", "forward estimate", "substituted", "substitute",
        "final substitute", "interpolated", "估算", "估计", "估抄", "替代", "插补", "补录",
    ]
}
