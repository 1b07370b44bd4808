public import Metering
import Provenance

extension Journal {
    /// The journal as it would be with other amounts on some lines (假设账簿): what-if walks the same street.
    ///
    /// What every slot knows of coverage and evidence stays; `unallocated` is opened anew and every slot
    /// must balance again.
    ///
    /// - Parameters:
    ///   - amounts: New amounts [J] of lines, by their place in `columns`; as many as there are slots.
    ///   - lines: Lines without a meter to add, such as planned generation [J].
    /// - Throws: `Imbalance` when a slot does not balance, which would be a fault of this code.
    public func changing(
        _ amounts: [Int: [Int64]], adding lines: [(account: Account, amounts: [Int64])] = []
    ) throws(Imbalance) -> Journal {
        var changed = self
        for (index, new) in amounts {
            precondition(new.count == slotCount, "one amount for each slot")
            changed.columns[index].amounts = new
        }
        changed.columns.removeAll { $0.account == .unallocated }
        for line in lines {
            precondition(line.amounts.count == slotCount, "one amount for each slot")
            var column = Column(account: line.account, slots: slotCount)
            column.place = .added(changed.columns.count)
            column.amounts = line.amounts
            column.states = line.amounts.map {
                $0 == 0 ? 0 : LoadProfile.present | Column.derived
            }
            changed.columns.append(column)
        }
        // The remainder is told anew.
        changed.findings.removeAll { $0.code == .overMetered }
        try changed.balance()
        return changed
    }
}
