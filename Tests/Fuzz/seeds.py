#!/usr/bin/env python3
"""Writes the texts that fuzzing begins with: FOLDER/TARGET/NUMBER.

Most are the project's own tests: the queries of the golden scripts, the files beside them, the lessons. The
others are made here. What must be kept besides them lies in Tests/Fuzz/corpus.

    seeds.py FOLDER
"""
import gzip
import io
import json
import pathlib
import re
import shutil
import struct
import sys
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "Tests" / "Scripts"
# Longer texts only make a fuzzer slow.
LONGEST = 4_000


def queries():
    """The queries of the golden scripts, and texts of every kind of node."""
    for path in sorted(SCRIPTS.rglob("*.test")):
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            query = block.split("\n---")[0]
            query = "\n".join(line for line in query.split("\n") if not line.startswith("#"))
            if query.strip() and "{{" not in query:
                yield query.encode()
    for path in sorted(SCRIPTS.rglob("*.kql")):
        for part in path.read_text(encoding="utf-8").split("\n\n"):
            yield part.encode()


def files(*endings):
    for path in sorted(SCRIPTS.rglob("*")):
        if path.suffix in endings and path.is_file():
            yield path.read_bytes()


def tables():
    """Tables of PC-Axis, each with something of its own."""
    head = 'CHARSET="ANSI";\nCODEPAGE="utf-8";\nDECIMALS=1;\nTITLE="a "\n"b";\nSTUB="a","b";\nHEADING="c";\n'
    values = 'VALUES("a")="x","ø";\nVALUES("b")="1";\nVALUES("c")="2023","2024";\n'
    more = 'CODES("a")="1","2";\nTIMEVAL("c")=TLIST(A1,"2023"-"2024");\nDATASYMBOLNIL="-";\nDATASYMBOL2="..";\n'
    for data in ['1 2.5 -3 ".."', '1,2\n;3', '"-" "..." 1e5 00', '1 2 3', '1 2 3 4 5', '99999999999999999999 0.1 1 2']:
        yield f"{head}{values}{more}DATA=\n{data};\n".encode()
    yield (head + values + 'KEYS("a")=VALUES;\nKEYS("b")=CODES;\nDATA=\n"x","1",1 2\n"ø","1",3 4;').encode()
    english = 'LANGUAGE="da";\nLANGUAGES="da","en";\nVALUES[en]("a")="y","z";\nNOTEX[en]="n#m";\nUNITS="kr";\n'
    yield (head + values + english + "DATA=1 2 3 4;").encode("cp1252")
    yield b"\xef\xbb\xbf" + (head + values).encode()
    yield from files(".px")


def cubes():
    """Data sets of JSON-stat, of both versions."""
    category = '{"category":{"index":["x","y"],"label":{"x":"X"},"unit":{"x":{"base":"kr"}}},"label":"A","note":["n"]}'
    for value in ["[1,2.5]", '["1",null]', '{"0":1,"1":-2e3}', '{"1":"x"}', "[1]", "{}", "[1e30,12345678901234567890]"]:
        for status in ["", ',"status":["a","b"]', ',"status":{"1":"e"}', ',"status":"p"']:
            yield (
                '{"version":"2.0","class":"dataset","id":["a"],"size":[2],"role":{"time":["a"]},"source":"s",'
                f'"dimension":{{"a":{category}}},"value":{value}{status}}}').encode()
    yield (
        '{"t":{"label":"l","dimension":{"id":["a"],"size":[2],"a":{"category":{"index":{"x":1,"y":0}}}},'
        '"value":[1,2],"extension":{"px":{"tableid":"T"}}}}').encode()
    yield b'{"class":"collection","link":{"item":[{"dimension":{},"label":"x"}]}}'
    yield from files(".jsonstat", ".json")


def records():
    for text in [
        '{"a":1,"b":"x"}\n{"a":2.5,"c":null}\n', '[{"a":true},\n {"a":"\\u00e6\\ud83d\\ude42"}]', '{"a":{"b":[1,{}]}}\n',
        '{\n"a":1\n}\n{\n"a":"2024-01-01T00:00:00Z"}', '{"a":9223372036854775808}\n{"a":1e400}', '{"a":1,"a":2}', "[]", '{"":""}',
        '{"a":"' + "x" * 40 + '"}\n{"a":12}\n' * 3,
    ]:
        yield text.encode()
    yield from files(".ndjson", ".jsonl", ".json")


def delimited():
    for text in [
        'a;b\n1,5;"x;y"\n-2;"a ""b"" c"\n', "a,b,c\n1,2\n1,2,3,4\n,,\n", "kommune\tår\nÆrø\t2024\n", "a|b\r\n1|2\r\n",
        '"a\nb";c\n"1\n2";3', "a;b\n1.299,99;01-02-2024\n..;31-12-2023\n-;…\n", "1;2;3\n4;5;6\n", "sep=;\na;b\n1;2\n",
        "code;n\n0101;1\n0147;2\n", "a\n" + "1\n" * 30 + "x\n", 'a;b\n"open;1\n2;3\n', "a,a,\n1,2,3\n", "\n\n;;\n",
    ]:
        for coding in ["utf-8", "utf-8-sig", "utf-16", "cp1252"]:
            yield text.encode(coding)
    yield from files(".csv", ".tsv", ".psv", ".scsv")


def packed():
    text = b"a;b\n1;2\n3;4\n"
    yield gzip.compress(text, mtime=0)
    yield gzip.compress(text, mtime=0) + gzip.compress(text, mtime=0) + bytes(3)
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        for names in (["t.csv"], ["t.csv", "readme.md", "folder/"], ["a.csv", "b.csv"], ["t.csv.gz"]):
            file = io.BytesIO()
            with zipfile.ZipFile(file, "w", method) as archive:
                for name in names:
                    content = gzip.compress(text, mtime=0) if name.endswith("gz") else text
                    archive.writestr(zipfile.ZipInfo(name), b"" if name.endswith("/") else content)
            yield file.getvalue()
    for sheet in workbooks():
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(
                zipfile.ZipInfo("xl/workbook.xml"), '<workbook><sheets><sheet name="S" id="1"/></sheets></workbook>')
            archive.writestr(
                zipfile.ZipInfo("xl/_rels/workbook.xml.rels"),
                '<x><Relationship Id="1" Type="/worksheet" Target="s.xml"/></x>')
            archive.writestr(zipfile.ZipInfo("xl/s.xml"), sheet.split(b"\0")[0])
        yield file.getvalue()


def workbooks():
    """The parts of workbooks, each behind the other: a sheet, shared texts, formats, what the workbook says."""
    for path in sorted(SCRIPTS.rglob("*.xlsx")):
        try:
            archive = zipfile.ZipFile(path)
        except zipfile.BadZipFile:
            continue
        names = archive.namelist()
        shared, styles = (
            archive.read(name) if name in names else b"" for name in ("xl/sharedStrings.xml", "xl/styles.xml"))
        for name in names:
            if name.startswith("xl/worksheets/"):
                yield b"\0".join([archive.read(name), shared, styles])
                yield b"\0".join([archive.read(name), shared])
    row = '<row r="{}" hidden="1"><c r="A{}" t="{}" s="{}"><f>A1</f><v>{}</v></c><c r="C{}"><v>-1.50E-3</v></c></row>'
    cells = [("s", 0, "0"), ("str", 0, "1.299,50"), ("b", 0, "1"), ("e", 0, "#N/A"), ("n", 1, "45657.5"),
             ("n", 2, "42"), ("n", 3, "0.28999999999999998"), ("d", 0, "2024-12-31T12:00:00")]
    rows = "".join(row.format(n, n, *cell, n) for n, cell in enumerate(cells, 2))
    behind = '<mergeCells><mergeCell ref="A3:C4"/></mergeCells><autoFilter ref="A1:C9"/>'
    texts = "".join(
        f'<row><c t="inlineStr"><is><t xml:space="preserve"> {text}</t></is></c><c/></row>'
        for text in ["&amp;&#x41;&#66;", "<![CDATA[x<y]]>", "_x000D_", "01-02-2024", "..", "Æ"])
    shared = '<sst><si><t>a</t></si><si><r><t>b</t></r><rPh><t>c</t></rPh></si></sst>'
    styles = (
        '<styleSheet><numFmts><numFmt numFmtId="200" formatCode="[$-406]d. mmmm yyyy"/></numFmts><cellXfs>'
        '<xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="200"/><xf numFmtId="46"/></cellXfs></styleSheet>')
    for body in (rows, texts, texts + rows):
        for properties in ("", '<workbookPr date1904="1"/>'):
            sheet = f"<worksheet><sheetData>{body}</sheetData>{behind}</worksheet>"
            yield "\0".join([sheet, shared, styles, properties]).encode()
            yield sheet.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:!", "<!").encode()


def parquet():
    for path in sorted((ROOT / "Tests" / "Parquet" / "files").glob("*.parquet")):
        yield path.read_bytes()


def varint(value):
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(out) + bytes([value])


def pages():
    """Pages of one column, behind eight bytes that say which; see FuzzPages.swift."""

    def fields(*numbers):
        return b"".join(b"\x15" + varint(2 * number) for number in numbers)

    def page(values, count, encoding, unpacked=None):
        size = len(values) if unpacked is None else unpacked
        return fields(0, size, len(values)) + b"\x2c" + fields(count, encoding, 3, 3) + b"\0\0" + values

    def second(levels, values, count, encoding):
        size = len(levels) + len(values)
        return (fields(3, size, size) + b"\x5c" + fields(count, 0, count, encoding, len(levels), 0)
                + b"\x12\0\0" + levels + values)

    def dictionary(values, count):
        return fields(2, len(values), len(values)) + b"\x4c" + fields(count, 0) + b"\0\0" + values

    def deltas(first, smallest, widths, data=b"", count=4):
        numbers = (128, 4, count, 2 * first, 2 * smallest)
        return b"".join(varint(number) for number in numbers) + bytes(widths) + data

    def column(kind, *rest, often=0, codec=0, meaning=99, scale=2, rows=4, values=4, length=4):
        return bytes([kind, often, codec, meaning, scale, rows, values, length]) + b"".join(rest)

    numbers, longs = struct.pack("<4i", 1, -2, 3, 4), struct.pack("<4q", 1, -2, 1 << 40, 4)
    texts = b"".join(struct.pack("<I", len(text)) + text for text in (b"a", b"", "ærø".encode(), b"long enough to lie apart"))
    levels = b"\x02\0\0\0\x08\x01"
    for kind, plain in [(0, b"\x05"), (1, numbers), (2, longs), (3, b"x" * 48), (4, numbers), (5, longs), (6, texts),
                        (7, b"abcdefgh" * 2)]:
        yield column(kind, page(plain, 4, 0))
        yield column(kind, page(levels + plain, 4, 0), often=1)
        yield column(kind, second(b"\x08\x01", plain, 4, 0), often=1)
        yield column(kind, page(b"\x02\0\0\0\x03\x05" + levels + plain, 4, 0), often=2, rows=2)
        if kind in (1, 2, 4, 5, 7):
            yield column(kind, page(plain, 4, 9))
        if kind:
            yield column(kind, dictionary(plain, 4), page(b"\x02\x03\xe4", 4, 8))
            yield column(kind, dictionary(plain, 4), page(b"\x02\x08\x01", 4, 2), page(plain, 4, 0), values=8, rows=8)
        snappy = varint(len(plain)) + bytes([len(plain) - 1 << 2]) + plain if len(plain) < 61 else b""
        zipped = gzip.compress(plain, mtime=0)
        for codec, packed in [(1, snappy), (2, zipped), (4, bytes([15 << 4, 0]) + plain)]:
            yield column(kind, page(packed, 4, 0, len(plain)), codec=codec)
    yield column(0, page(b"\x02\0\0\0\x03\x05", 4, 3))
    yield column(6, page(b"\x18\x10abcdef\x09\x01\x0a\x06\0", 4, 0, 24), codec=1)
    for kind in (1, 2):
        yield column(kind, page(deltas(5, 1, [0, 0, 0, 0]), 4, 5))
        yield column(kind, page(deltas(5, 1, [3, 0, 0, 0], bytes(12)), 4, 5))
        yield column(kind, page(deltas(5, 1, [64, 0, 0, 0], bytes(256)), 4, 5))
        for meaning in (5, 6, 7, 8, 9, 10, 11, 14, 15, 18):
            yield column(kind, page(longs[:16 * kind], 4, 0), meaning=meaning)
    lengths = deltas(1, 0, [0, 0, 0, 0])
    yield column(6, page(lengths + b"abcd", 4, 6), meaning=0)
    yield column(6, page(deltas(0, 0, [1, 0, 0, 0], b"\1\0\0\0") + lengths + b"abcd", 4, 7), meaning=0)
    for kind, meaning in [(6, 0), (6, 5), (6, 19), (7, 5), (7, 21)]:
        yield column(kind, page(texts if kind == 6 else b"ab" * 8, 4, 0), meaning=meaning)


def patterns():
    texts = b"year 2024: 1.299,50 kr.\nAarhus \xc3\x86r\xc3\xb8 _x9\naaaaaaab"
    for pattern in [
        r"(\d+)-(\d+)?", r"^a.*b$", r"(a+)+$", r"[^\W\d_]+\b", r"(?i)år(hus)?|ærø", r"(?P<year>\d{4}):", r"a{2,5}?b",
        r"\p{Lu}\p{L}*", r"(?s).\x{C6}", r"(?m)^\w+$", r"[[:alpha:]&&[^a]]", r"\Aa|b\z", r"(|a)*", r"[a-\d]",
        r"(a|ab)(c|bcd)(d*)", r"\B.\B", r"(?x) a b # c", r"[\x00-\x{10FFFF}]", "(" * 20 + ")" * 20,
    ]:
        yield pattern.encode() + b"\n" + texts
    for query in queries():
        for text in re.findall(rb"@?[\"']((?:[^\"'\n]|\\.)*)[\"']", query):
            if re.search(rb"[\\*+?|\[(]", text):
                yield text + b"\n" + texts


def values():
    for text in [
        '{"a":[1,-2.5e10,null,true,"\\u00e6\\ud83d\\ude42"],"b":{}}', "[1,2,[3,[4]]]", "1e400", "-0.0",
        "9223372036854775808", "datetime(2024-01-01)", "{'a': datetime(2024-02-29T12:00:00.1234567Z)}",
        "timespan(1.02:03:04.5)", "2024-01-01T00:00:00+01:00", "12/31/2023 11:59 PM", "-1.12:00:00.0000001", "3d",
        "1.5e-7", "79228162514264337593543950335.5", "0.1e-30", "74be27de-1e4e-49d9-b579-fe0b331d3642",
        "Mon, 01 Jan 2024 00:00:00 GMT", "9999-12-31T23:59:59.9999999Z", "guid(74be27de1e4e49d9b579fe0b331d3642)",
    ]:
        yield text.encode()


def prose():
    for path in sorted((ROOT / "lessons").rglob("*.md")):
        yield path.read_bytes()[:LONGEST]
    yield "# T\n\nÆ *b* **c** `d` [e](https://x.y) <f>\n\n- 1\n- 2\n\n1. a\n\n| a | b |\n|---|---|\n| 1 | 2 |\n".encode()
    yield b"```\ncode\n```\n\n###### six\n> q\n\\*not\\*"


def edits():
    for number, query in enumerate(queries()):
        if number % 7 == 0:
            yield query[:500] + bytes([0, 5, 3, 2]) + b"; " + bytes([9, 0, 4]) + b"let " + bytes([0, 40, 3]) + b"```"


def messages():
    """Conversations with a language server, a message a line."""
    uri = "file:///t.kql"
    number = 0

    def message(method, params, is_request=True):
        nonlocal number
        number += 1
        head = {"jsonrpc": "2.0", "id": number} if is_request else {"jsonrpc": "2.0"}
        return json.dumps({**head, "method": method, "params": params}, ensure_ascii=False)

    def opened(text):
        item = {"uri": uri, "languageId": "kql", "version": 1, "text": text}
        return message("textDocument/didOpen", {"textDocument": item}, False)

    place = {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 9}}
    span = {"start": {"line": 0, "character": 2}, "end": {"line": 0, "character": 12}}
    text = "let æ🙂 = costs | wher year == 2024;\ncosts | where year == 2024 and has(\"x\")\n| summarize n = count() by code"
    changes = [{"range": span, "text": "ø | "}, {"range": {**span, "end": {"line": 9, "character": 99}}, "text": ""}]
    change = message(
        "textDocument/didChange",
        {"textDocument": {"uri": uri, "version": 2}, "contentChanges": changes}, False)
    plain = [
        "hover", "completion", "definition", "references", "documentHighlight", "signatureHelp", "prepareRename",
        "documentSymbol", "foldingRange", "semanticTokens/full", "formatting", "codeLens", "diagnostic",
    ]
    more = {
        "rename": {"newName": "b"}, "rangeFormatting": {"range": span, "options": {"tabSize": 4}},
        "codeAction": {"range": span, "context": {"diagnostics": []}}, "selectionRange": {"positions": [place["position"]]},
        "inlayHint": {"range": span}, "references": {"context": {"includeDeclaration": True}},
        "semanticTokens/full/delta": {"previousResultId": "1"}, "onTypeFormatting": {"ch": "\n", "options": {}},
    }
    for name, rest in [(name, {}) for name in plain] + list(more.items()):
        ask = message("textDocument/" + name, {**place, **rest})
        yield "\n".join([opened(text), ask, change, ask]).encode()
    yield "\n".join([
        opened("print 1"), message("workspace/executeCommand", {"command": "regn.run", "arguments": [uri, span]}),
        message("workspace/didChangeConfiguration", {"settings": {"regn": {}}}, False),
        message("$/cancelRequest", {"id": 1}, False), message("shutdown", None), message("exit", None, False),
    ]).encode()
    yield b'!Content-Length: 2\r\n\r\n{}\n!Content-Length: -5\n[]\n{"jsonrpc":"2.0","id":null}\n!x\n[1,2]\nnull'


TARGETS = {
    "syntax": queries, "session": queries, "csv": delimited, "px": tables,
    "ndjson": records, "jsonstat": cubes, "packed": packed, "xlsx": workbooks, "parquet": parquet, "pages": pages,
    "regex": patterns, "values": values, "prose": prose, "edits": edits, "lsp": messages,
}


def dictionary():
    """The words of the language as the fuzzer's dictionary wants them."""
    words = set()
    for query in queries():
        words.update(re.findall(rb"[A-Za-z_][\w-]+|[!=<>~|.]{2,}", query))
    common = sorted(word for word in words if word.isascii() and len(word) <= 24)
    return "".join(f'"{word.decode()}"\n' for word in common)


def main():
    folder = pathlib.Path(sys.argv[1])
    shutil.rmtree(folder, ignore_errors=True)
    for target, texts in TARGETS.items():
        (folder / target).mkdir(parents=True)
        for number, text in enumerate(dict.fromkeys(texts())):
            if len(text) <= LONGEST:
                (folder / target / str(number)).write_bytes(text)
    (folder / "words.dict").write_text(dictionary())


main()
