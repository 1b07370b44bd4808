#!/usr/bin/env python3
"""Holds a PDF against the rules of PDF/A-3, level B, that concern a page of text, lines and one attachment.

    check_archive.py FILE [--attached NAME]

Prints what was looked at, or a line for each broken rule and ends with 1. It follows ISO 19005-3 by clause, as a
validator would, for everything that such a page can hold; it is no validator of the whole standard. Needs
pikepdf, and fontTools for what stands inside the fonts.
"""
import re
import sys
import xml.etree.ElementTree as ET
from io import BytesIO

import pikepdf
from fontTools.ttLib import TTFont

NAMES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
}
faults = []
looked = {}


def hold(is_kept, clause, words):
    looked[clause] = looked.get(clause, 0) + 1
    if not is_kept:
        faults.append(f"{clause}: {words}")


def check_file(raw, pdf):
    hold(re.match(rb"%PDF-1\.[0-7]\r?\n%[\x80-\xff]{4}", raw), "6.1.2", "the head of the file")
    name = pdf.trailer.get("/ID")
    hold(name is not None and len(name) == 2 and len(bytes(name[0])) >= 16, "6.1.3", "no ID in the trailer")
    hold("/Encrypt" not in pdf.trailer, "6.1.3", "it is encrypted")
    hold(raw.rstrip(b"\r\n").endswith(b"%%EOF"), "6.1.3", "something follows the end")
    hold(not pdf.is_linearized, "6.1.3", "linearized")
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream):
            filters = item.get("/Filter", [])
            filters = [filters] if isinstance(filters, pikepdf.Name) else list(filters)
            for one in filters:
                hold(str(one) in ("/FlateDecode", "/DCTDecode"), "6.1.7.2", f"filter {one}")
            hold(not {"/F", "/FFilter", "/FDecodeParms"} & set(item.keys()), "6.1.7.1", "a stream outside the file")


def check_colours(pdf):
    intents = [one for one in pdf.Root.get("/OutputIntents", []) if one.get("/S") == "/GTS_PDFA1"]
    hold(len(intents) == 1, "6.2.3", "not one output intent of PDF/A")
    for intent in intents:
        profile = intent.DestOutputProfile.read_bytes()
        size = int.from_bytes(profile[:4], "big")
        hold(size == len(profile), "6.2.3", "the size of the profile")
        hold(profile[36:40] == b"acsp" and profile[8] in (2, 4), "6.2.3", "no profile of version 2 or 4")
        hold(profile[12:16] in (b"mntr", b"prtr"), "6.2.3", "its class")
        hold(profile[16:20] == b"RGB " and intent.DestOutputProfile.N == 3, "6.2.3", "its colours")
        tags = {profile[132 + 12 * n:136 + 12 * n] for n in range(int.from_bytes(profile[128:132], "big"))}
        wanted = {b"desc", b"cprt", b"wtpt", b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC"}
        hold(wanted <= tags, "6.2.3", f"it lacks {wanted - tags}")
    operators = set()
    for page in pdf.pages:
        for instruction in pikepdf.parse_content_stream(page):
            operators.add(str(instruction.operator))
        for _, state in page.Resources.get("/ExtGState", {}).items():
            hold("/TR" not in state and "/HTP" not in state, "6.2.5", "a transfer function")
            hold(state.get("/BM", "/Normal") == "/Normal", "6.2.10", "a blend mode")
        group = page.get("/Group")
        hold(group is None or group.get("/CS") == "/DeviceRGB", "6.2.10", "a group without colours")
        for _, one in page.Resources.get("/XObject", {}).items():
            hold(one.get("/Subtype") in ("/Form", "/Image") and "/PS" not in one, "6.2.9", "an external object")
            hold(not one.get("/Interpolate", False), "6.2.8", "interpolation")
    # DeviceRGB is what the output intent says; DeviceGray always is; DeviceCMYK would be nothing.
    hold(not operators & {"k", "K"}, "6.2.4.3", "colours of ink")


def codes(page, font_name):
    """The codes that a page draws with a font."""
    font, found = None, []
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator == "Tf":
            font = str(instruction.operands[0])
        elif operator in ("Tj", "TJ") and font == font_name:
            parts = instruction.operands[0]
            for part in parts if operator == "TJ" else [parts]:
                if isinstance(part, pikepdf.String):
                    found.append(bytes(part))
    return b"".join(found)


def check_fonts(pdf):
    for page in pdf.pages:
        for name, font in page.Resources.get("/Font", {}).items():
            drawn = codes(page, name)
            kind = str(font.Subtype)
            hold(kind in ("/Type0", "/TrueType", "/Type1"), "6.2.11.2", f"{name} is {kind}")
            inner = font.DescendantFonts[0] if kind == "/Type0" else font
            about = inner.FontDescriptor
            stream = about.get("/FontFile2", about.get("/FontFile3"))
            hold(stream is not None, "6.2.11.4.1", f"{name} is not in the file")
            hold("/ToUnicode" in font, "6.2.11.7.2", f"{name} tells no letters")
            if stream is None or "/FontFile2" not in about:
                continue
            inside = TTFont(BytesIO(stream.read_bytes()))
            glyphs = inside["maxp"].numGlyphs
            units = inside["head"].unitsPerEm
            if kind == "/Type0":
                hold(str(font.Encoding) == "/Identity-H", "6.2.11.3.3", f"{name}: {font.Encoding}")
                hold(inner.get("/CIDToGIDMap") == "/Identity", "6.2.11.3.2", f"{name} has no CIDToGIDMap")
                widths = {}
                array = list(inner.W)
                for place in range(0, len(array), 2):
                    for step, width in enumerate(array[place + 1]):
                        widths[int(array[place]) + step] = float(width)
                used = {int.from_bytes(drawn[n:n + 2], "big") for n in range(0, len(drawn), 2)}
                pairs = [(glyph, widths.get(glyph)) for glyph in used]
            else:
                hold(str(font.get("/Encoding")) == "/WinAnsiEncoding" and not about.Flags & 4,
                     "6.2.11.6", f"{name} is neither symbolic nor of a known encoding")
                tables = {(t.platformID, t.platEncID): t.cmap for t in inside["cmap"].tables}
                hold((3, 1) in tables or (1, 0) in tables, "6.2.11.6", f"{name} has no table of letters")
                pairs = []
                for code in set(drawn):
                    letter = ord(bytes([code]).decode("cp1252", "replace"))
                    glyph = tables.get((3, 1), {}).get(letter) or tables.get((1, 0), {}).get(
                        bytes([code]).decode("cp1252").encode("mac_roman", "replace")[0])
                    hold(glyph is not None, "6.2.11.4.1", f"{name} lacks the letter {code}")
                    if glyph is not None:
                        pairs.append((inside.getGlyphID(glyph), float(font.Widths[code - int(font.FirstChar)])))
            for glyph, width in pairs:
                hold(0 < glyph < glyphs, "6.2.11.8", f"{name} draws .notdef or a glyph that is not there: {glyph}")
                if glyph < glyphs:
                    real = inside["hmtx"][inside.getGlyphName(glyph)][0] * 1000 / units
                    hold(width is not None and abs(real - width) <= 1, "6.2.11.5", f"{name}, glyph {glyph}: {width} for {real}")


def check_marks(pdf):
    for number, page in enumerate(pdf.pages, 1):
        hold("/AA" not in page, "6.5.2", f"page {number} acts")
        for mark in page.get("/Annots", []):
            hold(mark.Subtype == "/Link", "6.3.1", f"a mark {mark.Subtype}")
            flags = int(mark.get("/F", 0))
            hold(flags & 4 and not flags & (1 | 2 | 32), "6.3.2", "a mark that is not printed")
            hold("/A" not in mark, "6.5.1", "a mark that acts")
            hold(mark.Dest[0].get("/Type") == "/Page", "6.5", "a link to no page")
    for name in ("/AA", "/OpenAction", "/Requirements", "/Perms", "/NeedsRendering"):
        hold(name not in pdf.Root, "6.5", f"{name} in the catalogue")
    hold("/JavaScript" not in pdf.Root.get("/Names", {}), "6.5.1", "scripts")
    hold("/XFA" not in pdf.Root.get("/AcroForm", {}), "6.4.2", "a form")


def moment(text):
    return re.sub(r"[^0-9]", "", text)


def check_metadata(pdf):
    metadata = pdf.Root.get("/Metadata")
    hold(metadata is not None, "6.6.2.1", "no metadata")
    if metadata is None:
        return
    hold(metadata.Type == "/Metadata" and metadata.Subtype == "/XML", "6.6.2.1", "its type")
    text = metadata.read_bytes().decode("utf-8")
    head = text.split("?>", 1)[0]
    hold("bytes=" not in head and "encoding=" not in head, "6.6.2.1", "its head")
    hold(text.rstrip().endswith('<?xpacket end="w"?>'), "6.6.2.1", "its end")
    tree = ET.fromstring(text.split("?>", 1)[1].rsplit("<?", 1)[0])

    def said(path):
        one = tree.find(".//" + path, NAMES)
        return None if one is None else one.text

    hold(said("pdfaid:part") == "3" and said("pdfaid:conformance") == "B", "6.6.4", "which standard it follows")
    pairs = {
        "/Title": said("dc:title/rdf:Alt/rdf:li"), "/Subject": said("dc:description/rdf:Alt/rdf:li"),
        "/Creator": said("xmp:CreatorTool"), "/Producer": said("pdf:Producer"),
    }
    for name, words in pairs.items():
        hold(str(pdf.docinfo.get(name, "")) == (words or ""), "6.6.3", f"{name} is another in the metadata")
    hold(moment(str(pdf.docinfo["/CreationDate"])) == moment(said("xmp:CreateDate")), "6.6.3", "the day of its making")
    hold(moment(str(pdf.docinfo["/ModDate"])) == moment(said("xmp:ModifyDate")), "6.6.3", "the day of its change")


def check_attachments(pdf, wanted):
    names = pdf.Root.get("/Names", {}).get("/EmbeddedFiles", {}).get("/Names", [])
    files = [names[n] for n in range(1, len(names), 2)]
    hold([str(names[n]) for n in range(0, len(names), 2)] == wanted, "6.8", f"attached are not {wanted}")
    related = [one.objgen for one in pdf.Root.get("/AF", [])]
    for one in files:
        hold(one.objgen in related, "6.8", "an attachment that nothing relates to the document")
        hold("/F" in one and "/UF" in one and str(one.F) == str(one.UF), "6.8", "its names")
        hold(str(one.get("/AFRelationship")) in ("/Source", "/Data", "/Alternative", "/Supplement", "/Unspecified"),
             "6.8", "how it relates")
        stream = one.EF.F
        hold(re.fullmatch(r"/[a-z]+/[a-z0-9.+-]+", str(stream.get("/Subtype"))), "6.8", f"its kind {stream.get('/Subtype')}")
        hold(int(stream.Params.Size) == len(stream.read_bytes()) and "/ModDate" in stream.Params, "6.8", "its size or day")


def main(path, wanted):
    raw = open(path, "rb").read()
    with pikepdf.open(path) as pdf:
        check_file(raw, pdf)
        check_colours(pdf)
        check_fonts(pdf)
        check_marks(pdf)
        check_metadata(pdf)
        check_attachments(pdf, wanted)
    for fault in sorted(set(faults)):
        print(fault)
    print(f"{sum(looked.values())} checks of {len(looked)} clauses, {len(faults)} broken")
    return 1 if faults else 0


if __name__ == "__main__":
    attached = sys.argv[sys.argv.index("--attached") + 1:] if "--attached" in sys.argv else []
    sys.exit(main(sys.argv[1], attached))
