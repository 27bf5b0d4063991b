import RegnData

let parseUrlFunction = FunctionDefinition(
  "parse_url", aliases: ["parseurl"], category: .string, summary: "The parts of a URL as a property bag.",
  signatures: [
    .scalar([Parameter("url", .string)], result: .type(.dynamic)) { arguments, context in
      let texts = arguments[0].strings
      return try dynamicRows(context) { row, writer in
        let parts = URLParts(texts.bytes(row &* arguments[0].stride))
        writer.beginBag()
        func append(_ key: String, _ part: Bytes) {
          writer.append(key: key)
          writer.append(string: part)
        }
        append("Scheme", parts.scheme)
        append("Host", parts.host)
        append("Port", parts.port)
        append("Path", parts.path)
        append("Username", parts.username)
        append("Password", parts.password)
        writer.append(key: "Query Parameters")
        appendQuery(parts.query, to: &writer)
        append("Fragment", parts.fragment)
        writer.endBag()
        return true
      }
    }
  ],
  examples: [
    FunctionExample(
      "print x = tostring(parse_url('https://bing.com:80/a?k=v#f').Host)", "x\nbing.com")
  ])

let parseUrlQueryFunction = FunctionDefinition(
  "parse_urlquery", aliases: ["parseurlquery"], category: .string,
  summary: "The parameters of a URL's query part as a property bag.",
  signatures: [
    .scalar([Parameter("query", .string)], result: .type(.dynamic)) { arguments, context in
      let texts = arguments[0].strings
      return try dynamicRows(context) { row, writer in
        writer.beginBag()
        writer.append(key: "Query Parameters")
        appendQuery(texts.bytes(row &* arguments[0].stride), to: &writer)
        writer.endBag()
        return true
      }
    }
  ],
  examples: [
    FunctionExample(
      "print x = tostring(parse_urlquery('k1=v1&k2=v2'))",
      "x\n\"{\"\"Query Parameters\"\":{\"\"k1\"\":\"\"v1\"\",\"\"k2\"\":\"\"v2\"\"}}\"")
  ])

private func appendQuery(_ query: Bytes, to writer: inout DynamicWriter) {
  var decoded: [UInt8] = []
  writer.beginBag()
  var start = query.first == 0x3F ? 1 : 0
  while start < query.count {
    let end = query.part(start..<query.count).firstIndex(of: 0x26).map { $0 + start } ?? query.count
    let pair = query.part(start..<end)
    if !pair.isEmpty {
      let equals = pair.firstIndex(of: 0x3D) ?? pair.count
      decoded.removeAll(keepingCapacity: true)
      appendURLDecoded(pair.part(0..<equals), to: &decoded)
      decoded.withUnsafeBufferPointer { writer.append(key: $0) }
      decoded.removeAll(keepingCapacity: true)
      if equals < pair.count { appendURLDecoded(pair.part(equals + 1..<pair.count), to: &decoded) }
      writer.append(string: decoded)
    }
    start = end + 1
  }
  writer.endBag()
}

/// The parts of an absolute URL (RFC 3986); the path is without its leading slash, as the reference prints
/// it.
private struct URLParts {
  var scheme, host, port, path, username, password, query, fragment: Bytes

  init(_ text: Bytes) {
    let empty = text.part(0..<0)
    (scheme, host, port, path) = (empty, empty, empty, empty)
    (username, password, query, fragment) = (empty, empty, empty, empty)
    var rest = text
    if let mark = rest.firstIndex(of: 0x23) {
      fragment = rest.part(mark + 1..<rest.count)
      rest = rest.part(0..<mark)
    }
    if let mark = rest.firstIndex(of: 0x3F) {
      query = rest.part(mark + 1..<rest.count)
      rest = rest.part(0..<mark)
    }
    guard
      let colon = rest.indices.first(where: {
        rest[$0] == 0x3A && $0 + 2 < rest.count && rest[$0 + 1] == 0x2F && rest[$0 + 2] == 0x2F
      })
    else {
      path = rest
      return
    }
    scheme = rest.part(0..<colon)
    rest = rest.part(colon + 3..<rest.count)
    var authority = rest
    if let slash = rest.firstIndex(of: 0x2F) {
      authority = rest.part(0..<slash)
      path = rest.part(slash + 1..<rest.count)
    }
    if let at = authority.lastIndex(of: 0x40) {
      let user = authority.part(0..<at)
      authority = authority.part(at + 1..<authority.count)
      let colon = user.firstIndex(of: 0x3A) ?? user.count
      username = user.part(0..<colon)
      if colon < user.count { password = user.part(colon + 1..<user.count) }
    }
    host = authority
    // A colon within brackets belongs to an IPv6 address.
    if let colon = authority.lastIndex(of: 0x3A), !authority.part(colon..<authority.count).contains(0x5D) {
      host = authority.part(0..<colon)
      port = authority.part(colon + 1..<authority.count)
    }
  }
}
