/// The parts of a file's path (路径), byte by byte.
///
/// Foundation's own stop the program on Linux where a relative path is one character long.
extension String {
    /// The path of the folder in which it lies; empty for a bare name, `/` for what lies at the root.
    package var parentFolder: String {
        let path = withoutLastSlashes
        guard let slash = path.lastIndex(of: UInt8(ascii: "/")) else { return "" }
        let folder = path[..<slash].dropLast(while: { $0 == UInt8(ascii: "/") })
        return folder.isEmpty ? "/" : String(Substring(folder))
    }

    /// The name after the last slash; `/` of the root itself.
    package var lastPathPart: String {
        let path = withoutLastSlashes
        guard let slash = path.lastIndex(of: UInt8(ascii: "/")) else {
            return String(Substring(path))
        }
        return path.count == 1 ? "/" : String(Substring(path[path.index(after: slash)...]))
    }

    /// What follows the last full stop of the name; empty where there is none, or nothing before it.
    package var nameEnding: String {
        let name = lastPathPart.utf8
        guard let stop = name.lastIndex(of: UInt8(ascii: ".")), stop != name.startIndex else {
            return ""
        }
        return String(Substring(name[name.index(after: stop)...]))
    }

    private var withoutLastSlashes: Substring.UTF8View {
        let path = utf8[...].dropLast(while: { $0 == UInt8(ascii: "/") })
        return path.isEmpty && !isEmpty ? utf8.prefix(1) : path
    }
}

extension Substring.UTF8View {
    fileprivate func dropLast(while isDropped: (UInt8) -> Bool) -> Substring.UTF8View {
        var rest = self
        while let last = rest.last, isDropped(last) { rest.removeLast() }
        return rest
    }
}
