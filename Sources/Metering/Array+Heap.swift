/// A heap in an array: each element comes before the two that stand below it.
extension Array {
    /// Orders a heap anew after the element at a place was set.
    mutating func sink(from start: Int, by comesFirst: (Element, Element) -> Bool) {
        var place = start
        while true {
            var first = place
            for child in [2 * place + 1, 2 * place + 2]
            where child < count && comesFirst(self[child], self[first]) { first = child }
            if first == place { return }
            swapAt(place, first)
            place = first
        }
    }

    /// Makes a heap of elements in any order.
    mutating func heapify(by comesFirst: (Element, Element) -> Bool) {
        for place in indices.reversed() { sink(from: place, by: comesFirst) }
    }
}
