import Provenance
import Testing

/// The parts of paths; Foundation's own stopped the program where a relative path was one character long.
@Suite struct PathPartsTests {
    @Test(
        "folder, name and ending, as POSIX sees them",
        arguments: [
            ("q", "", "q", ""), ("q/", "", "q", ""), ("/q", "/", "q", ""), ("/", "/", "/", ""),
            ("", "", "", ""), ("//", "/", "/", ""), ("a/b.csv", "a", "b.csv", "csv"),
            ("a//b/", "a", "b", ""), ("/a/b.tar.gz", "/a", "b.tar.gz", "gz"),
            (".hidden", "", ".hidden", ""), ("a.b/c", "a.b", "c", ""),
            // A mark that joins the slash before it hides no part.
            ("a/\u{301}b", "a", "\u{301}b", ""), ("读数/表.csv", "读数", "表.csv", "csv"),
        ])
    func parts(path: String, folder: String, name: String, ending: String) {
        #expect(path.parentFolder == folder)
        #expect(path.lastPathPart == name)
        #expect(path.nameEnding == ending)
    }
}
