extension RandomAccessCollection where Index == Int {
    /// The first index whose element satisfies a condition that holds for none before some place and for all after it
    /// (二分查找); `endIndex` where none does.
    @inlinable
    public func bisected(where holds: (Element) throws -> Bool) rethrows -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if try holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
