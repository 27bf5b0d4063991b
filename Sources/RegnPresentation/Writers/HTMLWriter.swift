import RegnData

struct HTMLWriter: ResultWriter {
  init(options: OutputOptions, sink: @escaping ByteSink) {}
  mutating func begin() {}
  mutating func write(_ result: ResultTable, seconds: Double?) throws {}
  mutating func end() throws {}
}
