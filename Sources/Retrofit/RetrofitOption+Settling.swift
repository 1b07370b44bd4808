extension RetrofitOption {
    /// Sets aside options whose prerequisites cannot be had or that something done excludes.
    public static func settled(_ options: [RetrofitOption]) -> [RetrofitOption] {
        var options = options.sorted { $0.id < $1.id }
        let done = Set(options.filter(\.isDone).map(\.id))
        let names = Set(options.map(\.id))
        for index in options.indices where options[index].hindrance == nil {
            let measure = options[index].measure
            let isExcluded =
                !done.isDisjoint(with: measure.conflictsWith)
                || options.contains {
                    $0.isDone && $0.measure.conflictsWith.contains(measure.id)
                }
            if isExcluded { options[index].hindrance = .excludedByDone }
        }
        var changed = true
        while changed {
            changed = false
            let usable = Set(options.filter { $0.hindrance == nil }.map(\.id)).union(done)
            for index in options.indices where options[index].hindrance == nil {
                // A prerequisite that is not made for this kind of site is none here.
                let lacks = options[index].measure.dependsOn.contains { group in
                    !group.filter(names.contains).isEmpty && usable.isDisjoint(with: group)
                }
                if lacks {
                    options[index].hindrance = .prerequisiteMissing
                    changed = true
                }
            }
        }
        return options
    }
}
