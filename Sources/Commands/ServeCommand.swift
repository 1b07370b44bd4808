import ArgumentParser
import Foundation
import Provenance
import Runs
import Server
import Synchronization

/// `serve`: the platform.
struct ServeCommand: ParsableCommand, CommandWithOptions {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: Help.text(
            "The platform: browser and API over the same ledger.", zh: "平台：同一台账上的网页与接口。"),
        discussion: Help.text(
            """
            Serves the portfolio folder to browsers and programs. The first start prints a code; whoever
            types it at the address printed beside it becomes administrator. Plain HTTP is spoken on
            this machine only, unless a certificate is given or a proxy ends TLS.

            Examples:
              carbongrade serve -C my-site
              carbongrade serve --demo
              carbongrade serve -C my-site --host 0.0.0.0 --port 443 \\
                --tls-certificate chain.pem --tls-key key.pem
              carbongrade serve -C my-site --behind-proxy
            """,
            zh: """
                向浏览器和程序提供组合文件夹。首次启动会显示设置码；在所示地址输入该码者成为管理员。除非给出证书
                或由代理终结 TLS，明文 HTTP 仅限本机。

                示例：
                  carbongrade serve -C my-site
                  carbongrade serve --demo
                  carbongrade serve -C my-site --host 0.0.0.0 --port 443 \\
                    --tls-certificate chain.pem --tls-key key.pem
                  carbongrade serve -C my-site --behind-proxy
                """))

    @OptionGroup var options: CommonOptions

    @Option(help: Help.of("The address to listen at.", zh: "监听地址。"))
    var host = "127.0.0.1"

    @Option(help: Help.of("The port; 0 takes any.", zh: "端口；0 为任意。"))
    var port = 8080

    @Option(help: Help.of("The certificate chain, PEM.", zh: "证书链，PEM。", valueName: "file"))
    var tlsCertificate: String?

    @Option(
        help: Help.of("The certificate's private key, PEM.", zh: "证书私钥，PEM。", valueName: "file"))
    var tlsKey: String?

    @Flag(
        help: Help.of(
            "A proxy before it ends TLS and sets X-Forwarded-For.",
            zh: "前置代理终结 TLS 并设置 X-Forwarded-For。"))
    var behindProxy = false

    @Flag(help: Help.of("Speak plain HTTP beyond this machine.", zh: "允许在本机之外使用明文 HTTP。"))
    var allowPlainHTTP = false

    @Option(
        help: Help.of(
            "The key that signs certificates. (default: one of its own)", zh: "签发证书的私钥。（默认自行生成）",
            valueName: "file"))
    var key: String?

    @Flag(
        help: Help.of(
            "Show a code for another administrator, where nobody knows a password any more.",
            zh: "显示用于新增管理员的设置码，适用于无人知道口令时。"))
    var recover = false

    @Flag(
        help: Help.of(
            "Serve a copy of the example, which goes with the process.", zh: "使用示例的副本，进程结束即删除。"))
    var demo = false

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError(options.words("--port is 0 to 65535", zh: "--port 应为 0 到 65535"))
        }
    }

    func run() throws {
        var settings = PlatformSettings(portfolioFolder: options.folder)
        settings.dataFolder = options.dataFolder
        settings.host = host
        settings.port = port
        settings.certificateFile = tlsCertificate
        settings.keyFile = tlsKey
        settings.isBehindProxy = behindProxy
        settings.allowsPlainHTTP = allowPlainHTTP
        settings.issuerKeyFile = key
        settings.recovers = recover
        if let fault = settings.fault {
            throw ValidationError(fault.reason.text(in: options.language))
        }
        let demonstration = demo ? try Demonstration(dataFolder: options.dataFolder) : nil
        defer { demonstration?.remove() }
        if let demonstration { settings.portfolioFolder = demonstration.folder }
        let options = options
        if !FileManager.default.fileExists(atPath: settings.portfolioFolder) {
            Terminal.note(
                options.words(
                    "There is no folder \(options.folder): it is made, and a new platform begins in it\n",
                    zh: "文件夹 \(options.folder) 不存在：将新建该文件夹并在其中建立新平台\n"))
        }
        let server = try PlatformServer(settings)
        try Waiting.wait {
            try await server.run { greeting in
                Terminal.print(
                    options.words("Listening at ", zh: "监听 ") + greeting.address + "\n")
                guard let code = greeting.setupCode else { return }
                Terminal.print(
                    options.words(
                        "To become administrator open \(greeting.address)setup and type the code \(code)\n",
                        zh: "请打开 \(greeting.address)setup 并输入设置码 \(code) 以成为管理员\n"))
            }
        }
    }
}

/// Waits for work that is asynchronous, from a command that is not.
enum Waiting {
    static func wait(_ body: @escaping @Sendable () async throws -> Void) throws {
        try value(body)
    }

    static func value<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) throws -> Value {
        let done = DispatchSemaphore(value: 0)
        let result = Mutex<Result<Value, any Error>?>(nil)
        Task {
            let ended: Result<Value, any Error>
            do { ended = .success(try await body()) } catch { ended = .failure(error) }
            result.withLock { $0 = ended }
            done.signal()
        }
        done.wait()
        guard let ended = result.withLock({ $0 }) else { throw CancellationError() }
        return try ended.get()
    }
}
