import RegnData

/// Every call of the kernel draws from its own stream, and each row from its place in it.
let randFunction = FunctionDefinition(
  "rand", category: .math,
  summary: "A random number from 0 to below 1, or a whole one from 0 to below a limit.",
  signatures: [
    .scalar([], result: .type(.real), isDeterministic: false) { _, context in
      var random = RandomStream(context)
      let result = Buffer<Double>(count: context.rows) { target in
        for row in 0..<context.rows { target[row] = random.nextUnit() }
      }
      return Column(type: .real, storage: .real(result))
    },
    .scalar([Parameter("N", .long)], result: .type(.real), isDeterministic: false) { arguments, context in
      var random = RandomStream(context)
      return mapOptional(arguments[0], context, to: .real) { (limit: Int64) -> Double? in
        let unit = random.nextUnit()
        return limit > 0 ? (unit * Double(limit)).rounded(.down) : unit
      }
    },
  ],
  examples: [FunctionExample("print x = rand(1000) < 1000, y = rand() < 1", "x,y\ntrue,true")])

let newGuidFunction = FunctionDefinition(
  "new_guid", category: .hash, summary: "A random guid (version 4).",
  signatures: [
    .scalar([], result: .type(.guid), isDeterministic: false) { _, context in
      var random = RandomStream(context)
      let result = Buffer<Guid>(count: context.rows) { target in
        for row in 0..<context.rows {
          // RFC 9562: four bits for the version, two for the variant.
          target[row] = Guid(
            high: random.next() & ~0xF000 | 0x4000, low: random.next() & ~(3 << 62) | 2 << 62)
        }
      }
      return Column(type: .guid, storage: .guid(result))
    }
  ],
  examples: [FunctionExample("print x = strlen(tostring(new_guid()))", "x\n36")])

/// Random words: a counter through a mixing function (Steele, Lea, Flood: "Fast splittable pseudorandom
/// number generators", 2014).
struct RandomStream {
  private var state: UInt64

  init(_ context: KernelContext) {
    state = mix(
      context.execution.randomSeed &+ mix(context.execution.nextRandomStream())
        &+ UInt64(bitPattern: context.firstRow))
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  /// From 0 to below 1, in steps of 2^-53.
  mutating func nextUnit() -> Double { Double(next() >> 11) * 0x1p-53 }
}
