"""Asks Regn and RE2 what regular expressions match, and compares places, groups and replacements.

    python Tests/Differential/patterns.py --pairs 100000 --seed 1

Patterns and texts come by chance, but the same for the same seed. Patterns are of the dialect that both
have. Where they write the same thing otherwise, each is given it in its own writing (`Both`): RE2's \\w, \\d,
\\s and \\b know ASCII only and are (?-u:\\w) and so on in Regn; Regn's own are Unicode's, for which RE2 needs
classes such as \\p{Nd}. How the dialects differ: docs/manual/regular-expressions.md. Where an answer differs,
the pattern and the text are printed, and the exit status is 1.
"""

import argparse
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
from collections import namedtuple

import re2

# A piece of a pattern as Regn and as RE2 write it.
Both = namedtuple("Both", "regn re2")
BATCH = 2_000
TEXTS = 10
GROUPS = 3

LETTERS = "aabbcxyzABKkæøåÆØÅéßſK0123 ٣ \t\n-_.,€日本😀👍́"
WORD = r"\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}"


def same(text):
    return Both(text, text)


SIMPLE = [same(text) for text in (
    "a", "b", "c", "x", "æ", "ø", "å", "Å", "é", "k", "ß", "0", "1", " ", "-", "😀", "日", "€", r"\.", r"\t", r"\n",
    ".", "(?s:.)", "ab", "bæ", "aa", "øå", "x1",
    "[ab]", "[a-c]", "[^a]", "[^a-z]", "[æøå]", "[a-zæøå]", "[^æ]", "[0-9]", "[^0-9 ]", "[👍-😀]", "[a-z0-9_]",
    r"[\x{e6}-\x{f8}]", "[[:alpha:]]", "[[:digit:]]", "[[:space:]]", "[[:upper:]b]", "[[:word:]]", "[-a]", "[]a]",
    r"\pL", r"\p{L}", r"\p{Lu}", r"\p{Ll}", r"\P{L}", r"\pN", r"\p{Nd}", r"\p{Greek}", r"\p{Han}", r"\pM", r"[\pL\pN]",
    r"[^\pL]", r"[\p{Lu}a]", r"\x61", r"\x{1F600}", r"\x{e6}",
)]
CLASSES = [
    Both(r"\d", r"\p{Nd}"), Both(r"\D", r"\P{Nd}"), Both(r"(?-u:\d)", r"\d"),
    Both(r"\w", f"[{WORD}]"), Both(r"\W", f"[^{WORD}]"), Both(r"(?-u:\w)", r"(?-i:\w)"),
    Both(r"(?-u:\s)", "[\\s\\x{0b}]"), Both(r"[^0-9A-Za-z_]", r"\W"), Both(r"[\d_]", r"[\p{Nd}_]"),
    # White space of Unicode that the letters above have.
    Both(r"\s", r"[\s\x{0b}\x{85}\p{Z}]"), Both(r"\S", r"[^\s\x{0b}\x{85}\p{Z}]"),
]
PLACES = [
    same("^"), same("$"), same(r"\A"), same(r"\z"), same("(?m:^)"), same("(?m:$)"),
    Both(r"(?-u:\b)", r"\b"), Both(r"(?-u:\B)", r"\B"),
]
WORDS = ["konto", "Ærø", "kommune", "og", "betalt", "2024", "børn", "aab", "日本"]
# What searches by literals are made for: texts at the beginning, at the end, in between, one of several.
SHAPES = [
    "{word}{any}", "^{word}{any}", "{any}{word}$", "{any}$", "^{any}$", "{word}", "{word}|{word}|{any}", "(?i){word}",
    "{any}{word}{any}", ".*{word}", "{word}.*{any}$", "(?i)({word}|{word}) {any}", "(?m)^{word}", "{any}.*{any}",
    "{any}(?:{word})+$", "({word})|({word})",
]
COUNTS = ["*", "+", "?", "{2}", "{1,2}", "{0,2}", "{2,}", "{0}", "{1,3}", "{3}", "{0,7}", "{12}"]


class Generator:
    def __init__(self, chance):
        self.chance = chance
        self.groups = 0

    def pattern(self):
        self.groups = 0
        if self.chance.random() < 0.3:
            return self.shaped(self.chance.choice(SHAPES))
        made = self.any(self.chance.randint(1, 4))
        if self.chance.random() < 0.25:
            flags = self.chance.choice(["i", "s", "m", "U", "im", "is"])
            made = Both(f"(?{flags}){made.regn}", f"(?{flags}){made.re2}")
        return made

    def shaped(self, shape):
        # The groups of the shape itself count too; those within it are then plain.
        self.groups = shape.count("(") - shape.count("(?")
        inside, self.groups = self.groups, GROUPS
        regn = re2 = ""
        for piece in shape.replace("{", "\0{").replace("}", "}\0").split("\0"):
            one = same(piece)
            if piece == "{word}":
                one = same(self.chance.choice(WORDS))
            elif piece == "{any}":
                made = self.any(2)
                one = Both(f"(?:{made.regn})", f"(?:{made.re2})")
            regn, re2 = regn + one.regn, re2 + one.re2
        self.groups = inside
        return Both(regn, re2)

    def any(self, depth):
        chance = self.chance.random()
        if depth == 0 or chance < 0.2:
            kind = self.chance.random()
            return self.chance.choice(SIMPLE if kind < 0.72 else CLASSES if kind < 0.86 else PLACES)
        if chance < 0.5:
            return joined("", [self.any(depth - 1) for _ in range(self.chance.randint(1, 4))])
        if chance < 0.72:
            branches = [self.any(depth - 1) for _ in range(self.chance.randint(1, 4))]
            if self.chance.random() < 0.1:
                branches.append(same(""))
            return self.group(joined("|", branches))
        inner = self.group(self.any(depth - 1))
        if compiled(inner.re2).fullmatch(""):
            # A lazy or counted repetition of what can be empty RE2 rewrites, and then prefers other matches
            # than Perl.
            count = self.chance.choice("*+?")
        else:
            count = self.chance.choice(COUNTS) + ("?" if self.chance.random() < 0.3 else "")
        return Both(inner.regn + count, inner.re2 + count)

    def group(self, inner):
        kind = self.chance.random()
        open = "(?:"
        if kind < 0.5 and self.groups < GROUPS:
            self.groups += 1
            open = "(" if kind < 0.4 else f"(?P<g{self.groups}>"
        elif kind > 0.93:
            open = self.chance.choice(["(?i:", "(?-i:", "(?s:", "(?m:"])
        return Both(f"{open}{inner.regn})", f"{open}{inner.re2})")

    def text(self, pattern):
        """A text by chance, at times with characters of the pattern so that more of it matches."""
        letters = LETTERS
        if self.chance.random() < 0.5:
            letters = "".join(c for c in pattern.regn if c.isalnum() or c in " €😀") * 3 + "ab æ"
        if r"\B" in pattern.re2:
            # RE2's \B looks at bytes, so that it holds within a character of several.
            letters = "".join(c for c in letters if c.isascii())
        length = self.chance.choice([0, 1, 2, 3, 5, 8, 13, 21, 40, 40, 200])
        letters = list(letters)
        if self.chance.random() < 0.4:
            # Words as well, those that the pattern has more than others.
            words = [word for word in WORDS if word in pattern.regn] * 3 + WORDS
            letters += (words if r"\B" not in pattern.re2 else [word for word in words if word.isascii()]) * 2
        return "".join(self.chance.choice(letters) for _ in range(length))

    def rewrite(self):
        pieces = ["", "-", "ø", "<", ">", r"\0", r"\\"] + [f"\\{number}" for number in range(1, self.groups + 1)] * 2
        return "".join(self.chance.choice(pieces) for _ in range(self.chance.randint(0, 4)))


def compiled(pattern):
    options = re2.Options()
    options.max_mem = 1 << 28
    return re2.compile(pattern, options)


def joined(sign, parts):
    return Both(sign.join(part.regn for part in parts), sign.join(part.re2 for part in parts))


def expected(regex, text, rewrite, groups):
    """What RE2 answers, as Regn's columns: place of the first match, its groups, all matches, the text replaced."""
    matches = []
    start = end = 0
    while start <= len(text):
        match = regex.search(text, start)
        if match is None:
            break
        if match.start() == match.end() and matches and match.start() == end:
            # An empty match does not count where the match before it ended.
            start = match.end() + 1
            continue
        matches.append(match)
        start = end = match.end()
    first = matches[0] if matches else None
    taken = [(first.group(number) or "") if first and number <= groups else "" for number in range(GROUPS + 1)]
    every = [
        (match.group(0) if groups == 0 else match.group(1) or "") if groups < 2
        else [match.group(number) or "" for number in range(1, groups + 1)] for match in matches]
    replaced, copied = [], 0
    for match in matches:
        replaced += [text[copied:match.start()], written(rewrite, match)]
        copied = match.end()
    replaced.append(text[copied:])
    place = first.start() if first else -1
    return [bool(first), place, *taken, every or None, "".join(replaced)]


def written(rewrite, match):
    result, place = [], 0
    while place < len(rewrite):
        if rewrite[place] == "\\":
            sign = rewrite[place + 1]
            result.append(sign if sign == "\\" else match.group(int(sign)) or "")
            place += 2
        else:
            result.append(rewrite[place])
            place += 1
    return "".join(result)


QUESTION = (
    "P | project n, m = text matches regex pattern, place = indexof_regex(text, pattern), "
    + ", ".join(f"g{number} = extract(pattern, {number}, text)" for number in range(GROUPS + 1))
    + ", every = extract_all(pattern, text), replaced = replace_regex(text, pattern, rewrite) | sort by tolong(n) asc"
)


def ask_regn(regn, file, threads):
    done = subprocess.run(
        [regn, "query", "-", "--table", f"P={file}", "--format", "kusto", "--threads", str(threads), "--color", "never"],
        input=QUESTION, capture_output=True, text=True, timeout=600)
    try:
        return json.loads(done.stdout)["Tables"][0]["Rows"], ""
    except (json.JSONDecodeError, KeyError, IndexError):
        return [], done.stderr.strip()


def run_batch(options, seed, count, folder):
    chance = random.Random(seed)
    generator = Generator(chance)
    cases = []
    while len(cases) < count:
        pattern = generator.pattern()
        regex = compiled(pattern.re2)
        for _ in range(TEXTS):
            cases.append((pattern, generator.text(pattern), generator.rewrite(), regex, generator.groups))
    file = os.path.join(folder, "pairs.csv")
    with open(file, "w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, quoting=csv.QUOTE_ALL)
        rows.writerow(["n", "pattern", "text", "rewrite"])
        # A first row that cannot be taken for numbers or dates.
        rows.writerow([-1, "pattern", "text", "rewrite"])
        rows.writerows([n, case[0].regn, case[1], case[2]] for n, case in enumerate(cases))
    answers, message = ask_regn(options.regn, file, 1 + seed % 2)
    if len(answers) != len(cases) + 1:
        print(f"--- seed {seed}: {len(answers) - 1} answers to {len(cases)} pairs: {message}")
        return 1, 0
    failed = matched = 0
    for (pattern, text, rewrite, regex, groups), (_, *answer) in zip(cases, answers[1:]):
        wanted = expected(regex, text, rewrite, groups)
        matched += wanted[0]
        if isinstance(answer[-2], str):
            answer[-2] = json.loads(answer[-2])
        if answer != wanted:
            failed += 1
            print(
                f"--- seed {seed}\npattern {pattern.regn}\nRE2's   {pattern.re2}\ntext    {text!r}\n"
                f"rewrite {rewrite}\nRegn    {answer}\nRE2     {wanted}\n")
    return failed, matched


def main():
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--pairs", type=int, default=20_000, help="how many texts are matched")
    parser.add_argument("--seed", type=int, default=1, help="where chance begins")
    parser.add_argument("--regn", default=".build/release/regn", help="the program")
    options = parser.parse_args()
    failed = matched = done = 0
    with tempfile.TemporaryDirectory() as folder:
        while done < options.pairs:
            count = min(BATCH, options.pairs - done)
            wrong, right = run_batch(options, options.seed + done // BATCH, count, folder)
            failed, matched, done = failed + wrong, matched + right, done + count
            if sys.stderr.isatty():
                print(f"\r{done} pairs, {failed} differ", end="", file=sys.stderr)
    print(f"patterns: {done} pairs of pattern and text, {matched} of them match, {failed} answered otherwise by RE2")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
