import MeterFiles
import Store

/// Finds the files in which mended rows once stood (原文件的查找): among those of the same ingest, and in the store,
/// also those whose batch was taken back since. Later ones say nothing, so that the rows are read alike ever after.
struct OriginFinder {
    let portfolio: Portfolio
    let workspace: Workspace

    /// Of files of one name, so many are looked at.
    private static let mostOfAName = 4
    /// Rows may be rejected and mended so often.
    private static let deepest = 8

    /// Where a file at a place in the order of evidence finds them.
    ///
    /// - Parameters:
    ///   - new: The files of the ingest at hand.
    ///   - isStrict: Rows of a file that is not found are refused.
    func origins(
        before source: Int = .max, among new: Intake? = nil, isStrict: Bool,
        depth: Int = 0
    ) -> Origins {
        Origins(isStrict: isStrict) { [self] name in
            guard depth < Self.deepest else { return [] }
            func origins(before source: Int) -> Origins {
                self.origins(before: source, among: new, isStrict: isStrict, depth: depth + 1)
            }
            let fresh = (new?.readAgain ?? [])
                .filter { $0.file.source < source && $0.file.file == name }.reversed()
                .map { file in
                    OriginalFile(
                        path: file.path, name: name, layout: file.layout,
                        origins: origins(before: file.file.source))
                }
            let stored = try workspace.store.files(
                named: name, before: source, atMost: Self.mostOfAName
            ).map { file in
                OriginalFile(
                    path: workspace.originals.path(of: file.digest), name: name,
                    layout: portfolio.layout(for: name, named: file.layoutName),
                    origins: file.layoutName == nil ? origins(before: file.source) : nil)
            }.filter { Files.exists($0.path) }
            return Array((fresh + stored).prefix(Self.mostOfAName))
        }
    }
}
