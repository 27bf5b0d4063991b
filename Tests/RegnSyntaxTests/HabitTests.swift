import RegnSyntax
import Testing

/// A query with a foreign habit, the code that answers it, the text underlined, the label, and the query
/// after the first fix where there is one.
struct Habit: Sendable, CustomTestStringConvertible {
  var query: String
  var code: String
  var span: String
  var label: String
  var fixed: String?

  init(_ query: String, _ code: String, _ span: String, _ label: String, _ fixed: String? = nil) {
    self.query = query
    self.code = code
    self.span = span
    self.label = label
    self.fixed = fixed
  }

  var testDescription: String { query }
}

let habits: [Habit] = [
  Habit(
    "SELECT municipality, SUM(amount) FROM costs GROUP BY municipality", "RG0102", "SELECT",
    "write: costs | summarize sum(amount) by municipality", "costs | summarize sum(amount) by municipality"),
  Habit(
    "select * from costs where year = 2024 and name <> 'x' order by amount desc, year limit 5", "RG0102",
    "select",
    "write: costs | where year == 2024 and name != 'x' | top 5 by amount desc, year asc",
    "costs | where year == 2024 and name != 'x' | top 5 by amount desc, year asc"),
  Habit(
    "SELECT a, COUNT(*) AS n FROM t WHERE b IS NOT NULL AND c LIKE 'x%' GROUP BY a HAVING COUNT(*) > 3\nORDER BY n",
    "RG0102", "SELECT",
    "write: t | where isnotnull(b) and c startswith 'x' | summarize n = count() by a | where n > 3 | sort by n asc"
  ),
  Habit("SELECT DISTINCT a FROM t", "RG0102", "SELECT", "write: t | distinct a", "t | distinct a"),
  Habit("SELECT TOP 3 a, b FROM t", "RG0102", "SELECT", "write: t | project a, b | take 3"),
  Habit("SELECT 1 + 1", "RG0102", "SELECT", "write: print 1 + 1"),
  Habit(
    "SELECT a FROM t JOIN u ON t.x = u.x", "RG0102", "SELECT",
    "write: table | where … | summarize … by … | project …"),
  Habit("T | where a = 1 and b == 2", "RG0108", "=", "write `==`", "T | where a == 1 and b == 2"),
  Habit("T | where (a = 1)", "RG0108", "=", "write `==`", "T | where (a == 1)"),
  Habit("T | where a <> 1", "RG0109", "<>", "write `!=`", "T | where a != 1"),
  Habit(
    "T | where a LIKE 'x%'", "RG0110", "LIKE 'x%'", "write: startswith 'x'", "T | where a startswith 'x'"),
  Habit("T | where a like '%x%' and b == 1", "RG0110", "like '%x%'", "write: contains 'x'"),
  Habit("T | where a NOT LIKE '%x'", "RG0110", "NOT LIKE '%x'", "write: !endswith 'x'"),
  Habit("T | where a LIKE 'x%y'", "RG0110", "LIKE 'x%y'", "write: matches regex '^x.*y$'"),
  Habit("T | where a IS NULL", "RG0111", "IS NULL", "write: isnull(a)", "T | where isnull(a)"),
  Habit(
    "T | where f(a) is not null or b", "RG0111", "is not null", "write: isnotnull(f(a))",
    "T | where isnotnull(f(a)) or b"),
  Habit("T | where a == NULL", "RG0112", "== NULL", "write: isnull(a)", "T | where isnull(a)"),
  Habit("T | where a != null", "RG0112", "!= null", "write: isnotnull(a)", "T | where isnotnull(a)"),
  Habit(
    "T | extend a = NULL", "RG0112", "NULL", "write `int(null)`, `datetime(null)` …; test with `isnull(x)`"),
  Habit("T | where NOT a == 1", "RG0113", "NOT", "write: not(a == 1)", "T | where not(a == 1)"),
  Habit(
    "T | where not a has 'x' and b", "RG0113", "not", "write: not(a has 'x')",
    "T | where not(a has 'x') and b"),
  Habit("T | where NOT(a)", "RG0113", "NOT", "write `not`", "T | where not(a)"),
  Habit("T | where a NOT IN (1, 2)", "RG0113", "NOT IN", "write `!in`", "T | where a !in (1, 2)"),
  Habit("T | where a == 1 AND b == 2", "RG0114", "AND", "write `and`", "T | where a == 1 and b == 2"),
  Habit("T | where a == 1 OR b == 2", "RG0114", "OR", "write `or`", "T | where a == 1 or b == 2"),
  Habit("T | where a IN (1, 2)", "RG0114", "IN", "write `in`", "T | where a in (1, 2)"),
  Habit("T | WHERE a == 1 | take 5", "RG0114", "WHERE", "write `where`", "T | where a == 1 | take 5"),
  Habit("T | sort by a DESC", "RG0114", "DESC", "write `desc`", "T | sort by a desc"),
  Habit("T | summarize count() BY a", "RG0114", "BY", "write `by`", "T | summarize count() by a"),
  Habit("T | ORDER BY a", "RG0114", "ORDER", "write `order`"),
  Habit("T WHERE a == 1", "RG0114", "WHERE", "write: | where", "T | where a == 1"),
  Habit("T | summarize COUNT(*) by a", "RG0115", "COUNT(*)", "write `count()`", "T | summarize count() by a"),
  Habit(
    "T | summarize COUNT(DISTINCT a) by b", "RG0115", "COUNT(DISTINCT a)", "write: count_distinct(a)",
    "T | summarize count_distinct(a) by b"),
  Habit("T | group by a", "RG0116", "group by", "write: summarize count() by a"),
  Habit("T | summarize sum(x) GROUP BY a", "RG0116", "GROUP BY", "write `by`", "T | summarize sum(x) by a"),
  Habit("T | where a == 1 group by b", "RG0116", "group by", "write: | summarize count() by b"),
  Habit("T | where a == 1 && b == 2", "RG0118", "&&", "write `and`", "T | where a == 1 and b == 2"),
  Habit("T | where a == 1 || b == 2", "RG0118", "||", "write `or`", "T | where a == 1 or b == 2"),
  Habit("T | where !a", "RG0118", "!", "write `not(…)`"),
  Habit("T | extend n = a || ' ' ", "RG0131", "||", "write `strcat(a, b)`, or `or` between conditions"),
  Habit(
    "T | where a == 'it''s'", "RG0119", "''", "for a quote within a string write `\\'`",
    "T | where a == 'it\\'s'"),
  Habit(
    "T | extend b = CASE WHEN a == 1 THEN 'x' WHEN a > 2 THEN 'y' ELSE 'z' END, c = 1", "RG0120", "CASE WHEN",
    "write: case(a == 1, 'x', a > 2, 'y', 'z')"),
  Habit(
    "T | where a BETWEEN 1 AND 2 and b", "RG0121", "BETWEEN 1 AND 2", "write: a between (1 .. 2)",
    "T | where a between (1 .. 2) and b"),
  Habit("T | where a between 1 .. 2", "RG0121", "between 1 .. 2", "write: a between (1 .. 2)"),
  Habit(
    "T | extend a = SUM(A1:A3)", "RG0122", "A1:A3",
    "write the name of a column: table | summarize sum(column)"),
  Habit("T | extend a = iff(b > 1; 2; 3)", "RG0123", ";", "write `,`", "T | extend a = iff(b > 1, 2, 3)"),
  Habit("=SUM(A1:A3)", "RG0124", "=", "write: table | summarize sum(column)"),
  Habit("=IF(A1>2;3;4)", "RG0124", "=", "write: table | summarize if(column)"),
  Habit("T | where a > 1,5", "RG0125", "1,5", "write 1.5", "T | where a > 1.5"),
  Habit("T | extend a = 1,5", "RG0125", "1,5", "for one number write 1.5", "T | extend a = 1.5"),
  Habit("T | extend a = IF(b, 1, 2)", "RG0126", "IF", "write `iff`", "T | extend a = iff(b, 1, 2)"),
  Habit("T | select a, b", "RG0127", "select", "write `project`", "T | project a, b"),
  Habit("T | project a as b", "RG0127", "as b", "write: b = …"),
  Habit("T | where 1 < x < 10", "RG0128", "<", "write: x between (a .. b), or: a < x and x < b"),
  Habit("where a == 1 | take 5", "RG0129", "where", "write: table | where …"),
  Habit("| where a == 1", "RG0129", "|", "write the name of a table before `|`"),
  Habit("T | extend b = datetime(strcat(a, 'x'))", "RG0130", "datetime", "write `todatetime`"),
  Habit(
    "T | extend b = int(amount)", "RG0011", "int(amount)", "to convert a value write `toint(amount)`",
    "T | extend b = toint(amount)"),
  Habit(
    "T | project a -- the name\n| take 5", "RG0009", "--", "write `//`", "T | project a // the name\n| take 5"
  ),
  Habit("/* hello */ T | take 5", "RG0010", "/*", "write `//`"),
  Habit("T | where a == “x”", "RG0003", "“x”", "write `\"…\"`", "T | where a == \"x\""),
  Habit(
    "T |\u{A0}take\u{A0}5", "RG0004", "\u{A0}", "often pasted from a web page or a document", "T | take 5"),
  Habit("T where a == 1", "RG0104", "where", "write: | where", "T | where a == 1"),
  Habit("T | where a == 1\nsummarize count() by b", "RG0104", "summarize", "write: | summarize"),
  Habit("T | where a == 1 take 5", "RG0104", "take", "write: | take"),
  Habit("T | wher a == 1 | take 5", "RG0103", "wher", "did you mean `where`?", "T | where a == 1 | take 5"),
  Habit("T | project-awya a", "RG0103", "project-awya", "did you mean `project-away`?", "T | project-away a"),
  Habit("T | where a == 'x | take 5", "RG0001", "'x | take 5", "add `'` where it ends"),
  Habit("T | where f(a, (b + 1) | take 5", "RG0105", "(", "opened here"),
  Habit("T | where a) | take 5", "RG0106", ")", ""),
  Habit("let a = 1\nlet b = 2;\nprint a", "RG0107", "", "add `;`", "let a = 1;\nlet b = 2;\nprint a"),
  Habit("let a = 1;\n\nT | count\n\nU | count", "RG0107", "", "add `;`"),
  Habit("T | project a, b, | take 5", "RG0132", ",", "remove it, or go on", "T | project a, b | take 5"),
  Habit("T | extend a = 1 b = 2", "RG0101", "b", "add `,`", "T | extend a = 1, b = 2"),
  Habit("T | where a == [1, 2]", "RG0101", "[", "write: dynamic([1, 2])", "T | where a == dynamic([1, 2])"),
  Habit("T | where a == # 1", "RG0002", "#", "a comment begins with `//`"),
  Habit("T | where a ≥ 1", "RG0002", "≥", "write `>=`", "T | where a >= 1"),
  Habit("T | where a == 0x", "RG0006", "0x", ""),
  Habit("T | where a == 1_000", "RG0006", "1_000", "write: 1000", "T | where a == 1000"),
  Habit(
    "T | where a == '\\d+'", "RG0005", "\\d", "for a backslash write `\\\\`, or put `@` before the string",
    "T | where a == '\\\\d+'"),
  Habit(".show tables", "RG0504", ".show", ""),
  Habit("T | where a == | take 5", "RG0101", "|", ""),
  Habit("T | | take 5", "RG0101", "|", "such as `where`, `summarize` or `take`"),
  Habit("T | summarize | take 5", "RG0101", "|", ""),
  Habit("T | top by a", "RG0101", "by", ""),
  Habit("T | sort a desc", "RG0101", "a", ""),
]

@Suite struct HabitTests {
  @Test(arguments: habits) func habitIsAnsweredOnce(_ habit: Habit) {
    let tree = Parser.parse(habit.query)
    #expect(
      tree.diagnostics.count == 1,
      "\(tree.diagnostics.map { "\($0.code.id) \($0.message) [\(tree.text[$0.span])]" })")
    guard let diagnostic = tree.diagnostics.first else { return }
    #expect(diagnostic.code.id == habit.code, "\(diagnostic.message)")
    #expect(tree.text[diagnostic.span] == habit.span)
    #expect(diagnostic.label == habit.label)
    if let fixed = habit.fixed { #expect(diagnostic.fixes.first?.applied(to: tree.text) == fixed) }
    check(Array(habit.query.utf8))
  }

  @Test(arguments: habits) func fixesMakeGoodQueries(_ habit: Habit) {
    guard let fixed = habit.fixed else { return }
    let tree = Parser.parse(fixed)
    #expect(tree.diagnostics.isEmpty, "\(tree.diagnostics.map(\.message))")
  }

  @Test func independentMistakesAreReportedTogether() {
    #expect(
      diagnostics("T | where a = 1 | wher b | project c,, d | take (5\n\n; let x 5; U | where y <> 'z'") == [
        "RG0108 =", "RG0103 wher", "RG0101 ,", "RG0105 (", "RG0101 5", "RG0109 <>",
      ])
  }
}
