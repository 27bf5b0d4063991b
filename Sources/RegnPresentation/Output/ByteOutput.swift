import RegnData

/// Takes bytes of the output; throws when they cannot be written.
public typealias ByteSink = (UnsafeBufferPointer<UInt8>) throws -> Void

/// Collects bytes and hands them to a sink in blocks.
struct ByteOutput {
  /// What waits to be handed on. Writers append to it, whole characters at a time.
  var bytes: [UInt8] = []
  private let sink: ByteSink
  private let showsControls: Bool

  static let blockSize = 1 << 16

  /// - Parameter showsControls: whether control characters are replaced by visible ones on the way out.
  init(sink: @escaping ByteSink, showsControls: Bool) {
    self.sink = sink
    self.showsControls = showsControls
    bytes.reserveCapacity(Self.blockSize + 4096)
  }

  /// Hands on the block if it is full; to be called between rows.
  @inline(__always)
  mutating func flushIfFull() throws {
    if bytes.count >= Self.blockSize { try flush() }
  }

  /// Hands on what there is.
  mutating func flush() throws {
    guard !bytes.isEmpty else { return }
    if showsControls {
      var visible: [UInt8] = []
      visible.reserveCapacity(bytes.count)
      bytes.withUnsafeBufferPointer { visible.append(visible: $0, keepsLayout: true) }
      try visible.withUnsafeBufferPointer(sink)
    } else {
      try bytes.withUnsafeBufferPointer(sink)
    }
    bytes.removeAll(keepingCapacity: true)
  }

  mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
