#!/usr/bin/env python3
"""Holds the set-ups for VS Code and Helix, which no test starts, against the rules of their formats, and lets
Regn read the snippets. REGN names the program. Prints what is wrong; ends with status 1 when something is."""

import json
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
EXTENSION = os.path.join(ROOT, "editors/vscode")
checks = 0
problems = []


def check(holds, what):
    global checks
    checks += 1
    if not holds:
        problems.append(what)


def read(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as file:
        return file.read()


def manifest():
    package = json.loads(read("editors/vscode/package.json"))
    check(re.fullmatch(r"[a-z0-9][a-z0-9-]*", package["name"]), "package.json: the name")
    check(re.fullmatch(r"\d+\.\d+\.\d+", package["version"]), "package.json: the version")
    check(re.fullmatch(r"\^\d+\.\d+\.\d+", package["engines"]["vscode"]), "package.json: engines.vscode")
    check(os.path.exists(os.path.join(EXTENSION, package["main"])), "package.json: main is no file")
    gives = package["contributes"]
    languages = {language["id"] for language in gives["languages"]}
    copied = re.search(r"cp (\S+) (\S+)", package["scripts"]["vscode:prepublish"])
    check(os.path.exists(os.path.join(EXTENSION, copied[1])), "package.json: what is copied is not there")
    made = "./" + copied[2] + os.path.basename(copied[1])
    for language in gives["languages"]:
        check(all(name.startswith(".") for name in language["extensions"]), "package.json: extensions")
        check(re.compile(language["firstLine"]), "package.json: firstLine")
        check(os.path.exists(os.path.join(EXTENSION, language["configuration"])), "package.json: configuration")
    for grammar in gives["grammars"]:
        check(grammar["language"] in languages, "package.json: a grammar of no language")
        check(grammar["path"] == made, "package.json: the grammar's path is not where it is copied to")
        told = json.loads(read("editors/textmate/kusto.tmLanguage.json"))["scopeName"]
        check(grammar["scopeName"] == told, "package.json: the grammar's scopeName")
    for snippets in gives["snippets"]:
        check(snippets["language"] in languages, "package.json: snippets of no language")
        check(os.path.exists(os.path.join(EXTENSION, snippets["path"])), "package.json: no file of snippets")
    commands = {command["command"] for command in gives["commands"]}
    script = read("editors/vscode/extension.js")
    registered = set(re.findall(r'registerCommand\("([^"]+)"', script))
    check(commands == registered, f"package.json: commands {commands ^ registered}")
    # The client registers these by itself; a second time would be a mistake.
    server = set(re.findall(r'= "(regn\.\w+)"', read("Sources/RegnLanguageServer/Server/ServerCapabilities.swift")))
    check(len(server) == 4 and not server & registered, "extension.js registers a command of the server")
    check(set(re.findall(r'here\("([^"]+)"', script)) <= server, "extension.js sends what the server does not know")
    for binding in gives["keybindings"] + gives["menus"]["commandPalette"]:
        check(binding["command"] in commands, f"package.json: no command {binding['command']}")
    settings = gives["configuration"]["properties"]
    page = read("docs/manual/language-server.md").split("## Settings")[1]
    known = set(re.findall(r"^\| `(regn\.\w+)`", page, re.MULTILINE))
    check(known and set(settings) - {"regn.command"} == known, f"package.json: settings {set(settings) ^ known}")
    types = {"array", "object", "string", "integer", "null"}
    for name, setting in settings.items():
        given = setting["type"] if isinstance(setting["type"], list) else [setting["type"]]
        check(set(given) <= types and setting["description"].endswith("."), f"package.json: {name}")
    check(list(package["dependencies"]) == re.findall(r'require\("([\w-]+)/', script), "package.json: dependencies")


def language_configuration():
    told = json.loads(read("editors/vscode/language-configuration.json"))
    known = {"comments", "brackets", "autoClosingPairs", "surroundingPairs", "wordPattern", "indentationRules"}
    check(set(told) <= known, "language-configuration.json: keys")
    check(told["comments"] == {"lineComment": "//"}, "language-configuration.json: comments")
    for pair in told["brackets"] + told["surroundingPairs"]:
        check(len(pair) == 2 and all(pair), f"language-configuration.json: {pair}")
    for pair in told["autoClosingPairs"]:
        check(set(pair) <= {"open", "close", "notIn"}, f"language-configuration.json: {pair}")
        check(set(pair.get("notIn", [])) <= {"string", "comment"}, f"language-configuration.json: {pair}")
    rules = {name: re.compile(rule) for name, rule in told["indentationRules"].items()}
    for line, name, holds in [
        ("| join kind=inner (", "increaseIndentPattern", True),
        ("    costs  // (", "increaseIndentPattern", True),
        ("| where a == (1)", "increaseIndentPattern", False),
        (") on code", "decreaseIndentPattern", True),
        ("| count", "decreaseIndentPattern", False),
    ]:
        check(bool(rules[name].search(line)) == holds, f"language-configuration.json: {name} of {line}")


def snippets():
    """Each snippet, as it stands before anything is filled in, is a text that Regn can read."""
    for title, snippet in json.loads(read("editors/vscode/snippets.json")).items():
        check(set(snippet) == {"prefix", "body", "description"}, f"snippets.json: {title}")
        text = "\n".join(snippet["body"])
        check(text.count("$0") == 1, f"snippets.json: {title} ends in no place")
        stops = {int(stop) for stop in re.findall(r"\$\{(\d+)", text)}
        check(stops == set(range(1, len(stops) + 1)), f"snippets.json: {title} counts wrong")
        text = re.sub(r"\$\{\d+\|([^,|]*)[^}]*\}", r"\1", text)
        while re.search(r"\$\{\d+:[^${}]*\}", text):
            text = re.sub(r"\$\{\d+:([^${}]*)\}", r"\1", text)
        inner = {"A function": "value", "A table written out": "1"}
        text = text.replace("$0", inner.get(title, ""))
        check("$" not in text, f"snippets.json: {title} cannot be filled in: {text}")
        script = ("costs\n" if text.startswith("|") else "") + text
        read_by = subprocess.run([os.environ["REGN"], "format", "-"], input=script, capture_output=True, text=True)
        check(read_by.returncode == 0, f"snippets.json: {title}\n{read_by.stderr}")


def helix():
    try:
        import tomllib
    except ImportError:
        print("files: languages.toml skipped, Python before 3.11 reads no TOML")
        return
    told = tomllib.loads(read("editors/helix/languages.toml"))
    (language,) = told["language"]
    check(set(language["language-servers"]) == set(told["language-server"]), "languages.toml: servers")
    check(told["language-server"]["regn"] == {"command": "regn", "args": ["lsp"]}, "languages.toml: the command")
    check(set(language["indent"]) == {"tab-width", "unit"}, "languages.toml: indent")
    check(set(language["formatter"]) == {"command", "args"}, "languages.toml: formatter")
    known = "name scope file-types shebangs comment-token indent language-servers formatter".split()
    check(list(language) == known, f"languages.toml: {set(language) ^ set(known)}")
    # What stands there as a comment, to be taken up, is TOML too.
    config = re.search(r"^# (config = .*)$", read("editors/helix/languages.toml"), re.MULTILINE)
    check(tomllib.loads(config[1])["config"]["regn"]["maxRows"] == 50, "languages.toml: config")


for part in (manifest, language_configuration, snippets, helix):
    part()
for problem in problems:
    print(f"files: {problem}", file=sys.stderr)
print(f"files: {checks} checks, {len(problems)} failed")
sys.exit(1 if problems else 0)
