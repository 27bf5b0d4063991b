import RegnSyntax
import Testing

/// The operators of a query's pipe.
private func operators(_ text: String) -> [TabularOperator] {
  guard case .query(let query)? = Parser.parse(text).root.statements.first,
    case .pipe(let pipe) = query.expression
  else { return [] }
  return pipe.operators
}

@Suite struct OperatorTests {
  @Test func namesAreSortedAndUnique() {
    let names = TabularOperatorName.all.map(\.name)
    #expect(names == names.sorted())
    #expect(Set(names).count == names.count)
  }

  /// Every operator that is not out of scope is read as itself.
  @Test func everyNameIsKnown() {
    for entry in TabularOperatorName.all {
      let text = entry.place == .source ? "\(entry.name) " : "T | \(entry.name) "
      let codes = Parser.parse(text).diagnostics.map(\.code)
      #expect(!codes.contains(.unknownOperator), "\(entry.name)")
      if entry.place == .outOfScope {
        guard case .outOfScope(let view)? = operators(text).first else {
          Issue.record("\(entry.name) is not out of scope")
          continue
        }
        #expect(view.name == entry.name)
      }
    }
  }

  @Test func summarize() {
    guard
      case .summarize(let view)? = operators(
        "T | summarize hint.strategy=shuffle n = count(), sum(x) by a, b = bin(c, 1)"
      )
      .first
    else {
      Issue.record("no summarize")
      return
    }
    #expect(view.parameters.map(\.name) == ["hint.strategy"])
    #expect(view.parameters.first?.word == "shuffle")
    #expect(view.aggregates.map(grouped) == ["n = count()", "sum(x)"])
    #expect(view.by.map(grouped) == ["a", "b = bin(c, 1)"])
    guard case .summarize(let alone)? = operators("T | summarize by a").first else {
      Issue.record("no by")
      return
    }
    #expect(alone.aggregates.isEmpty && alone.by.map(grouped) == ["a"])
  }

  @Test func sortAndTop() {
    guard case .sort(let sort)? = operators("T | sort by a asc, b nulls first, c + 1 desc nulls last").first,
      case .top(let top)? = operators("T | top 3 by a").first
    else {
      Issue.record("no sort")
      return
    }
    #expect(sort.keys.map(\.isAscending) == [true, nil, false])
    #expect(sort.keys.map(\.nullsFirst) == [nil, true, false])
    #expect(sort.keys.map { grouped($0.expression) } == ["a", "b", "(c + 1)"])
    #expect(grouped(top.count) == "3" && top.keys.count == 1)
  }

  @Test func join() {
    guard
      case .join(let view)? = operators("T | join kind=leftouter (U | take 1) on a, $left.b == $right.c")
        .first
    else {
      Issue.record("no join")
      return
    }
    #expect(view.parameters.first?.name == "kind" && view.parameters.first?.word == "leftouter")
    #expect(view.on.map(grouped) == ["a", "($left.b == $right.c)"])
    guard case .pipe(let pipe) = view.table.unparenthesized else {
      Issue.record("no pipe")
      return
    }
    #expect(pipe.operators.count == 1)
  }

  @Test func makeSeries() {
    guard
      case .makeSeries(let view)? = operators(
        "T | make-series n = count() default=0, avg(x) on t from a to b + 1 step 1h by k"
      ).first
    else {
      Issue.record("no make-series")
      return
    }
    #expect(view.aggregates.map { grouped($0.expression) } == ["n = count()", "avg(x)"])
    #expect(view.aggregates.map { $0.defaultValue.map(grouped) } == ["0", nil])
    #expect([view.on, view.from, view.to, view.step].map { $0.map(grouped) } == ["t", "a", "(b + 1)", "1h"])
    #expect(view.by.map(grouped) == ["k"])
  }

  @Test func expandApplyPartition() {
    guard
      case .mvExpand(let expand)? = operators(
        "T | mvexpand with_itemindex=i a = b to typeof(long), c limit 5"
      ).first,
      case .mvApply(let apply)? = operators("T | mv-apply a on (where a > 1 | count)").first,
      case .partition(let partition)? = operators("T | partition hint.strategy=native by k (top 1 by v)")
        .first
    else {
      Issue.record("not read")
      return
    }
    #expect(expand.columns.map { grouped($0.expression) } == ["a = b", "c"])
    #expect(expand.columns.map { $0.type?.type?.name } == ["long", nil])
    #expect(expand.limit.map(grouped) == "5")
    guard case .pipe(let query) = apply.query, case .pipe(let part) = partition.query else {
      Issue.record("no subquery")
      return
    }
    #expect(query.source == nil && query.operators.count == 2)
    #expect(part.operators.count == 1 && grouped(partition.by) == "k")
  }

  @Test func parseAndScan() {
    guard case .parse(let parse)? = operators("T | parse kind=regex a with * 'x=' b: long ',' c *").first,
      case .scan(let scan)? = operators(
        "T | scan declare (n: long = 0) with (step s output=none: x > 1 => n = s.n + 1, m = 2; step t: true;)"
      ).first
    else {
      Issue.record("not read")
      return
    }
    #expect(parse.pattern.map(\.kind) == [.star, .literal, .parsedColumn, .literal, .parsedColumn, .star])
    #expect(ParsedColumn(parse.pattern[2])?.type?.name == "long")
    #expect(scan.declarations.map { $0.name?.name } == ["n"])
    #expect(scan.steps.map { $0.name?.name } == ["s", "t"])
    #expect(scan.steps.first?.assignments.map(grouped) == ["n = (s.n + 1)", "m = 2"])
    #expect(scan.steps.first?.parameters.first?.word == "none")
  }

  @Test func topNestedForkFacetRender() {
    guard
      case .topNested(let nested)? = operators(
        "T | top-nested 2 of a with others='x' by sum(y) asc, top-nested of b by c"
      )
      .first, case .fork(let fork)? = operators("T | fork a=(count) (take 1)").first,
      case .facet(let facet)? = operators("T | facet by a, b with (take 1)").first,
      case .render(let render)? = operators("T | render barchart with (title='x', ycolumns=a, b)").first
    else {
      Issue.record("not read")
      return
    }
    #expect(nested.levels.map { grouped($0.of) } == ["a", "b"])
    #expect(nested.levels.map { $0.count.map(grouped) } == ["2", nil])
    #expect(nested.levels.first?.others.map(grouped) == "'x'")
    #expect(nested.levels.first?.by?.isAscending == true)
    #expect(fork.branches.map { $0.name?.name } == ["a", nil])
    #expect(facet.by.count == 2 && facet.query != nil)
    #expect(render.chart?.name == "barchart")
    #expect(render.properties.map { $0.values.count } == [1, 2])
  }

  @Test func sources() {
    func source(_ text: String) -> Expression? {
      guard case .query(let query)? = Parser.parse(text).root.statements.first else { return nil }
      return query.expression
    }
    guard case .tabular(.datatable(let table))? = source("datatable(a: long, b: string) [1, 'x', 2, 'y',]"),
      case .tabular(.range(let range))? = source("range x from 1 to 10 step 2"),
      case .tabular(.union(let union))? = source("union kind=inner T*, (U | take 1)"),
      case .tabular(.find(let find))? = source("find in (T, U*) where a == 1 project b, c: long"),
      case .tabular(.search(let search))? = source("search in (T) 'a' and b: 'c'")
    else {
      Issue.record("not read")
      return
    }
    #expect(table.schema?.columns.map { $0.type?.name } == ["long", "string"])
    #expect(table.values.count == 4)
    #expect([range.from, range.to, range.step].map(grouped) == ["1", "10", "2"])
    #expect(union.tables.count == 2)
    #expect(find.tables.count == 2 && find.columns.map(\.kind) == [.name, .columnDeclaration])
    #expect(grouped(search.condition) == "('a' and (b : 'c'))")
  }

  @Test func statements() {
    let tree = Parser.parse(
      "declare query_parameters(p: long = 5, q: string); set x = 1; let f = view (T: (a: long, *), y: real = 1.5) "
        + "{ let z = 1; T }; let v = 3; alias database d = cluster('x').database('y'); f(T)")
    #expect(tree.diagnostics.isEmpty)
    let statements = tree.root.statements
    #expect(statements.count == 6)
    guard case .declare(let declare) = statements[0], case .let(let function) = statements[2],
      case .let(let value) = statements[3], case .outOfScope = statements[4], let body = function.function
    else {
      Issue.record("not read")
      return
    }
    #expect(declare.parameters.map { $0.defaultValue.map(grouped) } == ["5", nil])
    #expect(body.isView && body.parameters.count == 2 && body.body?.statements.count == 2)
    #expect(body.parameters[0].schema?.hasStar == true && body.parameters[1].type?.name == "real")
    #expect(body.body?.result.map(grouped) == "T" && function.value == nil)
    #expect(value.value.map(grouped) == "3")
  }

  @Test func aLeadingPipeMayBeAllowed() {
    let tree = Parser.parse(SourceText("| take 5"), options: .init(allowsLeadingPipe: true))
    #expect(tree.diagnostics.isEmpty)
    guard case .query(let query)? = tree.root.statements.first, case .pipe(let pipe) = query.expression else {
      Issue.record("no pipe")
      return
    }
    #expect(pipe.source == nil && pipe.operators.count == 1)
  }
}
