import RegnData
import RegnPhrases

/// Reads files of JSON-stat, versions 1 and 2: a data set, or a bundle or collection that has one.
enum JSONStatReader {
  /// A longer file is not read whole.
  private static var sizeLimit: Int { 1 << 30 }

  /// Whether the first bytes are those of JSON-stat: an object with the members that it is known by.
  static func recognises(_ head: UTF8Bytes) -> Bool {
    guard head.first(where: { $0 > 0x20 }) == 0x7B else { return false }
    let text = head.filter { $0 > 0x20 }
    func has(_ part: StaticString) -> Bool {
      let needle = UTF8Bytes(start: part.utf8Start, count: part.utf8CodeUnitCount)
      return text.withUnsafeBufferPointer { UTF8Text.firstOffset(of: needle, in: $0) != nil }
    }
    if has("\"class\":\"dataset\"") || has("\"class\":\"collection\"") { return true }
    return has("\"dimension\":{") && (has("\"id\":[") || has("\"size\":[") || has("{\"dataset\":{"))
  }

  /// Opens a file. Errors: RG0625 (not right JSON-stat), RG0619 (too long), RG0603 (no room), and those of
  /// reading.
  static func open(_ input: FileInput) throws(ExecutionError) -> CubeTable {
    let size = try input.file.status().size
    guard size <= sizeLimit else { throw FileFailure.recordTooLong(input.path, limit: sizeLimit) }
    let held = HeldBytes(
      input.memory, path: input.path, what: "is JSON-stat and is read as a whole",
      hint: "fetch it as CSV or PX: they are read in parts")
    // The text, and its values as they are first kept; how large those are is known once they are there.
    try held.grow(by: 3 * size)
    let bytes = try input.bytes(0..<size)
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var writer = DynamicWriter()
    let failure = bytes.withUnsafeBufferPointer { bytes -> DynamicParseError? in
      do throws(DynamicParseError) {
        try writer.append(json: UTF8Bytes(rebasing: bytes[start...]))
        return nil
      } catch {
        return error
      }
    }
    if let failure {
      throw FileFailure.broken(
        "\(input.path):\(input.line(of: start + failure.offset))", JSONFailure.text(failure.reason),
        hint: "the file is read as JSON-stat")
    }
    guard !writer.hasOverflowed else { throw FileFailure.recordTooLong(input.path, limit: sizeLimit) }
    let working = size + writer.bytes.count
    try held.resize(to: working)
    let result = writer.withValue { root -> Result<CubeTable, ExecutionError> in
      do throws(ExecutionError) {
        return .success(try table(root, input: input, held: held, beside: working))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// What a cell takes while the figures are made: its place in the document, its status, its column.
  private static var bytesPerCell: Int { MemoryLayout<DynamicRef?>.stride + MemoryLayout<String>.stride + 24 }

  private static func table(
    _ root: DynamicRef, input: FileInput, held: HeldBytes, beside working: Int
  ) throws(ExecutionError) -> CubeTable {
    let dataset: JSONStatDataset
    let figures: [JSONStatDataset.Figures]
    do throws(JSONStatDataset.Mistake) {
      dataset = try dataSet(root, input: input)
      try dataset.checkCells()
    } catch { throw broken(input, error) }
    try held.resize(to: working + dataset.cube.cellCount * bytesPerCell)
    do throws(JSONStatDataset.Mistake) { figures = try dataset.figures() } catch {
      throw broken(input, error)
    }
    try held.resize(to: figures.reduce(0) { $0 + $1.values.byteCount })
    let version = dataset.version ?? "1"
    let count = dataset.variables.count
    let variables: Phrase =
      count == 1 ? "1 variable in long form" : "\(count) variables in long form"
    return CubeTable(
      path: input.path,
      description: "\(input.path): \(input.packing)JSON-stat \(version), \(variables)",
      provenance: dataset.provenance, cube: dataset.cube, figures: figures, held: held)
  }

  private static func broken(_ input: FileInput, _ mistake: JSONStatDataset.Mistake) -> ExecutionError {
    FileFailure.broken(input.path, mistake.what, hint: "the file is read as JSON-stat")
  }

  /// The one data set of a document.
  private static func dataSet(
    _ root: DynamicRef, input: FileInput
  ) throws(JSONStatDataset.Mistake) -> JSONStatDataset {
    let (sets, names) = dataSets(root)
    guard sets.count == 1 else {
      let list = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", …" : "")
      throw JSONStatDataset.Mistake(
        what: sets.isEmpty ? "it holds no data set" : "it holds \(sets.count) data sets: \(list)")
    }
    return try JSONStatDataset(sets[0], path: input.path, version: root.member("version")?.string)
  }

  /// The data sets of a document, with their names.
  private static func dataSets(_ root: DynamicRef) -> (sets: [DynamicRef], names: [String]) {
    if root.member("class")?.string == "collection" {
      let items = (root.member("link")?.member("item")?.elements ?? []).filter {
        $0.member("dimension") != nil
      }
      return (items, items.map { $0.member("label")?.string ?? "?" })
    }
    if root.member("dimension") != nil { return ([root], [""]) }
    var sets: [DynamicRef] = []
    var names: [String] = []
    for (name, value) in zip(root.keys, root.elements) where value.member("dimension") != nil {
      sets.append(value)
      names.append(name)
    }
    return (sets, names)
  }
}
