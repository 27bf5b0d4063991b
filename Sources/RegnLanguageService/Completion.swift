import RegnBinder
import RegnData
import RegnFunctions
import RegnSession
import RegnSyntax

/// One thing that could stand at a place of a text.
public struct CompletionItem: Sendable, Hashable {
  /// What a completion is.
  public enum Kind: Sendable, Hashable {
    case table, column, function, tabularOperator, keyword, value, variable
  }

  /// What is inserted.
  public let text: String
  public let kind: Kind
  /// A few words about it: a type, a summary, `57 rows`.
  public let detail: String

  public init(text: String, kind: Kind, detail: String) {
    self.text = text
    self.kind = kind
    self.detail = detail
  }
}

/// The completions at a place, and the bytes of the text that each of them replaces.
public struct CompletionList: Sendable {
  public let items: [CompletionItem]
  public let replacing: Range<Int>

  public init(items: [CompletionItem], replacing: Range<Int>) {
    self.items = items
    self.replacing = replacing
  }
}

/// Says what could stand at a place of a text, from its grammar, the tables at hand and their values.
public struct CompletionProvider {
  private let session: Session

  public init(_ session: Session) { self.session = session }

  /// The completions at a UTF-8 offset, best first. The text may be broken; what stands after the offset is
  /// not looked at.
  public func completions(in text: String, at offset: Int) -> CompletionList {
    let head = String(decoding: Array(text.utf8).prefix(offset), as: UTF8.self)
    let place = CompletionPlace(head)
    if let quoted = place.openString {
      return CompletionList(items: values(place, quoted), replacing: quoted.start..<offset)
    }
    let prefix = foldedForComparison(place.word)
    let items = candidates(place).filter { item in
      prefix.isEmpty || foldedForComparison(item.text).starts(with: prefix)
    }
    return CompletionList(items: items, replacing: place.wordStart..<offset)
  }

  private func candidates(_ place: CompletionPlace) -> [CompletionItem] {
    switch place.expectation {
    case .operators:
      return TabularOperatorName.all.filter {
        $0.place != .outOfScope && $0.place != .source || $0.name == "union"
      }
      .map { CompletionItem(text: $0.name, kind: .tabularOperator, detail: $0.summary) }
    case .chart:
      return Binder.charts.map { CompletionItem(text: $0, kind: .keyword, detail: "") }
    case .joinKind:
      return JoinKind.allCases.map { CompletionItem(text: $0.rawValue, kind: .keyword, detail: "") }
    case .source:
      let tables = session.catalog.tableNames.map { name in
        CompletionItem(text: Binder.written(name), kind: .table, detail: rows(name))
      }
      let sources = TabularOperatorName.all.filter { $0.place == .source }
        .map { CompletionItem(text: $0.name, kind: .tabularOperator, detail: $0.summary) }
      let words = ["let", "set", "declare query_parameters("]
        .map { CompletionItem(text: $0, kind: .keyword, detail: "") }
      return variables + tables + sources + words
    case .expression:
      let columns = (session.columns(of: place.pipeBefore) ?? []).map { column in
        CompletionItem(text: Binder.written(column.name), kind: .column, detail: column.type.rawValue)
      }
      let functions = FunctionLibrary.all.filter { !$0.name.hasPrefix("__") }
        .map { CompletionItem(text: $0.name + "(", kind: .function, detail: $0.summary) }
      return columns + variables + functions
    }
  }

  private var variables: [CompletionItem] {
    session.definedNames.map { CompletionItem(text: Binder.written($0), kind: .variable, detail: "let") }
  }

  private func rows(_ table: String) -> String {
    guard let count = session.catalog.table(named: table)?.rowCount else { return "" }
    return "\(count) rows"
  }

  /// The values of the column that an open string is compared with.
  private func values(_ place: CompletionPlace, _ quoted: CompletionPlace.OpenString) -> [CompletionItem] {
    guard let name = quoted.column,
      let column = session.columns(of: place.pipeBefore)?.first(where: { $0.name == name }),
      let origin = column.origin, let values = origin.source.statistics(ofColumn: origin.column)?.values
    else { return [] }
    let prefix = foldedForComparison(quoted.content)
    return values.filter { prefix.isEmpty || foldedForComparison($0.value).starts(with: prefix) }
      .map { value in
        CompletionItem(
          text: "\(quoted.quote)\(value.value)\(quoted.quote)", kind: .value,
          detail: "\(value.count) row\(value.count == 1 ? "" : "s")")
      }
  }
}
