import RegnData

private let maxSize = Parameter("maxSize", .oneOf([.int, .long]), optional: true, constant: true)

/// The most elements that an aggregate's constant argument asks for, within KQL's limit.
private func sizeLimit(_ constants: [Value?]) -> Int {
  guard constants.count > 1, let size = constants[1]?.integer else { return CollectState.maximumSize }
  return Int(min(max(size, 0), Int64(CollectState.maximumSize)))
}

private let writeArray: CollectState.Write = { keys, reader, writer in
  writer.beginArray()
  for key in keys {
    if let key { reader.append(key, to: &writer) } else { writer.appendNull() }
  }
  writer.endArray()
  return true
}

let makeListFunction = FunctionDefinition(
  "make_list", aliases: ["makelist"], kind: .aggregate, category: .aggregation,
  summary: "An array of the values that are not null, in the order of the rows.",
  signatures: [
    .aggregate([Parameter("expr", .any), maxSize], result: .type(.dynamic)) { types, constants in
      CollectState(.list, type: types[0], limit: sizeLimit(constants), write: writeArray)
    }
  ],
  examples: [
    FunctionExample("datatable(x: long) [3, 1, 3] | summarize make_list(x)", "list_x\n\"[3,1,3]\"")
  ], naming: .prefix("list"))

let makeListIfFunction = makeListFunction.filtered(
  "make_list_if", summary: "An array of the values of the rows for which a predicate is true.",
  example: FunctionExample(
    "datatable(x: long) [3, 1, 3] | summarize make_list_if(x, x > 1)", "list_x\n\"[3,3]\""))

let makeListWithNullsFunction = FunctionDefinition(
  "make_list_with_nulls", kind: .aggregate, category: .aggregation,
  summary: "An array of all values, nulls among them, in the order of the rows.",
  signatures: [
    .aggregate([Parameter("expr", .any)], result: .type(.dynamic)) { types, _ in
      CollectState(.listWithNulls, type: types[0], limit: CollectState.maximumSize, write: writeArray)
    }
  ],
  examples: [
    FunctionExample(
      "datatable(x: long) [3, long(null)] | summarize make_list_with_nulls(x)", "list_x\n\"[3,null]\"")
  ], naming: .prefix("list"))

let makeSetFunction = FunctionDefinition(
  "make_set", aliases: ["makeset"], kind: .aggregate, category: .aggregation,
  summary: "An array of the distinct values that are not null, each where it first appears.",
  signatures: [
    .aggregate([Parameter("expr", .any), maxSize], result: .type(.dynamic)) { types, constants in
      CollectState(.set, type: types[0], limit: sizeLimit(constants), write: writeArray)
    }
  ],
  examples: [
    FunctionExample("datatable(x: long) [3, 1, 3] | summarize make_set(x)", "set_x\n\"[3,1]\"")
  ], naming: .prefix("set"))

let makeSetIfFunction = makeSetFunction.filtered(
  "make_set_if", summary: "An array of the distinct values of the rows for which a predicate is true.",
  example: FunctionExample(
    "datatable(x: long) [3, 1, 3] | summarize make_set_if(x, x > 1)", "set_x\n[3]"))

let makeBagFunction = FunctionDefinition(
  "make_bag", aliases: ["make_dictionary"], kind: .aggregate, category: .aggregation,
  summary: "One bag of the entries of all bags; a key keeps the value of its first row.",
  signatures: [
    .aggregate([Parameter("expr", .dynamic), maxSize], result: .type(.dynamic)) { _, constants in
      let limit = sizeLimit(constants)
      return CollectState(.bags, type: .dynamic, limit: .max) { keys, reader, writer in
        var known = Set<[UInt8]>()
        writer.beginBag()
        for case let key? in keys {
          let bag = reader.dynamic(key)
          for index in 0..<bag.count
          where known.count < limit && known.insert(Array(bag.key(at: index))).inserted {
            writer.append(key: bag.key(at: index))
            writer.append(bag.value(at: index))
          }
        }
        writer.endBag()
        return true
      }
    }
  ],
  examples: [
    FunctionExample(
      "datatable(x: dynamic) [dynamic({\"a\": 1}), dynamic({\"b\": 2})] | summarize make_bag(x)",
      "bag_x\n\"{\"\"a\"\":1,\"\"b\"\":2}\"")
  ], naming: .prefix("bag"))

let makeBagIfFunction = makeBagFunction.filtered(
  "make_bag_if", summary: "One bag of the entries of the bags in rows for which a predicate is true.",
  example: FunctionExample(
    "datatable(x: dynamic) [dynamic({\"a\": 1}), dynamic({\"b\": 2})] "
      + "| summarize make_bag_if(x, isnotnull(x.b))",
    "bag_x\n\"{\"\"b\"\":2}\""))
