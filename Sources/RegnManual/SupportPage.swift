import RegnBinder
import RegnFunctions
import RegnSyntax

/// The page that says what of the reference works, what is to come and what is left out.
struct SupportPage {
  /// A name of the reference.
  private struct Entry {
    let kind: String
    let name: String
    let scope: String
  }

  private let entries: [Entry]

  /// `referenceNames` has lines `kind,name,page,scope` below a header.
  init(referenceNames: String) {
    entries = referenceNames.split(separator: "\n").dropFirst().compactMap { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return fields.count == 4 ? Entry(kind: fields[0], name: fields[1], scope: fields[3]) : nil
    }
  }

  private static let kinds = [
    ("tabular operator", "Tabular operators"), ("statement", "Statements"),
    ("plugin", "Plug-ins of evaluate"),
    ("scalar", "Scalar functions"), ("aggregate", "Aggregates"), ("window", "Window functions"),
    ("scalar operator", "Range operators"), ("string operator", "Comparison and text operators"),
  ]

  var markdown: String {
    var text = """
      # What of KQL works

      Every name of KQL's public reference, and whether Regn has it. A name that it does not have is
      known all the same: a query that uses it is told so, and never that the word is unknown.

      | kind | in the reference | works | to come | left out |
      |---|---|---|---|---|

      """
    for (kind, title) in Self.kinds {
      let scopes = entries.filter { $0.kind == kind }.map(\.scope)
      let counts = ["in", "later", "out"].map { scope in scopes.filter { $0 == scope }.count }
      text += "| \(title) | \(([scopes.count] + counts).map(String.init).joined(separator: " | ")) |\n"
    }
    text += "\n## What works\n"
    for (kind, title) in Self.kinds {
      let names = entries.filter { $0.kind == kind && $0.scope == "in" }.map { Self.linked($0.name, kind) }
      text += "\n" + Words.filled("**\(title)** —", names)
    }
    text += "\n" + Words.filled("**Other names that work** —", otherNames.map { "`\($0)`" })
    text += "\n## To come\n\nCode `RG0511` answers them.\n" + families(planned: true)
    text += "\n## Left out\n\nCode `RG0510` answers them.\n" + families(planned: false)
    text += "\n**Statements** — They are for the databases of a cluster:\n\n"
    for (name, reason) in OutOfScope.statements { text += "- `\(name)`: \(reason)\n" }
    return text + "\nManagement commands, which begin with a dot, are answered by code `RG0504`.\n"
  }

  private func families(planned: Bool) -> String {
    var text = ""
    for family in OutOfScope.families where family.isPlanned == planned {
      let name = family.name.description
      guard let first = name.first else { continue }
      text += "\n**\(first.uppercased())\(name.dropFirst())** — \(family.reason)\n"
      text += Words.filled("", family.names.map { "`\($0)`" })
    }
    return text
  }

  /// Names of the library that the list has not: second names, and names of older versions.
  private var otherNames: [String] {
    let listed = Set(entries.map(\.name))
    return GeneratedPages.functions.flatMap { [$0.name] + $0.aliases }.filter { !listed.contains($0) }
      .sorted()
  }

  private static func linked(_ name: String, _ kind: String) -> String {
    switch kind {
    case "tabular operator": "[\(name)](operators/\(ManualPage.named(name)?.names.first ?? name).md)"
    case "statement": "[\(name)](statements/\(name.hasPrefix("query") ? "declare" : name).md)"
    case "plugin": "[\(name)](operators/evaluate.md)"
    case "scalar", "aggregate", "window":
      FunctionLibrary.function(named: name).map { "[\(name)](functions/\($0.category.fileName)#\($0.name))" }
        ?? "`\(name)`"
    default: "[`\(name)`](expressions.md)"
    }
  }
}
