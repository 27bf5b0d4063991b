import RegnData
import RegnPhrases

private func binaryAggregate(
  _ name: String, summary: Phrase, answer: Int64,
  _ make: @escaping @Sendable (ScalarType) -> any AggregateState
) -> FunctionDefinition {
  FunctionDefinition(
    name, kind: .aggregate, category: .aggregation, summary: summary,
    signatures: [
      .aggregate([Parameter("expr", .oneOf([.int, .long]))], result: .sameAs(0)) { types, _ in make(types[0])
      }
    ],
    examples: [
      FunctionExample("datatable(num: long) [12, 10] | summarize result = \(name)(num)", "result\n\(answer)")
    ], naming: .argument)
}

let binaryAllAndFunction = binaryAggregate(
  "binary_all_and", summary: "The bits that are set in all values.", answer: 8
) { type in
  FoldState(BinaryAnd.self) { cells in integerColumn(cells, type) { $0.isEmpty ? nil : $0.bits } }
}

let binaryAllOrFunction = binaryAggregate(
  "binary_all_or", summary: "The bits that are set in any of the values.", answer: 14
) { type in
  FoldState(BinaryOr.self) { cells in integerColumn(cells, type) { $0.isEmpty ? nil : $0.bits } }
}

let binaryAllXorFunction = binaryAggregate(
  "binary_all_xor", summary: "The bits that are set in an odd number of the values.", answer: 6
) { type in
  FoldState(BinaryXor.self) { cells in integerColumn(cells, type) { $0.isEmpty ? nil : $0.bits } }
}

struct BinaryAnd: Accumulator {
  var bits: Int64 = -1
  var isEmpty = true

  @inline(__always)
  mutating func add(_ value: Int64) {
    bits &= value
    isEmpty = false
  }

  mutating func merge(_ other: BinaryAnd) {
    bits &= other.bits
    isEmpty = isEmpty && other.isEmpty
  }
}

struct BinaryOr: Accumulator {
  var bits: Int64 = 0
  var isEmpty = true

  @inline(__always)
  mutating func add(_ value: Int64) {
    bits |= value
    isEmpty = false
  }

  mutating func merge(_ other: BinaryOr) {
    bits |= other.bits
    isEmpty = isEmpty && other.isEmpty
  }
}

struct BinaryXor: Accumulator {
  var bits: Int64 = 0
  var isEmpty = true

  @inline(__always)
  mutating func add(_ value: Int64) {
    bits ^= value
    isEmpty = false
  }

  mutating func merge(_ other: BinaryXor) {
    bits ^= other.bits
    isEmpty = isEmpty && other.isEmpty
  }
}
