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
    "write: t | join kind=inner u on x | project a", "t | join kind=inner u on x | project a"),
  Habit(
    "SELECT t.a FROM t AS x LEFT OUTER JOIN u y ON y.k = x.k AND x.m = y.n", "RG0102", "SELECT",
    "write: t | join kind=leftouter u on k, $left.m == $right.n | project a"),
  Habit(
    "SELECT a FROM t WHERE a IN (SELECT b FROM u)", "RG0102", "SELECT",
    "write: table | where … | summarize … by … | project …"),
  Habit(
    "SELECT a b, c FROM t WHERE NOT (a = 1) AND c NOT BETWEEN 1 AND 2 OR (d BETWEEN 3 AND 4)", "RG0102",
    "SELECT",
    "write: t | where not (a == 1) and c !between (1 .. 2) or (d between (3 .. 4)) | project b = a, c"),
  Habit(
    "SELECT a, sum(b) FROM t GROUP BY 1 HAVING sum(b) > 5 AND count(*) > 2", "RG0102", "SELECT",
    "write: table | where … | summarize … by … | project …"),
  Habit(
    "SELECT lower(a) AS k, sum(b) FROM t GROUP BY lower(a) HAVING sum(b) > 5 ORDER BY 2 DESC, k", "RG0102",
    "SELECT",
    "write: t | summarize sum(b) by k = tolower(a) | where sum_b > 5 | sort by sum_b desc, k asc"),
  Habit("SELECT a FROM t ORDER BY b", "RG0102", "SELECT", "write: t | sort by b asc | project a"),
  Habit(
    "SELECT CASE a WHEN 1 THEN 'x' WHEN 2 THEN 'y' END AS c, CAST(d AS int) FROM t WHERE e = 'it''s'",
    "RG0102",
    "SELECT", "write: t | where e == 'it\\'s' | project c = case(a == 1, 'x', a == 2, 'y', ''), toint(d)"),
  Habit(
    "SELECT TOP (3) * FROM t ORDER BY a DESC NULLS LAST", "RG0102", "SELECT",
    "write: t | top 3 by a desc nulls last"),
  Habit(
    "SELECT count(a), count(DISTINCT b) FROM t", "RG0102", "SELECT",
    "write: t | summarize countif(isnotnull(a)), count_distinct(b)"),
  Habit("from costs | take 5", "RG0102", "from costs", "write: costs", "costs | take 5"),
  Habit(
    "FROM costs WHERE year = 2024 SELECT *", "RG0102", "FROM costs", "write: costs | where … | project …"),
  Habit(
    "WITH a AS (SELECT 1) SELECT * FROM a", "RG0102", "WITH a AS", "write: let a = table | where …; a | …"),
  Habit("DELETE FROM costs", "RG0102", "DELETE", "to give a result a name write: let name = table | …"),
  Habit("UPDATE costs SET a = 1", "RG0102", "UPDATE", "to give a result a name write: let name = table | …"),
  Habit("T | join u on T.a = u.a", "RG0134", "T.a = u.a", "write: a", "T | join u on a"),
  Habit("T | join (u) on t.a == u.b", "RG0134", "t.a == u.b", "write: $left.a == $right.b"),
  Habit("T | join u using (a)", "RG0127", "using", "write `on`", "T | join u on (a)"),
  Habit("T | join u a", "RG0101", "a", "write: on a", "T | join u on a"),
  Habit("T | where a ~= 'x'", "RG0133", "~=", "write `=~`", "T | where a =~ 'x'"),
  Habit("T | where a === 1 and b", "RG0133", "===", "write `==`", "T | where a == 1 and b"),
  Habit("T | where a !== 1", "RG0133", "!==", "write `!=`", "T | where a != 1"),
  Habit("T | where a =! 1", "RG0133", "=!", "write `!=`", "T | where a != 1"),
  Habit("T | where a => 1", "RG0133", "=>", "write `>=`", "T | where a >= 1"),
  Habit("T | where a =< 1", "RG0133", "=<", "write `<=`", "T | where a <= 1"),
  Habit(
    "T | where a contanis 'x' or b", "RG0133", "contanis", "did you mean `contains`?",
    "T | where a contains 'x' or b"),
  Habit("T | where a is 'x'", "RG0133", "is", "write `==`", "T | where a == 'x'"),
  Habit("T | where a is not 'x'", "RG0133", "is not", "write `!=`", "T | where a != 'x'"),
  Habit(
    "T | where a starts with 'x'", "RG0133", "starts with", "write `startswith`", "T | where a startswith 'x'"
  ),
  Habit("T | where a equals b", "RG0133", "equals", "write `==`", "T | where a == b"),
  Habit(
    "T | where a matches 'x'", "RG0133", "matches", "write `matches regex`", "T | where a matches regex 'x'"),
  Habit("T | where a in [1, 2]", "RG0101", "[", "write: (1, 2)", "T | where a in (1, 2)"),
  Habit("T | where a in 'x'", "RG0101", "'x'", "put brackets around it: ('x')", "T | where a in ('x')"),
  Habit("T | extend b = a ^ 2", "RG0127", "^", "write: pow(a, 2)", "T | extend b = pow(a, 2)"),
  Habit(
    "T | extend b = (a + 1) ** -c * 2", "RG0127", "**", "write: pow((a + 1), -c)",
    "T | extend b = pow((a + 1), -c) * 2"),
  Habit(
    "T | extend b = a & ' ' & c", "RG0131", "&", "write: strcat(a, ' ', c)",
    "T | extend b = strcat(a, ' ', c)"),
  Habit(
    "T | extend b = a || ' ' || c", "RG0131", "||", "write: strcat(a, ' ', c)",
    "T | extend b = strcat(a, ' ', c)"),
  Habit(
    "T | extend b = a > 1 ? 'x' : 'y'", "RG0127", "?", "write: iff(a > 1, 'x', 'y')",
    "T | extend b = iff(a > 1, 'x', 'y')"),
  Habit("T | extend b = a ?? 0", "RG0127", "??", "write: coalesce(a, 0)", "T | extend b = coalesce(a, 0)"),
  Habit("T | where a > 1.299.000", "RG0125", "1.299.000", "write 1299000", "T | where a > 1299000"),
  Habit(
    "T | where a > 1.299.000,50", "RG0125", "1.299.000,50", "write 1299000.50", "T | where a > 1299000.50"),
  Habit("T | where a > 1.299,50", "RG0125", "1.299,50", "write 1299.50", "T | where a > 1299.50"),
  Habit(
    "T | where a > 1 000 000 and b", "RG0125", "1 000 000", "write 1000000", "T | where a > 1000000 and b"),
  Habit(
    "T | where a == 6.45.51", "RG0006", "6.45.51", "text goes in quotes: \"6.45.51\"",
    "T | where a == \"6.45.51\""),
  Habit("T | where a > 10%", "RG0006", "10%", "write 0.1", "T | where a > 0.1"),
  Habit("T | where a > 2.5% and b", "RG0006", "2.5%", "write 0.025", "T | where a > 0.025 and b"),
  Habit("T | where a > ago(5 days)", "RG0006", "5 days", "write 5d", "T | where a > ago(5d)"),
  Habit("T | where a > ago(2 weeks)", "RG0006", "2 weeks", "write 14d", "T | where a > ago(14d)"),
  Habit(
    "T | where a > ago(1 year)", "RG0006", "1 year",
    "write days, such as 365d, or count from a date: datetime_add('year', 1, date)"),
  Habit("print 1,5", "RG0125", "1,5", "for one number write 1.5", "print 1.5"),
  Habit("x = 5", "RG0101", "x", "write: let x = …", "let x = 5"),
  Habit(
    "let f(x) = x + 1", "RG0101", "=", "write: let f = (x: long) { x + 1 }", "let f = (x: long) { x + 1 }"),
  Habit(
    "let f = (a, b: string) => a", "RG0101", "=>", "write: let f = (a: long, b: string) { a }",
    "let f = (a: long, b: string) { a }"),
  Habit(
    "let f = x => x * 2; print 1", "RG0101", "=>", "write: let f = (x: long) { x * 2 }",
    "let f = (x: long) { x * 2 }; print 1"),
  Habit("let f = (x: long) x + 1", "RG0101", "x", "write: { x + 1 }", "let f = (x: long) { x + 1 }"),
  Habit(
    "=SUM(costs[amount])", "RG0124", "=", "write: costs | summarize sum(amount)",
    "costs | summarize sum(amount)"),
  Habit("=A1+B1*2", "RG0124", "=", "write: table | extend x = column + column"),
  Habit("T | sum(a)", "RG0103", "sum", "write: summarize sum(a)", "T | summarize sum(a)"),
  Habit(
    "T | yearly", "RG0103", "yearly", "after `|` comes an operator; to show columns write: project yearly"),
  Habit("T | select distinct a", "RG0127", "select distinct", "write `distinct`", "T | distinct a"),
  Habit("T | select * | take 5", "RG0127", "select *", "leave it out", "T | take 5"),
  Habit("T | ORDER BY a DESC, b ASC", "RG0114", "ORDER", "write `order`", "T | order by a desc, b asc"),
  Habit("T | where 'it's' == a", "RG0119", "'", "write \\'", "T | where 'it\\'s' == a"),
  Habit("T | where `a b` == 1", "RG0002", "`a b`", "write: ['a b']", "T | where ['a b'] == 1"),
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
  Habit("T | where !a", "RG0118", "!", "write: not(a)", "T | where not(a)"),
  Habit(
    "T | extend n = a || ' ' ", "RG0131", "||", "write: strcat(a, ' ')", "T | extend n = strcat(a, ' ') "),
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
  Habit("=IF(A1>2;3;4)", "RG0124", "=", "write: table | extend x = iff(…)"),
  Habit("T | where a > 1,5", "RG0125", "1,5", "write 1.5", "T | where a > 1.5"),
  Habit("T | extend a = 1,5", "RG0125", "1,5", "for one number write 1.5", "T | extend a = 1.5"),
  Habit("T | extend a = IF(b, 1, 2)", "RG0126", "IF", "write `iff`", "T | extend a = iff(b, 1, 2)"),
  Habit("T | select a, b", "RG0127", "select", "write `project`", "T | project a, b"),
  Habit("T | project a as b", "RG0127", "as b", "write: b = a", "T | project b = a"),
  Habit(
    "T | where 1 < x < 10", "RG0128", "<", "write: 1 < x and x < 10", "T | where 1 < x and x < 10"),
  Habit("where a == 1 | take 5", "RG0129", "where", "write: table | where …"),
  Habit("| where a == 1", "RG0129", "|", "write the name of a table before `|`"),
  Habit("T | extend b = datetime(strcat(a, 'x'))", "RG0130", "datetime", "write `todatetime`"),
  Habit(
    "T | extend b = int(amount)", "RG0011", "int(amount)", "to convert a value write `toint(amount)`",
    "T | extend b = toint(amount)"),
  Habit(
    "T | project a -- the name\n| take 5", "RG0009", "--", "write `//`", "T | project a // the name\n| take 5"
  ),
  Habit("T | take 5;--five rows", "RG0009", "--", "write `//`", "T | take 5;//five rows"),
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
  Habit("T | where a) | take 5", "RG0106", ")", "remove it"),
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
  Habit("T | where a == | take 5", "RG0101", "|", ""),
  Habit("T | | take 5", "RG0101", "|", "such as `where`, `summarize` or `take`"),
  Habit("T | summarize | take 5", "RG0101", "|", "such as: summarize count() by column"),
  Habit("T | top by a", "RG0101", "by", "such as 10"),
  Habit("T | sort a desc", "RG0101", "a", "write: by a", "T | sort by a desc"),
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
    #expect(diagnostic.label.description == habit.label)
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
