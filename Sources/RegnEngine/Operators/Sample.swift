import RegnData

/// `count` rows by chance, each set of rows as likely as any other; the same seed gives the same rows.
func sample(_ count: Int, of pipeline: Pipeline, context: ExecutionContext) throws -> Chunk {
  let rows = Chunk.concatenate(try collect(pipeline, context: context), types: pipeline.types)
  guard count < rows.rowCount else { return rows }
  var state = context.randomSeed
  var places = Array(0..<UInt32(rows.rowCount))
  for index in 0..<count {
    state = state &+ 0x9E37_79B9_7F4A_7C15
    let other = index + Int(mix(state) % UInt64(places.count - index))
    places.swapAt(index, other)
  }
  return places.prefix(count).sorted().withUnsafeBufferPointer { rows.gather($0) }
}
