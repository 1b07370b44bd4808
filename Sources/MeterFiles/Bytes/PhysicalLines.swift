import Glibc

/// Cuts blocks of bytes into physical lines and counts them; LF, CRLF and a lone CR end a line.
struct PhysicalLines {
    /// A line longer than this [bytes] is no line of a meter file; it is given cut, but still longer
    /// than this, so that its reader can tell.
    static let longest = 8 << 20

    private var carry: [UInt8] = []
    /// How many lines were given.
    private(set) var count = 0

    /// Tells whether a line has begun and not ended.
    var isInside: Bool { !carry.isEmpty }

    /// Takes note of lines that were read elsewhere; none may have begun here.
    mutating func skip(to line: Int) { count = line }

    /// Gives every line that a block completes, with its terminator; `body` returns false to stop.
    mutating func feed(
        _ block: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer, Int) throws -> Bool
    ) rethrows -> Bool {
        var rest = block
        if carry.last == UInt8(ascii: "\r"), rest.first != UInt8(ascii: "\n") {
            guard try giveCarry(body) else { return false }
        }
        while let end = Self.endOfLine(in: rest) {
            let line = UnsafeRawBufferPointer(rebasing: rest[..<end])
            rest = UnsafeRawBufferPointer(rebasing: rest[end...])
            if carry.isEmpty {
                guard try give(line, body) else { return false }
            } else {
                carry.append(contentsOf: line)
                guard try giveCarry(body) else { return false }
            }
        }
        carry.append(contentsOf: rest.prefix(max(0, Self.longest + 1 - carry.count)))
        return true
    }

    /// Gives the last line when it has no terminator; one is added.
    mutating func finish(_ body: (UnsafeRawBufferPointer, Int) throws -> Bool) rethrows {
        guard !carry.isEmpty else { return }
        if carry.last != UInt8(ascii: "\r") { carry.append(UInt8(ascii: "\n")) }
        _ = try giveCarry(body)
    }

    private mutating func give(
        _ line: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer, Int) throws -> Bool
    ) rethrows -> Bool {
        count += 1
        return try body(line, count)
    }

    private mutating func giveCarry(
        _ body: (UnsafeRawBufferPointer, Int) throws -> Bool
    ) rethrows -> Bool {
        let line = carry
        carry.removeAll(keepingCapacity: true)
        count += 1
        let number = count
        return try line.withUnsafeBytes { try body($0, number) }
    }

    /// The offset after the terminator of the first line; nil when the block has no whole line.
    /// A CR at the very end waits for the next block, which may begin with its LF.
    private static func endOfLine(in bytes: UnsafeRawBufferPointer) -> Int? {
        guard let base = bytes.baseAddress, bytes.count > 0 else { return nil }
        let newline = memchr(base, 0x0A, bytes.count).map { UnsafeRawPointer($0) - base }
        let reach = newline ?? bytes.count
        guard let hit = memchr(base, 0x0D, reach) else { return newline.map { $0 + 1 } }
        let carriageReturn = UnsafeRawPointer(hit) - base
        if carriageReturn + 1 == newline { return carriageReturn + 2 }
        if carriageReturn + 1 == bytes.count { return nil }
        return carriageReturn + 1
    }
}
