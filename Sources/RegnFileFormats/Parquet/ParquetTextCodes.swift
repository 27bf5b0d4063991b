import RegnData

/// The codes that are given to the texts of one column, the same from one group of rows to the next. Used by
/// one thread at a time.
final class ParquetTextCodes: @unchecked Sendable {
  private var builder = StringDictionaryBuilder()
  private let reservation: Reservation

  init(_ context: ExecutionContext) { reservation = Reservation(context.memory) }

  /// Beyond so many different texts a column keeps its texts, not codes.
  private static let limit = 1 << 18

  /// A code for each of a dictionary's texts; nil when there would be too many.
  func codes(of texts: StringArray) throws -> [UInt32]? {
    guard builder.count + texts.count <= Self.limit else { return nil }
    let codes = (0..<texts.count).map { builder.code(for: texts.bytes($0)) }
    try reservation.resize(to: builder.byteCount)
    return codes
  }

  /// The code of the empty text.
  var empty: UInt32 { builder.code(for: UTF8Bytes(start: nil, count: 0)) }

  func snapshot() -> StringDictionary { builder.snapshot() }
}
