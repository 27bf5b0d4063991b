import RegnData

/// The numbers 0 ..< count in the order of the rows that stand for them, which are numbered as
/// `Chunk.firstRow` does: the chunk's place in the upper 32 bits, the row within it in the lower. No row
/// stands for two.
func order(byFirstRows rows: [Int64]) -> Buffer<UInt32> {
  let count = rows.count
  let chunkCount = Int((rows.max() ?? 0) >> 32) + 1
  // Usually many groups begin in a chunk. Where hardly any does, there are few groups to sort.
  guard chunkCount <= 4 * count + 1024 else {
    return Buffer((0..<UInt32(count)).sorted { rows[Int($0)] < rows[Int($1)] })
  }
  var ends = [Int](repeating: 0, count: chunkCount)
  for row in rows { ends[Int(row >> 32)] += 1 }
  var place = 0
  for chunk in 0..<chunkCount { (ends[chunk], place) = (place, place + ends[chunk]) }
  let starts = ends
  return Buffer(count: count) { target in
    for number in 0..<count {
      let chunk = Int(rows[number] >> 32)
      target[ends[chunk]] = UInt32(truncatingIfNeeded: number)
      ends[chunk] += 1
    }
    var places: [UInt32] = []
    for chunk in 0..<chunkCount where ends[chunk] - starts[chunk] > 1 {
      let part = UnsafeMutableBufferPointer(start: target + starts[chunk], count: ends[chunk] - starts[chunk])
      sort(part, by: rows, using: &places)
    }
  }
}

/// Sorts numbers whose rows lie in one chunk: each is put at the place of its row, where there are not too
/// many empty ones between.
private func sort(
  _ numbers: UnsafeMutableBufferPointer<UInt32>, by rows: [Int64], using places: inout [UInt32]
) {
  var last = 0
  for number in numbers { last = max(last, Int(truncatingIfNeeded: rows[Int(number)] & 0xFFFF_FFFF)) }
  guard last < 16 * numbers.count else {
    var numbers = numbers
    return numbers.sort { rows[Int($0)] < rows[Int($1)] }
  }
  let none = UInt32.max
  if places.count <= last { places = [UInt32](repeating: none, count: last + 1) }
  for number in numbers { places[Int(truncatingIfNeeded: rows[Int(number)] & 0xFFFF_FFFF)] = number }
  var next = 0
  for place in 0...last where places[place] != none {
    numbers[next] = places[place]
    places[place] = none
    next += 1
  }
}
