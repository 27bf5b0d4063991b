import RegnBinder
import RegnData
import RegnPhrases

/// The tables at hand and a table's columns as results, for formats that programs read.
public enum SessionTables {
  /// A row for each table: name, rows (null when not known), what it holds, its source, whether it is
  /// modelled.
  public static func list(_ session: Session, _ language: Language = .en) -> ResultTable {
    let rows = session.catalog.tableNames.compactMap { name -> [Value]? in
      guard let table = session.catalog.table(named: name) else { return nil }
      return [
        .string(name), count(table.rowCount), .string(table.description.text(language)),
        .string(table.provenance.publisher.text(language)), .string(table.provenance.licence),
        .bool(table.provenance.isModelled),
      ]
    }
    return result(
      "tables",
      [
        ("table", .string), ("rows", .long), ("description", .string), ("source", .string),
        ("licence", .string), ("modelled", .bool),
      ], rows)
  }

  /// A row for each column of a table: name, type, unit, counts, range and what it is. Nulls stand for what
  /// is not known.
  public static func columns(
    _ name: String, _ table: any TableSource, _ language: Language = .en
  ) -> ResultTable {
    let rows = table.schema.columns.enumerated().map { index, column -> [Value] in
      let known = table.statistics(ofColumn: index)
      return [
        .string(column.name), .string(column.type.rawValue),
        .string(Phrase(known: column.unit).text(language)),
        count(known?.distinctCount), count(known?.nullCount),
        .string(known?.minimum.map { SessionText.plain($0) } ?? ""),
        .string(known?.maximum.map { SessionText.plain($0) } ?? ""),
        .string(column.description.text(language)), .bool(column.isComputed),
      ]
    }
    return result(
      name,
      [
        ("column", .string), ("type", .string), ("unit", .string), ("distinct", .long), ("nulls", .long),
        ("minimum", .string), ("maximum", .string), ("description", .string), ("computed", .bool),
      ], rows)
  }

  private static func count(_ number: Int?) -> Value { number.map { .long(Int64($0)) } ?? .null(.long) }

  private static func result(
    _ name: String, _ columns: [(name: String, type: ScalarType)], _ rows: [[Value]]
  ) -> ResultTable {
    let built = columns.indices.map { place -> Column in
      var builder = ColumnBuilder(type: columns[place].type, capacity: rows.count)
      for row in rows { builder.append(row[place]) }
      return builder.finish()
    }
    return ResultTable(
      name: name, columns: columns.map { ColumnSchema(name: $0.name, type: $0.type) },
      chunks: [Chunk(columns: built, rowCount: rows.count, sequence: 0)])
  }
}
