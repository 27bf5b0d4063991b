"""How each engine is asked: as a whole process on a file, or in memory with many questions in one process."""

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from processes import HERE, ROOT, Launcher

ENGINES = ["regn", "duckdb", "polars"]
# The longest a question may take, in seconds.
LIMIT = 60
DATA = HERE / "data"


class Engines:
    """The engines on this machine, each with the same number of threads."""

    def __init__(self, regn, threads):
        self.regn = regn
        self.threads = threads
        DATA.mkdir(exist_ok=True)
        # Answers can be large: they go where the data is, not where a system may keep its memory.
        self.folder = tempfile.TemporaryDirectory(dir=DATA, prefix="answers-")
        self.scratch = Path(self.folder.name)
        # Columns that Regn keeps with --cache: not those of the user. The launcher hands it on.
        self.cache = self.scratch / "cache"
        os.environ["XDG_CACHE_HOME"] = str(self.cache)
        self.launcher = Launcher(self.scratch)

    def close(self):
        self.launcher.close()
        self.folder.cleanup()

    def ask(self, engine, question, tables, memory=None, options=(), limit=LIMIT):
        """One question, one process, straight from the files, in at most `limit` seconds; `options` are
        further ones of Regn's.
        """
        if engine == "regn":
            most = ["--memory-limit", memory] if memory else []
            return self.launcher.run(
                [self.regn, "query", question.kql, *self.bound(tables), *most, *options,
                 "--threads", self.threads, "--format", "csv", "--timeout", f"{limit}s"],
                limit=2 * limit,
            )
        text = question.sql if engine == "duckdb" else question.polars
        return self.peer(engine, tables, [text], how="scan", memory=memory, limit=2 * limit)

    def forget(self):
        """Empties the cache of columns."""
        shutil.rmtree(self.cache, ignore_errors=True)

    def script(self, questions, tables, runs, threads=None, limit=LIMIT):
        """Regn with the tables in memory: each question so many times, one after another.

        Gives the run and the file of all answers.
        """
        script = self.scratch / "script.kql"
        script.write_text(
            ";\n".join(question.kql for question in questions for _ in range(runs)), encoding="utf-8"
        )
        answers = self.scratch / "regn.csv"
        ran = self.launcher.run(
            [self.regn, "run", script, *self.bound(tables), "--preload", "--timing",
             "--threads", threads or self.threads, "--format", "csv", "--timeout", f"{limit}s"],
            limit=limit * (runs * len(questions) + 2), watch=True, output=answers,
        )
        return ran, answers

    def check(self, question, tables):
        """Whether Regn understands a question; the run tells why not."""
        return self.launcher.run([self.regn, "check", "-", *self.bound(tables)], question.kql, limit=LIMIT)

    def peer(self, engine, tables, texts, how, runs=1, answers=None, memory=None, limit=600):
        """DuckDB or polars, in a Python of their own."""
        read = {
            table.name: {"path": str(place(table)), engine: getattr(table, engine)}
            for table in tables
        }
        task = {
            "threads": self.threads, "tables": read, "how": how, "runs": runs, "questions": texts,
            "answers": answers and str(answers), "memory": memory,
        }
        return self.launcher.run(
            [sys.executable, HERE / f"peer_{engine}.py"], json.dumps(task), limit, watch=how == "load"
        )

    def bound(self, tables):
        return [part for table in tables for part in ("--table", f"{table.name}={place(table)}")]


def place(table):
    """A table's file, as seen from the folder in which the engines run."""
    return (DATA / table.file).relative_to(ROOT)
