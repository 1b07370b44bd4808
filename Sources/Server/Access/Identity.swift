import EnergyLedger

/// Who asks (访问主体): a user at a browser, or a program with a user's token.
struct Identity: Sendable {
    /// How the user was recognised.
    enum Means: Hashable, Sendable {
        /// A browser's session, with the word that its forms must carry.
        case session(id: String, formWord: String)
        /// A token.
        case token(id: String)
        /// Name and password with the request itself, by which a token or a user is made.
        case password
    }

    let userID: Int64
    let userName: String
    let displayName: String
    let grants: [Grant]
    let means: Means
    /// What a token is narrowed to; nil for all that its user may.
    let narrowed: Set<Permission>?

    /// Tells whether it may do something at some site at least.
    func may(_ permission: Permission) -> Bool {
        isNotNarrowed(permission) && grants.contains { $0.role.permissions.contains(permission) }
    }

    /// Tells whether it may do something at a site.
    func may(_ permission: Permission, at site: Site) -> Bool {
        isNotNarrowed(permission)
            && grants.contains { $0.role.permissions.contains(permission) && $0.scope.covers(site) }
    }

    /// Tells whether it may do something everywhere, also at sites to come.
    func mayEverywhere(_ permission: Permission) -> Bool {
        isNotNarrowed(permission)
            && grants.contains { $0.role.permissions.contains(permission) && $0.scope == .all }
    }

    /// The sites where it may do something.
    func sites(where permission: Permission, of sites: [Site]) -> VisibleSites {
        if mayEverywhere(permission) { return .all }
        return .some(Set(sites.filter { may(permission, at: $0) }.map(\.id)))
    }

    /// What it may do at some site at least.
    var permissions: Set<Permission> { Set(Permission.allCases.filter { may($0) }) }

    private func isNotNarrowed(_ permission: Permission) -> Bool {
        narrowed?.contains(permission) ?? true
    }
}
