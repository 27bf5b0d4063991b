import RegnData

/// Turns the values of one key column into bits, equal values into equal bits, and back.
final class KeyEncoder {
  let type: ScalarType
  /// The bits of a value without its null bit.
  let bits: Int
  /// Whether null needs a bit beside the value (interned types have a code for it).
  let needsNullBit: Bool
  private let interner: Interner?

  init(type: ScalarType) {
    self.type = type
    switch type {
    case .bool: (bits, needsNullBit, interner) = (1, true, nil)
    case .int: (bits, needsNullBit, interner) = (32, true, nil)
    case .long, .datetime, .timespan, .real: (bits, needsNullBit, interner) = (64, true, nil)
    case .string, .decimal, .guid, .dynamic:
      (bits, needsNullBit, interner) = (32, false, Interner(type: type))
    }
  }

  /// Whether every value, null too, is a code counted from 0.
  var internsAll: Bool { interner != nil }

  var internedCount: Int { interner?.count ?? 0 }

  var byteCount: Int { interner?.byteCount ?? 0 }

  /// The codes of an interned column's rows, new ones given as they come.
  func codes(_ column: Column, rows: Int, into target: UnsafeMutablePointer<UInt32>) {
    interner?.codes(column, rows: rows, into: target)
  }

  /// The codes of an interned column's rows; `Column.noRow` where a value has none. Changes nothing.
  func knownCodes(_ column: Column, rows: Int, into target: UnsafeMutablePointer<UInt32>) {
    interner?.knownCodes(column, rows: rows, into: target)
  }

  /// Puts each row's bits into its words; new values of interned types get new codes.
  func encode(
    _ column: Column, rows: Int, into words: UnsafeMutablePointer<UInt64>, stride: Int,
    place: GroupTable.KeyLayout
  ) {
    guard let interner else { return encodePlain(column, rows: rows, into: words, stride: stride, place) }
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: max(rows, 1)) { codes in
      guard let base = codes.baseAddress else { return }
      interner.codes(column, rows: rows, into: base)
      let target = words + place.word
      for row in 0..<rows { target[row &* stride] |= UInt64(base[row]) &<< UInt64(place.shift) }
    }
  }

  /// As `encode`, but changes nothing here: rows whose value has no code get `Column.noRow` in `unknown`.
  func encodeKnown(
    _ column: Column, rows: Int, into words: UnsafeMutablePointer<UInt64>, stride: Int,
    place: GroupTable.KeyLayout, markingUnknown unknown: UnsafeMutablePointer<UInt32>
  ) {
    guard let interner else { return encodePlain(column, rows: rows, into: words, stride: stride, place) }
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: max(rows, 1)) { codes in
      guard let base = codes.baseAddress else { return }
      interner.knownCodes(column, rows: rows, into: base)
      let target = words + place.word
      for row in 0..<rows {
        if base[row] == Column.noRow { unknown[row] = Column.noRow }
        target[row &* stride] |= UInt64(base[row]) &<< UInt64(place.shift)
      }
    }
  }

  /// Puts the bits of types that need no interning into the rows' words.
  private func encodePlain(
    _ column: Column, rows: Int, into words: UnsafeMutablePointer<UInt64>, stride: Int,
    _ place: GroupTable.KeyLayout
  ) {
    let shift = UInt64(place.shift)
    let target = words + place.word
    let step = column.stride
    switch column.storage {
    case .int32(let buffer):
      if type == .int {
        for row in 0..<rows {
          target[row &* stride] |= UInt64(UInt32(bitPattern: buffer.base[row &* step])) &<< shift
        }
      } else {
        for row in 0..<rows {
          target[row &* stride] |= UInt64(bitPattern: Int64(buffer.base[row &* step]))
        }
      }
    case .int64(let buffer):
      if bits == 64 {
        for row in 0..<rows { target[row &* stride] |= UInt64(bitPattern: buffer.base[row &* step]) }
      } else {
        for row in 0..<rows {
          let low = UInt32(truncatingIfNeeded: buffer.base[row &* step])
          target[row &* stride] |= UInt64(low) &<< shift
        }
      }
    case .real(let buffer):
      for row in 0..<rows {
        var value = buffer.base[row &* step]
        if value == 0 { value = 0 }  // −0 and 0 are one key
        if value.isNaN { value = .nan }
        target[row &* stride] |= value.bitPattern
      }
    case .bool(let buffer):
      for row in 0..<rows where buffer.base[row &* step] { target[row &* stride] |= 1 &<< shift }
    default: break
    }
    if column.mayHaveNulls, place.nullWord >= 0 {
      let nullTarget = words + place.nullWord
      let mask: UInt64 = bits == 64 ? .max : ((1 &<< UInt64(bits)) - 1) &<< shift
      for row in 0..<rows where column.isNull(row) {
        target[row &* stride] &= ~mask
        nullTarget[row &* stride] |= 1 &<< UInt64(place.nullShift)
      }
    }
  }

  /// A column of `count` values from their bits.
  func decode(count: Int, code: (Int) -> UInt64, isNull: (Int) -> Bool) -> Column {
    if let interner {
      return interner.column(
        codes: Buffer(count: count) { target in
          for index in 0..<count { target[index] = UInt32(truncatingIfNeeded: code(index)) }
        })
    }
    var hasNulls = false
    for index in 0..<count where isNull(index) { hasNulls = true }
    let validity: Buffer<Bool>? =
      hasNulls
      ? Buffer(count: count) { target in for index in 0..<count { target[index] = !isNull(index) } } : nil
    let storage: Column.Storage =
      switch type {
      case .bool:
        .bool(Buffer(count: count) { target in for index in 0..<count { target[index] = code(index) == 1 } })
      case .int:
        .int32(
          Buffer(count: count) { target in
            for index in 0..<count { target[index] = Int32(truncatingIfNeeded: code(index)) }
          })
      case .real:
        .real(
          Buffer(count: count) { target in
            for index in 0..<count { target[index] = Double(bitPattern: code(index)) }
          })
      default:
        .int64(
          Buffer(count: count) { target in
            for index in 0..<count { target[index] = Int64(bitPattern: code(index)) }
          })
      }
    return Column(type: type, storage: storage, validity: validity)
  }
}
