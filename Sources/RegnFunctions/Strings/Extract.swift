import RegnData
import RegnRegex

let extractFunction = FunctionDefinition(
  "extract", category: .string,
  summary: "What a group of a pattern takes in the first match; with a type, converted to it.",
  signatures: [
    .scalar(
      [Parameter("regex", .string), Parameter("captureGroup", .long), Parameter("source", .string)],
      result: .type(.string)
    ) { arguments, context in
      try extract(arguments, context)
    },
    .scalar(
      [
        Parameter("regex", .string), Parameter("captureGroup", .long), Parameter("source", .string),
        Parameter("typeLiteral", .string, constant: true),
      ],
      result: .computed { _, values in
        values.count > 3 ? values[3]?.text.flatMap { ScalarType(name: $0) } : nil
      }
    ) { arguments, context in
      let text = try extract(arguments, context)
      let type = ScalarType(name: String(decoding: arguments[3].stringBytes(0), as: UTF8.self)) ?? .string
      return Conversion.convert(text, to: type, context)
    },
  ],
  examples: [
    FunctionExample("print x = extract('User: ([^,]+)', 1, 'User: JohnDoe, Age: 29')", "x\nJohnDoe"),
    FunctionExample(#"print x = extract(@'-(\d{2})-', 1, '21-07-2023', typeof(int))"#, "x\n7"),
  ])

private func extract(_ arguments: [Column], _ context: KernelContext) throws -> Column {
  var patterns = RowPatterns(arguments[0])
  let groups = arguments[1].longs
  func found(_ text: Bytes, _ row: Int) throws -> Bytes {
    if arguments[1].isNull(row) { return text.part(0..<0) }
    let group = Int(groups.base[row &* arguments[1].stride])
    let matcher = try patterns.matcher(row)
    if group == 0 { return matcher.find(in: text).map { text.part($0) } ?? text.part(0..<0) }
    guard matcher.findGroups(in: text) != nil, let range = matcher.group(group) else {
      return text.part(0..<0)
    }
    return text.part(range)
  }
  if arguments[0].isConstant, arguments[1].isConstant {
    return try mapSlices(arguments[2], context) { try found($0, 0) }
  }
  let texts = arguments[2].strings
  return try sliceRows(texts, context) { row in try found(texts.bytes(row &* arguments[2].stride), row) }
}

let extractAllFunction = FunctionDefinition(
  "extract_all", aliases: ["extractall"], category: .string,
  summary: "What the groups of a pattern take in every match, as an array; null when there is no match.",
  signatures: [
    .scalar([Parameter("regex", .string), Parameter("source", .string)], result: .type(.dynamic)) {
      arguments, context in
      try extractAll(arguments[0], groups: nil, arguments[1], context)
    },
    .scalar(
      [Parameter("regex", .string), Parameter("captureGroups", .dynamic), Parameter("source", .string)],
      result: .type(.dynamic)
    ) { arguments, context in
      try extractAll(arguments[0], groups: arguments[1], arguments[2], context)
    },
  ],
  examples: [
    FunctionExample(
      #"print x = extract_all(@'(\d+)', 'a set of numbers: 123, 567 and 789')"#,
      "x\n\"[\"\"123\"\",\"\"567\"\",\"\"789\"\"]\"")
  ])

private func extractAll(
  _ regex: Column, groups: Column?, _ source: Column, _ context: KernelContext
) throws -> Column {
  if case .dictionary(let codes, let dictionary) = source.storage, !source.isConstant,
    dictionary.count <= source.count, regex.isConstant, groups?.isConstant != false
  {
    // Once for each entry.
    let entries = Column(type: .string, storage: .strings(dictionary.entries))
    let found = try extractAll(
      regex, groups: groups, entries, KernelContext(rows: dictionary.count, execution: context.execution))
    return found.gather(codes)
  }
  var patterns = RowPatterns(regex)
  let texts = source.strings
  let groupArrays = groups?.strings
  // The groups asked for, found again only where the pattern or the list may be another.
  var numbers: [Int] = []
  var of: Matcher?
  var needsGroups = false
  return try dynamicRows(context) { row, writer in
    let matcher = try patterns.matcher(row)
    let text = texts.bytes(row &* source.stride)
    if matcher !== of || groups?.isConstant == false {
      of = matcher
      if let groups, let groupArrays, !groups.isNull(row) {
        numbers = try groupNumbers(DynamicRef(groupArrays.bytes(row &* groups.stride)), matcher.regex)
      } else {
        numbers = matcher.regex.captureCount == 0 ? [0] : Array(1...matcher.regex.captureCount)
      }
      needsGroups = numbers.contains { $0 > 0 }
    }
    var found = false
    writer.beginArray()
    matcher.forEachMatch(in: text, groups: needsGroups) { match in
      found = true
      if numbers.count != 1 { writer.beginArray() }
      for number in numbers {
        let range = number == 0 ? match : matcher.group(number)
        writer.append(string: range.map { text.part($0) } ?? text.part(0..<0))
      }
      if numbers.count != 1 { writer.endArray() }
      return true
    }
    writer.endArray()
    return found
  }
}

/// The numbers of groups given by number or name. Throws RG0606 for one that the pattern does not have.
private func groupNumbers(_ groups: DynamicRef, _ regex: Regex) throws -> [Int] {
  var numbers: [Int] = []
  for index in 0..<groups.count {
    let group = groups.value(at: index)
    if let number = group.asLong, number >= 0, number <= Int64(regex.captureCount) {
      numbers.append(Int(number))
    } else if let name = group.stringBytes.map({ String(decoding: $0, as: UTF8.self) }),
      let number = regex.captureNames.firstIndex(of: name)
    {
      numbers.append(number)
    } else {
      throw ExecutionError(
        code: "RG0606", message: "the pattern has no group \(group)",
        hint: "groups are numbered from 1 to \(regex.captureCount), or named by (?<name>…)")
    }
  }
  return numbers
}

let regexQuoteFunction = FunctionDefinition(
  "regex_quote", category: .string, summary: "The pattern that matches just the text.",
  signatures: [
    .scalar([Parameter("string", .any)], result: .type(.string)) { arguments, context in
      mapStrings(asText(arguments[0], context), context) { text, output in
        output.append(contentsOf: Regex.escape(String(decoding: text, as: UTF8.self)).utf8)
      }
    }
  ],
  examples: [FunctionExample("print x = regex_quote('(so$me.Te^xt)')", "x\n\\(so\\$me\\.Te\\^xt\\)")])
