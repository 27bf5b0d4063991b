import RegnSyntax

/// Lays out KQL in one canonical way: an operator a line, one space between words, what does not fit in
/// ``Formatter/width`` cells broken at its outermost level, what is inside indented by four.
///
/// Tokens are never changed, comments never lost. A statement with a mistake in it is kept as it is, and so
/// is a management command; laying out twice changes nothing.
public enum Formatter {
  /// The cells that a line should not exceed; single tokens and comments may.
  public static let width = 100
  /// The cells by which continued lines are indented.
  public static let indent = 4

  /// The text of a tree in canonical layout, ended by one line end; an empty text stays empty. Bytes that are
  /// not UTF-8 become U+FFFD.
  public static func format(_ tree: SyntaxTree) -> String {
    let text = tree.text.string
    // As what is answered is UTF-8, it is laid out like a text that was so from the start.
    guard tree.text.bytes.elementsEqual(text.utf8) else { return format(Parser.parse(SourceText(text))) }
    // A line end after an open string would become part of it.
    if tree.diagnostics.contains(where: { $0.code == .unclosedMultilineString }) { return text }
    let once = layOut(tree)
    // What a text means may depend on where its lines end, above all what a mistake spoils. Where the layout
    // would be read otherwise than the text was, the text stays as it is.
    let again = Parser.parse(SourceText(once))
    guard again.hasSameNodes(as: tree), again.hasErrors == tree.hasErrors else { return text }
    if tree.hasErrors, layOut(again) != once { return text }
    return once
  }

  private static func layOut(_ tree: SyntaxTree) -> String {
    var layout = Layout(tree)
    layout.writeRoot(tree.root.node)
    return layout.writer.out
  }
}
