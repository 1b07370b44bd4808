import Provenance

/// A command that works on files or a folder of this machine, and what to do instead with a platform (仅限本机的命令).
protocol LocalCommand: CommandWithOptions {
    static var onPlatform: BilingualText { get }
}

extension InitCommand: LocalCommand {
    static let onPlatform = BilingualText(
        "a platform is set up in the browser, at its first start",
        zh: "平台在首次启动时由浏览器建立")
}

extension InspectCommand: LocalCommand {
    static let onPlatform = BilingualText(
        "it reads files of this machine, without a platform; `ingest --dry-run --server` tries them there",
        zh: "该命令读取本机文件，无需平台；在平台上试读请用 `ingest --dry-run --server`")
}

extension RunCommand: LocalCommand {
    static let onPlatform = BilingualText(
        "it is `ingest`, `check`, `account`, `grade`, `plan` and `report` in one: each of them takes --server",
        zh: "该命令等于依次执行 `ingest`、`check`、`account`、`grade`、`plan`、`report`：它们均支持 --server")
}

extension MeasuresCommand.Verify: LocalCommand {
    static let onPlatform = BilingualText(
        "run it in the folder that the platform serves", zh: "请在平台所服务的文件夹中运行")
}

extension KeygenCommand: LocalCommand {
    static let onPlatform = BilingualText(
        "a private key is made where it is kept, and never sent", zh: "私钥在保管处生成，从不发送")
}

extension VerifyCommand: LocalCommand {
    static let onPlatform = BilingualText(
        "a certificate is verified here, without asking who issued it; the platform's own page for strangers is /verify",
        zh: "证书在本机验证，无须询问签发方；平台供公众验证的页面为 /verify")
}

extension RenewCommand: LocalCommand {
    static let onPlatform = BilingualText(
        "a platform signs its status lists anew by itself", zh: "平台自行重新签署其状态列表")
}

extension ServeCommand: LocalCommand {
    static let onPlatform = BilingualText(
        "it is the platform itself; --host and --port say where it listens",
        zh: "该命令即平台本身；监听地址用 --host 和 --port 指定")
}

extension BackupCommand: LocalCommand {
    static let onPlatform = BilingualText(
        "a platform keeps its own backups: ask for one on its page *Administration*, or with POST /api/v1/backups",
        zh: "平台自行保存备份：请在其“管理”页面，或以 POST /api/v1/backups 建立")
}

extension RestoreCommand: LocalCommand {
    static let onPlatform = BilingualText(
        "a backup is restored on the platform's machine, into a new folder that is then served",
        zh: "请在平台所在机器上将备份恢复至新文件夹，再以该文件夹启动平台")
}
