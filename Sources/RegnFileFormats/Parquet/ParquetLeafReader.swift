import Glibc
import RegnData
import RegnPhrases

/// Reads one column of values in one group of rows. Used by one thread at a time.
final class ParquetLeafReader {
  let leaf: ParquetLeaf
  private var shape: ParquetFinalForm
  private var pages: ParquetPages
  /// How many values, nulls among them, the pages to come may have.
  private var promised: Int
  /// The values of the page at hand that are left, nulls among them.
  private(set) var left = 0
  private var definitions: HybridDecoder?
  private var repetitions: HybridDecoder?
  private var values: ParquetValues?
  /// The places in the dictionary that the values of the page at hand are.
  private var codes: HybridDecoder?
  /// The dictionary's values; nulls are those that KQL does not have.
  private var dictionary: Column?
  /// What keeps the long texts of the column that is being made.
  private var heaps: [Allocation] = []
  private var places = Allocation(byteCount: 0)
  private let textCodes: ParquetTextCodes?
  /// For each place in the dictionary, the code of its text.
  private var codeOfPlace: [UInt32]?

  /// - Parameters:
  ///   - kind: what the values are read as.
  ///   - valueCount: how many values the footer says that there are.
  ///   - textCodes: where texts are given codes; nil where they are read as they are.
  init(
    leaf: ParquetLeaf, form: ParquetForm, kind: ColumnKind, valueCount: Int, pages: consuming ParquetPages,
    textCodes: ParquetTextCodes?
  ) {
    promised = valueCount
    self.leaf = leaf
    self.pages = pages
    self.textCodes = textCodes
    shape = ParquetFinalForm(type: leaf.type, form: form, kind: kind)
  }

  /// What the user should know of values that are not quite what the file has.
  var remarks: [Phrase] {
    var remarks: [Phrase] = []
    if shape.hasNowhere { remarks.append("values beyond what KQL can tell (years 1 to 9999) are null") }
    if shape.hasRepaired { remarks.append("texts that are not UTF-8 were repaired") }
    if shape.hasCut { remarks.append("nanoseconds were cut to 100 ns") }
    return remarks
  }

  /// The place in the file behind the page at hand.
  var offset: Int { pages.offset }

  // MARK: Pages

  /// Goes to the next page with values; says whether there is one.
  func nextPage() throws -> Bool {
    values = nil
    codes = nil
    while let page = try pages.next() {
      let header = page.header
      if header.kind == .dictionary {
        guard dictionary == nil else { throw ParquetFailure(what: "a column has two dictionaries") }
        try readDictionary(page)
        continue
      }
      guard header.valueCount > 0 else { continue }
      // A few bytes may stand for very many nulls.
      guard header.valueCount <= promised else {
        throw ParquetFailure(what: "a column has more values than the footer says")
      }
      promised -= header.valueCount
      var rest = page.values
      if header.kind == .data {
        if leaf.repetition > 0 || leaf.definition > 0 {
          guard header.levels == ParquetEncoding.rle.rawValue else {
            throw ParquetFailure(what: "the levels of a page are encoded in a way that is long out of use")
          }
        }
        repetitions = try Self.levels(upTo: leaf.repetition, of: &rest)
        definitions = try Self.levels(upTo: leaf.definition, of: &rest)
      } else {
        repetitions = try Self.levels(upTo: leaf.repetition, page.repetitions)
        definitions = try Self.levels(upTo: leaf.definition, page.definitions)
      }
      left = header.valueCount
      switch ParquetEncoding(rawValue: header.encoding) {
      case .plainDictionary, .rleDictionary:
        guard dictionary != nil else { throw ParquetFailure(what: "a column's dictionary is missing") }
        if let width = rest.first {
          codes = try HybridDecoder(UTF8Bytes(rebasing: rest.dropFirst()), width: Int(width))
        }
      default:
        // Where all is null there may be no bytes.
        if !rest.isEmpty {
          values = try ParquetValues(
            rest, encoding: header.encoding, type: leaf.type, length: leaf.length,
            limit: header.valueCount, heap: page.heap)
        }
      }
      return true
    }
    return false
  }

  /// The levels that stand before the values of a page of the first version, behind their length.
  private static func levels(upTo level: Int, of rest: inout UTF8Bytes) throws(ParquetFailure)
    -> HybridDecoder?
  {
    guard level > 0 else { return nil }
    guard rest.count >= 4, let base = rest.baseAddress else { throw .cut }
    let count = Int(UnsafeRawPointer(base).loadUnaligned(as: UInt32.self))
    guard count <= rest.count - 4 else { throw .cut }
    let bytes = UTF8Bytes(rebasing: rest[4..<4 + count])
    rest = UTF8Bytes(rebasing: rest[(4 + count)...])
    return try levels(upTo: level, bytes)
  }

  private static func levels(upTo level: Int, _ bytes: UTF8Bytes) throws(ParquetFailure) -> HybridDecoder? {
    level == 0 ? nil : try HybridDecoder(bytes, width: Int.bitWidth - level.leadingZeroBitCount)
  }

  private func readDictionary(_ page: ParquetPages.Page) throws {
    let count = page.header.valueCount
    guard page.header.encoding == 0 || page.header.encoding == 2 else {
      throw ParquetFailure(what: "a dictionary is encoded in a way that is not read here")
    }
    // A value takes a byte at least, but for texts of fixed length and truth values, of which none is coded.
    guard count <= page.values.count, leaf.type != .boolean else {
      throw ParquetFailure(what: "a dictionary says that it has more values than bytes")
    }
    if count > 0 {
      values = try ParquetValues(
        page.values, encoding: 0, type: leaf.type, length: leaf.length, limit: count, heap: page.heap)
    }
    heaps = []
    let column = try presentColumn(count)
    values = nil
    dictionary = column
    if case .strings(let texts) = column.storage { codeOfPlace = try textCodes?.codes(of: texts) }
  }

  /// Goes to a page that has values left. Errors: `ParquetFailure` when there is none.
  private func needPage() throws {
    guard left == 0 else { return }
    guard try nextPage() else { throw ParquetFailure(what: "a column has fewer values than there are rows") }
  }

  // MARK: Columns

  /// The next `count` rows of a column that is not nested. Errors: `ParquetFailure`, `ParquetMisfit`, those
  /// of reading and of memory.
  func read(_ count: Int) throws -> Column {
    heaps = []
    if shape.kind == .string { return try texts(count) }
    return try column { (target, valid) in
      var done = 0
      var present = 0
      while done < count {
        try needPage()
        let part = min(left, count - done)
        var there = part
        if definitions != nil { there = try definitions?.decode(part, to: valid + done) ?? part }
        try decode(there, to: target + done * shape.stride)
        if there < part { spread(target + done * shape.stride, valid + done, present: there, count: part) }
        left -= part
        done += part
        present += there
      }
      return present == count
    } count: {
      count
    }
  }

  /// A column of the next `count` values that are there.
  func presentColumn(_ count: Int) throws -> Column {
    try column { (target, _) in
      try decode(count, to: target)
      return true
    } count: {
      count
    }
  }

  /// A column of the storage of its kind. `fill` writes elements and which of them are there, and says
  /// whether all are.
  private func column(
    _ fill: (UnsafeMutableRawPointer, UnsafeMutablePointer<Bool>) throws -> Bool, count: () -> Int
  ) throws -> Column {
    let count = count()
    let elements = Allocation(byteCount: count * shape.stride)
    let flags = leaf.definition > 0 || canBeNowhere ? Allocation(byteCount: count) : nil
    let valid = (flags ?? elements).address.assumingMemoryBound(to: Bool.self)
    var isFull = try fill(elements.address, valid)
    var validity: Buffer<Bool>?
    if shape.hasNowhere, let flags {
      if isFull { valid.initialize(repeating: true, count: count) }
      let longs = elements.address.assumingMemoryBound(to: Int64.self)
      for index in 0..<count where longs[index] == ParquetFinalForm.nowhere {
        valid[index] = false
        longs[index] = 0
        isFull = false
      }
      _ = flags
    }
    if !isFull, let flags {
      validity = Buffer(allocation: flags, base: UnsafePointer(valid), count: count)
    }
    func buffer<Element>(_ type: Element.Type) -> Buffer<Element> {
      Buffer(
        allocation: elements, base: UnsafePointer(elements.address.assumingMemoryBound(to: type)),
        count: count)
    }
    let kind = shape.kind
    let storage: Column.Storage =
      switch kind {
      case .bool: .bool(buffer(Bool.self))
      case .int: .int32(buffer(Int32.self))
      case .long, .datetime, .timespan: .int64(buffer(Int64.self))
      case .scaled(let scale): .scaled(buffer(Int64.self), scale: scale)
      case .decimal: .decimal(buffer(Decimal.self))
      case .real: .real(buffer(Double.self))
      case .guid: .guid(buffer(Guid.self))
      case .string: .strings(StringArray(views: buffer(StringView.self), heaps: heaps))
      case .dynamic: .dynamic(StringArray(views: buffer(StringView.self), heaps: heaps))
      }
    return Column(type: kind.type, storage: storage, validity: validity)
  }

  private var canBeNowhere: Bool {
    switch shape.kind {
    case .datetime, .timespan: true
    default: false
    }
  }

  /// Writes the next `count` values that are there.
  private func decode(_ count: Int, to target: UnsafeMutableRawPointer) throws {
    guard count > 0 else { return }
    if codes != nil {
      let places = try places(count)
      guard let dictionary else { return }
      switch dictionary.storage {
      case .bool: break
      case .int32(let buffer): Self.gather(buffer, places, count, target)
      case .int64(let buffer):
        Self.gather(buffer, places, count, target)
        if let validity = dictionary.validity {
          let longs = target.assumingMemoryBound(to: Int64.self)
          for index in 0..<count where !validity.base[Int(places[index])] {
            longs[index] = ParquetFinalForm.nowhere
          }
        }
      case .real(let buffer): Self.gather(buffer, places, count, target)
      case .scaled(let buffer, _): Self.gather(buffer, places, count, target)
      case .decimal(let buffer): Self.gather(buffer, places, count, target)
      case .guid(let buffer): Self.gather(buffer, places, count, target)
      case .dictionary: break
      case .strings(let texts), .dynamic(let texts):
        Self.gather(texts.views, places, count, target)
        for heap in texts.heaps where !heaps.contains(where: { $0 === heap }) { heaps.append(heap) }
      }
      return
    }
    guard values != nil else { throw ParquetFailure.cut }
    // In its place, so that nothing of it is copied.
    guard var values = self.values.take() else { return }
    defer { self.values = values }
    try shape.decode(&values, count, to: target, heaps: &heaps)
  }

  @inline(__always)
  private static func gather<Element>(
    _ buffer: Buffer<Element>, _ places: UnsafePointer<UInt32>, _ count: Int,
    _ target: UnsafeMutableRawPointer
  ) {
    let target = target.assumingMemoryBound(to: Element.self)
    let base = buffer.base
    for index in 0..<count { target[index] = base[Int(places[index])] }
  }

  /// The places in the dictionary of the next `count` values that are there.
  private func places(_ count: Int) throws -> UnsafeMutablePointer<UInt32> {
    if places.byteCount < count * 4 { places = Allocation(byteCount: count * 4) }
    let target = places.address.bindMemory(to: UInt32.self, capacity: count)
    guard codes != nil else { throw ParquetFailure.cut }
    try codes?.decode(count, to: target)
    var highest: UInt32 = 0
    for index in 0..<count { highest = max(highest, target[index]) }
    guard Int(highest) < dictionary?.count ?? 0 else {
      throw ParquetFailure(what: "a code is larger than its dictionary")
    }
    return target
  }

  /// Moves values that lie side by side to the rows that they belong to.
  private func spread(
    _ target: UnsafeMutableRawPointer, _ valid: UnsafePointer<Bool>, present: Int, count: Int
  ) {
    switch shape.stride {
    case 1: Self.spread(target.assumingMemoryBound(to: UInt8.self), valid, present, count, filler: 0)
    case 4: Self.spread(target.assumingMemoryBound(to: UInt32.self), valid, present, count, filler: 0)
    case 8: Self.spread(target.assumingMemoryBound(to: UInt64.self), valid, present, count, filler: 0)
    case 16:
      Self.spread(
        target.assumingMemoryBound(to: StringView.self), valid, present, count, filler: StringView())
    default: Self.spread(target.assumingMemoryBound(to: Decimal.self), valid, present, count, filler: .zero)
    }
  }

  private static func spread<Element: BitwiseCopyable>(
    _ target: UnsafeMutablePointer<Element>, _ valid: UnsafePointer<Bool>, _ present: Int, _ count: Int,
    filler: Element
  ) {
    var from = present
    for row in stride(from: count - 1, through: 0, by: -1) {
      if valid[row] {
        from -= 1
        target[row] = target[from]
      } else {
        target[row] = filler
      }
    }
  }

  // MARK: Texts

  /// The next `count` texts: as codes where their pages have them, else as they are. What is null is empty.
  private func texts(_ count: Int) throws -> Column {
    var codeBuffer: Allocation?
    var viewBuffer: Allocation?
    let valid = UnsafeMutablePointer<Bool>.allocate(capacity: max(count, 1))
    defer { valid.deallocate() }
    var done = 0
    while done < count {
      try needPage()
      let part = min(left, count - done)
      var there = part
      if definitions != nil { there = try definitions?.decode(part, to: valid + done) ?? part }
      // A page that is all null has no say.
      let isCoded = (codes != nil || there == 0 && viewBuffer == nil) && codeOfPlace != nil
      if viewBuffer == nil, isCoded {
        let buffer = codeBuffer ?? Allocation(byteCount: count * 4)
        codeBuffer = buffer
        let target = buffer.address.assumingMemoryBound(to: UInt32.self) + done
        if there > 0 {
          let places = try places(there)
          codeOfPlace?.withUnsafeBufferPointer { codeOfPlace in
            for index in 0..<there { target[index] = codeOfPlace[Int(places[index])] }
          }
        }
        if there < part { Self.spread(target, valid + done, there, part, filler: textCodes?.empty ?? 0) }
      } else {
        let buffer = viewBuffer ?? Allocation(byteCount: count * 16)
        let views = buffer.address.assumingMemoryBound(to: StringView.self)
        if viewBuffer == nil, done > 0, let known = codeBuffer, let textCodes {
          // What was read as codes becomes texts.
          let texts = textCodes.snapshot().entries
          let codes = known.address.assumingMemoryBound(to: UInt32.self)
          for index in 0..<done { views[index] = texts.views.base[Int(codes[index])] }
          heaps += texts.heaps
        }
        viewBuffer = buffer
        try decode(there, to: views + done)
        if there < part { Self.spread(views + done, valid + done, there, part, filler: StringView()) }
      }
      left -= part
      done += part
    }
    if viewBuffer == nil, let codeBuffer, let textCodes {
      let codes = Buffer(
        allocation: codeBuffer, base: UnsafePointer(codeBuffer.address.assumingMemoryBound(to: UInt32.self)),
        count: count)
      return Column(type: .string, storage: .dictionary(codes, textCodes.snapshot()))
    }
    let buffer = viewBuffer ?? Allocation(byteCount: 0)
    let views = Buffer(
      allocation: buffer, base: UnsafePointer(buffer.address.assumingMemoryBound(to: StringView.self)),
      count: count)
    return Column(type: .string, storage: .strings(StringArray(views: views, heaps: heaps)))
  }

  // MARK: Levels

  /// Reads the next levels of a nested column into arrays that begin empty, some thousands at most, none at
  /// the end; answers the values that are there.
  func readLevels(definitions: inout [UInt8], repetitions: inout [UInt8]) throws -> Column? {
    if left == 0 {
      guard try nextPage() else { return nil }
    }
    let part = min(left, 8192)
    try Self.decode(&self.definitions, part, into: &definitions)
    try Self.decode(&self.repetitions, part, into: &repetitions)
    left -= part
    let full = UInt8(leaf.definition)
    var there = 0
    for level in definitions {
      guard level <= full else { throw ParquetFailure(what: "a level is higher than its column's") }
      there += level == full ? 1 : 0
    }
    for level in repetitions where level > UInt8(leaf.repetition) {
      throw ParquetFailure(what: "a level is higher than its column's")
    }
    heaps = []
    return try presentColumn(there)
  }

  private static func decode(
    _ decoder: inout HybridDecoder?, _ count: Int, into levels: inout [UInt8]
  ) throws(ParquetFailure) {
    levels = [UInt8](repeating: 0, count: count)
    var failure: ParquetFailure?
    levels.withUnsafeMutableBufferPointer { levels in
      guard let target = levels.baseAddress else { return }
      do throws(ParquetFailure) { try decoder?.decode(count, to: target) } catch { failure = error }
    }
    if let failure { throw failure }
  }
}
