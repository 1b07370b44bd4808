import CarbonAccounting
package import Provenance
package import Reporting

/// What differs between two releases, or between two publications (因子比较).
package struct FactorComparison: Sendable {
    /// The differences.
    package let differences: [FactorDifference]
    /// Whether releases were compared, and not publications.
    package let isOfReleases: Bool
    /// The later release, or the one in which both publications stand.
    package let data: PublishedData

    /// A name is neither a release beside another nor a publication.
    package struct Unknown: Error, Sendable {
        /// What is wrong, in one sentence.
        package let reason: BilingualText
    }

    /// Compares two releases, or two publications of the newest.
    ///
    /// - Parameters:
    ///   - data: The release in use.
    ///   - release: Gives another one that is there.
    package init(
        of before: String, and after: String, in data: PublishedData,
        release: (String) throws -> PublishedData
    ) throws {
        if data.releases.contains(before), data.releases.contains(after) {
            let (old, new) = (try release(before), try release(after))
            differences = FactorDifference.between(
                releases: FactorLine.all(of: old.factors), and: FactorLine.all(of: new.factors))
            isOfReleases = true
            self.data = new
            return
        }
        let lines = FactorLine.all(of: data.factors)
        func published(_ name: String) throws -> [FactorLine] {
            let found = lines.filter { $0.publication.identifier == name }
            guard found.isEmpty else { return found }
            throw Unknown(
                reason: BilingualText(
                    "\(name) is neither a release (\(data.releases.joined(separator: ", "))) beside another nor a publication with values.",
                    zh: "\(name) 不是可比较的版本（\(data.releases.joined(separator: "、"))），也不是含数值的出版物。")
            )
        }
        differences = FactorDifference.between(
            publications: try published(before), and: try published(after))
        isOfReleases = false
        self.data = data
    }
}
