import Provenance

/// A document as it was drawn, not yet in the form in which it is handed out (已绘制的页面).
public struct DrawnPage {
    /// The bytes that cairo wrote.
    let bytes: [UInt8]
    /// What it says of itself.
    let imprint: PaperImprint

    /// The document opened to be continued.
    var paper: PaperFile {
        get throws(DocumentFailure) {
            guard let paper = PaperFile(bytes) else {
                throw DocumentFailure(
                    reason: BilingualText(
                        "the PDF library writes a form that is not known", zh: "PDF 库的输出格式未知"))
            }
            return paper
        }
    }

    /// A place of a page that leads to a page (页内链接).
    struct Link {
        /// The page that bears it, from 1.
        let page: Int
        /// Its corners, in points from the lower left corner of the page.
        let left, bottom, right, top: Double
        /// The page that it leads to, from 1.
        let target: Int
    }

    /// The document in the archival form, with links between its pages.
    func archived(links: [Link] = []) throws(DocumentFailure) -> [UInt8] {
        let paper = try paper
        var update = PaperUpdate(of: paper)
        let archival = ArchivalForm.add(to: &update, imprint)
        let pages = paper.pages
        for (page, links) in Dictionary(grouping: links, by: \.page).sorted(by: { $0.key < $1.key })
        {
            guard pages.indices.contains(page - 1),
                let inside = paper.dictionary(pages[page - 1])
            else { continue }
            let marks = links.filter { pages.indices.contains($0.target - 1) }.map { link in
                let corners = [link.left, link.bottom, link.right, link.top]
                    .map { String(Int($0.rounded())) }.joined(separator: " ")
                // Flag 4: printed, as 6.3.2 wants it of every mark.
                let number = update.add(
                    "/Type /Annot /Subtype /Link /Rect [ \(corners) ] /Border [ 0 0 0 ] /F 4 "
                        + "/Dest [ \(pages[link.target - 1]) 0 R /Fit ]")
                return "\(number) 0 R"
            }
            update.replace(
                pages[page - 1], by: inside + " /Annots [ \(marks.joined(separator: " ")) ]")
        }
        update.replace(paper.root, by: paper.catalogue + archival)
        _ = update.end(with: ArchivalForm.identifier(bytes))
        return update.bytes
    }
}
