import RegnData

/// What tells whether a file is still the one whose columns were kept: its length, its times, and a hash of
/// bytes at places all over it.
struct FileStamp: Hashable, Sendable {
  /// The length in bytes.
  let size: Int
  /// When the contents last changed, in nanoseconds since 1970.
  let modified: Int64
  /// When anything of the file last changed, its times included; no program can set this one back.
  let changed: Int64
  /// The hash of the sampled bytes.
  let sample: UInt64

  /// The places that are sampled, evenly apart, and the bytes taken at each. Shorter files are hashed whole.
  private static let places = 32
  private static let length = 1 << 13

  /// The stamp of a file as it is now. Errors: RG0617.
  init(of file: any OpenFile) throws(ExecutionError) {
    let status = try file.status()
    let length = Self.length
    let isWhole = status.size <= Self.places * length
    let count = isWhole ? (status.size + length - 1) / length : Self.places
    var hash: UInt64 = 0
    var block = [UInt8](repeating: 0, count: length)
    for place in 0..<count {
      let offset = isWhole ? place * length : (status.size - length) * place / (count - 1)
      let read = try Self.read(file, into: &block, at: offset)
      hash = mix(hash ^ block[..<read].withUnsafeBytes { BlockChecksum.of($0) })
    }
    self.init(size: status.size, modified: status.modified, changed: status.changed, sample: hash)
  }

  init(size: Int, modified: Int64, changed: Int64, sample: UInt64) {
    self.size = size
    self.modified = modified
    self.changed = changed
    self.sample = sample
  }

  private static func read(
    _ file: any OpenFile, into block: inout [UInt8], at offset: Int
  ) throws(ExecutionError) -> Int {
    var failure: ExecutionError?
    let count = block.withUnsafeMutableBytes { target in
      do throws(ExecutionError) { return try file.read(into: target, at: offset) } catch {
        failure = error
        return 0
      }
    }
    if let failure { throw failure }
    return count
  }

  /// Whether a file with this status may be the one of the stamp.
  func fits(_ status: FileStatus) -> Bool {
    size == status.size && modified == status.modified && changed == status.changed
  }
}
