import CarbonAccounting
package import Provenance
package import Reporting

/// What is told of published data (已发布数据清单): lists, single values, differences, in the form that is asked for. The
/// commands print it, and the platform answers with it.
package struct PublishedListing: Sendable {
    let data: PublishedData
    let form: OutputFormat
    let language: Language

    /// A listing of some data.
    package init(_ data: PublishedData, _ form: OutputFormat, _ language: Language) {
        self.data = data
        self.form = form
        self.language = language
    }

    /// Chooses words by language.
    func words(_ english: String, zh chinese: String) -> String {
        BilingualText(english, zh: chinese).text(in: language)
    }
}

extension PublishedData {
    /// No release has that name.
    package func noRelease(_ name: String) -> BilingualText {
        let names = releases.joined(separator: ", ")
        return BilingualText(
            "No release is named \(name); there are: \(names)", zh: "没有名为 \(name) 的版本；现有：\(names)")
    }
}
