/// A colour of the page, in hundredths of red, green and blue.
struct Ink: Hashable, Sendable {
    let red, green, blue: Double

    /// - Parameter opacity: How much of the colour there is; the rest is white.
    init(_ hexadecimal: UInt32, opacity: Double = 1) {
        func part(_ shift: UInt32) -> Double {
            Double(hexadecimal >> shift & 0xFF) / 255 * opacity + 1 - opacity
        }
        (red, green, blue) = (part(16), part(8), part(0))
    }

    static let text = Ink(0x1B2A26)
    static let quiet = Ink(0x6A7A74)
    static let line = Ink(0xC9D3CE)
    static let wash = Ink(0xF2F6F3)
    static let deep = Ink(0x0E4A3A)
    static let green = Ink(0x2C8A6B)
    static let pale = Ink(0xB9D8CA)
    static let amber = Ink(0xB7791F)
    static let paper = Ink(0xFFFFFF)
}
