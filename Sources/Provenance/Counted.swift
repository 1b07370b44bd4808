/// A count with its noun in English (英文单复数): `1 site`, `2 sites`.
public enum Counted {
    /// The count and the noun, in the plural unless it is one.
    ///
    /// - Parameters:
    ///   - noun: In the singular, with a plural in `s`.
    ///   - shown: The count as it is written, where digits are grouped.
    public static func text(_ count: Int, _ noun: String, as shown: String? = nil) -> String {
        (shown ?? "\(count)") + " " + noun + (count == 1 ? "" : "s")
    }
}
