import RegnData
import RegnPhrases

/// What a data set of JSON-stat (1 or 2) says of its variables and its figures.
struct JSONStatDataset {
  let variables: [CubeVariable]
  let cube: Cube
  let unit: String
  let provenance: Provenance
  /// The version of JSON-stat, where it is told.
  let version: String?
  private let root: DynamicRef

  /// A mistake in a data set, in words.
  struct Mistake: Error { let what: Phrase }

  /// A column of figures, or of what is said of them.
  typealias Figures = (column: ColumnSchema, kind: ColumnKind, values: Column)

  /// Reads a data set. `path` stands for the publisher where none is named; `version` is what the document
  /// around it says.
  init(_ root: DynamicRef, path: String, version: String?) throws(Mistake) {
    self.root = root
    self.version = version ?? root.member("version")?.string
    guard let dimension = root.member("dimension"), dimension.kind == .bag else {
      throw Mistake(what: "its data set has no `dimension`")
    }
    // Version 1 keeps ids, sizes and roles among the dimensions.
    let ids = (root.member("id") ?? dimension.member("id"))?.elements.compactMap(\.string) ?? []
    let sizes = (root.member("size") ?? dimension.member("size"))?.elements.compactMap(\.asLong) ?? []
    let role = root.member("role") ?? dimension.member("role")
    guard !ids.isEmpty, ids.count == sizes.count else {
      throw Mistake(what: "`id` and `size` must name as many dimensions, and at least one")
    }
    var variables: [CubeVariable] = []
    var units: [(String, String)] = []
    for (id, size) in zip(ids, sizes) {
      guard let one = dimension.member(id) else { throw Mistake(what: "the dimension \"\(id)\" is missing") }
      var variable = try Self.variable(id, one, size: size)
      let roles: [(String, Phrase)] = [("time", "time"), ("geo", "place"), ("metric", "contents")]
      for (name, word) in roles
      where role?.member(name)?.elements.contains(where: { $0.string == id }) ?? false {
        variable.role = word
      }
      let category = one.member("category")
      for (place, code) in (variable.codes ?? variable.texts).enumerated() {
        guard let unit = category?.member("unit")?.member(code) else { continue }
        let word = ["base", "label", "symbol"].compactMap { unit.member($0)?.string }.first { !$0.isEmpty }
        if let word { units.append((variable.texts[place], word)) }
      }
      variables.append(variable)
    }
    guard let cube = Cube(variables) else {
      throw Mistake(what: "the dimensions make more cells than can be counted")
    }
    self.variables = variables
    self.cube = cube
    let kinds = Set(units.map(\.1))
    unit = kinds.count == 1 ? units[0].1 : ""
    var caveats = Self.notes(root).map(Phrase.init(verbatim:))
    for (id, variable) in zip(ids, variables) {
      caveats += Self.notes(dimension.member(id)).map { Phrase(verbatim: "\(variable.name): \($0)") }
    }
    if kinds.count > 1 { caveats += units.map { "\($0) is counted in \($1)" as Phrase } }
    let source = root.member("source")?.string ?? ""
    let px = root.member("extension")?.member("px")
    let table = px?.member("tableid")?.string ?? px?.member("matrix")?.string ?? ""
    provenance = Provenance(
      publisher: source.isEmpty ? Phrase(verbatim: path) : Phrase(known: source),
      tableIDs: table.isEmpty || source.isEmpty ? [] : [table],
      date: Phrase(verbatim: root.member("updated")?.string ?? ""), caveats: caveats,
      title: Phrase(verbatim: root.member("label")?.string ?? ""), unit: unit)
  }

  private static func notes(_ value: DynamicRef?) -> [String] {
    guard let note = value?.member("note") else { return [] }
    return (note.kind == .array ? note.elements.compactMap(\.string) : [note.string ?? ""])
      .map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") }.filter { !$0.isEmpty }
  }

  private static func variable(
    _ id: String, _ dimension: DynamicRef, size: Int64
  ) throws(Mistake) -> CubeVariable {
    let category = dimension.member("category")
    let labels = category?.member("label")
    var codes: [String]
    if let index = category?.member("index"), index.kind == .array {
      codes = index.elements.compactMap(\.string)
    } else if let index = category?.member("index"), index.kind == .bag {
      let places = index.elements.map { $0.asLong ?? -1 }
      codes = zip(places, index.keys).sorted { $0.0 < $1.0 }.map(\.1)
      guard places.sorted() == Array(0..<Int64(places.count)) else {
        throw Mistake(what: "the places of the categories of \"\(id)\" are not 0, 1, 2 …")
      }
    } else {
      codes = labels?.keys ?? []
    }
    guard !codes.isEmpty, Int64(codes.count) == size else {
      throw Mistake(what: "\"\(id)\" has \(codes.count) categories, but its size is \(size)")
    }
    return CubeVariable(
      name: id, label: dimension.member("label")?.string ?? "", codes: codes,
      texts: codes.map { labels?.member($0)?.string ?? $0 })
  }

  // MARK: - Figures

  /// In a file that lists its figures by place, more cells than these are not made.
  private static var sparseLimit: Int { 1 << 24 }

  /// Looks whether there are values for the cells, before room is made for them.
  func checkCells() throws(Mistake) {
    let count = cube.cellCount
    switch root.member("value") {
    case let value? where value.kind == .array:
      guard value.count == count else {
        throw Mistake(what: "it has \(value.count) values, but its dimensions make \(count) cells")
      }
    case let value? where value.kind == .bag:
      guard count <= Self.sparseLimit else {
        throw Mistake(
          what: "it lists \(value.count) values of \(count) cells, which are too many to write out")
      }
    default: throw Mistake(what: "its data set has no `value`")
    }
  }

  /// The column of figures, and that of their status where any has one; `checkCells` comes before.
  func figures() throws(Mistake) -> [Figures] {
    guard let value = root.member("value") else { return [] }
    var cells = [DynamicRef?](repeating: nil, count: 0)
    let count = cube.cellCount
    if value.kind == .array {
      cells = value.elements
    } else {
      cells = [DynamicRef?](repeating: nil, count: count)
      for (key, element) in zip(value.keys, value.elements) {
        cells[try Self.place(key, count)] = element
      }
    }
    var statuses = try self.statuses(count: count)
    var kind = ColumnKind.long
    var text: [UInt8] = []
    for (place, cell) in cells.enumerated() {
      guard let cell, !cell.isNull else { continue }
      switch Self.number(cell, &text) {
      case nil:
        // A symbol in the place of a figure tells why there is none.
        statuses = statuses ?? [String](repeating: "", count: count)
        if statuses?[place].isEmpty ?? false { statuses?[place] = cell.string ?? cell.text }
      case .some(let own): if own != kind { kind = kind.joined(with: own) }
      }
    }
    var builder = NumberColumnBuilder(kind: kind)
    for cell in cells {
      guard let cell, !cell.isNull, Self.number(cell, &text) != nil else {
        builder.appendNull()
        continue
      }
      if let long = cell.asLong, cell.kind == .long, builder.append(long, scale: 0) { continue }
      let isPlaced = text.withUnsafeBufferPointer { builder.append(text: $0) }
      if !isPlaced { throw Mistake(what: "the value \(cell.text) does not fit among the others") }
    }
    var figures = [
      (
        column: ColumnSchema(name: "value", type: kind.type, description: kind.decimalsRemark, unit: unit),
        kind: kind,
        values: builder.finish()
      )
    ]
    if let statuses {
      var dictionary = StringDictionaryBuilder()
      let codes = Buffer(statuses.map { text in withUTF8Bytes(of: text) { dictionary.code(for: $0) } })
      figures.append(
        (
          ColumnSchema(name: "status", type: .string, description: "what is said of a figure"), .string,
          Column(type: .string, storage: .dictionary(codes, dictionary.snapshot()))
        ))
    }
    return figures
  }

  /// The kind that a figure needs, and its text; nil when it is none.
  private static func number(_ cell: DynamicRef, _ text: inout [UInt8]) -> ColumnKind? {
    text.removeAll(keepingCapacity: true)
    switch cell.kind {
    case .long:
      if let value = cell.asLong { text.append(long: value) }
      return .long
    case .real: text.append(real: cell.asReal ?? 0)
    case .string: text.append(contentsOf: (cell.string ?? "").utf8)
    default: return nil
    }
    return text.withUnsafeBufferPointer { NumberColumnBuilder.kind(of: $0) }
  }

  private func statuses(count: Int) throws(Mistake) -> [String]? {
    guard let status = root.member("status"), status.count > 0 || status.string != nil else { return nil }
    switch status.kind {
    case .string: return [String](repeating: status.string ?? "", count: count)
    case .array:
      let all = status.elements.map { $0.string ?? "" }
      guard all.count == count || all.count == 1 else {
        throw Mistake(what: "it has \(all.count) statuses for \(count) cells")
      }
      return all.count == 1 ? [String](repeating: all[0], count: count) : all
    case .bag:
      var all = [String](repeating: "", count: count)
      for (key, element) in zip(status.keys, status.elements) {
        all[try Self.place(key, count)] = element.string ?? ""
      }
      return all
    default: return nil
    }
  }

  private static func place(_ key: String, _ count: Int) throws(Mistake) -> Int {
    guard let place = Int(key), place >= 0, place < count else {
      throw Mistake(what: "\"\(key.prefix(40))\" is no place among \(count) cells")
    }
    return place
  }
}
