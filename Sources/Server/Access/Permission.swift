/// What somebody may do on the platform (权限); every route names one of these.
enum Permission: String, Hashable, Sendable, CaseIterable {
    /// Look at figures, findings, grades, plans and certificates (查看).
    case read
    /// Look at the evidence behind them: the journal, rejected rows, kept originals (查阅证据).
    case evidence
    /// Bring in meter data (上传).
    case upload
    /// Take batches back and write the tables of accounting (核算).
    case account
    /// Make reports (报告).
    case report
    /// Issue certificates and change their status (出证).
    case certify
    /// Read the audit log (审计).
    case audit
    /// Manage users, the portfolio's tables and backups (管理).
    case administer
    /// Read the measurements of the server itself (运维).
    case operate
}

/// The six roles (角色), from the least to the most; what each may do is one table.
enum Role: String, Hashable, Sendable, CaseIterable {
    /// Sees figures (查看者).
    case viewer
    /// Brings in meter data (上传者).
    case uploader
    /// Keeps the accounts (核算员).
    case accountant
    /// Issues certificates (签发人).
    case certifier
    /// Manages everything (管理员).
    case administrator
    /// Changes nothing and sees all evidence (核查员).
    case verifier

    /// What the role may do.
    var permissions: Set<Permission> {
        switch self {
        case .viewer: [.read]
        case .uploader: [.read, .evidence, .upload]
        case .accountant: [.read, .evidence, .upload, .account, .report]
        case .certifier: [.read, .evidence, .report, .certify]
        case .administrator: Set(Permission.allCases)
        case .verifier: [.read, .evidence, .audit]
        }
    }
}
