import RegnData
import RegnPhrases

let punycodeFromStringFunction = punycode(
  "punycode_from_string", "The punycode of the text; empty where it cannot be encoded.",
  FunctionExample("print x = punycode_from_string('académie-française')", "x\nacadmie-franaise-npb1a")
) { Punycode.encode($0) }

let punycodeToStringFunction = punycode(
  "punycode_to_string", "The text that a punycode stands for; empty where it is none.",
  FunctionExample("print x = punycode_to_string('acadmie-franaise-npb1a')", "x\nacadémie-française")
) { Punycode.decode($0) }

let punycodeDomainToStringFunction = punycode(
  "punycode_domain_to_string", "A domain name with its labels beyond ASCII as punycode.",
  FunctionExample("print x = punycode_domain_to_string('rødgrød.dk')", "x\nxn--rdgrd-vuad.dk")
) { domain in
  Punycode.mapLabels(domain) { label in
    if isASCII(label) { return Array(label) }
    return Punycode.encode(label).map { Array("xn--".utf8) + $0 }
  }
}

let punycodeDomainFromStringFunction = punycode(
  "punycode_domain_from_string", "A domain name with its labels in punycode decoded.",
  FunctionExample("print x = punycode_domain_from_string('xn--rdgrd-vuad.dk')", "x\nrødgrød.dk")
) { domain in
  Punycode.mapLabels(domain) { label in
    guard label.count > 4, equalsInAnyCase(label.part(0..<4), "xn--") else { return Array(label) }
    return Punycode.decode(label.part(4..<label.count))
  }
}

private func punycode(
  _ name: String, _ summary: Phrase, _ example: FunctionExample,
  _ convert: @escaping @Sendable (Bytes) -> [UInt8]?
) -> FunctionDefinition {
  FunctionDefinition(
    name, category: .string, summary: summary,
    signatures: [
      .scalar([Parameter("input_string", .string)], result: .type(.string)) { arguments, context in
        mapStrings(arguments[0], context) { text, output in
          if let converted = convert(text) { output.append(contentsOf: converted) }
        }
      }
    ],
    examples: [example])
}

/// RFC 3492.
private enum Punycode {
  /// A domain name has at most 253 bytes, its labels 63; texts far beyond would take quadratic time.
  static let longest = 4096

  static func mapLabels(_ domain: Bytes, _ map: (Bytes) -> [UInt8]?) -> [UInt8]? {
    var result: [UInt8] = []
    var start = 0
    var end = 0
    while end < domain.count {
      let separator = separatorLength(domain, at: end)
      if separator > 0 {
        guard let label = map(domain.part(start..<end)) else { return nil }
        result.append(contentsOf: label)
        result.append(0x2E)
        start = end + separator
      }
      end += max(separator, 1)
    }
    guard let label = map(domain.part(start..<domain.count)) else { return nil }
    return result + label
  }

  /// The bytes of a full stop, or of one of the three that stand for it in other scripts (RFC 3490, 3.1); 0
  /// where there is none.
  private static func separatorLength(_ text: Bytes, at index: Int) -> Int {
    if text[index] == 0x2E { return 1 }
    guard text[index] >= 0xE3, index + 2 < text.count else { return 0 }
    switch (text[index], text[index + 1], text[index + 2]) {
    case (0xE3, 0x80, 0x82), (0xEF, 0xBC, 0x8E), (0xEF, 0xBD, 0xA1): return 3
    default: return 0
    }
  }

  static func encode(_ text: Bytes) -> [UInt8]? {
    guard text.count <= longest else { return nil }
    var scalars: [Int] = []
    var position = 0
    while position < text.count {
      let (value, length) = UTF8Text.scalar(in: text, at: position)
      scalars.append(Int(value))
      position += length
    }
    var output = scalars.filter { $0 < 0x80 }.map { UInt8($0) }
    let basic = output.count
    var handled = basic
    if basic > 0 { output.append(0x2D) }
    var (n, delta, bias) = (0x80, 0, 72)
    while handled < scalars.count {
      guard let next = scalars.filter({ $0 >= n }).min() else { return nil }
      let (step, overflow) = (next - n).multipliedReportingOverflow(by: handled + 1)
      if overflow || delta + step > Int(Int32.max) { return nil }
      delta += step
      n = next
      for scalar in scalars {
        if scalar < n { delta += 1 }
        guard scalar == n else { continue }
        var q = delta
        var k = 36
        while true {
          let t = threshold(k, bias)
          if q < t { break }
          output.append(digit(t + (q - t) % (36 - t)))
          q = (q - t) / (36 - t)
          k += 36
        }
        output.append(digit(q))
        bias = adapt(delta, handled + 1, first: handled == basic)
        delta = 0
        handled += 1
      }
      delta += 1
      n += 1
    }
    return output
  }

  static func decode(_ text: Bytes) -> [UInt8]? {
    guard text.count <= longest, isASCII(text) else { return nil }
    let hyphen = text.lastIndex(of: 0x2D)
    var scalars = hyphen.map { text.part(0..<$0).map { Int($0) } } ?? []
    var position = hyphen.map { $0 + 1 } ?? 0
    var (n, index, bias) = (0x80, 0, 72)
    while position < text.count {
      let old = index
      var weight = 1
      var k = 36
      while true {
        guard position < text.count, let value = digitValue(text[position]) else { return nil }
        position += 1
        index += value * weight
        if index > Int(Int32.max) { return nil }
        let t = threshold(k, bias)
        if value < t { break }
        weight *= 36 - t
        if weight > Int(Int32.max) { return nil }
        k += 36
      }
      bias = adapt(index - old, scalars.count + 1, first: old == 0)
      n += index / (scalars.count + 1)
      index %= scalars.count + 1
      guard n <= 0x10FFFF else { return nil }
      scalars.insert(n, at: index)
      index += 1
    }
    var output: [UInt8] = []
    for scalar in scalars {
      guard let valid = UInt32(exactly: scalar).flatMap({ Unicode.Scalar($0) }) else { return nil }
      output.append(scalar: valid)
    }
    return output
  }

  private static func threshold(_ k: Int, _ bias: Int) -> Int { min(max(k - bias, 1), 26) }

  private static func adapt(_ delta: Int, _ count: Int, first: Bool) -> Int {
    var delta = first ? delta / 700 : delta / 2
    delta += delta / count
    var k = 0
    while delta > 455 {
      delta /= 35
      k += 36
    }
    return k + 36 * delta / (delta + 38)
  }

  private static func digit(_ value: Int) -> UInt8 { UInt8(value < 26 ? 0x61 + value : 0x30 + value - 26) }

  private static func digitValue(_ byte: UInt8) -> Int? {
    switch byte {
    case 0x30...0x39: Int(byte) - 0x30 + 26
    case 0x41...0x5A: Int(byte) - 0x41
    case 0x61...0x7A: Int(byte) - 0x61
    default: nil
    }
  }
}
