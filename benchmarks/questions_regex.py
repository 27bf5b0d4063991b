"""The patterns that are put to Regn and to RE2, on whole columns of text.

Each question gives one number, so that hardly anything but matching is measured, and both must give the same:

- matches: how many texts match
- extract: the bytes that a group of the first match takes, over all texts
- extract_all: the matches that do not overlap, over all texts, the groups of each copied out
- replace: the bytes of all texts, with every match replaced
- trim: the bytes of all texts, without what the pattern matches at either end
"""

import csv
from dataclasses import dataclass

from processes import ROOT


@dataclass(frozen=True)
class Pattern:
    name: str
    kind: str
    pattern: str
    # The group of extract, or the text that replaces.
    extra: str = "0"
    # Where RE2 says the same otherwise: its \\w, \\d, \\s and \\b know ASCII only.
    re2: str = ""
    long: bool = False

    @property
    def kql(self):
        table = "longtexts" if self.long else "texts"
        pattern = quoted(self.pattern)
        if self.kind == "matches":
            return f"{table} | where text matches regex {pattern} | count"
        value = {
            "extract": f"string_size(extract({pattern}, {self.extra}, text))",
            "extract_all": f"array_length(extract_all({pattern}, text))",
            "replace": f"string_size(replace_regex(text, {pattern}, {quoted(self.extra)}))",
            "trim": f"string_size(trim({pattern}, text))",
        }[self.kind]
        return f"{table} | summarize sum({value})"

    @property
    def task(self):
        """What the peer is told: kind, pattern and extra."""
        pattern = self.re2 or self.pattern
        if self.kind == "trim":
            pattern = f"\\A(?:{pattern})+\t(?:{pattern})+\\z"
        return f"{self.kind}\t{pattern}\t{self.extra}"


def quoted(text):
    return "@'" + text.replace("'", "''") + "'"


WORD = r"[\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}]"
EDGE = r"(?:^|[^\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}])"
CLOSE = r"(?:$|[^\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}])"

with open(ROOT / "data" / "municipalities.csv", encoding="utf-8", newline="") as rows:
    MUNICIPALITIES = sorted(row["name"] for row in csv.DictReader(rows))

SHORT = [
    Pattern("literal", "matches", "ældrepleje"),
    Pattern("literal, never there", "matches", "Zeppelin"),
    Pattern("literal, common letters", "matches", "renteri"),
    Pattern("literal prefix", "matches", "konto 5[.]38[.]\\d\\d", re2="konto 5[.]38[.]\\p{Nd}\\p{Nd}"),
    Pattern("words", "matches", "snerydning|vikar|medicin|porto"),
    Pattern("words with æøå", "matches", "ældre|ø-færge|øvrig|åben"),
    Pattern("words, first letters alike", "matches", "Herning|Herlev|Helsingør|Hedensted|Hillerød"),
    Pattern("class", "matches", "[xqz][a-f]"),
    Pattern("date, ASCII digits", "matches", "[0-9]{4}-0[1-6]-[0-9]{2}"),
    Pattern("date, Unicode digits", "matches", r"\d{4}-1[12]-\d{2}", re2=r"\p{Nd}{4}-1[12]-\p{Nd}{2}"),
    Pattern("word, ASCII \\b", "matches", r"(?-u:\b)porto(?-u:\b)", re2=r"\bporto\b"),
    Pattern("word, Unicode \\b", "matches", r"\bvarme\b", re2=f"{EDGE}varme{CLOSE}"),
    Pattern("word æøå, Unicode \\b", "matches", r"\bærø\b|\børe\b|\bLøn\b",
            re2=f"{EDGE}(?:ærø|øre|Løn){CLOSE}"),
    Pattern("suffix", "matches", ".*betalt$"),
    Pattern("suffix alone", "matches", r"betalt\z"),
    Pattern("gap", "matches", "Faktura.*skole.*afvist"),
    Pattern("(a+)+$", "matches", "(e+)+$"),
    Pattern("case-insensitive", "matches", "(?i)kreditnota"),
    Pattern("case-insensitive words", "matches", "(?i)ÆRØ|KØBENHAVN|aarhus"),
    Pattern("anchored", "matches", r"^20(?:19|2[0-3])-"),
    Pattern("anchored, whole", "matches", r"^[^,]*,[^:]*: [^,]*, [0-9]+,[0-9]{2} kr[.] (?:betalt|afvist)"),
    Pattern("Unicode letters", "matches", r"\p{L}{16,}"),
    Pattern("Unicode upper", "matches", r"\p{Lu}{2}"),
    Pattern("counted", "matches", r"[a-zæøå ]{60,80}:"),
    Pattern("counted, large", "matches", r"(?:[^,]{1,50},){3}"),
    Pattern("many states", "matches", "[a-z]*e[a-z ]{14}x"),
    Pattern("all municipalities", "matches", "|".join(MUNICIPALITIES)),
    Pattern("all municipalities, any case", "extract", f"(?i)({'|'.join(MUNICIPALITIES)}) kommune", "1"),
    Pattern("e-mail", "matches", r"[a-z.]+@[a-z-]+[.][a-z]{2,8}"),
    Pattern("number", "extract", r"[0-9]{6,7}"),
    Pattern("one group", "extract", r"konto ([0-9.]+)", "1"),
    Pattern("group to a sign", "extract", r": ([^,]+),", "1"),
    Pattern("several groups", "extract", r"^(\S+) (\S+) ([0-9]+) (.*) Kommune", "4",
            re2=r"^([^\s\p{Z}]+) ([^\s\p{Z}]+) ([0-9]+) (.*) Kommune"),
    Pattern("date in groups", "extract", r"([0-9]{4})-([0-9]{2})-([0-9]{2})", "2"),
    Pattern("amount", "extract", r"([0-9]+),([0-9]{2}) kr[.]", "1"),
    Pattern("groups, ambiguous", "extract", r"(\w+) og (\w+-?\w*)", "2",
            re2=f"({WORD}+) og ({WORD}+-?{WORD}*)"),
    Pattern("groups, greedy", "extract", "(.*)([0-9]+)(.*)", "1"),
    Pattern("end of the text", "extract", "([^ ]+)$", "1"),
    Pattern("numbers", "extract_all", r"[0-9]+"),
    Pattern("words, all", "extract_all", r"(\p{L}+)"),
    Pattern("pairs", "extract_all", r"([0-9]+)[.,]([0-9]+)"),
    Pattern("digits away", "replace", "[0-9]+", "#"),
    Pattern("spaces", "replace", r"\s+", "_", re2=r"[\s\p{Z}]+"),
    Pattern("turn a date round", "replace", r"([0-9]{4})-([0-9]{2})-([0-9]{2})", r"\3.\2.\1"),
    Pattern("one word", "replace", "Kommune", "K."),
    Pattern("digits and signs", "trim", "[0-9-]"),
]

LONG = [
    Pattern("literal, never there", "matches", "Zeppelin", long=True),
    Pattern("words, never there", "matches", "Zeppelin|Quartz|Xylofon", long=True),
    Pattern("ambiguous, never there", "matches", r"[a-zæøå]+ [a-zæøå]+ [a-zæøå]+ [a-zæøå]+!", long=True),
    Pattern("(a+)+$", "matches", "(?:[a-zæøå]+)+$", long=True),
    Pattern(".* to a sign", "matches", ".*[€£]", long=True),
    Pattern("case-insensitive", "matches", "(?i)zeppelin", long=True),
    Pattern("dates", "extract_all", r"([0-9]{4})-([0-9]{2})-([0-9]{2})", long=True),
    Pattern("words, all", "extract_all", r"\p{L}+", long=True),
    Pattern("lazy", "extract_all", "(.*?)kr", long=True),
    Pattern("groups, greedy", "extract", "(.*)€?(.*)", "2", long=True),
    Pattern("æøå words", "extract_all", r"\w*[æøå]\w*", re2=f"{WORD}*[æøå]{WORD}*", long=True),
    Pattern("municipalities", "extract_all", r"([A-ZÆØÅ]\p{L}+) Kommune", long=True),
    Pattern("digits away", "replace", "[0-9]+", "#", long=True),
    Pattern("amounts", "replace", r"([0-9]+),([0-9]{2}) kr[.]", r"\1.\2 DKK", long=True),
]

PATTERNS = SHORT + LONG
