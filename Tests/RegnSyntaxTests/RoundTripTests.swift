import RegnSyntax
import Testing

/// Real queries of every shape; the operators' tests read them too.
let realQueries: [String] = [
  "costs",
  "costs | where year == 2024 and function == \"6.45.51\" | summarize total = sum(amount), people = sum(inhabitants)",
  """
  // How much could be saved?
  declare query_parameters(chosen_year: long = 2024, chosen_function: string = "6.45.51", benchmark: real = 25.0);
  let chosen = costs
      | where year == chosen_year and function == chosen_function
      | lookup (municipalities | project code, municipality_group) on code;
  let peers = chosen | summarize best = percentile(kr_per_inhabitant, benchmark) by municipality_group;
  chosen
  | lookup peers on municipality_group
  | summarize municipalities = count(), potential = sum(max_of(0, kr_per_inhabitant - best) * inhabitants)
      by municipality_group
  | sort by potential desc
  """,
  "print x = 1, y = dynamic({\"a\": [1, -2.5, null, true, 'x', datetime(2024-01-01)], 'b': {}})",
  "range x from 1 to 10 step 1 | extend y = x * 2 | where y between (3 .. 9) | take 5",
  "datatable(name: string, beløb: real)['Ærø', 1.5, \"Århus\", real(null),] | extend ['to ord'] = beløb * 2",
  "externaldata(a: long, b: string)[@'c:\\x.csv', 'y.csv'] with (format='csv', ignoreFirstRecord=true)",
  "union withsource=t kind=outer isfuzzy=true T*, (U | where x > 1), database('d').V | count",
  "T | join kind=inner hint.strategy=shuffle (U | project a, b) on a, $left.b == $right.c",
  "T | summarize hint.strategy=shuffle n = count(), arg_max(t, *) by bin(t, 1d), g = iff(a > 1, 'x', \"y\")",
  "T | make-series n = count() default=0, sum(x) on t from ago(7d) to now() step 1h by k",
  "T | make-series avg(x) on t in range(datetime(2020-01-01), datetime(2020-02-01), 1d) by k",
  "T | mv-expand bagexpansion=array with_itemindex=i a, b = c to typeof(long) limit 100",
  "T | mv-apply x = xs to typeof(long) limit 4 on (top 2 by x desc | summarize sum(x))",
  "T | parse kind=regex flags=i text with * \"id=\" id: long \", \" rest | parse-where a with 'x' b",
  "T | parse-kv s as (a: long, b: string) with (pair_delimiter=';', kv_delimiter='=')",
  "T | partition hint.strategy=native by k (top 1 by v) | partition by k { U | where x == 1 }",
  "T | fork a = (where x > 1 | count) (summarize sum(x) by y)",
  "T | facet by a, b with (take 5 | project a)",
  "find withsource=s in (T, U*) where x == 1 and y has 'z' project a, b: long, pack_all()",
  "search kind=case_sensitive in (T, U) 'word' and col: \"x*\" | take 1",
  "T | search * has 'x' or y == 1",
  "T | top-nested 2 of a with others = 'rest' by n = sum(x) desc, top-nested of b by count()",
  "T | top 5 by x asc nulls last, y | top-hitters 3 of a by b | sample 10 | sample-distinct 5 of a",
  "T | order by a, b desc nulls first | serialize r = row_number() | getschema",
  "T | reduce by text with threshold=0.2, characters='-_'",
  "T | render timechart with (title='x', xcolumn=a, ycolumns=b, c, ymin=-1)",
  "T | scan with_match_id=m declare (n: long = 0) with (step s1 output=all: x > 1 => n = s1.n + 1; step s2: true;)",
  "T | project-away a*, *b | project-keep c | project-rename d = c | project-reorder d, e* desc | distinct *",
  "T | project-by-names dynamic(['a']), 'b' | consume decodeblocks=true",
  "T | evaluate pivot(a, sum(b), c) : (x: long, *) | invoke f(1, y = 2) | as hint.materialized=true name",
  "T | where a.b['c'][0].d =~ 'x' and not(isempty(e)) and f !in~ ('a', 'b') and g in (U | project g)",
  "let f = (x: long, y: string = \"z\", T: (a: long, *)) { let q = x + 1; T | where a > q }; f(1, T=U)",
  "let v = view () { T | take 1 }; let m = materialize(T | count); print toscalar(m), -1, +2, 0x1F, 1e-3, 2.5h, 100ms",
  "set notruncation; set query_now = datetime(2024-01-01); T | count as n",
  "print h'secret', @\"ver\"\"batim\", ```multi\nline```, \"a\\n\\u00e6\", 'x' \"y\", guid(12345678-1234-1234-1234-123456789012)",
  "T | make-graph a --> b with U on id | graph-match (x)-[e]->(y) where x.a == 1 project x.a | take 1",
  "#!/usr/bin/env -S regn run\nT | where s matches regex @'^\\d+' or s has_any ('a', 'b') or s !startswith_cs 'c' // end",
  "T | extend (a, b) = f(x), c = x % 3 - -2, d = typeof(long), e = dynamic([1,2])[0], bin = 1, count = count_",
  "T | where by == 1 | project by, on, with, from, to, step, asc, kind, ['by x'] | lookup kind=leftouter U on by",
]

@Suite struct RoundTripTests {
  @Test(arguments: realQueries) func realQueriesAreReadWithoutComplaint(_ query: String) {
    let tree = Parser.parse(query)
    #expect(tree.diagnostics.isEmpty, "\(tree.diagnostics.map { "\($0.code.id) \($0.message)" }) in \(query)")
    #expect(!tree.root.node.isBroken, "\(query)")
    check(Array(query.utf8))
  }

  @Test(arguments: realQueries) func truncatedQueriesLoseNothing(_ query: String) {
    let bytes = Array(query.utf8)
    for length in 0..<bytes.count { check(Array(bytes[..<length])) }
  }

  @Test func mutatedQueriesLoseNothing() {
    var random = Random(1)
    for query in realQueries {
      for _ in 0..<60 {
        var bytes = Array(query.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          let at = Int.random(in: 0..<bytes.count, using: &random)
          switch Int.random(in: 0..<4, using: &random) {
          case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
          case 1 where bytes.count > 1: bytes.remove(at: at)
          case 2: bytes.insert(Array("()[]{}|;,'\"\n=".utf8).randomElement(using: &random) ?? 0, at: at)
          default:
            let end = min(bytes.count, at + Int.random(in: 0..<20, using: &random))
            bytes += bytes[at..<end]
          }
        }
        check(bytes)
      }
    }
  }

  @Test func randomBytesLoseNothing() {
    var random = Random(2)
    for _ in 0..<300 {
      check(
        (0..<Int.random(in: 0..<200, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) })
    }
  }

  @Test func tokenSoupLosesNothing() {
    var random = Random(3)
    let pieces =
      TabularOperatorName.all.map(\.name)
      + [
        "|", "|", "|", ";", ",", "(", ")", "[", "]", "{", "}", "=", "==", "<>", "..", ".", ":", "*", "-", "!",
        "'a'",
        "\"b", "1", "1.5", "2d", "by", "on", "of", "with", "to", "from", "step", "let", "set", "declare",
        "in", "!in",
        "between", "and", "or", "not", "NULL", "SELECT", "FROM", "WHERE", "GROUP", "BY", "LIKE", "IS", "case",
        "when",
        "then", "x", "y", "f(", "dynamic(", "datetime(2024-01-01)", "typeof(", "\n", "\n\n", "// c\n", "view",
        "=>",
        "query_parameters", "default", "=", "kind=inner", "hint.x=y", "nulls", "first", "asc", "\u{A0}",
        "“x”", "#",
      ]
    for _ in 0..<3000 {
      let count = Int.random(in: 1..<30, using: &random)
      check(
        Array((0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined(separator: " ").utf8)
      )
    }
  }
}
