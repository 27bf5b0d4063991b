/// A column that the cache keeps, and its place in the table.
struct KeptColumn: Sendable {
  let place: Int
  let file: ColumnFile
}
