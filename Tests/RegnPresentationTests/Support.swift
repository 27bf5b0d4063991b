import RegnData
import RegnPresentation
import Testing

/// A result of one chunk (or of more, cut after `rowsPerChunk` rows), given row by row. A nil is a null.
func result(
  _ columns: [(String, ScalarType)], _ rows: [[Value?]], name: String = "Table_0", rowsPerChunk: Int = .max,
  sources: [Provenance] = [], render: RenderRequest? = nil
) -> ResultTable {
  var chunks: [Chunk] = []
  var start = 0
  while start < rows.count {
    let part = rows[start..<min(rows.count, start + min(rowsPerChunk, rows.count))]
    let data = columns.enumerated().map { index, column in
      Column(type: column.1, values: part.map { $0[index] ?? .null(column.1) })
    }
    chunks.append(Chunk(columns: data, rowCount: part.count, sequence: chunks.count))
    start += part.count
  }
  return ResultTable(
    name: name, columns: columns.map { ColumnSchema(name: $0.0, type: $0.1) }, chunks: chunks,
    sources: sources, render: render)
}

/// The encoded form of a JSON text.
func dynamic(_ json: String) -> Value {
  guard let value = DynamicValue(json: json) else { return .null(.dynamic) }
  return .dynamic(value.encoded)
}

func decimal(_ text: String) -> Value { Decimal(text).map { .decimal($0) } ?? .null(.decimal) }
func date(_ text: String) -> Value { DateTime(text).map { .datetime($0) } ?? .null(.datetime) }
func span(_ text: String) -> Value { Timespan(text).map { .timespan($0) } ?? .null(.timespan) }

/// A result with a column of each type: a row of values, one of nulls (an empty string among them).
let everyType = result(
  [
    ("b", .bool), ("i", .int), ("l", .long), ("r", .real), ("d", .decimal), ("s", .string), ("t", .datetime),
    ("p", .timespan), ("g", .guid), ("j", .dynamic),
  ],
  [
    [
      .bool(true), .int(-7), .long(18_440_231_931), .real(0.1), decimal("12.50"), .string("Ærø"),
      date("2024-12-31"), span("1.02:03:04.5"), .guid(Guid("74be27de-1e4e-49d9-b579-fe0b331d3642") ?? .zero),
      dynamic(#"{"a":[1,2.5,null]}"#),
    ],
    [nil, nil, nil, nil, nil, nil, nil, nil, nil, nil],
  ])

let denmark = Provenance(
  publisher: "Statistics Denmark", tableIDs: ["REGK31", "FOLK1A"], licence: "CC BY 4.0",
  notes: ["amount is computed: kr_per_inhabitant × inhabitants"])
let model = Provenance(publisher: "Regn", tableIDs: ["IT-SHARE"], isModelled: true)
