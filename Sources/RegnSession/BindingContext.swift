import RegnBinder
import RegnData
import RegnSyntax

/// What a text is understood with: the tables at hand, what earlier texts defined, the values of parameters.
/// A snapshot of a session, for whoever helps with writing.
public struct BindingContext: Sendable {
  public let catalog: SessionCatalog
  /// What earlier texts defined.
  public let environment: Environment
  let parameters: [String: String]
  /// The rows with which a text that begins with `|` goes on.
  public let lastQuery: BoundTable?
  let now: DateTime

  /// A binder of a text, or of a part of one before which `environment` holds. Without `readRows` it reads
  /// no rows.
  public func binder(
    for tree: SyntaxTree, environment: Environment, readRows: Binder.RowReader? = nil
  ) -> Binder {
    Binder(
      tree: tree, catalog: catalog, environment: environment, parameters: parameters,
      implicitSource: lastQuery, now: now, readRows: readRows)
  }

  /// Reads a text, or a part of one.
  public func parse(_ text: SourceText) -> SyntaxTree {
    Parser.parse(text, options: Parser.Options(allowsLeadingPipe: lastQuery != nil))
  }
}

extension Session {
  /// What the next text will be understood with.
  public var bindingContext: BindingContext {
    BindingContext(
      catalog: catalog, environment: environment, parameters: options.parameters, lastQuery: lastQuery,
      now: options.now ?? .current)
  }
}
