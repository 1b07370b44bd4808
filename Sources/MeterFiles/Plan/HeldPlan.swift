/// The plan by which a file was read, kept with what came of it (所用解析方案). Of thousands of small files that begin
/// alike it differs by the columns at most, so that they hold one together.
struct HeldPlan: Sendable {
    private final class Whole: Sendable {
        let plan: FilePlan

        init(_ plan: FilePlan) { self.plan = plan }
    }

    private let whole: Whole
    private(set) var columns: FilePlan.Columns

    init(_ plan: FilePlan) {
        whole = Whole(plan)
        columns = plan.columns
    }

    /// The plan itself.
    var plan: FilePlan {
        var plan = whole.plan
        plan.columns = columns
        return plan
    }

    /// The same with other columns.
    func with(_ columns: FilePlan.Columns) -> HeldPlan {
        var held = self
        held.columns = columns
        return held
    }
}
