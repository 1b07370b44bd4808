/// What the lines of a file tell about its encoding, line by line, so that a file of any size can be told
/// by all of its lines (编码证据).
///
/// A line feed is no part of a character in any of the encodings, so that lines speak for themselves.
struct EncodingEvidence {
    /// Lines beyond ASCII that are valid UTF-8, and that are not.
    private(set) var valid = 0
    private(set) var others = 0
    /// Of the valid ones those that are hardly anything else: characters of three bytes and more, and as
    /// GB18030 nothing that anybody writes. Two bytes alone prove little: 楼, 时, 水, 实, 平 and 一 in
    /// GB18030 are letters such as `¥` in UTF-8.
    private(set) var plainlyUTF8 = 0
    private var form = DoubleBytes()

    /// Takes the lines of a text, the last of which may be cut off.
    init(_ bytes: ArraySlice<UInt8>) {
        bytes.withUnsafeBytes { all in
            var begin = 0
            while begin < all.count {
                let end = all[begin...].firstIndex(of: 0x0A) ?? all.count
                see(UnsafeRawBufferPointer(rebasing: all[begin..<end]), isCut: end == all.count)
                begin = end + 1
            }
        }
    }

    init() {}

    /// Tells that a text is nothing but ASCII, eight bytes at a time: most files are.
    static func isASCII(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { all in
            var at = 0
            while at + 8 <= all.count {
                let word = all.loadUnaligned(fromByteOffset: at, as: UInt64.self)
                if word & 0x8080_8080_8080_8080 != 0 { return false }
                at += 8
            }
            return all[at...].allSatisfy { $0 < 0x80 }
        }
    }

    /// Takes a line.
    mutating func see(_ line: UnsafeRawBufferPointer, isCut: Bool = false) {
        guard line.contains(where: { $0 >= 0x80 }) else { return }
        var own = DoubleBytes()
        own.see(line, isCut: isCut)
        form.add(own)
        let whole =
            isCut ? line.prefix(line.count - TextEncoding.incompleteTail(of: line)) : line[...]
        guard String(validating: whole, as: UTF8.self) != nil else {
            others += 1
            return
        }
        valid += 1
        if line.contains(where: { $0 >= 0xE0 }), own.holdsRare || !own.isValid { plainlyUTF8 += 1 }
    }

    /// The encoding; nil when nothing fits.
    ///
    /// UTF-8 where every line is; else GB18030 where every line may be, unless more lines are plainly
    /// UTF-8 than are none; letters of Western Europe where bytes above 0x7F stand alone among ASCII.
    /// Files of unlike encodings that were joined are UTF-8 where more lines are than are not.
    var verdict: (encoding: TextEncoding, evidence: TextEncoding.Evidence)? {
        if others == 0 { return (.utf8, .strict) }
        if plainlyUTF8 > others { return (.utf8, .likeliest) }
        if form.isValid, form.inPairs >= form.alone { return (.gb18030, .likeliest) }
        if !form.isValid, valid > others { return (.utf8, .likeliest) }
        if form.inPairs == 0, form.alone > 0, !form.hasUnassigned {
            return (.windows1252, .likeliest)
        }
        return form.isValid ? (.gb18030, .likeliest) : nil
    }

    /// Tells that valid UTF-8 so far proves nothing for what may follow: no line is plainly that.
    var isWeak: Bool { others == 0 && valid > 0 && plainlyUTF8 == 0 && form.isValid }

    /// What the bytes above 0x7F look like as GB18030.
    private struct DoubleBytes {
        var isValid = true
        /// Characters of two bytes that both lie above 0xA0, as those of Chinese text mostly do.
        var inPairs = 0
        /// Characters whose second byte is ASCII.
        var alone = 0
        /// Bytes that Windows-1252 leaves open.
        var hasUnassigned = false
        /// Holds a character outside GB 2312, as Chinese text seldom does.
        var holdsRare = false

        mutating func add(_ other: DoubleBytes) {
            isValid = isValid && other.isValid
            inPairs += other.inPairs
            alone += other.alone
            hasUnassigned = hasUnassigned || other.hasUnassigned
            holdsRare = holdsRare || other.holdsRare
        }

        /// - Parameter isCut: The line may end within a character.
        mutating func see(_ bytes: UnsafeRawBufferPointer, isCut: Bool) {
            var index = 0
            while index < bytes.count {
                let lead = bytes[index]
                guard lead >= 0x80 else {
                    index += 1
                    continue
                }
                if [0x81, 0x8D, 0x8F, 0x90, 0x9D].contains(lead) { hasUnassigned = true }
                guard index + 1 < bytes.count else {
                    if isCut { return }
                    alone += 1
                    isValid = false
                    return
                }
                let next = bytes[index + 1]
                if lead >= 0xA1, next >= 0xA1 { inPairs += 1 } else { alone += 1 }
                if lead < 0xA1 || lead > 0xF7 || next < 0xA1 { holdsRare = true }
                if lead == 0x80 || lead == 0xFF {
                    isValid = false
                    index += 1
                } else if (0x40...0xFE).contains(next), next != 0x7F {
                    index += 2
                } else if (0x30...0x39).contains(next) {
                    guard index + 3 < bytes.count else {
                        if !isCut { isValid = false }
                        return
                    }
                    let isFour =
                        (0x81...0xFE).contains(bytes[index + 2])
                        && (0x30...0x39).contains(bytes[index + 3])
                    if !isFour { isValid = false }
                    index += isFour ? 4 : 1
                } else {
                    isValid = false
                    index += 1
                }
            }
        }
    }
}
