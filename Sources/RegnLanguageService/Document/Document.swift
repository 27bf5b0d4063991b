import RegnBinder
import RegnSession
import RegnSyntax

/// A text that is being written, read and understood part by part: an edit reads again what it touched, and
/// binds again what depends on that.
///
/// All offsets are UTF-8 offsets of the whole text.
public struct Document: Sendable {
  /// The text as it is now.
  public private(set) var text: SourceText
  /// What the text is understood with.
  public private(set) var context: BindingContext
  /// The parts, in order; together they are the text.
  private(set) var parts: [Part] = []
  /// What its names are to one another, worked out when first asked for.
  private var map = NameMapCache()
  /// What the last edit cost.
  public private(set) var work = Work()

  /// What an edit cost, for those who measure.
  public struct Work: Sendable, Equatable {
    /// Tokens cut from the text to find the parts.
    public var tokensRead = 0
    /// Parts parsed anew.
    public var partsParsed = 0
    /// Parts bound anew.
    public var partsBound = 0
  }

  /// Reads a text.
  public init(_ text: SourceText, context: BindingContext) {
    self.text = SourceText("", fileName: text.fileName)
    self.context = context
    parts = [Part(SourceText("", fileName: text.fileName), at: 0, context: context)]
    replace(0..<0, with: text.bytes)
  }

  // MARK: - Changing

  /// Changes the bytes of a range, which is clamped to the text, into others.
  public mutating func replace(_ range: Range<Int>, with replacement: [UInt8]) {
    let start = min(max(range.lowerBound, 0), text.count)
    let end = min(max(range.upperBound, start), text.count)
    var bytes = text.bytes
    bytes.replaceSubrange(start..<end, with: replacement)
    text = SourceText(bytes: bytes, fileName: text.fileName)
    work = Work()
    map = NameMapCache()

    // Where `/*` ends, which is no comment in KQL but is read as one, any later place may decide.
    let isWhole = bytes.holdsBlockComment
    var first = isWhole ? 0 : partIndex(at: quoteOnLine(before: start, in: bytes))
    while first > 0, StatementCuts.beginsOddly(bytes[parts[first].start...]) { first -= 1 }
    let growth = replacement.count - (end - start)
    func part(reachedAt offset: Int) -> Int {
      partIndex(at: quoteOnLine(after: offset + growth, in: bytes) - growth)
    }
    var last = isWhole ? parts.count - 1 : part(reachedAt: end)
    let from = parts[first].start
    while true {
      // The touched parts as they read now; further ones while a string, a comment or braces stay open.
      let upTo = last + 1 < parts.count ? parts[last + 1].start + growth : bytes.count
      let region = SourceText(bytes: Array(bytes[from..<upTo]), fileName: text.fileName)
      let cuts = StatementCuts(region)
      work.tokensRead += cuts.tokenCount
      if cuts.isClosed || upTo == bytes.count {
        let count = parts.count - (last - first + 1)
        let ends = isWhole ? [] : cuts.ends
        let changed = replaceParts(first...last, with: region, cut: ends, from: from, shift: growth)
        return rebind(from: first, rest: first + parts.count - count, changed: changed)
      }
      // At least as much again each time, so that an open string costs no more than twice the text.
      last = min(parts.count - 1, last + max(1, last - first))
      last = max(last, part(reachedAt: parts[last].start))
    }
  }

  /// Where the first quote stands on the line of an offset before it, as what a quote means is decided by the
  /// whole of its line; the offset itself where there is none.
  private func quoteOnLine(before offset: Int, in bytes: [UInt8]) -> Int {
    let line = bytes[..<offset].lastIndex { $0 == 0x0A || $0 == 0x0D }.map { $0 + 1 } ?? 0
    return bytes[line..<offset].firstIndex(where: \.canQuote) ?? offset
  }

  /// Where the last quote stands on the line of an offset behind it; the offset itself where there is none.
  private func quoteOnLine(after offset: Int, in bytes: [UInt8]) -> Int {
    let end = bytes[offset...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
    return bytes[offset..<end].lastIndex(where: \.canQuote) ?? offset
  }

  /// Understands the whole text anew with other tables, parameters or earlier definitions.
  public mutating func update(_ context: BindingContext) {
    self.context = context
    work = Work()
    map = NameMapCache()
    rebind(from: 0, rest: parts.count, changed: .everything)
  }

  /// Puts new parts in place of old ones; gives what the old ones defined.
  private mutating func replaceParts(
    _ old: ClosedRange<Int>, with region: SourceText, cut ends: [Int], from: Int, shift: Int
  ) -> Names {
    var changed = Names()
    for part in parts[old] { changed.formUnion(part.defined) }
    var new: [Part] = []
    var begin = 0
    for end in ends + (ends.last == region.count && !ends.isEmpty ? [] : [region.count]) {
      let piece = SourceText(bytes: Array(region.bytes[begin..<end]), fileName: region.fileName)
      new.append(Part(piece, at: from + begin, context: context))
      begin = end
    }
    // What follows the last `;` is a part too, though nothing may stand in it.
    if old.upperBound == parts.count - 1, ends.last == region.count {
      new.append(Part(SourceText("", fileName: region.fileName), at: from + region.count, context: context))
    }
    work.partsParsed += new.count
    for part in new { changed.formUnion(part.defined) }
    for index in parts.indices.dropFirst(old.upperBound + 1) { parts[index].start += shift }
    parts.replaceSubrange(old, with: new)
    return changed
  }

  // MARK: - Binding

  /// Binds the parts from `first` on that are not bound or depend on what changed. Those from `rest` on were
  /// there before.
  private mutating func rebind(from first: Int, rest: Int, changed: Names) {
    var changed = changed
    var environment = environment(before: first)
    var earlier = parts[..<first].flatMap(\.declarations)
    for index in parts.indices.dropFirst(first) {
      if index >= rest, changed.isEmpty { return }
      let part = parts[index]
      if part.bound == nil || part.dependsOnAllNames && !changed.isEmpty || part.used.meets(changed) {
        parts[index].bind(context, environment, earlier: earlier)
        work.partsBound += 1
        changed.formUnion(parts[index].defined)
      }
      environment = parts[index].define(in: environment)
      earlier += parts[index].declarations
    }
  }

  /// The names in force before a part.
  func environment(before index: Int) -> Environment {
    index > 0 ? parts[index - 1].environmentAfter ?? context.environment : context.environment
  }

  /// What the names of the text are to one another.
  var nameMap: NameMap { map.value(of: parts) }

  // MARK: - Places

  /// The part that holds an offset; at a border the later one.
  func partIndex(at offset: Int) -> Int {
    var low = 0
    var high = parts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if parts[middle].start <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The statements of the text, in order, each with the offset of its part.
  public var statements: [(statement: Statement, offset: Int)] {
    parts.flatMap { part in part.tree.root.statements.map { ($0, part.start) } }
  }
}

extension UInt8 {
  /// Whether a quotation mark begins with this byte: `"`, `'`, a backtick, a typographic one.
  fileprivate var canQuote: Bool { self == 0x22 || self == 0x27 || self == 0x60 || self == 0xE2 }
}

extension [UInt8] {
  /// Whether `/*` stands anywhere in the text.
  fileprivate var holdsBlockComment: Bool {
    var at = startIndex
    while let slash = self[at...].firstIndex(of: 0x2F) {
      if slash + 1 < count, self[slash + 1] == 0x2A { return true }
      at = slash + 1
    }
    return false
  }
}
