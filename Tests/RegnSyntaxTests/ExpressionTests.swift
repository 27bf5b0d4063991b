import RegnSyntax
import Testing

@Suite struct ExpressionTests {
  /// Precedence after the reference's grammar: string comparisons bind closer than arithmetic, `<` closer
  /// than `==`.
  @Test(arguments: [
    ("a + b * c", "(a + (b * c))"),
    ("a * b + c", "((a * b) + c)"),
    ("a - b - c", "((a - b) - c)"),
    ("a / b % c", "((a / b) % c)"),
    ("a == b and c or d and e", "(((a == b) and c) or (d and e))"),
    ("a and b and c", "(a and b and c)"),
    ("a or b or c and d", "(a or b or (c and d))"),
    ("a < b == c", "((a < b) == c)"),
    ("a == b + 1", "(a == (b + 1))"),
    ("a has 'x' and b", "((a has 'x') and b)"),
    ("a contains b + c", "((a contains b) + c)"),
    ("-a + b", "((-a) + b)"),
    ("-a.b[0]", "(-a.b[0])"),
    ("a in (1, 2) and b !in~ ('x')", "((a in [1, 2]) and (b !in~ ['x']))"),
    ("a between (1 .. b + 2) or c", "((a between [1 .. (b + 2)]) or c)"),
    ("a !between (1..2)", "(a !between [1 .. 2])"),
    ("a matches regex 'x' and b", "((a matches regex 'x') and b)"),
    ("(a or b) and c", "((a or b) and c)"),
    ("f(a, g(b) + 1, c = d)", "f(a, (g(b) + 1), c = d)"),
    ("a.b.c['x'][1]", "a.b.c['x'][1]"),
    ("['two words'] == has", "(two words == has)"),
    ("has has has", "(has has has)"),
    ("by == 1 and on == with", "((by == 1) and (on == with))"),
    ("not(a) and b", "(not(a) and b)"),
    ("a =~ 'x' == true", "((a =~ 'x') == true)"),
    ("a > 1 - 2", "(a > (1 - 2))"),
  ]) func precedence(_ source: String, _ expected: String) {
    #expect(condition(source) == expected)
    #expect(Parser.parse("T | where " + source).diagnostics.isEmpty)
  }

  private func literal(_ source: String) -> LiteralExpression? {
    guard case .query(let query)? = Parser.parse("print " + source).root.statements.first,
      case .tabular(.print(let view)) = query.expression, case .literal(let literal)? = view.columns.first
    else { return nil }
    return literal
  }

  @Test(arguments: [
    ("'a\\tb'", "a\tb"), ("\"it's\"", "it's"), ("@'a\\b'", "a\\b"), ("@'it''s'", "it's"), ("h'x'", "x"),
    ("H@\"x\\\"", "x\\"), ("'\\u00e6\\x41\\101'", "æAA"), ("'\\ud83d\\ude00'", "😀"),
    ("'a' 'b'\n\"c\"", "abc"),
    ("```a\n'b'\\n```", "a\n'b'\\n"), ("''", ""), ("'\\U0001F600'", "😀"), ("'ærø'", "ærø"),
    ("~~~a`~~~", "a`"),
  ]) func strings(_ source: String, _ value: String) {
    #expect(literal(source)?.stringValue == value)
  }

  @Test func numbers() {
    #expect(literal("42")?.longValue == 42)
    #expect(literal("0x1F")?.longValue == 31)
    #expect(literal("long(-7)")?.longValue == -7)
    #expect(literal("int(null)")?.isNull == true)
    #expect(literal("int(3)")?.type == .int)
    #expect(literal("9223372036854775808")?.longValue == nil)
    #expect(literal("0xffffffffffffffff")?.longValue == -1)
    #expect(literal("1.5e3")?.realValue == 1500)
    #expect(literal("real(+inf)")?.realValue == .infinity)
    #expect(literal("double(nan)")?.realValue?.isNaN == true)
    #expect(literal("decimal(1.10)")?.content == "1.10")
    #expect(literal("bool(1)")?.boolValue == true)
    #expect(literal("true")?.boolValue == true)
    #expect(literal("datetime( 2024-12-31 )")?.content == "2024-12-31")
    #expect(literal("datetime(\"2024-12-31\")")?.content == "2024-12-31")
  }

  @Test(arguments: [
    ("1d", 864_000_000_000), ("2.5h", 90_000_000_000), ("30m", 18_000_000_000), ("10s", 100_000_000),
    ("100ms", 1_000_000), ("5microsecond", 50), ("1tick", 1), ("time(2d)", 1_728_000_000_000),
    ("1min", 600_000_000),
  ]) func timespans(_ source: String, _ ticks: Int64) {
    #expect(literal(source)?.timespanTicks == ticks)
  }

  @Test func dynamicValues() {
    guard
      case .query(let query)? = Parser.parse("print dynamic({'a': [1, -2], \"b\": null})").root.statements
        .first,
      case .tabular(.print(let view)) = query.expression, case .dynamic(let dynamic)? = view.columns.first,
      case .object(let properties) = dynamic.value
    else {
      Issue.record("no object")
      return
    }
    #expect(properties.map { String(decoding: $0.name, as: UTF8.self) } == ["a", "b"])
    guard case .array(let elements) = properties[0].value, elements.count == 2,
      case .signed(let minus) = JSONValue(elements[1])
    else {
      Issue.record("no array")
      return
    }
    #expect(minus.text == "-2")
  }

  @Test(arguments: [
    ("T*", "Total", true), ("T*", "total", false), ("*_x", "a_x", true), ("*_x", "a_xy", false),
    ("a*b*c", "aXbYc", true),
    ("a*b*c", "aXc", false), ("*", "", true), ("a*a", "a", false),
  ]) func wildcards(_ pattern: String, _ name: String, _ fits: Bool) {
    guard case .query(let query)? = Parser.parse("T | project-away " + pattern).root.statements.first,
      case .pipe(let pipe) = query.expression, case .projectAway(let view)? = pipe.operators.first,
      case .wildcard(let wildcard)? = view.columns.first
    else {
      Issue.record("no wildcard")
      return
    }
    #expect(wildcard.matches(name) == fits)
  }
}
