import RegnBinder
import RegnPhrases
import RegnSession
import RegnSyntax

/// A few words that an editor shows within the text without their being in it.
public struct InlayHint: Sendable, Hashable {
  /// Where it stands.
  public let offset: Int
  public let label: Phrase
  /// More of it, in Markdown.
  public let tooltip: String
}

extension Document {
  /// The most columns that a hint names.
  private static let shownColumns = 6

  /// Behind each step that changes the columns, those that it makes; behind a query that was run, its rows.
  /// `rows` holds the counts by the number of the statement.
  public func inlayHints(
    in range: SourceSpan? = nil, rows: [Int: Int] = [:], _ language: Language = .en
  ) -> [InlayHint] {
    var found: [InlayHint] = []
    var number = 0
    for part in parts {
      for step in part.bound?.steps ?? [] where step.operation.node.tree === part.tree {
        let names = step.output.columns.map(\.name)
        guard names != step.input.columns.map(\.name), !names.isEmpty, step.operation.isShownInHints else {
          continue
        }
        let shown = step.output.columns.prefix(Document.shownColumns)
          .map { "\($0.name) \($0.type.rawValue)" }.joined(separator: ", ")
        let more = names.count > Document.shownColumns ? ", … (\(names.count))" : ""
        found.append(
          InlayHint(
            offset: step.operation.span.end + part.start, label: Phrase(verbatim: "→ \(shown)\(more)"),
            tooltip: Document.list(step.output.columns, language)))
      }
      for statement in part.tree.root.statements {
        if let count = rows[number] {
          found.append(
            InlayHint(
              offset: statement.span.end + part.start,
              label: SessionText.said(rows: count), tooltip: ("in the last run" as Phrase).text(language)))
        }
        number += 1
      }
    }
    found.sort { ($0.offset, $0.label.description) < ($1.offset, $1.label.description) }
    guard let range else { return found }
    return found.filter { range.touches($0.offset) }
  }
}

extension TabularOperator {
  /// Whether what it makes is worth showing: not where it stands in the text word for word.
  fileprivate var isShownInHints: Bool {
    switch self {
    case .count, .project, .projectKeep, .distinct, .render, .as: false
    default: true
    }
  }
}
