import CRegnScan

/// Texts one behind another, with two bytes for where each begins in the place of a view of sixteen.
struct PackedTexts: Sendable {
  let count: Int
  private let bytes: Buffer<UInt8>
  /// Where the first text of each block begins.
  private let blocks: Buffer<UInt32>
  /// How far behind that each text, and the end of the last one, begins.
  private let starts: Buffer<UInt16>

  /// Bytes behind the last text that are read and overwritten with it.
  private static let padding = 12

  /// Copies the texts of `pieces`, one after another; nil where they are too long to be packed.
  init?(_ pieces: [StringArray]) {
    let count = pieces.reduce(0) { $0 + $1.count }
    var total = 0
    for piece in pieces {
      for row in 0..<piece.count { total &+= piece.views.base[row].count }
    }
    guard total <= Int(UInt32.max) else { return nil }
    var fits = true
    var (blocks, starts) = (Buffer<UInt32>([]), Buffer<UInt16>([]))
    bytes = Buffer(count: total + Self.padding) { bytes in
      blocks = Buffer(count: regn_text_blocks(count)) { blocks in
        starts = Buffer(count: count + 1) { starts in
          let texts = regn_packed_texts(bytes: bytes, blocks: blocks, starts: starts)
          var (row, used) = (0, 0)
          for piece in pieces where fits {
            let views = Self.views(piece.views.base)
            fits = regn_pack_texts(views, piece.count, row, &used, texts) != 0
            row += piece.count
          }
        }
      }
    }
    guard fits, count > 0 else { return nil }
    (self.count, self.blocks, self.starts) = (count, blocks, starts)
  }

  /// A view of Swift as one of C.
  private static func views(_ views: UnsafePointer<StringView>) -> UnsafePointer<regn_text_view> {
    UnsafeRawPointer(views).assumingMemoryBound(to: regn_text_view.self)
  }

  var byteCount: Int { bytes.byteCount + blocks.byteCount + starts.byteCount }

  /// The texts of `range`; views of this memory.
  func texts(_ range: Range<Int>) -> StringArray {
    texts(range.count) { regn_unpack_texts(packed, range.lowerBound, range.count, $0) }
  }

  /// The texts at `rows`, counted from text `start`, in that order.
  func texts(_ rows: UnsafeBufferPointer<UInt32>, from start: Int) -> StringArray {
    texts(rows.count) { regn_gather_texts(packed, start, rows.baseAddress, rows.count, $0) }
  }

  private func texts(_ count: Int, _ fill: (UnsafeMutablePointer<regn_text_view>) -> Void) -> StringArray {
    let views = Buffer<StringView>(count: count) { views in
      fill(UnsafeMutableRawPointer(views).assumingMemoryBound(to: regn_text_view.self))
    }
    return StringArray(views: views, heaps: [bytes.allocation])
  }

  /// For functions that only read.
  private var packed: regn_packed_texts {
    regn_packed_texts(
      bytes: UnsafeMutablePointer(mutating: bytes.base), blocks: UnsafeMutablePointer(mutating: blocks.base),
      starts: UnsafeMutablePointer(mutating: starts.base))
  }
}
