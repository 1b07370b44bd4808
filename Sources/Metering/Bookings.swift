import Quantities

/// The amounts of a meter in the order in which they are booked, of any number in bounded memory.
public struct Bookings: RandomAccessCollection {
    let list: LongList<Held>

    init(on shelf: Shelf?) { list = LongList(on: shelf) }

    /// The first booking.
    public var startIndex: Int { 0 }
    /// The place after the last booking.
    public var endIndex: Int { list.count }

    /// A booking.
    public subscript(index: Int) -> Booking { list[index].booking }

    /// Walks from the first booking to the last.
    public struct Iterator: IteratorProtocol {
        fileprivate var records: LongList<Held>.Iterator

        /// The next booking; nil behind the last.
        public mutating func next() -> Booking? { records.next()?.booking }
    }

    /// A walk from the first booking to the last.
    public func makeIterator() -> Iterator { Iterator(records: list.makeIterator()) }

    /// A booking in 32 bytes.
    struct Held: BitwiseCopyable {
        let start: Int64
        let end: Int64
        let amount: Int64
        /// Line 32, source 30, register span 1, estimate 1.
        private let place: UInt64

        init(_ booking: Booking) {
            (start, end) = (booking.interval.start, booking.interval.end)
            amount = booking.amount
            place =
                UInt64(UInt32(bitPattern: booking.line)) << 32
                | UInt64(UInt32(truncatingIfNeeded: booking.source) << 2)
                | (booking.isRegisterSpan ? 2 : 0) | (booking.isEstimate ? 1 : 0)
        }

        var interval: Interval { Interval(start: start, end: end) }
        var line: Int32 { Int32(truncatingIfNeeded: place >> 32) }
        /// The file in the order of evidence; -1 for what no file says.
        var source: Int { Int(Int32(truncatingIfNeeded: place) >> 2) }
        var isRegisterSpan: Bool { place & 2 != 0 }
        var isEstimate: Bool { place & 1 != 0 }

        var booking: Booking {
            Booking(
                interval: interval, amount: amount, source: source, line: line,
                isRegisterSpan: isRegisterSpan, isEstimate: isEstimate)
        }

        /// The same amount over another interval.
        func moved(to interval: Interval) -> Held { Held(booking.moved(to: interval)) }
    }
}

extension Bookings: Equatable {
    /// Tells whether all bookings are alike.
    public static func == (lhs: Bookings, rhs: Bookings) -> Bool { lhs.elementsEqual(rhs) }
}
