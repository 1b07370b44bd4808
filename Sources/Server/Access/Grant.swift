import EnergyLedger

/// For which sites a role holds (授权范围).
enum SiteScope: Hashable, Sendable {
    /// Every site, those that come later included.
    case all
    /// One site.
    case site(String)
    /// A unit and everything below it: `group/province`.
    case organisation(String)

    /// Tells whether a site lies inside.
    func covers(_ site: Site) -> Bool {
        switch self {
        case .all: true
        case .site(let id): site.id == id
        case .organisation(let path):
            site.organisation == path || (site.organisation?.hasPrefix(path + "/") ?? false)
        }
    }

    /// The words of the database and of JSON.
    var words: (kind: String, value: String) {
        switch self {
        case .all: ("all", "")
        case .site(let id): ("site", id)
        case .organisation(let path): ("organisation", path)
        }
    }

    /// Reads the words; nil when they are none.
    init?(kind: String, value: String) {
        switch kind {
        case "all" where value.isEmpty: self = .all
        case "site" where Self.isName(value): self = .site(value)
        case "organisation" where Self.isName(value): self = .organisation(value)
        default: return nil
        }
    }

    private static func isName(_ text: String) -> Bool {
        (1...200).contains(text.utf8.count)
            && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }
}

/// A role over some sites (授权).
struct Grant: Hashable, Sendable {
    let role: Role
    let scope: SiteScope
}

/// The sites that somebody may see: all of them, or some by their ids.
enum VisibleSites: Hashable, Sendable {
    case all
    case some(Set<String>)

    func contains(_ site: String) -> Bool {
        switch self {
        case .all: true
        case .some(let ids): ids.contains(site)
        }
    }
}
