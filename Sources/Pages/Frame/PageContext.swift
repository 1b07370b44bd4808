public import Provenance

/// What every page knows beside its own matter (页面上下文): who looks, in which language, and what
/// was just done.
public struct PageContext: Sendable {
    /// What somebody may do on pages (权限); what a role may not do is not offered.
    public enum Permission: String, Hashable, Sendable, CaseIterable {
        /// Look at figures.
        case read
        /// Look at the evidence behind them.
        case evidence
        /// Bring in meter data.
        case upload
        /// Take batches back and write the tables of accounting.
        case account
        /// Make reports.
        case report
        /// Issue certificates and change their status.
        case certify
        /// Read the audit log.
        case audit
        /// Manage users, tables and backups.
        case administer
        /// Read the measurements of the server itself.
        case operate
    }

    /// Somebody who signed in.
    public struct User: Hashable, Sendable {
        /// The name shown.
        public var name: String
        /// The role in words.
        public var role: BilingualText
        /// What the role may do.
        public var permissions: Set<Permission>

        /// Makes a user.
        public init(name: String, role: BilingualText, permissions: Set<Permission>) {
            self.name = name
            self.role = role
            self.permissions = permissions
        }
    }

    /// Something to tell once, above the page.
    public struct Notice: Hashable, Sendable {
        /// How it is meant.
        public enum Kind: String, Hashable, Sendable { case done, note, wrong }

        /// How it is meant.
        public var kind: Kind
        /// What is told.
        public var text: BilingualText

        /// Makes a notice.
        public init(_ kind: Kind, _ text: BilingualText) {
            self.kind = kind
            self.text = text
        }
    }

    /// Light or dark.
    public enum Theme: String, Hashable, Sendable, CaseIterable { case auto, light, dark }

    /// Chinese or English; `both` is shown as Chinese.
    public var language: Language
    /// Light, dark, or as the browser asks.
    public var theme: Theme
    /// Who looks; nil for a stranger.
    public var user: User?
    /// The token that every form sends back against forged requests.
    public var formToken: String
    /// The path and query that were asked for: `/sites/A?period=2026`.
    public var address: PageAddress
    /// What was just done.
    public var notices: [Notice]
    /// Whose platform it is.
    public var organisation: BilingualText?
    /// The release of the emission factors in use.
    public var factorRelease: String?

    /// Makes a context.
    public init(
        language: Language, theme: Theme = .auto, user: User? = nil, formToken: String = "",
        address: PageAddress = PageAddress("/"), notices: [Notice] = [],
        organisation: BilingualText? = nil, factorRelease: String? = nil
    ) {
        self.language = language
        self.theme = theme
        self.user = user
        self.formToken = formToken
        self.address = address
        self.notices = notices
        self.organisation = organisation
        self.factorRelease = factorRelease
    }

    /// Tells whether who looks may do something.
    public func may(_ permission: Permission) -> Bool {
        user?.permissions.contains(permission) ?? false
    }

    /// Words in the language of the page.
    func words(_ english: String, _ chinese: String) -> String {
        language == .english ? english : chinese
    }

    /// Words in the language of the page.
    func words(_ text: BilingualText) -> String { words(text.english, text.chinese) }

    /// The language of texts that the street makes.
    var spoken: Language { language == .english ? .english : .chinese }
}
