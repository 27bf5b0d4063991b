#!/usr/bin/env python3
"""A StatBank on this machine, for as long as a command runs.

    Tests/StatBank/server.py [--fail KIND] [--log FILE] -- COMMAND …

The command finds the address in REGN_STATBANK_URL; its exit status is this program's. README.md tells where
the answers come from. Kinds of failure, of requests for figures unless said:

    500-once   the first request of any kind is answered with status 500
    500        all are
    404        any request is answered with status 404 and a page of HTML
    cut        the connection ends in the middle of the answer
    cut-second as cut, from the second request for figures on
    cut-once   as cut, the first time
    limit      the refusal of too many cells
    bad-json   the answer about the table is no JSON
    half       the answer ends in the middle of a line, and says that it is whole
    foreign    the answer has a value that was not asked for
    slow       a line a second
    down       nobody listens at the address
    redirect   any request is sent elsewhere
"""

import argparse
import csv
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HERE = Path(__file__).resolve().parent
RECORDED = HERE / "recorded"
DATA = HERE.parent.parent / "data"


def population():
    """The real figures: (code, year) -> inhabitants, and the names of the codes."""
    with open(DATA / "population.csv", encoding="utf-8") as file:
        figures = {(row["code"], row["year"]): row["population"] for row in csv.DictReader(file)}
    with open(DATA / "municipalities.csv", encoding="utf-8") as file:
        names = {row["code"]: row["name"] for row in csv.DictReader(file)}
    return figures, names


class Folk1a:
    """FOLK1A in the shape of the real table, with the figures that are at hand."""

    def __init__(self):
        self.figures, names = population()
        years = sorted({year for _, year in self.figures})
        variable = lambda code, text, values, elimination, is_time: {
            "id": code, "text": text, "elimination": elimination, "time": is_time,
            "values": [{"id": key, "text": name} for key, name in values],
        }
        self.info = {
            "id": "FOLK1A", "text": "Population at the first day of the quarter",
            "description": "Population at the first day of the quarter by region, sex, age, marital status "
            "and time",
            "unit": "number", "suppressedDataValue": "0", "updated": "2026-08-11T08:00:00", "active": True,
            "footnote": None,
            "variables": [
                variable("OMRÅDE", "region", list(names.items()), False, False),
                variable("KØN", "sex", [("TOT", "Total"), ("1", "Men"), ("2", "Women")], True, False),
                variable("ALDER", "age", [("IALT", "Total")], True, False),
                variable("CIVILSTAND", "marital status", [("TOT", "Total")], True, False),
                variable(
                    "Tid", "time", [(f"{y}K{q}", f"{y}Q{q}") for y in years for q in (1, 2, 3, 4)], False, True),
            ],
        }

    def value(self, cell):
        """The figure of a cell; None when it is not at hand."""
        period = cell["Tid"]
        if not period.endswith("K1") or cell.get("KØN", "TOT") != "TOT":
            return None
        return self.figures.get((cell["OMRÅDE"], period[:4]))


class Refusal(Exception):
    def __init__(self, test):
        self.status, self.body = next(
            (row["status"], row["body"]) for row in json.loads((RECORDED / "errors.json").read_text("utf-8"))
            if row["test"] == test)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        server = self.server
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode("utf-8")
        with server.lock:
            function = self.path.rsplit("/", 1)[-1]
            server.asked[function] = server.asked.get(function, 0) + 1
            number = server.asked[function]
            total = sum(server.asked.values())
            if server.log:
                with open(server.log, "a", encoding="utf-8") as file:
                    file.write(f"{function} {body}\n")
        fail = server.fail
        if fail == "404":
            return self.answer(404, b"<html>Not Found</html>", "text/html")
        if fail == "redirect":
            self.send_response(301)
            self.send_header("Location", "http://127.0.0.1:1/v2")
            self.send_header("Content-Length", "0")
            return self.end_headers()
        if fail == "500" or fail == "500-once" and total == 1:
            return self.answer(500, b"")
        try:
            request = json.loads(body)
            if function == "tableinfo":
                if fail == "bad-json":
                    return self.answer(200, b"<html>maintenance</html>")
                return self.answer(200, self.table_info(request))
            if fail == "limit":
                raise Refusal("too_many_cells_csv")
            content = self.data(request)
        except Refusal as refusal:
            return self.answer(refusal.status, refusal.body.encode("utf-8"))
        if fail == "half":
            return self.answer(200, content[:-7], "text/csv; charset=utf-8")
        if fail == "foreign":
            head, _, _ = content.rstrip().rpartition(b"\r\n")
            fields = content.rstrip().split(b"\r\n")[-1].split(b";")
            return self.answer(200, head + b"\r\n" + b";".join([b"999"] + fields[1:]) + b"\r\n")
        cuts = fail == "cut" or fail == "cut-second" and number > 1 or fail == "cut-once" and number == 1
        self.send_response(200)
        self.send_header("Content-Type", "text/csv; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if cuts:
            self.wfile.write(content[: len(content) // 2])
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
        elif fail == "slow":
            try:
                for line in content.splitlines(keepends=True):
                    self.wfile.write(line)
                    self.wfile.flush()
                    time.sleep(1)
            except OSError:
                self.close_connection = True
        else:
            self.wfile.write(content)

    def answer(self, status, content, kind="text/json; charset=utf-8"):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def table_info(self, request):
        table = request["table"].upper()
        if table == "FOLK1A":
            return json.dumps(self.server.folk1a.info, ensure_ascii=False).encode("utf-8")
        path = RECORDED / f"tableinfo-{table}-{request['lang']}.json"
        if not path.exists():
            raise Refusal("invalid_table_id")
        return path.read_bytes()

    def data(self, request):
        asked = {part["code"]: part["values"] for part in request["variables"]}
        if request["table"] == "STRAF42":
            if asked != {"HERKOMST1": ["00"], "Tid": ["2023"]} or request["format"] != "CSV":
                raise Refusal("invalid_value_code")
            return (RECORDED / "data-STRAF42-en.csv").read_bytes()
        folk1a = self.server.folk1a
        is_bulk = request["format"] == "BULK"
        chosen = []
        for variable in folk1a.info["variables"]:
            values = [value["id"] for value in variable["values"]]
            if variable["id"] in asked:
                wanted = asked[variable["id"]]
                if wanted != ["*"] and not set(wanted) <= set(values):
                    raise Refusal("invalid_value_code")
                chosen.append((variable["id"], values if wanted == ["*"] else wanted))
            elif is_bulk or not variable["elimination"]:
                raise Refusal("invalid_variable_code")
        if request["valuePresentation"] != "Code":
            raise Refusal("invalid_format")
        rows = [{}]
        for code, values in chosen:
            rows = [{**row, code: value} for row in rows for value in values]
        if not is_bulk and len(rows) * (len(chosen) + 1) > 1_000_000:
            raise Refusal("too_many_cells_csv")
        lines = [";".join([code.upper() for code, _ in chosen] + ["INDHOLD"])]
        for row in rows:
            figure = folk1a.value(row)
            if figure is None and is_bulk:
                continue
            lines.append(";".join([row[code] for code, _ in chosen] + [figure or ".."]))
        mark = b"" if is_bulk else b"\xef\xbb\xbf"
        return mark + "".join(line + "\r\n" for line in lines).encode("utf-8")


class Server(ThreadingHTTPServer):
    daemon_threads = True


def main():
    parser = argparse.ArgumentParser(description="A StatBank on this machine, for as long as a command runs.")
    parser.add_argument("--fail", default="")
    parser.add_argument("--log")
    parser.add_argument("command", nargs="+")
    arguments = parser.parse_args()
    server = Server(("127.0.0.1", 0), Handler)
    server.fail, server.log = arguments.fail, arguments.log
    server.asked, server.lock = {}, threading.Lock()
    server.folk1a = Folk1a()
    port = server.server_address[1]
    if arguments.fail == "down":
        server.server_close()
    else:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    environment = {**os.environ, "REGN_STATBANK_URL": f"http://127.0.0.1:{port}/v1", "no_proxy": "127.0.0.1"}
    process = subprocess.Popen(arguments.command, env=environment)
    # Control-C is for the command, which a terminal tells by itself; how it ends is how this ends.
    while True:
        try:
            status = process.wait()
            break
        except KeyboardInterrupt:
            if not sys.stdin.isatty():
                process.send_signal(signal.SIGINT)
    sys.exit(status if status >= 0 else 128 - status)


if __name__ == "__main__":
    main()
