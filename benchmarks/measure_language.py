"""How long the language server lets a writer wait: a script of 3,000 lines, a table of ten million rows.

Each wait is from the message that an editor sends to the answer that it can show, over pipes, as editors do.
"""

import json
import random
import statistics
import subprocess
import time

EDITS = 200
LINES = 3_000


class Client:
    """An editor that waits for each answer."""

    def __init__(self, command):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.number = 0
        # Diagnostics that came while something else was waited for, by version.
        self.published = {}

    def send(self, method, params, number=None):
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        if number is not None:
            message["id"] = number
        body = json.dumps(message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def read(self):
        length = 0
        while True:
            line = self.process.stdout.readline()
            if not line:
                raise EOFError("the language server has ended")
            if line == b"\r\n":
                break
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        message = json.loads(self.process.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self.published[message["params"].get("version")] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:
            # What the server asks of an editor.
            asked = message["params"].get("items", []) if isinstance(message["params"], dict) else []
            result = [None for _ in asked] if message["method"] == "workspace/configuration" else None
            body = json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": result}).encode()
            self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
            self.process.stdin.flush()
        return message

    def ask(self, method, params):
        self.number += 1
        self.send(method, params, self.number)
        while True:
            message = self.read()
            if message.get("id") == self.number and "method" not in message:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]

    def diagnostics(self, version):
        while version not in self.published:
            self.read()
        return self.published[version]

    def end(self):
        self.ask("shutdown", None)
        self.send("exit", None)
        self.process.wait(timeout=30)


def script():
    """A script of many definitions that build on one another, and queries of the large table."""
    lines = ["declare query_parameters(chosen_year: long = 2024);"]
    number = 0
    while len(lines) < LINES - 6:
        number += 1
        lines += [
            f"let costs_{number} = costs",
            f"    | where year == chosen_year and municipality startswith \"{'ABFGHKLRSV'[number % 10]}\"",
            f"    | summarize total_{number} = sum(amount), people_{number} = sum(inhabitants)"
            " by municipality;",
            f"costs_{number}",
            f"| extend share = 1.0 * total_{number} / people_{number} // kr. pr. indbygger, række {number}",
            f"| where share > {number};",
        ]
    lines += [
        "ledger", "| where municipality == \"\"", "| summarize kroner = sum(amount) by year, dranst",
        "| sort by kroner desc",
    ]
    return lines


def measure(regn, ledger):
    """Seconds of each kind of wait, by name."""
    lines = script()
    uri = "file:///script.kql"
    client = Client([regn, "lsp", "--table", f"ledger={ledger}", "--preload"])
    waits = {"completion": [], "values of ten million rows": [], "hover": [], "diagnostics after an edit": []}
    client.ask(
        "initialize",
        {"processId": None, "rootUri": None,
         "capabilities": {"general": {"positionEncodings": ["utf-8"]},
                          "textDocument": {"publishDiagnostics": {"versionSupport": True}}}})
    client.send("initialized", {})
    begin = time.perf_counter()
    client.send(
        "textDocument/didOpen",
        {"textDocument": {"uri": uri, "languageId": "kusto", "version": 1, "text": "\n".join(lines)}})
    client.diagnostics(1)
    # The table is read meanwhile; it is not a wait of the one who writes.
    opened = time.perf_counter() - begin
    document = {"uri": uri}
    chance = random.Random(7)
    last = next(number for number, line in enumerate(lines) if line.startswith("| where municipality == "))
    for version in range(2, EDITS + 2):
        where = chance.randrange(1, (LINES - 6) // 6) * 6
        line = lines[where]
        place = len(line) - 1
        change = {"range": {"start": {"line": where, "character": place},
                            "end": {"line": where, "character": place}}, "text": " and to"}
        begin = time.perf_counter()
        client.send(
            "textDocument/didChange",
            {"textDocument": {**document, "version": version}, "contentChanges": [change]})
        items = client.ask(
            "textDocument/completion",
            {"textDocument": document, "position": {"line": where, "character": place + 7}})
        waits["completion"].append(time.perf_counter() - begin)
        items = items["items"] if isinstance(items, dict) else items
        if not any(item["label"].startswith("total_") for item in items):
            raise RuntimeError(f"no column was offered in line {where + 1}: {line}")
        client.diagnostics(version)
        waits["diagnostics after an edit"].append(time.perf_counter() - begin)
        begin = time.perf_counter()
        known = client.ask(
            "textDocument/hover",
            {"textDocument": document, "position": {"line": where - 3, "character": 35}})
        waits["hover"].append(time.perf_counter() - begin)
        if not known:
            raise RuntimeError(f"nothing is known of line {where - 2}: {lines[where - 3]}")
        begin = time.perf_counter()
        items = client.ask(
            "textDocument/completion",
            {"textDocument": document, "position": {"line": last, "character": len(lines[last]) - 1}})
        waits["values of ten million rows"].append(time.perf_counter() - begin)
        items = items["items"] if isinstance(items, dict) else items
        if len(items) < 90:
            raise RuntimeError(f"{len(items)} values were offered")
        # Back to what it was, so that the script stays right.
        undo = {"range": {"start": {"line": where, "character": place},
                          "end": {"line": where, "character": place + 7}}, "text": ""}
        client.send(
            "textDocument/didChange",
            {"textDocument": {**document, "version": version + 10_000}, "contentChanges": [undo]})
        client.diagnostics(version + 10_000)
    client.end()
    return opened, waits


def show(report, opened, waits):
    """The median and the worst of each, beside the target."""
    report.say(f"  the whole script, from opening it to its diagnostics: {opened * 1000:.0f} ms")
    report.say(f"  {'wait':<30}{'median':>10}{'worst':>10}")
    for name, seconds in waits.items():
        median, worst = statistics.median(seconds) * 1000, max(seconds) * 1000
        report.say(f"  {name:<30}{median:>7.1f} ms{worst:>7.1f} ms")
        report.aim(f"writing: {name}, worst", worst, 50, unit=" ms")
