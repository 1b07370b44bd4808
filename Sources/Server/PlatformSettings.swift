/// How the platform is to run (平台设置).
public struct PlatformSettings: Sendable {
    /// The portfolio folder.
    public var portfolioFolder: String
    /// The folder with the published data; nil where the program finds it.
    public var dataFolder: String?
    /// The address to listen at.
    public var host = "127.0.0.1"
    /// The port; 0 takes any.
    public var port = 8080
    /// The certificate chain as PEM, for TLS.
    public var certificateFile: String?
    /// Its private key as PEM.
    public var keyFile: String?
    /// Whether a proxy before it ends TLS and says whose request it passes on.
    public var isBehindProxy = false
    /// Whether plain HTTP may be spoken beyond this machine.
    public var allowsPlainHTTP = false
    /// The key that signs certificates; nil for one that the platform makes for itself.
    public var issuerKeyFile: String?
    /// Whether the terminal shows a code for another administrator, because nobody knows a password any more.
    public var recovers = false
    /// Whether this is a demonstration: a copy of the example that goes with the process.
    public var isDemonstration = false
    /// The largest file that may be uploaded [bytes].
    public var largestUpload: Int64 = 64 << 30
    /// Whoever takes nothing of an answer for so long is given up [s]; a test on a busy machine waits longer.
    var takerPatience = 60
    /// How dear a try at a password is; tests make it cheap.
    var passwordCost = PasswordHash.Cost.standard
    /// Whether requests leave lines in the log.
    var isQuiet = false

    /// Settings for a portfolio, all else by default.
    public init(portfolioFolder: String) { self.portfolioFolder = portfolioFolder }

    /// Tells whether browsers reach it over TLS.
    var isSecure: Bool { certificateFile != nil || isBehindProxy }

    /// Why it may not start like this; nil when it may.
    public var fault: PlatformFailure? {
        if (certificateFile == nil) != (keyFile == nil) {
            return PlatformFailure(
                "--tls-certificate and --tls-key belong together",
                zh: "--tls-certificate 与 --tls-key 须同时给出")
        }
        let isLocal = ["127.0.0.1", "::1", "localhost"].contains(host)
        if !isLocal, certificateFile == nil, !isBehindProxy, !allowsPlainHTTP {
            return PlatformFailure(
                "passwords would cross the network in the clear: give --tls-certificate and --tls-key, "
                    + "or --behind-proxy where a proxy ends TLS, or --allow-plain-http",
                zh: "口令将以明文经过网络：请给出 --tls-certificate 与 --tls-key；"
                    + "若由代理终结 TLS 请用 --behind-proxy；否则请用 --allow-plain-http")
        }
        return nil
    }
}
