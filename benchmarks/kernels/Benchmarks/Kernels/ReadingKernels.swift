import Benchmark
import CRegnScan
import RegnData
import RegnFileFormats

/// The inner loops of reading delimited text.
func readingKernels() {
  Benchmark("scan: masks of a block of 1 MB") { benchmark in
    let block = Bookings.text.prefix(1 << 20) + [UInt8](repeating: 0, count: Int(REGN_SCAN_PADDING))
    var positions = [UInt32](repeating: 0, count: block.count + Int(REGN_SCAN_PADDING))
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations {
      var state = regn_scan_state(inside: 0, may_open: 1)
      var result = regn_scan_result()
      block.withUnsafeBufferPointer { data in
        positions.withUnsafeMutableBufferPointer { positions in
          regn_scan_fields(
            data.baseAddress, 0, 1 << 20, UInt8(ascii: ";"), 0x0A, Int32(UInt8(ascii: "\"")), &state,
            positions.baseAddress, &result)
        }
      }
      blackHole(result.positions)
    }
  }
  Benchmark("scan: count the records of a block of 1 MB") { benchmark in
    let block = Bookings.text.prefix(1 << 20) + [UInt8](repeating: 0, count: Int(REGN_SCAN_PADDING))
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations {
      var state = regn_scan_state(inside: 0, may_open: 1)
      var hasStray: UInt8 = 0
      block.withUnsafeBufferPointer { data in
        blackHole(
          regn_count_records(
            data.baseAddress, 0, 1 << 20, UInt8(ascii: ";"), 0x0A, -1, 0, &state, &hasStray))
      }
    }
  }
  reading("parse whole numbers", "id")
  reading("parse exact decimals", "amount")
  reading("parse reals", "ratio")
  reading("parse dates", "day")
  reading("code texts by a dictionary", "municipality")
  reading("keep texts that are all new", "note")
}

/// Reads one column of the bookings from their text, with one worker.
private func reading(_ name: String, _ column: String) {
  Benchmark("read: \(name)") { benchmark in
    do {
      let table = try FileTables(fileSystem: Bookings.files).open("bookings.csv")
      guard let place = table.schema.index(of: column) else { fatalError("no column \(column)") }
      benchmark.startMeasurement()
      for _ in benchmark.scaledIterations {
        let scan = try table.scan(
          ScanRequest(columns: [place]), context: ExecutionContext(workers: 1, now: .unixEpoch))
        var rows = 0
        while let chunk = try scan.next(worker: 0) { rows += chunk.rowCount }
        guard rows == Bookings.rows else { fatalError("\(rows) rows") }
        blackHole(rows)
      }
      benchmark.stopMeasurement()
    } catch {
      fatalError("\(column): \(error)")
    }
  }
}
