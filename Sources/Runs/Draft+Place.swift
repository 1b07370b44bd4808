extension Draft {
    /// Tells whether a text is a region as `sites.csv` takes it (地区代码), ISO 3166-2.
    public static func isRegion(_ text: String) -> Bool { SitesTable.isRegion(text) }

    /// Tells whether a time zone is known (时区), by its IANA name.
    public static func isZone(_ text: String) -> Bool {
        var zones = TimeZones()
        return zones.calendar(named: text) != nil
    }
}
