import RegnData

/// Writes text anew in a form that the scanner reads: one delimiter of one byte, double quotes only where
/// they are needed and in their places, lines that end in LF. Every line stays on its line.
struct TextTidier {
  let path: String
  let dialect: Dialect
  /// The usual number of fields.
  let width: Int

  /// The most bytes that are held and written anew.
  static let limit = 1 << 29

  /// The delimiter of the text that is written.
  var delimiter: UInt8 {
    let own = dialect.delimiter.first ?? 0x1F
    return own < 0x80 && own != 0x20 ? own : 0x3B
  }

  /// The text of a file, from `start` to `size`, written anew; and what was out of place, by its place in it.
  /// Errors: those of reading.
  func tidied(_ file: any OpenFile, from start: Int, size: Int) throws(ExecutionError) -> (
    file: MemoryFile, tally: ReadTally
  ) {
    var failure: ExecutionError?
    let source = [UInt8](unsafeUninitializedCapacity: max(size - start, 1)) { target, filled in
      do throws(ExecutionError) {
        filled = try file.read(
          into: UnsafeMutableRawBufferPointer(
            rebasing: UnsafeMutableRawBufferPointer(target)[..<max(size - start, 0)]), at: start)
      } catch {
        failure = error
        filled = 0
      }
    }
    if let failure { throw failure }
    var target: [UInt8] = []
    target.reserveCapacity(source.count + source.count / 16)
    var tally = ReadTally()
    var splitter = CarefulSplitter(dialect: dialect, width: width)
    source.withUnsafeBufferPointer { text in
      var position = 0
      while position < text.count {
        let record = splitter.record(text, at: position)
        let place = target.count
        for _ in 0..<record.strays { tally.add(.strayQuote, at: place) }
        for _ in 0..<record.trailing { tally.add(.malformedQuote, at: place) }
        if !record.isClosed { tally.add(.unclosedQuote, at: place) }
        for (index, field) in record.fields.enumerated() {
          if index > 0 { target.append(delimiter) }
          append(splitter.content(of: field, in: text), to: &target)
        }
        if record.end < text.count { target.append(0x0A) }
        position = record.next
      }
    }
    return (MemoryFile(target), tally)
  }

  private func append(_ content: [UInt8], to target: inout [UInt8]) {
    let isPlain =
      content.first != 0x22 && !content.contains { $0 == delimiter || $0 == 0x0A || $0 == 0x0D }
    guard !isPlain else { return target.append(contentsOf: content) }
    target.append(0x22)
    for byte in content {
      if byte == 0x22 { target.append(0x22) }
      target.append(byte)
    }
    target.append(0x22)
  }
}
