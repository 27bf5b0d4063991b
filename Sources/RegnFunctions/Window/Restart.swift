import RegnData

/// Where a window function begins anew: the rows in which an optional argument is true.
struct Restart {
  private let column: Column?
  private let values: Buffer<Bool>?

  init(_ arguments: [Column], at index: Int) {
    column = arguments.count > index ? arguments[index] : nil
    values = column?.bools
  }

  static let parameter = Parameter("restart", .bool, optional: true)

  subscript(row: Int) -> Bool {
    guard let column, let values else { return false }
    return !column.isNull(row) && values.base[row &* column.stride]
  }
}
