import RegnData
import RegnPhrases

/// What a PX file says before its cells: variables, their values, where the figures come from.
struct PXHeader: Sendable {
  let encoding: PXEncoding
  let variables: [CubeVariable]
  /// How many of the variables, the first, stand in the stub.
  let stubCount: Int
  /// For each variable of the stub, whether its records name it by code, in a file whose records have keys.
  let keys: [Bool]?
  /// The kind of the cells that DECIMALS speaks for.
  let kind: ColumnKind
  /// The texts that mean that there is no figure.
  let missing: Set<String>
  let unit: String
  let provenance: Provenance
  let languages: [String]
  /// Where the cells begin, in bytes of the file.
  let dataOffset: Int

  /// Keywords that a file may begin with; the format wants CHARSET, AXIS-VERSION or one like them first.
  private static let firstKeywords: Set<String> = [
    "CHARSET", "AXIS-VERSION", "CODEPAGE", "LANGUAGE", "LANGUAGES", "CREATION-DATE", "MATRIX", "SUBJECT-CODE",
    "SUBJECT-AREA", "TITLE", "CONTENTS", "DECIMALS", "SHOWDECIMALS", "STUB", "HEADING", "TABLEID",
    "NEXT-UPDATE", "PX-SERVER", "DIRECTORY-PATH", "COPYRIGHT", "DESCRIPTION", "UNITS", "AUTOPEN",
    "DEFAULT-GRAPH", "INFOFILE",
  ]

  /// Whether bytes begin as a PX file does: a keyword of the format, `=`, a value, `;`.
  static func isBegun(in head: UTF8Bytes) -> Bool {
    guard let end = head.firstIndex(of: 0x3B), let equals = head[..<end].firstIndex(of: 0x3D) else {
      return false
    }
    var parser = PXParser(UTF8Bytes(rebasing: head[...end])) { String(decoding: $0, as: UTF8.self) }
    guard equals < end, let entry = try? parser.nextEntry() else { return false }
    return firstKeywords.contains(entry.keyword) && !entry.values.isEmpty
  }

  /// Reads the head of a file. Errors: RG0625, and those of reading.
  init(_ input: FileInput) throws(ExecutionError) {
    let size = try input.file.status().size
    var length = min(size, 1 << 16)
    let held = HeldBytes(
      input.memory, path: input.path, what: "has a head that is read as a whole", hint: "fetch it in parts")
    while true {
      try held.resize(to: length)
      let bytes = try input.bytes(0..<length)
      let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      let result = bytes.withUnsafeBufferPointer { bytes in
        Self.parse(UTF8Bytes(rebasing: bytes[start...]), hasMark: start > 0)
      }
      switch result {
      case .success(let (entries, encoding, offset)):
        try self.init(entries, encoding: encoding, dataOffset: start + offset, path: input.path)
        return
      case .failure(let failure):
        // What is read of the file may end anywhere: only of the whole is a mistake one.
        if length < size, length < Self.lengthLimit {
          length = min(size, length * 4)
          continue
        }
        throw FileFailure.broken(
          "\(input.path):\(input.line(of: start + failure.offset))", failure.what,
          hint: "the file is read as PX (PC-Axis)")
      }
    }
  }

  /// A longer head is no head.
  private static var lengthLimit: Int { 1 << 28 }

  private typealias Parsed = (entries: [PXEntry], encoding: PXEncoding, dataOffset: Int)

  private static func parse(_ bytes: UTF8Bytes, hasMark: Bool) -> Result<Parsed, PXFailure> {
    do throws(PXFailure) {
      // The keywords that name the encoding are ASCII, whatever it is.
      var codepage = ""
      var charset = ""
      var dataOffset: Int?
      var parser = PXParser(bytes) { String(decoding: $0, as: UTF8.self) }
      while let entry = try parser.nextEntry() {
        if entry.keyword == "CODEPAGE" { codepage = entry.values.first ?? "" }
        if entry.keyword == "CHARSET" { charset = entry.values.first ?? "" }
        if entry.keyword == "DATA" {
          dataOffset = parser.position
          break
        }
      }
      guard let dataOffset else { throw PXFailure(offset: bytes.count, what: "the file ends before `DATA=`") }
      guard var encoding = PXEncoding(codepage: codepage, charset: charset) else {
        throw PXFailure(offset: 0, what: "the code page \(codepage) is not known")
      }
      let head = UTF8Bytes(rebasing: bytes[..<dataOffset])
      // Files of newer programs say ANSI and hold UTF-8: text in another encoding is hardly ever valid UTF-8.
      if hasMark || !UTF8Text.isASCII(head) && UTF8Text.isValid(head) { encoding = .utf8 }
      let found = encoding
      var entries: [PXEntry] = []
      parser = PXParser(head) { found.text($0) }
      while let entry = try parser.nextEntry(), entry.keyword != "DATA" { entries.append(entry) }
      return .success((entries, encoding, dataOffset))
    } catch {
      return .failure(error)
    }
  }

  private init(
    _ entries: [PXEntry], encoding: PXEncoding, dataOffset: Int, path: String
  ) throws(ExecutionError) {
    let table = PXKeywords(entries)
    func fail(_ what: Phrase) -> ExecutionError {
      FileFailure.broken(path, what, hint: "the file is read as PX (PC-Axis)")
    }
    let stub = table.values("STUB")
    let heading = table.values("HEADING")
    guard !(stub + heading).isEmpty else { throw fail("neither STUB nor HEADING names a variable") }
    guard Set(stub + heading).count == stub.count + heading.count else {
      throw fail("STUB and HEADING name a variable twice")
    }
    var variables: [CubeVariable] = []
    for name in stub + heading {
      let codes = table.values("CODES", name)
      let texts = table.values("VALUES", name)
      guard !texts.isEmpty || !codes.isEmpty else { throw fail("VALUES of \"\(name)\" are missing") }
      guard codes.isEmpty || texts.isEmpty || codes.count == texts.count else {
        throw fail("\"\(name)\" has \(texts.count) VALUES but \(codes.count) CODES")
      }
      var variable = CubeVariable(
        name: name, label: "", codes: codes.isEmpty ? nil : codes, texts: texts.isEmpty ? codes : texts)
      if table.has("TIMEVAL", name) { variable.role = "time" }
      if table.value("CONTVARIABLE") == name { variable.role = "contents" }
      if table.has("MAP", name) { variable.role = "place" }
      variables.append(variable)
    }
    let keys = stub.map { table.value("KEYS", $0).uppercased() }
    if keys.allSatisfy(\.isEmpty) {
      self.keys = nil
    } else {
      guard keys.allSatisfy({ $0 == "CODES" || $0 == "VALUES" }) else {
        throw fail("KEYS must say CODES or VALUES for every variable of the stub")
      }
      self.keys = keys.map { $0 == "CODES" }
    }
    let decimals = table.value("DECIMALS").isEmpty ? table.value("SHOWDECIMALS") : table.value("DECIMALS")
    let scale = Int(decimals) ?? 0
    kind = scale > 0 && scale <= 18 ? .scaled(scale) : .long
    var missing: Set<String> = ["", ".", "..", "...", "....", ".....", "......", "…"]
    for keyword in (1...6).map({ "DATASYMBOL\($0)" }) + ["DATASYMBOLSUM"] {
      let symbol = table.value(keyword)
      if !symbol.isEmpty, symbol != "-" { missing.insert(symbol) }
    }
    self.missing = missing
    let units = table.all("UNITS")
    unit = units.count == 1 ? units[0] : ""
    languages = table.languages
    provenance = table.provenance(path: path, units: units)
    self.encoding = encoding
    self.variables = variables
    stubCount = stub.count
    self.dataOffset = dataOffset
  }
}
