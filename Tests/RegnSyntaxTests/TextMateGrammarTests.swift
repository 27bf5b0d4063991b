import Foundation
import RegnData
import Testing

@testable import RegnSyntax

/// The grammar for editors names things as the lexer and the parser know them.
@Suite struct TextMateGrammarTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static func grammar() throws -> TextMateGrammar {
    let file = root.appending(path: "editors/textmate/kusto.tmLanguage.json")
    return try TextMateGrammar(json: Data(contentsOf: file))
  }

  /// The innermost name of the first place at which a piece of a line stands.
  private func scope(_ word: String, in line: String) throws -> String? {
    let place = try #require(line.range(of: word))
    let offset = line[..<place.lowerBound].utf16.count
    return try Self.grammar().pieces(line).last { $0.range == offset..<offset + word.utf16.count }?.scope
  }

  @Test(arguments: TabularOperatorName.all) func operators(_ name: TabularOperatorName) throws {
    let behindPipe = try scope(name.name, in: "T | \(name.name) x")
    #expect(behindPipe == "keyword.control.operator.kusto")
    if name.place == .source {
      let call = ["datatable", "externaldata"].contains(name.name)
      let query = "\(name.name)\(call ? "(a: long)" : " x = 1")"
      #expect(try scope(name.name, in: query) == "keyword.control.operator.kusto")
      #expect(try scope(name.name, in: "let T = \(query)") == "keyword.control.operator.kusto")
    }
  }

  static let typeNames =
    ScalarType.allCases.map(\.rawValue) + [
      "boolean", "double", "time", "date", "uuid", "uniqueid", "int32", "int64",
    ]

  @Test(arguments: typeNames) func types(_ name: String) throws {
    #expect(ScalarType(name: name) != nil)
    #expect(try scope(name, in: "declare query_parameters(a: \(name) = x)") == "storage.type.kusto")
    #expect(try scope(name, in: "T | mv-expand a to typeof(\(name))") == "storage.type.kusto")
  }

  /// What is in the middle of each line, and its name.
  @Test(arguments: [
    ("print 1 // it's", "// it's", "comment.line.double-slash.kusto"),
    ("#!/usr/bin/env regn", "#!/usr/bin/env regn", "comment.line.number-sign.kusto"),
    (#"print "a//b\"c""#, #""a//b\"c""#, "string.quoted.double.kusto"),
    (#"print "a\tb""#, #"\t"#, "constant.character.escape.kusto"),
    (#"print "a\qb""#, #"\q"#, "invalid.illegal.unknown-escape.kusto"),
    ("print 'a\"b'", "'a\"b'", "string.quoted.single.kusto"),
    (#"print @"C:\", 1"#, #"@"C:\""#, "string.quoted.double.verbatim.kusto"),
    (#"print @"a""b", 1"#, #"@"a""b""#, "string.quoted.double.verbatim.kusto"),
    ("print @'a''b', 1", "@'a''b'", "string.quoted.single.verbatim.kusto"),
    (#"print h"secret""#, #"h"secret""#, "string.quoted.double.kusto"),
    (#"print h@'x'"#, "h@'x'", "string.quoted.single.verbatim.kusto"),
    ("print ```a\n'b``` , 1", "```a\n'b```", "string.quoted.other.multiline.kusto"),
    ("print ~~~a\nb~~~", "~~~a\nb~~~", "string.quoted.other.multiline.kusto"),
    ("print 'open\n| take 5", "5", "constant.numeric.integer.kusto"),
    ("print 0xFF", "0xFF", "constant.numeric.hex.kusto"),
    ("print 1.5e-3", "1.5e-3", "constant.numeric.real.kusto"),
    ("print 2.5h", "2.5h", "constant.numeric.timespan.kusto"),
    ("print 30days", "30days", "constant.numeric.timespan.kusto"),
    ("print 1..20", "20", "constant.numeric.integer.kusto"),
    ("print datetime(2024-12-31)", "2024-12-31", "constant.other.typed.kusto"),
    ("print datetime(Sat, 8 Nov 14 15:05)", "Sat, 8 Nov 14 15:05", "constant.other.typed.kusto"),
    ("print long(null)", "long", "storage.type.kusto"),
    ("let few = 5", "few", "variable.other.definition.kusto"),
    ("let area = (r: real) { r }", "area", "entity.name.function.kusto"),
    ("T | where a !in~ (1)", "!in~", "keyword.operator.word.kusto"),
    ("T | where a matches regex 'x'", "matches regex", "keyword.operator.word.kusto"),
    ("T | join kind=inner (U) on a", "kind", "variable.parameter.kusto"),
    ("T | join (U) on $left.a == $right.b", "$right", "variable.language.side.kusto"),
    ("T | sort by a desc nulls last", "nulls last", "keyword.other.kusto"),
    ("T | extend ærlig = stråle(1)", "stråle", "entity.name.function.call.kusto"),
    ("T|take 1", "|", "keyword.operator.pipe.kusto"),
    ("print true", "true", "constant.language.kusto"),
  ]) func lines(_ line: String, _ piece: String, _ name: String) throws {
    #expect(try scope(piece, in: line) == name)
  }

  /// Names of columns that look like something else.
  @Test(arguments: [
    ("T | project count, range", "range"), ("T | extend range = 5", "range"), ("T | project date", "date"),
    ("T | project h2, x3", "x3"), ("T | project handle", "handle"), ("T | project long_name", "long_name"),
  ]) func columns(_ line: String, _ column: String) throws {
    #expect(try scope(column, in: line) == nil)
  }

  private static let scripts: [String] = try! ["queries", "Tests/Scripts/layout"].flatMap { folder in
    try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
      .filter { $0.hasSuffix(".kql") }.sorted().map { "\(folder)/\($0)" }
  }

  /// In scripts as they are, comments, strings, numbers, types, operators, words and calls are known for what
  /// they are, and nothing else is.
  @Test(arguments: scripts) func scriptsAsTheyAre(_ path: String) throws {
    let text = String(
      decoding: try Data(contentsOf: Self.root.appending(path: path)), as: UTF8.self)
    let pieces = try Self.grammar().pieces(text)
    let tree = Parser.parse(text)
    func offset(_ byte: Int) -> Int { String(decoding: tree.text.bytes[..<byte], as: UTF8.self).utf16.count }
    // The name at each place, inner names before outer.
    var names = [String](repeating: "", count: text.utf16.count)
    for piece in pieces.sorted(by: { $0.range.count > $1.range.count }) {
      for place in piece.range { names[place] = piece.scope }
    }
    let kinds = Dictionary(
      tree.tokens.map { ($0.span.start, $0.kind) }, uniquingKeysWith: { first, _ in first })
    var wrong: [String] = []
    for span in tree.classifiedSpans() {
      let name = names[offset(span.span.start)]
      let shown = "\(tree.text[span.span]) \(span.tokenClass) at \(span.span.start): \(name)"
      switch (span.tokenClass, kinds[span.span.start]) {
      case (.comment, _): if !name.hasPrefix("comment.") { wrong.append(shown) }
      case (_, .stringLiteral):
        if !name.hasPrefix("string.") && !name.hasPrefix("constant.character") { wrong.append(shown) }
      case (.number, _): if !name.hasPrefix("constant.numeric.") { wrong.append(shown) }
      case (.type, _), (_, .typedLiteral): if name != "storage.type.kusto" { wrong.append(shown) }
      case (_, .wordOperator): if name != "keyword.operator.word.kusto" { wrong.append(shown) }
      case (_, .pipe): if name != "keyword.operator.pipe.kusto" { wrong.append(shown) }
      case (.keyword, _):
        if TabularOperatorName.named(tree.text[span.span]) != nil, !name.hasPrefix("keyword.") {
          wrong.append(shown)
        }
      case (.function, _):
        // `entity_group` is a word of the grammar, whatever stands behind it.
        let known = ["entity.name.function", "storage.type", "keyword.other"]
        if !known.contains(where: { name.hasPrefix($0) }) { wrong.append(shown) }
      case (.column, .identifier), (.table, .identifier):
        for other in ["comment", "string", "constant.numeric", "storage", "keyword.control"]
        where name.hasPrefix(other) {
          wrong.append(shown)
        }
      default: break
      }
    }
    #expect(wrong == [])
  }
}
