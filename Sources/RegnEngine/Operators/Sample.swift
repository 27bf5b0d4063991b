import RegnData

/// `count` rows by chance, each set of rows as likely as any other; the same seed gives the same rows.
func sample(_ count: Int, of pipeline: Pipeline, context: ExecutionContext) throws -> any ReadyRows {
  let input = try collect(pipeline, context: context).joined(types: pipeline.types, context: context)
  let total = input.rows.rowCount
  guard count < total else {
    return ChunkSource(cutting: input, context: context)
  }
  let memory = try Reservation(context.memory, bytes: total * 4)
  var state = context.randomSeed
  var places = Array(0..<UInt32(total))
  for index in 0..<count {
    state = state &+ 0x9E37_79B9_7F4A_7C15
    let other = index + Int(mix(state) % UInt64(places.count - index))
    places.swapAt(index, other)
  }
  return GatherSource(
    input.rows, order: Buffer(places.prefix(count).sorted()), keeping: [input.reservation, memory],
    context: context)
}
