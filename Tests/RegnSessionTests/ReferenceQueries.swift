/// A query that tries each operator, plug-in and statement of the reference.
enum ReferenceQueries {
  static func query(_ kind: String, _ name: String) -> String? {
    switch kind {
    case "tabular operator": operators[name].map { $0.hasPrefix("|") ? "\(table) \($0)" : $0 }
    case "plugin": plugins[name].map { "\(table) | evaluate \($0)" }
    case "statement": statements[name]
    case "scalar operator", "string operator": expression(name)
    default: nil
    }
  }

  private static let table = "datatable(x: long, s: string, d: dynamic) [1, 'a=1', dynamic([1, 2])]"

  private static let operators = [
    "as": "| as t | count",
    "consume": "| consume",
    "count": "| count",
    "datatable": "datatable(x: long) [1]",
    "distinct": "| distinct x",
    "evaluate": "| evaluate narrow()",
    "extend": "| extend y = x + 1",
    "externaldata":
      "externaldata(code: string) ['\(ReferenceCoverageTests.project.path())data/tilegrid.csv'] | count",
    "facet": "| facet by x",
    "filter": "| filter x == 1",
    "find": "find in (municipalities) where population > 500000",
    "fork": "| fork (count) (take 1)",
    "getschema": "| getschema",
    "invoke": "let f = (T: (x: long)) { T | count }; print x = 1 | invoke f()",
    "join": "| join kind=inner (print x = 1) on x",
    "lookup": "| lookup (print x = 1, y = 2) on x",
    "make-series": "| make-series count() on x from 0 to 3 step 1",
    "mv-apply": "| mv-apply e = d to typeof(long) on (summarize sum(e))",
    "mv-expand": "| mv-expand d to typeof(long)",
    "parse": "| parse s with key '=' value: long",
    "parse-kv": "| parse-kv s as (a: long) with (pair_delimiter = ';', kv_delimiter = '=')",
    "parse-where": "| parse-where s with key '=' value: long",
    "partition": "| partition by x (count)",
    "print": "print 1",
    "project": "| project x",
    "project-away": "| project-away x",
    "project-by-names": "| project-by-names 'x'",
    "project-keep": "| project-keep x",
    "project-rename": "| project-rename y = x",
    "project-reorder": "| project-reorder d, x",
    "range": "range x from 1 to 3 step 1",
    "reduce": "| reduce by s",
    "render": "| project s, x | render barchart",
    "sample": "| sample 1",
    "sample-distinct": "| sample-distinct 1 of x",
    "scan": "| sort by x asc | scan with (step one: x > 0;)",
    "search": "search in (municipalities) 'Fanø'",
    "serialize": "| serialize n = row_number()",
    "sort": "| sort by x asc",
    "summarize": "| summarize count() by x",
    "take": "| take 1",
    "top": "| top 1 by x",
    "top-hitters": "| top-hitters 1 of x",
    "top-nested": "| top-nested 1 of x by count()",
    "union": "union (print x = 1), (print x = 2)",
    "where": "| where x == 1",
  ]

  private static let plugins = [
    "bag_unpack": "bag_unpack(d)",
    "narrow": "narrow()",
    "pivot": "pivot(s, sum(x))",
    "rolling_percentile": "rolling_percentile(x, 50, x, 1, 3)",
  ]

  private static let statements = [
    "let": "let x = 1; print x",
    "query parameters declaration": "declare query_parameters(x: long = 1); print x",
    "set": "set notruncation; print 1",
  ]

  static let leftOutStatements = [
    "alias": "alias database d = cluster('c').database('d')",
    "pattern": "declare pattern p = (a: string)[b: string] { ('x') = { print 1 } }",
    "restrict": "restrict access to (costs)",
  ]

  private static func expression(_ name: String) -> String {
    switch name {
    case "in", "!in", "in~", "!in~", "has_any", "has_all": "print y = 'a' \(name) ('a', 'b')"
    case "between", "!between": "print y = 5 \(name) (1 .. 9)"
    default: "print y = 'a' \(name) 'b'"
    }
  }
}
