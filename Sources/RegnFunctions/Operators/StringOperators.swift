import RegnData
import RegnPhrases

let hasOperator = search(
  "__has", caseSensitive: false, "Whether the text holds the term, as a whole word, in any case.",
  FunctionExample(
    "print x = 'North America' has 'america', y = 'North America' has 'ameri'", "x,y\ntrue,false")
) { $0.isTerm(in: $1) }

let hasCaseSensitiveOperator = search(
  "__has_cs", caseSensitive: true, "Whether the text holds the term, as a whole word, in this case.",
  FunctionExample("print x = 'North America' has_cs 'america'", "x\nfalse")
) { $0.isTerm(in: $1) }

let hasPrefixOperator = search(
  "__hasprefix", caseSensitive: false, "Whether a word of the text begins with the term, in any case.",
  FunctionExample("print x = 'North America' hasprefix 'ame'", "x\ntrue")
) { $0.isTermPrefix(in: $1) }

let hasPrefixCaseSensitiveOperator = search(
  "__hasprefix_cs", caseSensitive: true, "Whether a word of the text begins with the term, in this case.",
  FunctionExample("print x = 'North America' hasprefix_cs 'ame'", "x\nfalse")
) { $0.isTermPrefix(in: $1) }

let hasSuffixOperator = search(
  "__hassuffix", caseSensitive: false, "Whether a word of the text ends with the term, in any case.",
  FunctionExample("print x = 'North America' hassuffix 'RTH'", "x\ntrue")
) { $0.isTermSuffix(in: $1) }

let hasSuffixCaseSensitiveOperator = search(
  "__hassuffix_cs", caseSensitive: true, "Whether a word of the text ends with the term, in this case.",
  FunctionExample("print x = 'North America' hassuffix_cs 'rth'", "x\ntrue")
) { $0.isTermSuffix(in: $1) }

let containsOperator = search(
  "__contains", caseSensitive: false, "Whether the other text occurs in the text, in any case.",
  FunctionExample("print x = 'Ærøskøbing' contains 'ÆRØ'", "x\ntrue")
) { $0.isContained(in: $1) }

let containsCaseSensitiveOperator = search(
  "__contains_cs", caseSensitive: true, "Whether the other text occurs in the text, in this case.",
  FunctionExample("print x = 'Ærøskøbing' contains_cs 'ærø'", "x\nfalse")
) { $0.isContained(in: $1) }

let startsWithOperator = search(
  "__startswith", caseSensitive: false, "Whether the text begins with the other, in any case.",
  FunctionExample("print x = 'Fabrikam' startswith 'fab'", "x\ntrue")
) { $0.isPrefix(of: $1) }

let startsWithCaseSensitiveOperator = search(
  "__startswith_cs", caseSensitive: true, "Whether the text begins with the other, in this case.",
  FunctionExample("print x = 'Fabrikam' startswith_cs 'fab'", "x\nfalse")
) { $0.isPrefix(of: $1) }

let endsWithOperator = search(
  "__endswith", caseSensitive: false, "Whether the text ends with the other, in any case.",
  FunctionExample("print x = 'Fabrikam' endswith 'KAM'", "x\ntrue")
) { $0.isSuffix(of: $1) }

let endsWithCaseSensitiveOperator = search(
  "__endswith_cs", caseSensitive: true, "Whether the text ends with the other, in this case.",
  FunctionExample("print x = 'Fabrikam' endswith_cs 'kam'", "x\ntrue")
) { $0.isSuffix(of: $1) }

let equalInsensitiveOperator = search(
  "__equal_insensitive", caseSensitive: false, "Whether two texts are the same but for case.",
  FunctionExample("print x = 'ØSTER' =~ 'øster'", "x\ntrue")
) { $0.equals($1) }

let notEqualInsensitiveOperator = search(
  "__not_equal_insensitive", caseSensitive: false, "Whether two texts differ by more than case.",
  FunctionExample("print x = 'ØSTER' !~ 'øster'", "x\nfalse")
) { !$0.equals($1) }

private func search(
  _ name: String, caseSensitive: Bool, _ summary: Phrase, _ example: FunctionExample,
  _ test: @escaping @Sendable (TextNeedle, Bytes) -> Bool
) -> FunctionDefinition {
  FunctionDefinition(
    name, category: .string, summary: summary,
    signatures: [
      .scalar([Parameter("source", .string), Parameter("search", .string)], result: .type(.bool)) {
        arguments, context in
        let (texts, needles) = (arguments[0], arguments[1])
        if needles.isConstant {
          let needle = TextNeedle(needles.stringBytes(0), caseSensitive: caseSensitive)
          return testStrings(texts, context) { test(needle, $0) }
        }
        let (sources, searched) = (texts.strings, needles.strings)
        var needle = TextNeedle("", caseSensitive: caseSensitive)
        var last = StringView()
        let answers = Buffer<Bool>(count: context.rows) { target in
          for row in 0..<context.rows {
            if !(searched.views.base[row] == last) {
              last = searched.views.base[row]
              needle = TextNeedle(searched.bytes(row), caseSensitive: caseSensitive)
            }
            target[row] = test(needle, sources.bytes(row &* texts.stride))
          }
        }
        return Column(type: .bool, storage: .bool(answers))
      }
    ],
    examples: [example])
}
