public import Provenance

/// Somebody with an account (用户), as the administration lists it.
public struct UserLine: Hashable, Sendable {
    /// A role over some sites.
    public struct Grant: Hashable, Sendable {
        /// The role's word, such as `viewer`.
        public let role: String
        /// `all`, `site` or `organisation`.
        public let scope: String
        /// The site's id or the organisation's path; empty for all.
        public let place: String

        /// Makes a grant.
        public init(role: String, scope: String, place: String = "") {
            self.role = role
            self.scope = scope
            self.place = place
        }

        /// The grant in words.
        func words(_ context: PageContext) -> String {
            let name = RoleWords.name(role).map(context.words) ?? role
            return switch scope {
            case "all": name + context.words(", all sites", "，全部站点")
            default: name + context.words(", \(place)", "，\(place)")
            }
        }
    }

    /// Its number.
    public let number: Int64
    /// The name for signing in.
    public let name: String
    /// The name shown.
    public let displayName: String
    /// Whether it may not sign in.
    public let isDisabled: Bool
    /// What it may do where.
    public let grants: [Grant]

    /// Makes a line.
    public init(
        number: Int64, name: String, displayName: String, isDisabled: Bool, grants: [Grant]
    ) {
        self.number = number
        self.name = name
        self.displayName = displayName
        self.isDisabled = isDisabled
        self.grants = grants
    }
}

/// Words for the roles (角色用语).
public enum RoleWords {
    private static let all: [(word: String, text: BilingualText)] = [
        ("viewer", BilingualText("viewer", zh: "查看者")),
        ("uploader", BilingualText("uploader", zh: "上传者")),
        ("accountant", BilingualText("accountant", zh: "核算员")),
        ("certifier", BilingualText("certifier", zh: "签发人")),
        ("administrator", BilingualText("administrator", zh: "管理员")),
        ("verifier", BilingualText("verifier", zh: "核查员")),
    ]

    /// The words of the roles, from the least to the most.
    static var words: [String] { all.map(\.word) }

    /// The name of a role; nil for a word that is none.
    public static func name(_ word: String) -> BilingualText? {
        all.first { $0.word == word }?.text
    }
}
