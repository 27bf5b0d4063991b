import RegnLanguageService
import RegnSyntax

/// The words by which the protocol knows the classes of tokens.
enum TokenLegend {
  /// Those of the protocol that are used; names of its own a client's colours would not know.
  static let types = [
    "comment", "keyword", "operator", "function", "property", "class", "variable", "parameter", "type",
    "string", "number",
  ]
  static let modifiers = ["declaration", "defaultLibrary"]

  /// The number of a class; nil for what is not coloured.
  static func type(_ tokenClass: TokenClass) -> Int? {
    switch tokenClass {
    case .comment: 0
    case .keyword: 1
    case .operator: 2
    case .function: 3
    case .column: 4
    case .table: 5
    case .variable: 6
    case .parameter: 7
    case .type: 8
    case .string: 9
    case .number, .literal: 10
    case .punctuation, .error: nil
    }
  }
}

extension LanguageServer {
  /// `textDocument/semanticTokens/full`
  func semanticTokens(_ uri: String, _ params: JSON) throws -> JSON {
    guard let open = documents[uri] else { return .null }
    let data = data(open.document.semanticTokens(), open.text)
    let id = keep(data, uri)
    return .object(["resultId": .string(String(id)), "data": .array(data.map { .number($0) })])
  }

  /// `textDocument/semanticTokens/full/delta`: the numbers that differ, between those that do not.
  func semanticTokensDelta(_ uri: String, _ params: JSON) throws -> JSON {
    guard let open = documents[uri] else { return .null }
    guard let known = open.tokens, params["previousResultId"]?.string == String(known.id) else {
      return try semanticTokens(uri, params)
    }
    let data = data(open.document.semanticTokens(), open.text)
    let id = keep(data, uri)
    var first = 0
    while first < min(data.count, known.data.count), data[first] == known.data[first] { first += 1 }
    var last = 0
    while last < min(data.count, known.data.count) - first,
      data[data.count - 1 - last] == known.data[known.data.count - 1 - last]
    { last += 1 }
    let deleted = known.data.count - first - last
    let inserted = data[first..<data.count - last]
    let edits: JSON =
      deleted == 0 && inserted.isEmpty
      ? []
      : [
        .object([
          "start": .number(first), "deleteCount": .number(deleted),
          "data": .array(inserted.map { .number($0) }),
        ])
      ]
    return .object(["resultId": .string(String(id)), "edits": edits])
  }

  /// `textDocument/semanticTokens/range`
  func semanticTokensInRange(_ uri: String, _ params: JSON) throws -> JSON {
    guard let open = documents[uri] else { return .null }
    let span = try client.encoding.span(params["range"], open.text)
    let data = data(open.document.semanticTokens(in: span), open.text)
    return .object(["data": .array(data.map { .number($0) })])
  }

  private func keep(_ data: [Int], _ uri: String) -> Int {
    let id = (documents[uri]?.tokens?.id ?? 0) + 1
    documents[uri]?.tokens = (id, data)
    return id
  }

  /// Five numbers a token: lines and columns behind the token before, length, type, modifiers.
  private func data(_ tokens: [SemanticToken], _ text: SourceText) -> [Int] {
    var data: [Int] = []
    data.reserveCapacity(tokens.count * 5)
    var last = (line: 0, character: 0)
    for token in tokens {
      guard let type = TokenLegend.type(token.tokenClass), !token.span.isEmpty else { continue }
      let place = client.encoding.place(token.span.start, text)
      let isSameLine = place.line == last.line
      data.append(place.line - last.line)
      data.append(isSameLine ? place.character - last.character : place.character)
      data.append(client.encoding.length(token.span, text))
      data.append(type)
      data.append((token.isDefinition ? 1 : 0) | (token.isFromLibrary ? 2 : 0))
      last = place
    }
    return data
  }
}
