import Metering
import Provenance

extension Closing {
    /// The closing as it would be with other amounts on some lines (假设结账), as `Journal.changing` has it for hours.
    ///
    /// What every stretch knows stays, and so do the highest slots, which only hours could tell anew;
    /// `unallocated` is opened anew, so that every stretch balances.
    ///
    /// - Parameter amounts: New amounts [J] of lines, by their place in `lines`; one for each stretch.
    public func changing(_ amounts: [Int: [Int64]]) -> Closing {
        var changed = self
        for (index, new) in amounts {
            precondition(new.count == stretchCount, "one amount for each stretch")
            changed.lines[index].amounts = new
        }
        guard let open = lines.lastIndex(where: { $0.account == .unallocated }) else {
            return changed
        }
        var rest = [Int64](repeating: 0, count: stretchCount)
        for line in changed.lines {
            switch line.account.side {
            case .supply: for place in rest.indices { rest[place] += line.amounts[place] }
            case .use: for place in rest.indices { rest[place] -= line.amounts[place] }
            case .carrier, .memorandum: continue
            }
        }
        changed.lines[open].amounts = rest
        // The remainder is told anew.
        changed.findings.removeAll { $0.code == .overMetered }
        changed.reportOverMetered()
        return changed
    }
}
