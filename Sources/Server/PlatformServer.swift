import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import Metrics
import NIOCore
import NIOSSL
import Provenance
import ServiceLifecycle

/// The running server (服务进程): the platform, its router, its jobs, until it is told to end.
public struct PlatformServer: Sendable {
    /// What is told to the person at the terminal when the server listens.
    public struct Greeting: Sendable {
        /// Where a browser finds it.
        public let address: String
        /// The code that makes the first user; nil when there is one.
        public let setupCode: String?
    }

    let platform: Platform

    /// Opens the platform.
    ///
    /// - Throws: `PlatformFailure` when it may not run like this or is served already.
    public init(_ settings: PlatformSettings) throws {
        if let fault = settings.fault { throw fault }
        platform = try Platform(settings)
    }

    init(over platform: Platform) { self.platform = platform }

    /// Serves until SIGTERM or SIGINT; requests that are under way are finished.
    public func run(_ greet: @escaping @Sendable (Greeting) -> Void) async throws {
        MetricsSystem.bootstrap(MeasurementsFactory(measurements: platform.metrics))
        try await application(greet).runService()
    }

    /// The application; tests run it without a signal.
    func application(
        _ greet: @escaping @Sendable (Greeting) -> Void = { _ in }
    ) throws -> some ApplicationProtocol {
        let platform = platform
        let settings = platform.settings
        // Headers are small, and who sends nothing for a minute is let go.
        let http = HTTPServerBuilder.http1(
            configuration: .init(
                idleTimeout: .seconds(75),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 64 << 10,
                    maxHeaderFieldCount: 100)))
        return Application(
            router: RouteTable.router(platform), server: try secured(http),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port), serverName: nil),
            services: [JobWorker(platform: platform), Ending(platform: platform)],
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? settings.port
                let scheme = settings.certificateFile == nil ? "http" : "https"
                let host = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
                let code = try? await platform.newSetupCode()
                greet(Greeting(address: "\(scheme)://\(host):\(port)/", setupCode: code))
            },
            logger: platform.logger)
    }

    private func secured(_ http: HTTPServerBuilder) throws -> HTTPServerBuilder {
        let settings = platform.settings
        guard let certificate = settings.certificateFile, let key = settings.keyFile else {
            return http
        }
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(certificate)
            var tls = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
            tls.minimumTLSVersion = .tlsv12
            return try .tls(http, tlsConfiguration: tls)
        } catch {
            throw PlatformFailure(
                "the certificate or its key cannot be read as PEM", zh: "无法读取 PEM 证书或私钥")
        }
    }
}

/// Tells the platform when the server is about to end.
private struct Ending: Service {
    let platform: Platform

    func run() async throws {
        try await gracefulShutdown()
        platform.isStopping.set()
    }
}
