import RegnData

let bagHasKeyFunction = FunctionDefinition(
  "bag_has_key", category: .dynamic,
  summary: "Whether a bag has a key; a path that begins with `$` looks into inner bags.",
  signatures: [
    .scalar([Parameter("bag", .dynamic), Parameter("key", .string)], result: .type(.bool)) {
      arguments, context in
      let bags = DynamicReader(arguments[0])
      let paths = PathReader(arguments[1]) { JSONPath.pathOrKey($0) }
      return rowsOptional(context, to: .bool) { row -> Bool? in
        guard let bag = bags.bag(row) else { return nil }
        return paths[row]?.find(in: bag) != nil
      }
    }
  ],
  examples: [FunctionExample("print x = bag_has_key(dynamic({'a': {'b': 1}}), '$.a.b')", "x\ntrue")])

let bagKeysFunction = FunctionDefinition(
  "bag_keys", category: .dynamic, summary: "The keys of a bag; null of anything else.",
  signatures: [
    .scalar([Parameter("object", .dynamic)], result: .type(.dynamic)) { arguments, context in
      let bags = DynamicReader(arguments[0])
      return try dynamicRows(context) { row, writer in
        guard let bag = bags.bag(row) else { return false }
        writer.beginArray()
        for index in 0..<bag.count { writer.append(string: bag.key(at: index)) }
        writer.endArray()
        return true
      }
    }
  ],
  examples: [FunctionExample("print x = bag_keys(dynamic({'a': 1, 'b': 2}))", "x\n\"[\"\"a\"\",\"\"b\"\"]\"")]
)

let bagMergeFunction = FunctionDefinition(
  "bag_merge", category: .dynamic,
  summary: "One bag of the entries of several; a key keeps the value of the first bag that has it.",
  signatures: [
    .scalar(
      [Parameter("bag", .dynamic)], variadic: Signature.Variadic(last: 1, times: 2...64),
      result: .type(.dynamic)
    ) { arguments, context in
      let readers = arguments.map { DynamicReader($0) }
      return try dynamicRows(context) { row, writer in
        let bags = readers.compactMap { $0.bag(row) }
        if bags.isEmpty { return false }
        writer.beginBag()
        for (place, bag) in bags.enumerated() {
          for index in 0..<bag.count {
            let key = bag.key(at: index)
            if bags[..<place].contains(where: { $0.value(forKey: key) != nil }) { continue }
            writer.append(key: key)
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
      "print x = bag_merge(dynamic({'a': 1, 'b': 2}), dynamic({'b': 3, 'c': 4}))",
      "x\n\"{\"\"a\"\":1,\"\"b\"\":2,\"\"c\"\":4}\"")
  ])

let bagPackFunction = FunctionDefinition(
  "bag_pack", aliases: ["pack", "pack_dictionary"], category: .dynamic,
  summary: "A bag of the given keys and values.",
  signatures: [bagPack(keepsEmpty: true)],
  examples: [
    FunctionExample("print x = bag_pack('by', 'Ærø', 'n', 3)", "x\n\"{\"\"by\"\":\"\"Ærø\"\",\"\"n\"\":3}\"")
  ])

/// What `pack_all(true)` calls.
let bagPackFilledFunction = FunctionDefinition(
  "__bag_pack_filled", category: .dynamic,
  summary: "A bag of the given keys and those values that are neither null nor an empty text.",
  signatures: [bagPack(keepsEmpty: false)],
  examples: [
    FunctionExample(
      "print a = 1, b = '', c = long(null) | project x = pack_all(true)", "x\n\"{\"\"a\"\":1}\"")
  ])

private func bagPack(keepsEmpty: Bool) -> Signature {
  .scalar(
    [Parameter("key", .string), Parameter("value", .any)],
    variadic: Signature.Variadic(last: 2, times: 1...1024), result: .type(.dynamic)
  ) { arguments, context in
    let pairs = stride(from: 1, to: arguments.count, by: 2).map { place in
      (
        keys: arguments[place - 1].strings, stride: arguments[place - 1].stride, values: arguments[place],
        encoder: DynamicEncoder(arguments[place])
      )
    }
    return try dynamicRows(context) { row, writer in
      writer.beginBag()
      for pair in pairs where keepsEmpty || !isEmpty(pair.values, row) {
        writer.append(key: pair.keys.bytes(row &* pair.stride))
        pair.encoder.append(row, to: &writer)
      }
      writer.endBag()
      return true
    }
  }
}

/// Whether the value in a row is null or an empty text, in a dynamic value too.
private func isEmpty(_ column: Column, _ row: Int) -> Bool {
  if column.isNull(row) { return true }
  let place = column.isConstant ? 0 : row
  switch column.type {
  case .string: return column.stringBytes(place).isEmpty
  case .dynamic: return isEmptyDynamic(column.strings.bytes(place))
  default: return false
  }
}

let packArrayFunction = FunctionDefinition(
  "pack_array", category: .dynamic, summary: "An array of the given values.",
  signatures: [
    .scalar(
      [Parameter("value", .any)], variadic: Signature.Variadic(last: 1, times: 1...1024),
      result: .type(.dynamic)
    ) { arguments, context in
      let values = arguments.map { DynamicEncoder($0) }
      return try dynamicRows(context) { row, writer in
        writer.beginArray()
        for value in values { value.append(row, to: &writer) }
        writer.endArray()
        return true
      }
    }
  ],
  examples: [FunctionExample("print x = pack_array(1, '2', 2s)", "x\n\"[1,\"\"2\"\",\"\"00:00:02\"\"]\"")])

let bagRemoveKeysFunction = FunctionDefinition(
  "bag_remove_keys", category: .dynamic,
  summary: "A bag without some keys; paths that begin with `$` name keys of inner bags.",
  signatures: [
    .scalar([Parameter("bag", .dynamic), Parameter("keys", .dynamic)], result: .type(.dynamic)) {
      arguments, context in
      let (bags, keys) = (DynamicReader(arguments[0]), DynamicReader(arguments[1]))
      return try dynamicRows(context) { row, writer in
        guard let bag = bags.bag(row) else { return false }
        let names = keys[row].kind == .array ? Array(keys[row].elements) : [keys[row]]
        let paths = names.compactMap { $0.stringBytes.flatMap { JSONPath.pathOrKey($0)?.steps[...] } }
        appendBag(bag, without: paths, to: &writer)
        return true
      }
    }
  ],
  examples: [
    FunctionExample(
      "print x = bag_remove_keys(dynamic({'a': 1, 'b': {'c': 2, 'd': 3}}), dynamic(['a', '$.b.c']))",
      "x\n\"{\"\"b\"\":{\"\"d\"\":3}}\"")
  ])

extension JSONPath.Step {
  fileprivate func isKey(_ key: Bytes) -> Bool {
    guard case .key(let own) = self else { return false }
    return own.withUnsafeBufferPointer { compareBytes($0, key) == 0 }
  }
}

private func appendBag(
  _ bag: DynamicRef, without paths: [ArraySlice<JSONPath.Step>], to writer: inout DynamicWriter
) {
  writer.beginBag()
  for index in 0..<bag.count {
    let key = bag.key(at: index)
    let matching = paths.filter { $0.first?.isKey(key) == true }
    if matching.contains(where: { $0.count == 1 }) { continue }
    writer.append(key: key)
    let value = bag.value(at: index)
    if value.kind == .bag, !matching.isEmpty {
      appendBag(value, without: matching.map { $0.dropFirst() }, to: &writer)
    } else {
      writer.append(value)
    }
  }
  writer.endBag()
}

let bagSetKeyFunction = FunctionDefinition(
  "bag_set_key", category: .dynamic,
  summary: "A bag with another value for a key; a path that begins with `$` reaches into inner bags.",
  signatures: [
    .scalar(
      [Parameter("bag", .dynamic), Parameter("key", .string), Parameter("value", .any)],
      result: .type(.dynamic)
    ) { arguments, context in
      let bags = DynamicReader(arguments[0])
      let paths = PathReader(arguments[1]) { JSONPath.pathOrKey($0) }
      let values = DynamicEncoder(arguments[2])
      var value = DynamicWriter()
      return try dynamicRows(context) { row, writer in
        guard let bag = bags.bag(row), let steps = paths[row]?.steps,
          steps.allSatisfy({ if case .key = $0 { true } else { false } }), !steps.isEmpty
        else { return false }
        value.removeAll()
        values.append(row, to: &value)
        value.withValue { appendBag(bag, setting: steps[...], to: $0, &writer) }
        return true
      }
    }
  ],
  examples: [
    FunctionExample(
      "print x = bag_set_key(dynamic({'a': {'b': 1}}), '$.a.b', 'c')",
      "x\n\"{\"\"a\"\":{\"\"b\"\":\"\"c\"\"}}\"")
  ])

private func appendBag(
  _ bag: DynamicRef?, setting steps: ArraySlice<JSONPath.Step>, to value: DynamicRef,
  _ writer: inout DynamicWriter
) {
  guard let step = steps.first, case .key(let name) = step else { return writer.append(value) }
  var isSet = false
  writer.beginBag()
  if let bag {
    for index in 0..<bag.count {
      let key = bag.key(at: index)
      writer.append(key: key)
      if step.isKey(key) {
        isSet = true
        let inner = bag.value(at: index)
        appendBag(inner.kind == .bag ? inner : nil, setting: steps.dropFirst(), to: value, &writer)
      } else {
        writer.append(bag.value(at: index))
      }
    }
  }
  if !isSet {
    name.withUnsafeBufferPointer { writer.append(key: $0) }
    appendBag(nil, setting: steps.dropFirst(), to: value, &writer)
  }
  writer.endBag()
}

let bagZipFunction = FunctionDefinition(
  "bag_zip", category: .dynamic, summary: "A bag of keys from one array and values from another.",
  signatures: [
    .scalar([Parameter("KeysArray", .dynamic), Parameter("ValuesArray", .dynamic)], result: .type(.dynamic)) {
      arguments, context in
      let (keys, values) = (DynamicReader(arguments[0]), DynamicReader(arguments[1]))
      return try dynamicRows(context) { row, writer in
        guard let names = keys.array(row) else { return false }
        // What is no array of values fills none of the keys (reference page).
        let parts = values.array(row)
        writer.beginBag()
        for (index, name) in names.elements.enumerated() {
          guard let key = name.stringBytes else { continue }
          writer.append(key: key)
          writer.append(parts?.element(at: index) ?? .null)
        }
        writer.endBag()
        return true
      }
    }
  ],
  examples: [
    FunctionExample(
      "print x = bag_zip(dynamic(['a', 'b']), dynamic([1, 2]))", "x\n\"{\"\"a\"\":1,\"\"b\"\":2}\"")
  ])

let treepathFunction = FunctionDefinition(
  "treepath", category: .dynamic, summary: "The paths to all parts of a dynamic value.",
  signatures: [
    .scalar([Parameter("object", .dynamic)], result: .type(.dynamic)) { arguments, context in
      let values = DynamicReader(arguments[0])
      return try dynamicRows(context) { row, writer in
        let value = values[row]
        guard value.kind == .bag || value.kind == .array else { return false }
        var (paths, known): ([[UInt8]], Set<[UInt8]>) = ([], [])
        collectPaths(value, [], &paths, &known, depth: 0)
        writer.beginArray()
        for path in paths { writer.append(string: path) }
        writer.endArray()
        return true
      }
    }
  ],
  examples: [
    FunctionExample(
      "print x = treepath(dynamic({'a': [1, {'b': 2}]}))",
      "x\n\"[\"\"['a']\"\",\"\"['a'][0]\"\",\"\"['a'][0]['b']\"\"]\"")
  ])

/// Elements of an array all stand for its first.
private func collectPaths(
  _ value: DynamicRef, _ prefix: [UInt8], _ paths: inout [[UInt8]], _ known: inout Set<[UInt8]>, depth: Int
) {
  guard depth < 2_000 else { return }
  for index in 0..<value.count {
    var path = prefix
    if value.kind == .bag {
      path.append(literal: "['")
      path.append(contentsOf: value.key(at: index))
      path.append(literal: "']")
    } else {
      path.append(literal: "[0]")
    }
    if known.insert(path).inserted { paths.append(path) }
    collectPaths(value.value(at: index), path, &paths, &known, depth: depth + 1)
  }
}
