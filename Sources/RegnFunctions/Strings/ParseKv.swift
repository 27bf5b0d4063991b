import RegnData
import RegnRegex

/// The values of known keys in a text of keys and values, as a bag of texts: what `parse-kv` is made of,
/// which alone can call it. A key that stands several times has its first value.
let parseKvFunction = FunctionDefinition(
  "__parse_kv", category: .string, summary: "The values of known keys in a text.",
  signatures: [
    .scalar(
      [
        Parameter("text", .string), Parameter("keys", .dynamic, constant: true),
        Parameter("pair_delimiter", .string, constant: true),
        Parameter("kv_delimiter", .string, constant: true), Parameter("quotes", .dynamic, constant: true),
        Parameter("escapes", .dynamic, constant: true), Parameter("greedy", .bool, constant: true),
        Parameter("regex", .string, constant: true),
      ], result: .type(.dynamic)
    ) { arguments, context in
      let reader = KeyValueReader(
        keys: texts(arguments[1]), pairDelimiter: text(arguments[2]), keyDelimiter: text(arguments[3]),
        quotes: texts(arguments[4]), escapes: texts(arguments[5]),
        isGreedy: arguments[6].value(0) == .bool(true))
      let pattern = text(arguments[7])
      let strings = arguments[0].strings
      var values: [[UInt8]?] = []
      if !pattern.isEmpty {
        let matcher = Matcher(try RegexCache.regex(String(decoding: pattern, as: UTF8.self)))
        guard matcher.regex.captureCount == 2 else {
          throw ExecutionError(
            code: "RG0608",
            message: "the pattern of parse-kv needs two groups: one for the key, one for the value",
            hint: "for example: regex=@'(\\w+)=(\\w+)'")
        }
        return try dynamicRows(context) { row, writer in
          let text = strings.bytes(row &* arguments[0].stride)
          values = [[UInt8]?](repeating: nil, count: reader.keys.count)
          matcher.forEachMatch(in: text, groups: true) { _ in
            if let key = matcher.group(1), let value = matcher.group(2) {
              reader.put(trimmed(text[key]), trimmed(text[value]), into: &values)
            }
            return true
          }
          reader.write(values, to: &writer)
          return true
        }
      }
      return try dynamicRows(context) { row, writer in
        values = [[UInt8]?](repeating: nil, count: reader.keys.count)
        let text = strings.bytes(row &* arguments[0].stride)
        if reader.keyDelimiter.isEmpty {
          reader.readWords(text, &values)
        } else {
          reader.readPairs(text, &values)
        }
        reader.write(values, to: &writer)
        return true
      }
    }
  ], examples: [])

private func text(_ column: Column) -> [UInt8] { Array(column.strings.bytes(0)) }

private func texts(_ column: Column) -> [[UInt8]] {
  guard let array = DynamicReader(column).array(0) else { return [] }
  return array.elements.compactMap { $0.stringBytes.map { Array($0) } }
}

private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

private func trimmed(_ text: Slice<Bytes>) -> ArraySlice<UInt8> {
  var text = text
  while let first = text.first, isSpace(first) { text.removeFirst() }
  while let last = text.last, isSpace(last) { text.removeLast() }
  return ArraySlice(text)
}

/// Reads keys and values out of a text by its delimiters.
private struct KeyValueReader {
  let keys: [[UInt8]]
  let pairDelimiter: [UInt8]
  let keyDelimiter: [UInt8]
  /// Each one letter that opens and closes, or two.
  let quotes: [[UInt8]]
  let escapes: [[UInt8]]
  let isGreedy: Bool

  /// Keeps a value if its key is wanted and has none yet.
  func put(_ key: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>, into values: inout [[UInt8]?]) {
    guard let place = keys.firstIndex(where: { $0.elementsEqual(key) }), values[place] == nil else { return }
    values[place] = Array(value)
  }

  func write(_ values: [[UInt8]?], to writer: inout DynamicWriter) {
    writer.beginBag()
    for (key, value) in zip(keys, values) {
      guard let value else { continue }
      key.withUnsafeBufferPointer { writer.append(key: $0) }
      writer.append(string: value)
    }
    writer.endBag()
  }

  private func stands(_ word: [UInt8], in text: Bytes, at place: Int) -> Bool {
    !word.isEmpty && place + word.count <= text.count
      && word.indices.allSatisfy { text[place + $0] == word[$0] }
  }

  /// The quoted text that begins at `place`, without its quotes and escapes, and where it ends.
  private func quoted(_ text: Bytes, _ place: Int) -> (content: [UInt8], end: Int)? {
    guard let quote = quotes.first(where: { !$0.isEmpty && place < text.count && $0[0] == text[place] })
    else {
      return nil
    }
    let close = quote[quote.count - 1]
    var content: [UInt8] = []
    var at = place + 1
    reading: while at < text.count {
      for escape in escapes where stands(escape, in: text, at: at) && at + escape.count < text.count {
        content.append(text[at + escape.count])
        at += escape.count + 1
        continue reading
      }
      if text[at] == close { return (content, at + 1) }
      content.append(text[at])
      at += 1
    }
    return nil
  }

  /// Pairs parted by one delimiter, keys and values by another.
  func readPairs(_ text: Bytes, _ values: inout [[UInt8]?]) {
    var at = 0
    while at < text.count {
      guard let (key, afterKey) = readKey(text, &at) else { continue }
      at = afterKey
      while at < text.count, isSpace(text[at]), !stands(pairDelimiter, in: text, at: at) { at += 1 }
      if let (content, end) = quoted(text, at) {
        put(key, content[...], into: &values)
        at = end
        continue
      }
      let start = at
      while at < text.count, !endsValue(text, at) { at += 1 }
      put(key, trimmed(text[start..<at]), into: &values)
      if at < text.count { at += pairDelimiter.count }
    }
  }

  /// The key at `at`, and where its value begins; nil when a pair ends without a value, with `at` behind it.
  private func readKey(_ text: Bytes, _ at: inout Int) -> (key: ArraySlice<UInt8>, end: Int)? {
    while at < text.count, isSpace(text[at]), !stands(keyDelimiter, in: text, at: at) { at += 1 }
    if let (content, end) = quoted(text, at), stands(keyDelimiter, in: text, at: end) {
      return (content[...], end + keyDelimiter.count)
    }
    let start = at
    while at < text.count {
      if stands(keyDelimiter, in: text, at: at) {
        return (trimmed(text[start..<at]), at + keyDelimiter.count)
      }
      if stands(pairDelimiter, in: text, at: at) {
        at += pairDelimiter.count
        return nil
      }
      at += 1
    }
    return nil
  }

  /// Whether a value ends before `place`: at a delimiter, which greedy values end at only if a key follows.
  private func endsValue(_ text: Bytes, _ place: Int) -> Bool {
    guard stands(pairDelimiter, in: text, at: place) else { return false }
    guard isGreedy else { return true }
    var next = place + pairDelimiter.count
    while next < text.count, isSpace(text[next]) { next += 1 }
    return keys.contains { key in
      stands(key, in: text, at: next) && stands(keyDelimiter, in: text, at: next + key.count)
    }
  }

  /// Words parted by anything that is neither letter nor digit: a value is the word, or the quoted text,
  /// after a key.
  func readWords(_ text: Bytes, _ values: inout [[UInt8]?]) {
    var at = 0
    var key: ArraySlice<UInt8>?
    while at < text.count {
      if key != nil, let (content, end) = quoted(text, at) {
        put(key ?? [], content[...], into: &values)
        key = nil
        at = end
        continue
      }
      let start = at
      while at < text.count {
        let (scalar, length) = UTF8Text.scalar(in: text, at: at)
        guard UTF8Text.isAlphanumeric(scalar) else { break }
        at += length
      }
      guard at > start else {
        at += max(UTF8Text.scalar(in: text, at: at).length, 1)
        continue
      }
      let word = ArraySlice(text[start..<at])
      if let known = key {
        put(known, word, into: &values)
        key = nil
      } else if keys.contains(where: { $0.elementsEqual(word) }) {
        key = word
      }
    }
  }
}
