import Foundation
import HTTPTypes
import Hummingbird

extension Platform {
    /// The user whose name and password these are.
    ///
    /// Wrong passwords count, right ones do not: by address, by address and name together, and slowly by name alone.
    /// The limits with an address refuse before the password is looked at, the right one too. That of the name alone
    /// refuses wrong passwords only: whoever tries a name from elsewhere cannot lock it, and from many addresses
    /// their guesses are still held against the password. The first that a limit refuses of an address, or of a name
    /// wherever it comes from, leaves a line in the audit log, and then one in ten minutes.
    func signedIn(_ name: String, _ password: String, from address: String) async throws -> User? {
        let key = String(name.lowercased().prefix(64))
        let pair = "address \(address) name \(key)"
        func refused(
            _ limit: RateLimiter.Rule, of whom: String, _ seconds: Int
        ) async throws -> Problem {
            metrics.count("carbongrade_sign_ins_total", ["outcome": "refused"])
            if limiter.take(.guess, by: limit.name + " " + whom) == nil {
                try await audit.add(
                    AuditLog.Event(
                        userID: nil, actor: Accounts.isName(name) ? name : "", means: "password",
                        action: "sign-in", target: "", outcome: "too-many-requests", status: 429,
                        detail: "the limit \(limit.name)", address: address))
            }
            return Problem.tooMany(seconds)
        }
        if let seconds = limiter.take(.address, by: address) {
            throw try await refused(.address, of: address, seconds)
        }
        if let seconds = limiter.take(.signIn, by: pair) {
            limiter.giveBack(.address, by: address)
            throw try await refused(.signIn, of: address, seconds)
        }
        func giveBack() {
            limiter.giveBack(.address, by: address)
            limiter.giveBack(.signIn, by: pair)
        }
        guard Accounts.isName(name), password.utf8.count <= 800 else { return nil }
        let user: User?
        do {
            user = try await accounts.user(named: name, password: password, from: address)
        } catch {
            giveBack()
            throw error
        }
        if user != nil {
            giveBack()
        } else if let seconds = limiter.take(.name, by: key) {
            throw try await refused(.name, of: key, seconds)
        }
        try await audit.add(
            AuditLog.Event(
                userID: user?.id, actor: name, means: "password", action: "sign-in", target: "",
                outcome: user == nil ? "wrong-password" : "done", status: user == nil ? 401 : 200,
                detail: "", address: address))
        metrics.count("carbongrade_sign_ins_total", ["outcome": user == nil ? "refused" : "done"])
        return user
    }

    /// Who HTTP Basic authentication stands for; only to make a token with.
    func identity(ofBasic text: String, from address: String) async throws -> Identity? {
        guard let bytes = Data(base64Encoded: text), bytes.count <= 1_200,
            let pair = String(validating: bytes, as: UTF8.self)
        else { return nil }
        let parts = pair.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            .map(String.init)
        guard parts.count == 2,
            let user = try await signedIn(parts[0], parts[1], from: address)
        else { return nil }
        return Identity(
            userID: user.id, userName: user.name, displayName: user.displayName,
            grants: user.grants, means: .password, narrowed: nil)
    }
}
