/// A colour of the page, in hundredths of red, green and blue.
struct Ink: Hashable, Sendable {
    let red, green, blue: Double

    init(_ hexadecimal: UInt32) {
        red = Double(hexadecimal >> 16 & 0xFF) / 255
        green = Double(hexadecimal >> 8 & 0xFF) / 255
        blue = Double(hexadecimal & 0xFF) / 255
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
