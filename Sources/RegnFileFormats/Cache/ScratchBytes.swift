import RegnData

/// Memory that one worker packs and unpacks blocks in, one after another.
final class ScratchBytes: @unchecked Sendable {
  private var allocation = Allocation(byteCount: 0)

  /// The bytes that it keeps.
  var byteCount: Int { allocation.byteCount }

  /// At least `count` bytes, aligned to 16; what stood there before is gone. They last as long as this
  /// object, which whoever uses them must keep (`withExtendedLifetime`).
  func room(_ count: Int) -> UnsafeMutableRawPointer {
    if count > allocation.byteCount { allocation = Allocation(byteCount: count + count / 4) }
    return allocation.address
  }
}
