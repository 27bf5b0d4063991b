#!/usr/bin/env python3
"""Writes the man page regn(1), in mdoc, from what the program says of its own commands and options.

    scripts/man-page.py --regn .build/release/regn > regn.1

The date is that of SOURCE_DATE_EPOCH, else of the last commit, else today's.
"""

import argparse
import datetime
import json
import os
import re
import subprocess

STATUS = [
    ("0", "Done."),
    ("1", "The query is wrong; check, format --check or learn found something."),
    ("2", "The command line is wrong."),
    ("3", "It failed while running: a file, a limit."),
    ("130", "Interrupted."),
]

ENVIRONMENT = [
    ("EDITOR , VISUAL", "The editor that .edit opens at the prompt."),
    ("LC_ALL , LC_MESSAGES , LANG", "The language of the course: Danish, or else English."),
    ("NO_COLOR", "When set, nothing is coloured unless --color asks for it."),
    ("XDG_STATE_HOME", "Where the history of the prompt and the progress in the course are kept."),
]

EXAMPLES = [
    ("Open the prompt:", "regn"),
    ("Add up a file of one's own:",
     "regn query 'ledger | summarize sum(amount) by town' --table ledger=ledger.csv"),
    ("Run a saved script with another parameter:", "regn run potential.kql --param benchmark=50"),
    ("Write its answer to a file that is complete or untouched:",
     "regn run potential.kql --format csv --output potential.csv"),
]


def text(words):
    """A text as a line of roff: nothing in it is taken for a request or an escape."""
    line = " ".join((words or "").split()).replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + line if line[:1] in (".", "'") else line


def sentences(words):
    """A text with each sentence on a line of its own, as mdoc wants it."""
    return re.sub(r"(?<=[.;:]) (?=[A-Z])", "\n", text(words).replace(". ", ".\n"))


def macro(words):
    """Words as arguments of a macro: punctuation alone would be taken for the macro's own."""
    return " ".join(
        "\\&" + word if word in ("-", "|", ".", ",", ":", ";", "(", ")", "[", "]") else word
        for word in text(words).split())


def shown(items):
    return [item for item in items or [] if item.get("shouldDisplay", True)]


def name_of(argument):
    name = argument["preferredName"]
    return name["name"] if name["kind"] == "short" else "-" + name["name"]


def option_item(argument):
    lines = [".It " + " , ".join(
        "Fl " + macro(("" if name["kind"] == "short" else "-") + name["name"])
        for name in sorted(argument["names"], key=lambda name: name["kind"] != "long"))]
    if argument["kind"] == "option":
        lines[0] += " Ar " + macro(argument["valueName"])
    return lines + [sentences(said(argument))]


def said(argument):
    """What an argument is, with its default."""
    said = argument.get("abstract") or argument.get("discussion") or ""
    default = argument.get("defaultValue")
    if default and argument["kind"] == "option" and "default" not in said:
        said += f" Default: {default}."
    return said


def synopsis(command, arguments):
    parts = ["Nm " + command] if command == "regn" else ["Nm regn", "Cm " + macro(command.split(" ", 1)[1])]
    for argument in arguments:
        if argument["kind"] != "positional":
            continue
        part = "Ar " + macro(argument["valueName"] + (" ..." if argument.get("isRepeating") else ""))
        parts.append("Op " + part if argument["isOptional"] else part)
    if any(argument["kind"] != "positional" for argument in arguments):
        parts.append("Op Ar options")
    return parts[0], parts[1:]


def page(tool, version, date):
    root = tool["command"]
    commands = [command for command in shown(root["subcommands"]) if command["commandName"] != "help"]
    # Regn's own `help`; the one behind it is the library's, which it hides.
    commands += [command for command in root["subcommands"] if command["commandName"] == "help"][:1]
    shared = [a for a in shown(root["arguments"]) if a["kind"] != "positional"]
    keys = {name_of(argument) for argument in shared}

    out = [
        f".Dd {date}", ".Dt REGN 1", f".Os Regn {text(version)}", ".Sh NAME", ".Nm regn",
        ".Nd " + text(root["abstract"]).rstrip("."), ".Sh SYNOPSIS", ".Nm", ".Op Ar options",
    ]
    for command in commands:
        first, rest = synopsis("regn " + command["commandName"], own(command))
        out += ["." + first.split()[0]] + ["." + part for part in rest]
    out += [".Sh DESCRIPTION", sentences(root["discussion"]), ".Pp"]
    out += [
        "The language is a subset of KQL.",
        "Its operators, functions and statements are explained by",
        ".Nm", ".Cm help Ar name .",
    ]
    out += [".Ss Commands", ".Bl -tag -width Ds"]
    for command in commands:
        arguments = own(command)
        head = ".It Cm " + macro(command["commandName"])
        for argument in arguments:
            if argument["kind"] == "positional":
                value = "Ar " + macro(argument["valueName"] + (" ..." if argument.get("isRepeating") else ""))
                head += " Oo " + value + " Oc" if argument["isOptional"] else " " + value
        out += [head, sentences(command["abstract"])]
        if command.get("discussion"):
            out += [sentences(command["discussion"])]
        for argument in arguments:
            if argument["kind"] == "positional" and said(argument):
                out += [".Pp", ".Ar " + macro(argument["valueName"]) + " :", text(said(argument))]
        special = [a for a in arguments if a["kind"] != "positional" and name_of(a) not in keys
                   and name_of(a) not in ("-help", "-version")]
        if special:
            out += [".Bl -tag -width Ds"]
            for argument in special:
                out += option_item(argument)
            out += [".El"]
    out += [".El", ".Ss Options", "These belong to the prompt and to all commands that run queries.",
            ".Bl -tag -width Ds"]
    for argument in shared:
        out += option_item(argument)
    out += [".El", ".Sh ENVIRONMENT", ".Bl -tag -width Ds"]
    for name, what in ENVIRONMENT:
        out += [".It Ev " + name, text(what)]
    out += [".El", ".Sh FILES", ".Bl -tag -width Ds",
            ".It Pa ~/.local/state/regn/history", "What was typed at the prompt.",
            ".It Pa ~/.local/state/regn/course", "Which lessons of the course are solved.",
            ".El", ".Sh EXIT STATUS", ".Bl -tag -width Ds"]
    for code, what in STATUS:
        out += [".It " + code, text(what)]
    out += [".El", ".Sh EXAMPLES"]
    for index, (what, line) in enumerate(EXAMPLES):
        out += ([".Pp"] if index else []) + [text(what), ".Pp", ".Dl " + text(line)]
    out += [
        ".Sh SECURITY CONSIDERATIONS",
        "A script reads no files but those below its own folder and those bound as tables, unless",
        ".Fl -allow\\-files", "is given.",
        "It writes none, and nothing is fetched from the network.",
        ".Fl -csv\\-safe", "keeps spreadsheets from taking data for formulas.",
    ]
    return "\n".join(line for line in out if line) + "\n"


def own(command):
    """The arguments of a command that are shown."""
    return shown(command.get("arguments"))


def page_date():
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        here = os.path.dirname(os.path.abspath(__file__))
        commit = subprocess.run(
            ["git", "-C", here, "log", "-1", "--format=%ct"], capture_output=True, text=True)
        epoch = commit.stdout.strip()
    now = datetime.datetime.now(datetime.timezone.utc)
    day = datetime.datetime.fromtimestamp(int(epoch), datetime.timezone.utc) if epoch else now
    return f"{day:%B} {day.day}, {day.year}"


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--regn", required=True, help="the program")
    regn = parser.parse_args().regn
    dump = subprocess.run([regn, "--experimental-dump-help"], capture_output=True, check=True)
    tool = json.loads(dump.stdout)
    version = subprocess.run([regn, "--version"], capture_output=True, check=True, text=True).stdout.strip()
    print(page(tool, version, page_date()), end="")


if __name__ == "__main__":
    main()
