// Stand-ins until Scalars/ has the real types: whoever lands one of them deletes it here.

/// An exact decimal number.
@frozen public struct Decimal: Hashable, Comparable, Sendable, BitwiseCopyable {
  public var coefficient: Int128
  public var scale: Int
  public init(coefficient: Int128, scale: Int) {
    self.coefficient = coefficient
    self.scale = scale
  }
  public var doubleValue: Double { 0 }
  public static func < (left: Decimal, right: Decimal) -> Bool { left.coefficient < right.coefficient }
}
