import RegnBinder
import RegnData
import RegnFunctions
import RegnSession
import RegnSyntax

extension Document {
  /// The most completions that are given at a time.
  private static let most = 500

  /// What could stand at an offset: what the letters before it begin, the best first. What stands behind the
  /// offset is not looked at.
  public func completions(at offset: Int) -> CompletionList {
    let index = partIndex(at: offset)
    let part = parts[index]
    let own = offset - part.start
    let head = SourceText(bytes: Array(part.tree.text.bytes.prefix(own)))
    let place = CompletionPlace(head)
    guard !place.isInComment else { return CompletionList(items: [], replacing: offset..<offset) }
    let start = place.openString?.start ?? place.wordStart
    let scope = CompletionScope(
      SourceText(bytes: Array(head.bytes.prefix(start)), fileName: text.fileName), context: context,
      environment: environment(before: index), operation: place.operation)
    let candidates = CompletionCandidates(
      place: place, scope: scope, context: context, script: text.fileName)
    let typed = foldedForComparison(place.openString?.content ?? place.word)
    var fitting: [(item: CompletionItem, fit: Fit)] = []
    for candidate in candidates.all {
      let letters = foldedForComparison(candidate.letters)
      if let fit = Fit(letters, typed: typed) { fitting.append((candidate.item, fit)) }
    }
    // Only those that fit best: `wh` means where, not parse-where, while there is one that begins so.
    let best = fitting.map(\.fit).min()
    let items = fitting.filter { $0.fit == best }.map(\.item)
    return CompletionList(
      items: Array(items.prefix(Document.most)), replacing: (part.start + start)..<offset,
      isIncomplete: items.count > Document.most || items.count < fitting.count
        // A large column may still be counted.
        || items.isEmpty && place.openString != nil)
  }
}

/// The columns and names in reach at the end of a text.
struct CompletionScope {
  /// The table that comes to the operator at the end; nil when there is none.
  let input: BoundTable?
  /// The table that a join there brings in.
  let side: BoundTable?
  let environment: Environment
  /// The parameters and inner `let`s of the function that the text ends in.
  let locals: [(name: String, type: String)]

  init(_ head: SourceText, context: BindingContext, environment: Environment, operation: String?) {
    let tree = context.parse(head)
    let binder = context.binder(for: tree, environment: environment)
    for statement in tree.root.statements { _ = binder.bind(statement) }
    self.environment = binder.currentEnvironment
    locals = tree.localNames
    // The innermost operator that is not ended by a bracket.
    let end = tree.tokens.count - 1
    let open = binder.tables.last { entry in
      entry.isInput && entry.node.tree === tree && entry.node.tokenRange.upperBound == end
        && (operation == nil || entry.node.tokens(.keyword).first?.text == operation)
    }
    input = open?.table
    side =
      open.flatMap { open in
        binder.tables.last { !$0.isInput && open.node.span.contains($0.node.span) && $0.node.tree === tree }
      }?.table
  }
}

extension SyntaxTree {
  /// The names of parameters and inner `let`s that hold at the end of the text, with their types as written.
  fileprivate var localNames: [(name: String, type: String)] {
    var names: [(name: String, type: String)] = []
    var node: SyntaxNode? = root.node
    while let here = node {
      if let function = FunctionDeclaration(here) {
        for parameter in function.parameters {
          guard let name = parameter.name?.name else { continue }
          names.append((name, parameter.type?.name ?? "table"))
        }
      } else if here.kind == .functionBody {
        for inner in here.views(.statement) as [LetStatement] {
          if let name = inner.name?.name { names.append((name, "let")) }
        }
      }
      node = here.children.last { !$0.tokenRange.isEmpty }
    }
    return names
  }
}
