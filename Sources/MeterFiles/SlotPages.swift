/// How the sums of a meter's slots are allocated: eight days of hours at a time, so that a file of a week wastes
/// little, and behind the first four of these a month at a time, so that one of a year asks seldom.
enum SlotPages {
    private static let small = 192
    private static let smalls = 4
    private static let large = small * smalls

    /// The page in which a slot stands.
    static func page(of slot: Int) -> Int {
        slot < large ? slot / small : slot / large + smalls - 1
    }

    /// The first slot of a page.
    static func firstSlot(of page: Int) -> Int {
        page < smalls ? page * small : (page - smalls + 1) * large
    }

    /// How many slots a page holds.
    static func size(of page: Int) -> Int { page < smalls ? small : large }
}
