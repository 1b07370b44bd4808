/// Long lists of readings are thinned out where they stand: a copy of one would be as large as itself.
extension Array {
    /// Puts one element in the place of each run of those that belong together.
    ///
    /// - Parameters:
    ///   - belongs: Whether an element belongs to the run that another begins.
    ///   - one: What stands for a run of two or more.
    mutating func mergeRuns(
        where belongs: (Element, Element) -> Bool, into one: (ArraySlice<Element>) -> Element
    ) {
        var (kept, index) = (0, 0)
        while index < count {
            var next = index + 1
            while next < count, belongs(self[index], self[next]) { next += 1 }
            self[kept] = next == index + 1 ? self[index] : one(self[index..<next])
            kept += 1
            index = next
        }
        removeLast(count - kept)
    }

    /// Takes out the elements at some places, which ascend.
    mutating func remove(at places: [Int]) {
        guard var kept = places.first else { return }
        var number = 0
        for index in kept..<count {
            if number < places.count, places[number] == index {
                number += 1
                continue
            }
            self[kept] = self[index]
            kept += 1
        }
        removeLast(count - kept)
    }
}
