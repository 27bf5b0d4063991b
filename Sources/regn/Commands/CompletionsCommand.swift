import ArgumentParser

/// `regn completions SHELL`
struct CompletionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions", abstract: "Print a completion script for bash, zsh or fish.")

  /// The shells that completions are made for.
  enum Shell: String, ExpressibleByArgument, CaseIterable {
    case bash, zsh, fish
  }

  @Argument(help: "bash, zsh or fish.")
  var shell: Shell

  func run() throws {
    let made = Regn.completionScript(for: CompletionShell(rawValue: shell.rawValue) ?? .bash)
    let script = CompletionsCommand.withoutOtherHelp(made)
    try Terminal.answer(shell == .bash ? script + CompletionsCommand.bashWords : script)
  }

  /// A script without what the parsing library says of its own `help`, which is not reached: `HelpCommand`
  /// stands in its place.
  private static func withoutOtherHelp(_ script: String) -> String {
    var helps = 0
    var isOther = false
    var kept: [Substring] = []
    for line in script.split(separator: "\n", omittingEmptySubsequences: false) {
      if line == "_regn_help() {" { helps += 1 }
      if helps == 2, line == "_regn_help() {" { isOther = true }
      let isItsItem =
        line.hasSuffix("help:Show subcommand help information.'")
        || line.hasSuffix("-fa 'help' -d 'Show subcommand help information.'")
      if !isOther, !isItsItem { kept.append(line) }
      if line == "}" { isOther = false }
    }
    return kept.joined(separator: "\n")
  }

  /// bash takes `--table NAME=PATH` apart at `=`: the words are put together again for the rest of the
  /// script, and a path after `NAME=` is completed alone.
  private static let bashWords = #"""

    _regn_with_whole_words() {
        local -a whole=()
        local -i place=0 index
        local word before=''
        for ((index = 0; index < ${#COMP_WORDS[@]}; index++)); do
            word="${COMP_WORDS[index]}"
            if [[ ${#whole[@]} -gt 1 && ("${word}" = '=' || "${before}" = '=') ]]; then
                whole[${#whole[@]}-1]+="${word}"
            else
                whole+=("${word}")
            fi
            [[ ${index} -eq ${COMP_CWORD} ]] && place=$((${#whole[@]} - 1))
            before="${word}"
        done
        if [[ ${place} -gt 0 && "${whole[place-1]}" = --table && "${whole[place]}" = *=* ]]; then
            local path
            while IFS='' read -r path; do
                COMPREPLY+=("${path}")
            done < <(compgen -f -- "${2}")
        else
            local -a COMP_WORDS=("${whole[@]}")
            local -i COMP_CWORD=${place}
            _regn "${1}" "${2}" "${whole[place-1]}"
        fi
    }
    complete -o filenames -F _regn_with_whole_words regn

    """#
}
