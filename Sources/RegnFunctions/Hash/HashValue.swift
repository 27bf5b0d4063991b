import RegnData

/// xxHash of the value's bytes: text as UTF-8, numbers and times least significant byte first, as the
/// reference page's examples show.
let hashFunction = FunctionDefinition(
  "hash", category: .hash, summary: "A 64-bit hash of the value, or its remainder below a modulus.",
  signatures: hashSignatures,
  examples: [
    FunctionExample("print x = hash('World'), y = hash('World', 100)", "x,y\n1846988464401551951,51")
  ])

let hashXXHash64Function = FunctionDefinition(
  "hash_xxhash64", category: .hash, summary: "The xxHash of the value, or its remainder below a modulus.",
  signatures: hashSignatures,
  examples: [
    FunctionExample("print x = hash_xxhash64(datetime(2015-01-01))", "x\n1380966698541616202")
  ])

private let hashSignatures: [Signature] = [
  .scalar([Parameter("source", .any)], result: .type(.long)) { arguments, context in
    let hasher = ValueHasher(arguments[0])
    return rowsOptional(context, to: .long) { row -> Int64? in Int64(bitPattern: hasher.hash(row)) }
  },
  .scalar([Parameter("source", .any), Parameter("mod", .long)], result: .type(.long)) { arguments, context in
    let hasher = ValueHasher(arguments[0])
    let moduli = arguments[1].longs
    return rowsOptional(context, to: .long) { row -> Int64? in
      if arguments[1].isNull(row) { return nil }
      let modulus = moduli.base[row &* arguments[1].stride]
      guard modulus > 0 else { return nil }
      let rest = Int64(bitPattern: hasher.hash(row)) % modulus
      return rest < 0 ? rest + modulus : rest
    }
  },
]

let hashManyFunction = FunctionDefinition(
  "hash_many", category: .hash, summary: "The hashes of several values combined into one.",
  signatures: [
    .scalar([Parameter("scalar", .any)], variadic: .init(last: 1, times: 2...64), result: .type(.long)) {
      arguments, context in
      let hashers = arguments.map { ValueHasher($0) }
      return rowsOptional(context, to: .long) { row -> Int64? in
        var combined = hashers[0].hash(row)
        for hasher in hashers.dropFirst() { combined = combine(combined, hasher.hash(row)) }
        return Int64(bitPattern: combined)
      }
    }
  ],
  examples: [
    FunctionExample("print x = hash_many('a', 'b') == hash_combine(hash('a'), hash('b'))", "x\ntrue")
  ])

let hashCombineFunction = FunctionDefinition(
  "hash_combine", category: .hash, summary: "Several hashes combined into one; their order counts.",
  signatures: [
    .scalar([Parameter("hash", .long)], variadic: .init(last: 1, times: 2...64), result: .type(.long)) {
      arguments, context in
      let values = arguments.map(\.longs)
      return rowsOptional(context, to: .long) { row -> Int64? in
        for argument in arguments where argument.isNull(row) { return nil }
        var combined = UInt64(bitPattern: values[0].base[row &* arguments[0].stride])
        for place in 1..<arguments.count {
          combined = combine(
            combined, UInt64(bitPattern: values[place].base[row &* arguments[place].stride]))
        }
        return Int64(bitPattern: combined)
      }
    }
  ],
  examples: [FunctionExample("print x = hash_combine(1, 2) == hash_combine(2, 1)", "x\nfalse")])

/// How the reference's engine combines hashes is not published; this is Boost's way, with 64-bit constants.
private func combine(_ a: UInt64, _ b: UInt64) -> UInt64 {
  a ^ (b &+ 0x9E37_79B9_7F4A_7C15 &+ (a << 6) &+ (a >> 2))
}

/// The xxHash of each row's value.
struct ValueHasher {
  private let column: Column
  private let encoder: TextWriter?
  private let strings: StringArray?
  private let longs: Buffer<Int64>?
  private let reals: Buffer<Double>?

  init(_ column: Column) {
    self.column = column
    var (encoder, strings): (TextWriter?, StringArray?) = (nil, nil)
    var (longs, reals): (Buffer<Int64>?, Buffer<Double>?) = (nil, nil)
    switch column.type {
    case .string: strings = column.strings
    case .int, .long, .datetime, .timespan, .bool: longs = column.longs
    case .real: reals = column.reals
    default: encoder = TextWriter(column)
    }
    (self.encoder, self.strings, self.longs, self.reals) = (encoder, strings, longs, reals)
  }

  func hash(_ row: Int) -> UInt64 {
    if column.isNull(row) { return xxHash64(Bytes(start: nil, count: 0)) }
    let index = row &* column.stride
    if let strings { return xxHash64(strings.bytes(index)) }
    if let longs { return hash(UInt64(bitPattern: longs.base[index]), width: width) }
    if let reals { return hash(reals.base[index].bitPattern, width: 8) }
    var text: [UInt8] = []
    encoder?.append(row, to: &text)
    return text.withUnsafeBufferPointer { xxHash64($0) }
  }

  private var width: Int { column.type == .int ? 4 : column.type == .bool ? 1 : 8 }

  private func hash(_ word: UInt64, width: Int) -> UInt64 {
    var word = word.littleEndian
    return withUnsafeBytes(of: &word) { raw in
      xxHash64(Bytes(start: raw.baseAddress?.assumingMemoryBound(to: UInt8.self), count: width))
    }
  }
}
