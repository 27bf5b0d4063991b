import RegnData

let parseXmlFunction = FunctionDefinition(
  "parse_xml", category: .dynamic,
  summary:
    "The dynamic value of an XML text: elements as bags, attributes as keys with `@`; null of anything else.",
  signatures: [
    .scalar([Parameter("xml", .string)], result: .type(.dynamic)) { arguments, context in
      let texts = arguments[0].strings
      return try dynamicRows(context) { row, writer in
        let text = texts.bytes(row &* arguments[0].stride)
        // Longer texts give null (reference page).
        guard text.count <= 1_048_576, let root = XMLReader.root(of: text) else { return false }
        writer.beginBag()
        root.name.withUnsafeBufferPointer { writer.append(key: $0) }
        root.append(to: &writer)
        writer.endBag()
        return true
      }
    }
  ],
  examples: [
    FunctionExample(
      "print x = parse_xml('<o by=\"Ærø\"><n>1</n><n>2</n></o>')",
      "x\n\"{\"\"o\"\":{\"\"@by\"\":\"\"Ærø\"\",\"\"n\"\":[\"\"1\"\",\"\"2\"\"]}}\"")
  ])

/// An element of an XML text.
struct XMLElement {
  var name: [UInt8]
  var attributes: [(name: [UInt8], value: [UInt8])] = []
  var text: [UInt8] = []
  var children: [XMLElement] = []

  /// Appends what stands for the element: null, a text, or a bag.
  func append(to writer: inout DynamicWriter) {
    if attributes.isEmpty, children.isEmpty {
      if text.isEmpty { writer.appendNull() } else { writer.append(string: text) }
      return
    }
    writer.beginBag()
    for attribute in attributes {
      ([0x40] + attribute.name).withUnsafeBufferPointer { writer.append(key: $0) }
      writer.append(string: attribute.value)
    }
    if !text.isEmpty {
      writer.append(key: "#text")
      writer.append(string: text)
    }
    var places: [[UInt8]: Int] = [:]
    var groups: [[XMLElement]] = []
    for child in children {
      if let place = places[child.name] {
        groups[place].append(child)
      } else {
        places[child.name] = groups.count
        groups.append([child])
      }
    }
    for group in groups {
      group[0].name.withUnsafeBufferPointer { writer.append(key: $0) }
      if group.count == 1 {
        group[0].append(to: &writer)
      } else {
        writer.beginArray()
        for child in group { child.append(to: &writer) }
        writer.endArray()
      }
    }
    writer.endBag()
  }
}

/// Reads elements, attributes and text; declarations, comments and instructions are skipped.
struct XMLReader {
  private let text: Bytes
  private var position = 0

  /// Elements within elements beyond this depth make the text invalid.
  private static let maximumDepth = 256

  /// The one element that the text consists of; nil when it is no well-formed XML.
  static func root(of text: Bytes) -> XMLElement? {
    var reader = XMLReader(text: text)
    guard reader.skipBetween(), let root = reader.element(depth: 0), reader.skipBetween(),
      reader.position == text.count
    else { return nil }
    return root
  }

  private init(text: Bytes) { self.text = text }

  private var current: UInt8 { position < text.count ? text[position] : 0 }

  private func starts(_ literal: StaticString) -> Bool {
    guard position + literal.utf8CodeUnitCount <= text.count else { return false }
    for index in 0..<literal.utf8CodeUnitCount where text[position + index] != literal.utf8Start[index] {
      return false
    }
    return true
  }

  private mutating func skipSpaces() {
    while position < text.count, text[position] <= 0x20 { position += 1 }
  }

  /// Moves past `literal`; false when it does not come.
  private mutating func skip(past literal: StaticString) -> Bool {
    while position < text.count {
      if starts(literal) {
        position += literal.utf8CodeUnitCount
        return true
      }
      position += 1
    }
    return false
  }

  /// Skips spaces, comments and instructions.
  private mutating func skipBetween() -> Bool {
    while true {
      skipSpaces()
      if starts("<?") {
        guard skip(past: "?>") else { return false }
      } else if starts("<!--") {
        guard skip(past: "-->") else { return false }
      } else if starts("<!") {
        guard skip(past: ">") else { return false }
      } else {
        return true
      }
    }
  }

  private mutating func readName() -> [UInt8]? {
    let start = position
    while position < text.count {
      let byte = text[position]
      if byte <= 0x20 || byte == 0x2F || byte == 0x3E || byte == 0x3D || byte == 0x3C { break }
      position += 1
    }
    return position > start ? Array(text[start..<position]) : nil
  }

  private mutating func element(depth: Int) -> XMLElement? {
    guard depth < Self.maximumDepth, current == 0x3C else { return nil }
    position += 1
    guard let name = readName() else { return nil }
    var element = XMLElement(name: name)
    while true {
      skipSpaces()
      if starts("/>") {
        position += 2
        return element
      }
      if current == 0x3E {
        position += 1
        break
      }
      guard let attribute = readName() else { return nil }
      skipSpaces()
      guard current == 0x3D else { return nil }
      position += 1
      skipSpaces()
      let quote = current
      guard quote == 0x22 || quote == 0x27 else { return nil }
      position += 1
      let start = position
      while position < text.count, text[position] != quote { position += 1 }
      guard position < text.count else { return nil }
      element.attributes.append((attribute, Self.unescaped(Bytes(rebasing: text[start..<position]))))
      position += 1
    }
    return content(of: &element, depth: depth) ? element : nil
  }

  private mutating func content(of element: inout XMLElement, depth: Int) -> Bool {
    var content: [UInt8] = []
    while position < text.count {
      if starts("</") {
        position += 2
        guard readName() == element.name else { return false }
        skipSpaces()
        guard current == 0x3E else { return false }
        position += 1
        element.text = content.withUnsafeBufferPointer { Array($0.trimmed) }
        return true
      } else if starts("<![CDATA[") {
        position += 9
        let start = position
        guard skip(past: "]]>") else { return false }
        content.append(contentsOf: text[start..<position - 3])
      } else if starts("<!--") {
        guard skip(past: "-->") else { return false }
      } else if starts("<?") {
        guard skip(past: "?>") else { return false }
      } else if current == 0x3C {
        guard let child = self.element(depth: depth + 1) else { return false }
        element.children.append(child)
      } else {
        let start = position
        while position < text.count, text[position] != 0x3C { position += 1 }
        content.append(contentsOf: Self.unescaped(Bytes(rebasing: text[start..<position])))
      }
    }
    return false
  }

  /// The text with `&lt;` and its kin, and numbered characters, as the characters that they are.
  private static func unescaped(_ bytes: Bytes) -> [UInt8] {
    guard bytes.contains(0x26) else { return Array(bytes) }
    var result: [UInt8] = []
    var position = 0
    while position < bytes.count {
      let rest = bytes[position...].prefix(12)
      guard bytes[position] == 0x26, let end = rest.firstIndex(of: 0x3B),
        let scalar = scalar(String(decoding: bytes[position + 1..<end], as: UTF8.self))
      else {
        result.append(bytes[position])
        position += 1
        continue
      }
      result.append(scalar: scalar)
      position = end + 1
    }
    return result
  }

  private static func scalar(_ name: String) -> Unicode.Scalar? {
    switch name {
    case "lt": return "<"
    case "gt": return ">"
    case "amp": return "&"
    case "quot": return "\""
    case "apos": return "'"
    default:
      guard name.first == "#" else { return nil }
      let digits = name.dropFirst()
      let number =
        digits.first == "x" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits, radix: 10)
      return number.flatMap { Unicode.Scalar($0) }
    }
  }
}
