import RegnData
import RegnPhrases

/// The variables of a table of statistics, which has a cell for each combination of their values, the last
/// variable's changing fastest. In long form a cell is a row, and a variable a column of codes and, where
/// its texts differ from them, another of texts.
struct Cube: Sendable {
  /// A column made of a variable.
  private struct VariableColumn: Sendable {
    let name: String
    let description: Phrase
    /// How many rows in a row have the same value, and how many values there are.
    let run: Int
    let count: Int
    /// For each value, its code in the dictionary.
    let codes: Buffer<UInt32>
    let dictionary: StringDictionary
  }

  /// The number of cells.
  let cellCount: Int
  private let columns: [VariableColumn]

  /// A table with these variables; nil when it would have more than 2^40 cells.
  init?(_ variables: [CubeVariable]) {
    var cells = 1
    for variable in variables {
      let (product, overflow) = cells.multipliedReportingOverflow(by: variable.count)
      guard !overflow, product <= 1 << 40 else { return nil }
      cells = product
    }
    cellCount = cells
    var columns: [VariableColumn] = []
    var run = cells
    for variable in variables where variable.count > 0 {
      run /= variable.count
      let description = [Phrase(verbatim: variable.label), variable.role]
        .filter { !$0.isEmpty }.joined(separator: ", ")
      func add(_ name: String, _ description: Phrase, _ values: [String]) {
        var builder = StringDictionaryBuilder()
        let codes = values.map { value in withUTF8Bytes(of: value) { builder.code(for: $0) } }
        columns.append(
          VariableColumn(
            name: name, description: description, run: run, count: values.count, codes: Buffer(codes),
            dictionary: builder.snapshot()))
      }
      if let codes = variable.codes, codes != variable.texts {
        add(variable.name, description, codes)
        add(variable.name + "_text", "the texts of \(variable.name)", variable.texts)
      } else {
        add(variable.name, description, variable.texts)
      }
    }
    self.columns = columns
  }

  /// The number of columns that the variables make.
  var columnCount: Int { columns.count }

  /// The columns that the variables make, with names that are all different and none of `others`.
  func schema(with others: [ColumnSchema]) -> TableSchema {
    var used = Set(others.map(\.name))
    let own = columns.map { column in
      var name = column.name.isEmpty ? "variable" : column.name
      var number = 2
      while !used.insert(name).inserted {
        name = "\(column.name)_\(number)"
        number += 1
      }
      return ColumnSchema(name: name, type: .string, description: column.description)
    }
    return TableSchema(own + others)
  }

  /// Column `index` for the cells of `rows`.
  func column(_ index: Int, cells: Range<Int>) -> Column {
    let column = columns[index]
    let buffer = Buffer<UInt32>(count: cells.count) { target in
      var place = cells.lowerBound
      var written = 0
      while written < cells.count {
        let length = min(column.run - place % column.run, cells.count - written)
        let code = column.codes.base[place / column.run % column.count]
        (target + written).initialize(repeating: code, count: length)
        written += length
        place += length
      }
    }
    return Column(type: .string, storage: .dictionary(buffer, column.dictionary))
  }

  /// Column `index` for cells in any order.
  func column(_ index: Int, cells: [Int]) -> Column {
    let column = columns[index]
    let buffer = Buffer<UInt32>(count: cells.count) { target in
      for (row, cell) in cells.enumerated() {
        target[row] = column.codes.base[cell / column.run % column.count]
      }
    }
    return Column(type: .string, storage: .dictionary(buffer, column.dictionary))
  }

  /// What is known of column `index` when every cell is a row.
  func statistics(ofColumn index: Int) -> ColumnStatistics {
    let column = columns[index]
    let rows = column.count == 0 ? 0 : cellCount / column.count
    var counts = [Int](repeating: 0, count: column.dictionary.count)
    for code in column.codes.array { counts[Int(code)] += rows }
    let values = counts.indices
      .map { (value: column.dictionary.entries.string($0), count: counts[$0]) }
      .sorted { $0.count != $1.count ? $0.count > $1.count : $0.value < $1.value }
    return ColumnStatistics(
      rowCount: cellCount, nullCount: 0, distinctCount: values.count,
      minimum: values.map(\.value).min().map { .string($0) },
      maximum: values.map(\.value).max().map { .string($0) },
      values: values.count <= Column.statisticsValueLimit ? values : nil)
  }
}
