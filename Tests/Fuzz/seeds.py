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
    "syntax": queries, "session": queries, "csv": lambda: files(".csv", ".tsv", ".txt", ".skv"),
    "px": lambda: files(".px"), "ndjson": lambda: files(".ndjson", ".jsonl", ".json"),
    "jsonstat": lambda: files(".jsonstat", ".json"), "packed": packed, "regex": patterns, "values": values,
    "prose": prose, "edits": edits, "lsp": messages,
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
