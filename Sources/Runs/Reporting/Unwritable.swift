import Foundation
import Glibc
import Provenance

/// Why a result could not be written (写入失败): the path as the user gave it, the system's own reason, what to do.
enum Unwritable {
    /// The failure of a path, with the number that the system gave.
    static func failure(_ path: String, code: Int32?) -> RunFailure {
        let (english, chinese) = remedy(code)
        let reason = code.map { ": " + String(cString: strerror($0)) } ?? ""
        let reasonChinese = code.map { "：" + Self.chinese($0) } ?? ""
        return RunFailure(
            "\(path) cannot be written\(reason); \(english)",
            zh: "无法写入 \(path)\(reasonChinese)；\(chinese)")
    }

    /// What `strerror` says of the numbers that writing may give, in Chinese; the number alone for others.
    private static func chinese(_ code: Int32) -> String {
        switch code {
        case ENOSPC: "磁盘空间不足"
        case EDQUOT: "超出磁盘配额"
        case EACCES: "权限不足"
        case EPERM: "不允许此操作"
        case EROFS: "文件系统为只读"
        case EEXIST: "文件已存在"
        case ENOENT: "没有该文件或文件夹"
        case ENOTDIR: "路径中有一级不是文件夹"
        case EISDIR: "这是文件夹"
        case ENAMETOOLONG: "名称过长"
        case ELOOP: "符号链接层数过多"
        case EFBIG: "文件过大"
        case EMFILE, ENFILE: "打开的文件过多"
        case EIO: "输入输出错误"
        default: "系统错误 \(code)"
        }
    }

    /// The failure of a path, from an error of Foundation.
    static func failure(_ path: String, _ error: any Error) -> RunFailure {
        if let known = error as? RunFailure { return known }
        return failure(path, code: code(of: error))
    }

    /// The failure of a file that was made in the hidden folder of an output folder.
    static func failure(staged path: String, _ error: any Error) -> RunFailure {
        failure(path.replacingOccurrences(of: "/.carbongrade-partial", with: ""), error)
    }

    private static func code(of error: any Error) -> Int32? {
        var next: NSError? = error as NSError
        while let one = next {
            if one.domain == NSPOSIXErrorDomain { return Int32(one.code) }
            next = one.userInfo[NSUnderlyingErrorKey] as? NSError
        }
        return switch CocoaError.Code(rawValue: (error as NSError).code) {
        case .fileWriteOutOfSpace: ENOSPC
        case .fileWriteNoPermission: EACCES
        case .fileWriteVolumeReadOnly: EROFS
        case .fileWriteFileExists: EEXIST
        default: nil
        }
    }

    private static func remedy(_ code: Int32?) -> (String, String) {
        switch code {
        case ENOSPC, EDQUOT: ("free some space, nothing of this run was kept", "请腾出空间；本次结果均未保留")
        case EACCES, EPERM, EROFS:
            (
                "give the right to write there, or name another folder with -o",
                "请授予写入权限，或用 -o 指定其他文件夹"
            )
        case EEXIST, ENOTDIR, EISDIR:
            (
                "something else has that name: move it away, or name another folder with -o",
                "该名称已被占用：请移走，或用 -o 指定其他文件夹"
            )
        default: ("name another folder with -o", "请用 -o 指定其他文件夹")
        }
    }
}
