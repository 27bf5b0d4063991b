/// A half-open range of UTF-8 offsets into a ``SourceText``.
public struct SourceSpan: Hashable, Sendable {
  /// The offset of the first byte.
  public var start: Int
  /// The offset after the last byte.
  public var end: Int

  /// Makes the span from `start` up to, not including, `end`; an `end` before `start` gives an empty span.
  public init(_ start: Int, _ end: Int) {
    self.start = start
    self.end = max(start, end)
  }

  /// The number of bytes covered.
  public var length: Int { end - start }
  /// Whether no byte is covered; such a span marks a place between two bytes.
  public var isEmpty: Bool { start == end }

  /// The smallest span that covers both.
  public func union(_ other: SourceSpan) -> SourceSpan {
    SourceSpan(min(start, other.start), max(end, other.end))
  }

  /// Whether `offset` lies in the span.
  public func contains(_ offset: Int) -> Bool { start <= offset && offset < end }

  /// Whether `other` lies wholly within this span.
  public func contains(_ other: SourceSpan) -> Bool { start <= other.start && other.end <= end }
}
