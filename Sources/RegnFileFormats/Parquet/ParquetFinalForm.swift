import CRegnScan
import Glibc
import RegnData

/// A value that the kind of its column has no room for: the column must be read as this kind as well.
struct ParquetMisfit: Error {
  let kind: ColumnKind
  /// The value as a message shows it.
  let text: String
}

/// Turns the values of a page into those of a column, in the column's own storage.
struct ParquetFinalForm {
  let type: ParquetPhysicalType
  let form: ParquetForm
  /// What the values are read as.
  let kind: ColumnKind
  /// Whether an instant outside of KQL's years was met; `nowhere` stands in its place.
  private(set) var hasNowhere = false
  /// Whether a text was repaired that says it is UTF-8 and is not.
  private(set) var hasRepaired = false
  /// Whether digits beyond 100 ns were cut.
  private(set) var hasCut = false
  private var scratch = Allocation(byteCount: 0)

  /// What stands for an instant that KQL does not have.
  static let nowhere = Int64.min

  init(type: ParquetPhysicalType, form: ParquetForm, kind: ColumnKind) {
    self.type = type
    self.form = form
    self.kind = kind
  }

  /// The bytes of an element of the column's storage.
  var stride: Int {
    switch kind {
    case .bool: 1
    case .int: 4
    case .long where form == .int32: 4
    case .long, .scaled, .real, .datetime, .timespan: 8
    case .decimal: MemoryLayout<Decimal>.stride
    case .guid, .string, .dynamic: 16
    }
  }

  private mutating func room<Element>(_ count: Int, of type: Element.Type) -> UnsafeMutablePointer<Element> {
    let wanted = count * MemoryLayout<Element>.stride
    if scratch.byteCount < wanted { scratch = Allocation(byteCount: wanted) }
    return scratch.address.bindMemory(to: Element.self, capacity: max(count, 1))
  }

  /// Writes the next `count` values to `target`; adds to `heaps` what long texts are kept by. Errors:
  /// `ParquetFailure`, `ParquetMisfit`.
  mutating func decode(
    _ values: inout ParquetValues, _ count: Int, to target: UnsafeMutableRawPointer,
    heaps: inout [Allocation]
  ) throws {
    let longs = target.assumingMemoryBound(to: Int64.self)
    switch form {
    case .bool: try values.decode(count, to: target.assumingMemoryBound(to: Bool.self))
    case .int32: try values.decode(count, to: target.assumingMemoryBound(to: Int32.self))
    case .int64: try values.decode(count, to: longs)
    // The bits are those of the number.
    case .double: try values.decode(count, to: longs)
    case .unsigned32:
      try narrow(&values, count) { longs[$0] = Int64(UInt32(bitPattern: $1)) }
    case .days:
      var isNowhere = false
      try narrow(&values, count) { index, days in
        let day = Int64(days) + Self.epochDay
        let isInstant = day >= 0 && day < CivilCalendar.dayLimit
        longs[index] = isInstant ? day * Timespan.ticksPerDay : Self.nowhere
        isNowhere = isNowhere || !isInstant
      }
      if isNowhere { hasNowhere = true }
    case .single:
      let reals = target.assumingMemoryBound(to: Double.self)
      try narrow(&values, count) { reals[$0] = Double(Float(bitPattern: UInt32(bitPattern: $1))) }
    case .instant(let ticks, let perTick), .clock(let ticks, let perTick):
      if type == .int32 {
        try narrow(&values, count) { longs[$0] = Int64($1) }
      } else {
        try values.decode(count, to: longs)
      }
      count100Nanoseconds(longs, count, ticks: ticks, perTick: perTick)
    case .scaled, .exact, .unsigned64: try decodeExact(&values, count, to: target)
    case .half, .guid, .interval, .julian: try decodeFixed(&values, count, to: target)
    case .text, .base64, .json:
      let views = target.assumingMemoryBound(to: StringView.self)
      let heap = try values.decode(count, to: views)
      try finish(views, count, heap: heap, heaps: &heaps)
    }
  }

  private mutating func narrow(
    _ values: inout ParquetValues, _ count: Int, _ body: (Int, Int32) -> Void
  ) throws(ParquetFailure) {
    let source = room(count, of: Int32.self)
    try values.decode(count, to: source)
    for index in 0..<count { body(index, source[index]) }
  }

  // MARK: Times

  /// The day of 1970 in KQL's calendar.
  private static let epochDay = DateTime.unixEpoch.ticks / Timespan.ticksPerDay

  /// Turns counts of a unit into ticks: instants from 1970, lengths from nothing.
  private mutating func count100Nanoseconds(
    _ longs: UnsafeMutablePointer<Int64>, _ count: Int, ticks: Int64, perTick: Int64
  ) {
    var start: Int64 = 0
    if case .instant = form { start = DateTime.unixEpoch.ticks }
    let isInstant = start > 0
    var isNowhere = false
    for index in 0..<count {
      var value = longs[index]
      var overflow = false
      if perTick > 1 {
        let (quotient, rest) = value.quotientAndRemainder(dividingBy: perTick)
        if rest != 0 { hasCut = true }
        value = rest < 0 ? quotient - 1 : quotient
      } else {
        (value, overflow) = value.multipliedReportingOverflow(by: ticks)
      }
      let (sum, tooLarge) = value.addingReportingOverflow(start)
      let isThere =
        !overflow && !tooLarge && (!isInstant || (sum >= 0 && sum <= DateTime.maximum.ticks))
      longs[index] = isThere ? sum : Self.nowhere
      isNowhere = isNowhere || !isThere
    }
    if isNowhere { hasNowhere = true }
  }

  private mutating func decodeFixed(
    _ values: inout ParquetValues, _ count: Int, to target: UnsafeMutableRawPointer
  ) throws {
    let views = room(count, of: StringView.self)
    let heap = try values.decode(count, to: views)
    try withExtendedLifetime(heap) {
      for index in 0..<count {
        let bytes = Self.bytes(views + index)
        guard let base = bytes.baseAddress else { throw ParquetFailure.cut }
        let raw = UnsafeRawPointer(base)
        switch form {
        case .guid:
          let value = Guid(
            high: UInt64(bigEndian: raw.loadUnaligned(as: UInt64.self)),
            low: UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
          target.assumingMemoryBound(to: Guid.self)[index] = value
        case .half:
          target.assumingMemoryBound(to: Double.self)[index] = Self.half(raw.loadUnaligned(as: UInt16.self))
        case .julian:
          let nanoseconds = raw.loadUnaligned(as: Int64.self)
          let day = Int64(raw.loadUnaligned(fromByteOffset: 8, as: Int32.self)) - 1_721_426
          if nanoseconds % 100 != 0 { hasCut = true }
          let isDay = day >= 0 && day < CivilCalendar.dayLimit
          let ticks = isDay ? day * Timespan.ticksPerDay + nanoseconds / 100 : Self.nowhere
          let isThere = ticks >= 0 && ticks <= DateTime.maximum.ticks
          target.assumingMemoryBound(to: Int64.self)[index] = isThere ? ticks : Self.nowhere
          if !isThere { hasNowhere = true }
        default:
          let months = raw.loadUnaligned(as: UInt32.self)
          let days = raw.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
          let milliseconds = raw.loadUnaligned(fromByteOffset: 8, as: UInt32.self)
          guard months == 0 else {
            throw ParquetFailure(
              what: "an interval of \(months) months has no length in days, so no timespan stands for it",
              hint: "leave the column out with project, or have it written in days")
          }
          let (span, overflow) = Int64(days).multipliedReportingOverflow(by: Timespan.ticksPerDay)
          let (ticks, tooLong) = span.addingReportingOverflow(
            Int64(milliseconds) * Timespan.ticksPerMillisecond)
          target.assumingMemoryBound(to: Int64.self)[index] = overflow || tooLong ? Self.nowhere : ticks
          if overflow || tooLong { hasNowhere = true }
        }
      }
    }
  }

  /// A number of half precision (IEEE 754 binary16).
  private static func half(_ bits: UInt16) -> Double {
    let exponent = Int(bits >> 10 & 31)
    let fraction = Double(bits & 1023)
    let magnitude: Double =
      switch exponent {
      case 0: fraction / 16_777_216
      case 31: fraction == 0 ? .infinity : .nan
      default: (1024 + fraction) * Double(sign: .plus, exponent: exponent - 25, significand: 1)
      }
    return bits >> 15 == 1 ? -magnitude : magnitude
  }

  // MARK: Exact numbers

  private mutating func decodeExact(
    _ values: inout ParquetValues, _ count: Int, to target: UnsafeMutableRawPointer
  ) throws {
    let longs = target.assumingMemoryBound(to: Int64.self)
    switch (type, form, kind) {
    case (.int64, .scaled, .scaled): try values.decode(count, to: longs)
    case (.int32, .scaled, .scaled): try narrow(&values, count) { longs[$0] = Int64($1) }
    case (.int32, _, _):
      let source = room(count, of: Int32.self)
      try values.decode(count, to: source)
      for index in 0..<count { try put(Int128(source[index]), index, target) }
    case (.int64, _, _):
      let source = room(count, of: Int64.self)
      try values.decode(count, to: source)
      let isUnsigned = form == .unsigned64
      for index in 0..<count {
        let value = source[index]
        try put(isUnsigned ? Int128(UInt64(bitPattern: value)) : Int128(value), index, target)
      }
    default:
      let views = room(count, of: StringView.self)
      let heap = try values.decode(count, to: views)
      try withExtendedLifetime(heap) {
        for index in 0..<count { try put(try Self.number(Self.bytes(views + index)), index, target) }
      }
    }
  }

  /// The whole number that bytes, the highest first, make in two's complement.
  static func number(_ bytes: UTF8Bytes) throws(ParquetFailure) -> Int128 {
    guard let first = bytes.first else { return 0 }
    var value: Int128 = first >= 0x80 ? -1 : 0
    let sign = value
    for (index, byte) in bytes.enumerated() {
      if index + 16 < bytes.count, Int128(Int8(bitPattern: byte)) != sign {
        throw ParquetFailure(what: "a number has more than 38 digits")
      }
      value = value << 8 | Int128(byte)
    }
    guard (value < 0) == (sign < 0) else { throw ParquetFailure(what: "a number has more than 38 digits") }
    return value
  }

  private var decimals: Int {
    switch form {
    case .scaled(let scale), .exact(let scale): scale
    default: 0
    }
  }

  @inline(__always)
  private func put(_ value: Int128, _ index: Int, _ target: UnsafeMutableRawPointer) throws {
    switch kind {
    case .decimal:
      guard value.magnitude < 10_000_000_000_000_000_000_000_000_000_000_000 else {
        throw ParquetMisfit(kind: .real, text: Decimal(coefficient: value, scale: decimals).text)
      }
      target.assumingMemoryBound(to: Decimal.self)[index] = Decimal(coefficient: value, scale: decimals)
    case .real:
      target.assumingMemoryBound(to: Double.self)[index] =
        Decimal(coefficient: value, scale: decimals).doubleValue
    default:
      guard let narrow = Int64(exactly: value) else {
        throw ParquetMisfit(kind: .decimal, text: Decimal(coefficient: value, scale: decimals).text)
      }
      target.assumingMemoryBound(to: Int64.self)[index] = narrow
    }
  }

  // MARK: Texts

  /// The bytes that a view stands for, as long as it stays where it is.
  @inline(__always)
  static func bytes(_ view: UnsafePointer<StringView>) -> UTF8Bytes {
    let count = view.pointee.count
    if view.pointee.isInline {
      return UTF8Bytes(
        start: (UnsafeRawPointer(view) + 4).assumingMemoryBound(to: UInt8.self), count: count)
    }
    return UTF8Bytes(start: view.pointee.address, count: count)
  }

  /// Makes of bytes what the column holds: texts, checked; base64; values of JSON.
  private mutating func finish(
    _ views: UnsafeMutablePointer<StringView>, _ count: Int, heap: Allocation?, heaps: inout [Allocation]
  ) throws {
    if case .text(let isSaid) = form {
      var isValid = true
      for index in 0..<count where isValid {
        let bytes = Self.bytes(views + index)
        isValid = regn_valid_utf8(bytes.baseAddress, bytes.count) == bytes.count
      }
      if isValid {
        if let heap, heaps.last !== heap { heaps.append(heap) }
        return
      }
      if !isSaid { throw ParquetMisfit(kind: .string, text: "") }
      hasRepaired = true
    }
    var builder = StringArrayBuilder(capacity: count)
    var writer = DynamicWriter()
    var text: [UInt8] = []
    try withExtendedLifetime(heap) {
      for index in 0..<count {
        let bytes = Self.bytes(views + index)
        text.removeAll(keepingCapacity: true)
        switch form {
        case .base64: Self.append(base64: bytes, to: &text)
        case .json:
          writer.removeAll()
          guard (try? writer.append(json: bytes)) != nil else {
            throw ParquetFailure(
              what:
                "\"\(String(decoding: bytes.prefix(40), as: UTF8.self))\" is not the JSON that it says it is")
          }
          builder.append(writer.bytes)
          continue
        default: TextConversion.appendRepaired(bytes, to: &text)
        }
        builder.append(text)
      }
    }
    let finished = builder.finish()
    if count > 0 { views.update(from: finished.views.base, count: count) }
    heaps += finished.heaps
  }

  /// Appends bytes in base64 (RFC 4648).
  static func append(base64 bytes: UTF8Bytes, to target: inout [UInt8]) {
    let digits: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    var index = 0
    while index < bytes.count {
      let left = min(3, bytes.count - index)
      var word = 0
      for place in 0..<3 { word = word << 8 | (place < left ? Int(bytes[index + place]) : 0) }
      for place in 0..<4 {
        target.append(place <= left ? digits.utf8Start[word >> (18 - 6 * place) & 63] : 0x3D)
      }
      index += 3
    }
  }
}
