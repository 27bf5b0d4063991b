import RegnBinder
import RegnData
import Testing

@testable import RegnEngine

/// What one side of a join has shown spares the other rows, and changes no answer.
@Suite struct NarrowingTests {
  /// The rows of a table by chance as a load keeps them: packed, in parts.
  private func loaded(_ table: RandomTable) -> ColumnTable {
    let parts = stride(from: 0, to: table.chunks.count, by: 3).map { start in
      let chunks = table.chunks[start..<min(start + 3, table.chunks.count)]
      return ColumnTable.Part(
        columns: table.schema.columns.indices.map { index in
          PackedColumn(chunks.map { $0.columns[index] }, type: table.schema.columns[index].type)
        }, rowCount: chunks.reduce(0) { $0 + $1.rowCount })
    }
    return ColumnTable(schema: table.schema, parts: parts, provenance: table.provenance)
  }

  @Test func bitmapsOfKeysChangeNoAnswer() throws {
    let keys = ["l", "i", "t", "p", "id", "s"]
    for seed in UInt64(0)..<20 {
      var generator = SeededGenerator(seed)
      let many = RandomTable(rows: 300, withSpecials: true, &generator)
      let few = RandomTable(rows: Int(seed % 9), withSpecials: true, &generator)
      let plain = EngineHarness(["L": many, "R": few])
      let packed = EngineHarness(["L": loaded(many), "R": loaded(few)])
      let first = keys[Int(seed) % keys.count]
      let second = keys[(Int(seed) / 2 + 1) % keys.count]
      let on = seed % 3 != 0 || first == second ? first : "\(first), \(second)"
      for kind in JoinKind.allCases {
        for query in [
          "L | join kind=\(kind.rawValue) R on \(on)", "R | join kind=\(kind.rawValue) L on \(on)",
          "L | where id between (20 .. 250) and r > 0 | project-rename renamed = \(first)"
            + " | join kind=\(kind.rawValue) (R | where id != 2) on $left.renamed == $right.\(first)",
        ] {
          let expected = try plain.rows(query, EngineHarness.Run(optimizes: false, smallRight: .max))
          for run in [
            EngineHarness.Run(), EngineHarness.Run(workers: 2), EngineHarness.Run(workers: 2, smallRight: 0),
          ] {
            let rows = try packed.rows(query, run)
            #expect(
              rows.first == expected.first && rows.dropFirst().sorted() == expected.dropFirst().sorted(),
              "seed \(seed): \(query)")
          }
        }
      }
    }
  }

  @Test func aScanIsToldTheKeysOfTheOtherSide() throws {
    let rows = Int64(1_000)
    func table(_ columns: [(String, ScalarType, [Int64])]) -> ColumnTable {
      ColumnTable(
        schema: TableSchema(columns.map { ColumnSchema(name: $0.0, type: $0.1) }),
        parts: [
          ColumnTable.Part(
            columns: columns.map {
              PackedColumn([Column(type: $0.1, storage: .int64(Buffer($0.2)))], type: $0.1)
            }, rowCount: columns[0].2.count)
        ], provenance: Provenance(publisher: "test"))
    }
    let harness = EngineHarness([
      "lines": table([
        ("code", .long, (0..<rows).map { $0 % 100 }), ("amount", .long, (0..<rows).map { $0 }),
        ("paid", .datetime, (0..<rows).map { 638_398_368_000_000_000 + $0 % 30 * 864_000_000_000 }),
      ]), "towns": table([("town", .long, [3, 97])]),
    ])
    func scans(_ query: String) throws -> [ScanStep] {
      let context = harness.context(EngineHarness.Run())
      let plan = Optimizer.optimize(try harness.plan(query), context: context)
      guard case .join(let step)? = plan.joins.first else { return [] }
      let engine = Engine(context: context)
      let right = try engine.run(step.right)
      let keys = try step.rightKeys.map { try engine.compile($0, over: right.columns) }
      return try engine.narrowed(
        step.left, on: step.leftKeys, to: right.rows, keys, asksIfWorthIt: true
      ).scans
    }
    let query = "lines | where amount > 5 and amount % 2 == 1"
    let two = try scans("\(query) | join kind=inner towns on $left.code == $right.town")
    #expect(two.map(\.keys.count) == [1] && two[0].keys[0].bitmap.count == 2)
    #expect(two[0].predicates.count == 1)
    // Most of the codes: not worth testing for. Ranges are predicates of the scan.
    let most = try scans(
      "lines | where amount between (5 .. 900) | join kind=inner (lines | where code < 80) on code")
    #expect(
      most.map(\.keys.count) == [0] && most[0].predicates.map(\.test) == [.greaterOrEqual, .lessOrEqual])
  }
}

extension LogicalPlan {
  fileprivate var joins: [LogicalPlan] {
    if case .join = self { [self] } else { inputs.flatMap(\.joins) }
  }

  fileprivate var scans: [ScanStep] {
    if case .scan(let step) = self { [step] } else { inputs.flatMap(\.scans) }
  }
}
