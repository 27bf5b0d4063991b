import RegnData
import RegnRegex

let replaceStringFunction = FunctionDefinition(
  "replace_string", category: .string, summary: "The text with every occurrence of one text replaced.",
  signatures: [
    .scalar(
      [Parameter("text", .string), Parameter("lookup", .string), Parameter("rewrite", .string)],
      result: .type(.string)
    ) { arguments, context in
      let (lookups, rewrites) = (arguments[1].strings, arguments[2].strings)
      var growth = GrowthGuard(context)
      if arguments[1].isConstant, arguments[2].isConstant {
        return try mapStrings(arguments[0], context) {
          try replace($0, lookups.bytes(0), with: rewrites.bytes(0), into: &$1, &growth)
        }
      }
      let texts = arguments[0].strings
      return try stringRows(context) { row, output in
        try replace(
          texts.bytes(row &* arguments[0].stride), lookups.bytes(row &* arguments[1].stride),
          with: rewrites.bytes(row &* arguments[2].stride), into: &output, &growth)
        return true
      }
    }
  ],
  examples: [
    FunctionExample(
      "print x = replace_string('A magic trick can turn a cat into a dog', 'cat', 'hamster')",
      "x\nA magic trick can turn a hamster into a dog")
  ])

private func replace(
  _ text: Bytes, _ lookup: Bytes, with rewrite: Bytes, into output: inout [UInt8], _ growth: inout GrowthGuard
) throws {
  var copied = 0
  while !lookup.isEmpty, let found = UTF8Text.firstOffset(of: lookup, in: text, from: copied) {
    try growth.count(found - copied + rewrite.count)
    output.append(contentsOf: text.part(copied..<found))
    output.append(contentsOf: rewrite)
    copied = found + lookup.count
  }
  output.append(contentsOf: text.part(copied..<text.count))
}

/// Earlier lookups take precedence over later ones, wherever they match; a rewrite that is no string leaves
/// what its lookup matched as it is (reference page).
let replaceStringsFunction = FunctionDefinition(
  "replace_strings", category: .string, summary: "The text with every occurrence of several texts replaced.",
  signatures: [
    .scalar(
      [Parameter("text", .string), Parameter("lookups", .dynamic), Parameter("rewrites", .dynamic)],
      result: .type(.string)
    ) { arguments, context in
      let (texts, lookups, rewrites) = (arguments[0].strings, arguments[1].strings, arguments[2].strings)
      var growth = GrowthGuard(context)
      return try stringRows(context) { row, output in
        let text = texts.bytes(row &* arguments[0].stride)
        if arguments[1].isNull(row) || arguments[2].isNull(row) {
          output.append(contentsOf: text)
          return true
        }
        try replace(
          text, DynamicRef(lookups.bytes(row &* arguments[1].stride)),
          with: DynamicRef(rewrites.bytes(row &* arguments[2].stride)), into: &output, &growth)
        return true
      }
    }
  ],
  examples: [
    FunctionExample(
      "print x = replace_strings('a cat and a dog', dynamic(['cat', 'dog']), dynamic(['dog', 'pigeon']))",
      "x\na dog and a pigeon")
  ])

private func replace(
  _ text: Bytes, _ lookups: DynamicRef, with rewrites: DynamicRef, into output: inout [UInt8],
  _ growth: inout GrowthGuard
) throws {
  var free = [0..<text.count]
  var matches: [(range: Range<Int>, rewrite: Bytes?)] = []
  for number in 0..<lookups.count {
    guard let lookup = lookups.element(at: number)?.stringBytes, !lookup.isEmpty else { continue }
    let rewrite = rewrites.element(at: number)?.stringBytes
    var stillFree: [Range<Int>] = []
    for range in free {
      var start = range.lowerBound
      let part = text.part(0..<range.upperBound)
      while let found = UTF8Text.firstOffset(of: lookup, in: part, from: start) {
        if found > start { stillFree.append(start..<found) }
        start = found + lookup.count
        matches.append((found..<start, rewrite))
      }
      if start < range.upperBound { stillFree.append(start..<range.upperBound) }
    }
    free = stillFree
  }
  matches.sort { $0.range.lowerBound < $1.range.lowerBound }
  var copied = 0
  for (range, rewrite) in matches {
    try growth.count(range.lowerBound - copied + (rewrite?.count ?? range.count))
    output.append(contentsOf: text.part(copied..<range.lowerBound))
    output.append(contentsOf: rewrite ?? text.part(range))
    copied = range.upperBound
  }
  output.append(contentsOf: text.part(copied..<text.count))
}

let replaceRegexFunction = FunctionDefinition(
  "replace_regex", aliases: ["replace"], category: .string,
  summary: "The text with every match of a pattern replaced; \\1 stands for what a group took.",
  signatures: [
    .scalar(
      [Parameter("text", .string), Parameter("regex", .string), Parameter("rewrite", .string)],
      result: .type(.string)
    ) { arguments, context in
      var patterns = RowPatterns(arguments[1])
      var growth = GrowthGuard(context)
      if arguments[1].isConstant, arguments[2].isConstant {
        let matcher = try patterns.matcher(0)
        let replacement = try compile(arguments[2].stringBytes(0), for: matcher.regex)
        return try mapStrings(arguments[0], context) { text, output in
          try matcher.replaceAll(in: text, with: replacement, into: &output) { bytes in
            try growth.count(bytes)
            try growth.step()
          }
        }
      }
      let (texts, rewrites) = (arguments[0].strings, arguments[2].strings)
      // What replaced the matches last, prepared again only for another pattern or another text.
      var last: (matcher: Matcher, rewrite: Bytes, replacement: Replacement)?
      return try stringRows(context) { row, output in
        let matcher = try patterns.matcher(row)
        let rewrite = rewrites.bytes(row &* arguments[2].stride)
        let replacement: Replacement
        if let last, last.matcher === matcher, StringView(last.rewrite) == StringView(rewrite) {
          replacement = last.replacement
        } else {
          replacement = try compile(rewrite, for: matcher.regex)
          last = (matcher, rewrite, replacement)
        }
        try matcher.replaceAll(
          in: texts.bytes(row &* arguments[0].stride), with: replacement, into: &output
        ) { bytes in
          try growth.count(bytes)
          try growth.step()
        }
        return true
      }
    }
  ],
  examples: [
    FunctionExample(#"print x = replace_regex('Number is 1', @'is (\d+)', @'was: \1')"#, "x\nNumber was: 1")
  ])

private func compile(_ rewrite: Bytes, for regex: Regex) throws -> Replacement {
  do {
    return try Replacement(String(decoding: rewrite, as: UTF8.self), for: regex)
  } catch {
    throw ExecutionError(
      code: "RG0608", message: "the replacement does not fit the pattern: \(error.message)")
  }
}

let translateFunction = FunctionDefinition(
  "translate", category: .string,
  summary: "The text with each character of one list replaced by the character at its place in another.",
  signatures: [
    .scalar(
      [
        Parameter("searchList", .string), Parameter("replacementList", .string), Parameter("source", .string),
      ],
      result: .type(.string)
    ) { arguments, context in
      let (searches, replacements) = (arguments[0].strings, arguments[1].strings)
      if arguments[0].isConstant, arguments[1].isConstant {
        let table = translation(searches.bytes(0), replacements.bytes(0))
        return mapStrings(arguments[2], context) { translate($0, table, into: &$1) }
      }
      let texts = arguments[2].strings
      return stringRows(context) { row, output in
        let table = translation(
          searches.bytes(row &* arguments[0].stride), replacements.bytes(row &* arguments[1].stride))
        translate(texts.bytes(row &* arguments[2].stride), table, into: &output)
        return true
      }
    }
  ],
  examples: [
    FunctionExample(
      "print x = translate('krasp', 'otsku', 'spark'), y = translate('abc', 'x', 'abc')", "x,y\nkusto,xxx")
  ])

/// What stands for each code point; nil: it goes. A list that is too short repeats its last character.
private func translation(_ search: Bytes, _ replacement: Bytes) -> [UInt32: UInt32?] {
  var targets: [UInt32] = []
  var position = 0
  while position < replacement.count {
    let (value, length) = UTF8Text.scalar(in: replacement, at: position)
    targets.append(value)
    position += length
  }
  var table: [UInt32: UInt32?] = [:]
  var number = 0
  position = 0
  while position < search.count {
    let (value, length) = UTF8Text.scalar(in: search, at: position)
    if table[value] == nil { table[value] = .some(number < targets.count ? targets[number] : targets.last) }
    number += 1
    position += length
  }
  return table
}

private func translate(_ text: Bytes, _ table: [UInt32: UInt32?], into output: inout [UInt8]) {
  var position = 0
  while position < text.count {
    let (value, length) = UTF8Text.scalar(in: text, at: position)
    if let target = table[value] {
      if let target, let scalar = Unicode.Scalar(target) { output.append(scalar: scalar) }
    } else {
      output.append(contentsOf: text.part(position..<position + length))
    }
    position += length
  }
}
