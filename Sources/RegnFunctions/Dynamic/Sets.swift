import RegnData
import RegnPhrases

private func setFunction(
  _ name: String, summary: Phrase, answer: String,
  _ write: @escaping @Sendable (_ sets: [DynamicRef], _ writer: inout DynamicWriter) -> Void
) -> FunctionDefinition {
  FunctionDefinition(
    name, category: .dynamic, summary: summary,
    signatures: [
      .scalar(
        [Parameter("set", .dynamic)], variadic: Signature.Variadic(last: 1, times: 1...64),
        result: .type(.dynamic)
      ) { arguments, context in
        let readers = arguments.map { DynamicReader($0) }
        return try dynamicRows(context) { row, writer in
          let sets = readers.compactMap { $0.array(row) }
          guard sets.count == readers.count else { return false }
          writer.beginArray()
          write(sets, &writer)
          writer.endArray()
          return true
        }
      }
    ],
    examples: [
      FunctionExample("print x = \(name)(dynamic([1, 2, 3, 2]), dynamic([2, 3, 4]))", "x\n\(answer)")
    ])
}

let setUnionFunction = setFunction(
  "set_union", summary: "The distinct elements of all arrays.", answer: "\"[1,2,3,4]\""
) { sets, writer in
  var known = Set<DynamicRef>()
  for set in sets {
    for element in set.elements where known.insert(element).inserted { writer.append(element) }
  }
}

let setIntersectFunction = setFunction(
  "set_intersect", summary: "The distinct elements that all arrays have.", answer: "\"[2,3]\""
) { sets, writer in
  let others = sets.dropFirst().map { Set($0.elements) }
  var known = Set<DynamicRef>()
  for element in sets[0].elements where known.insert(element).inserted {
    if others.allSatisfy({ $0.contains(element) }) { writer.append(element) }
  }
}

let setDifferenceFunction = setFunction(
  "set_difference", summary: "The distinct elements of the first array that no other has.", answer: "[1]"
) { sets, writer in
  var known = Set<DynamicRef>()
  for set in sets.dropFirst() { known.formUnion(set.elements) }
  for element in sets[0].elements where known.insert(element).inserted { writer.append(element) }
}

let setHasElementFunction = FunctionDefinition(
  "set_has_element", category: .dynamic, summary: "Whether an array has an element.",
  signatures: [
    .scalar([Parameter("set", .dynamic), Parameter("value", .any)], result: .type(.bool)) {
      arguments, context in
      let sets = DynamicReader(arguments[0])
      let values = DynamicEncoder(arguments[1])
      var writer = DynamicWriter()
      return rowsOptional(context, to: .bool) { row -> Bool? in
        guard let set = sets.array(row) else { return nil }
        writer.removeAll()
        values.append(row, to: &writer)
        return writer.withValue { value in set.elements.contains { $0 == value } }
      }
    }
  ],
  examples: [FunctionExample("print x = set_has_element(dynamic(['this', 'example']), 'example')", "x\ntrue")]
)

let jaccardIndexFunction = FunctionDefinition(
  "jaccard_index", category: .dynamic,
  summary: "How alike two sets are: the number of common elements over the number of all.",
  signatures: [
    .scalar([Parameter("set1", .dynamic), Parameter("set2", .dynamic)], result: .type(.real)) {
      arguments, context in
      let (first, second) = (DynamicReader(arguments[0]), DynamicReader(arguments[1]))
      return rowsOptional(context, to: .real) { row -> Double? in
        guard let a = first.array(row), let b = second.array(row) else { return nil }
        let (left, right) = (Set(a.elements), Set(b.elements))
        let common = left.count(where: { right.contains($0) })
        let all = left.count + right.count - common
        return all == 0 ? .nan : Double(common) / Double(all)
      }
    }
  ],
  examples: [
    FunctionExample("print x = jaccard_index(dynamic([1, 2, 3]), dynamic([1, 2, 3, 4]))", "x\n0.75")
  ])
