import RegnData
import RegnPhrases

private let valueParameter = Parameter(
  "expr", .oneOf([.int, .long, .real, .decimal, .datetime, .timespan]))
private let weightParameter = Parameter("weightExpr", .long)

/// What a name may hold of a constant: 99.9 becomes 99_9.
private func nameEnding(_ value: Value?) -> String {
  var bytes: [UInt8] = []
  switch value {
  case .int(let number)?: bytes.append(long: Int64(number))
  case .long(let number)?: bytes.append(long: number)
  case .real(let number)?: bytes.append(real: number)
  case .decimal(let number)?: number.append(to: &bytes)
  default: break
  }
  let isPart = { (byte: UInt8) in
    byte == 0x5F || (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
  }
  return "_" + String(decoding: bytes.map { isPart($0) ? $0 : 0x5F }, as: UTF8.self)
}

/// The percentages of constant arguments from number `first` on. Throws RG0606 for what is not from 0 to 100.
private func percentages(_ constants: [Value?], from first: Int) throws -> [Double] {
  var found: [Double] = []
  for constant in constants.dropFirst(first) {
    if case .dynamic(let bytes)? = constant {
      bytes.withUnsafeBufferPointer { bytes in
        let array = DynamicRef(bytes)
        for index in 0..<array.count { found.append(array.value(at: index).asNumber ?? .nan) }
      }
    } else {
      found.append(constant?.double ?? .nan)
    }
  }
  guard !found.isEmpty, found.allSatisfy({ $0 >= 0 && $0 <= 100 }) else {
    throw ExecutionError(
      code: "RG0606", message: "a percentile must be a number from 0 to 100",
      hint: "write percentile(x, 50) for the median")
  }
  return found
}

private func percentileType(_ type: ScalarType) -> ScalarType { type == .int ? .long : type }

private func percentileFunction(
  _ name: String, weighted: Bool, many: Bool, summary: Phrase, example: FunctionExample
) -> FunctionDefinition {
  let first = weighted ? 2 : 1
  let parameters =
    [valueParameter] + (weighted ? [weightParameter] : []) + [
      Parameter("percentile", .number, constant: true)
    ]
  return FunctionDefinition(
    name, kind: .aggregate, category: .aggregation, summary: summary,
    signatures: [
      .aggregate(
        parameters, variadic: many ? Signature.Variadic(last: 1, times: 1...64) : nil,
        result: .columns { types, constants in
          constants.dropFirst(first).map { (nameEnding($0), percentileType(types[0])) }
        }
      ) { types, constants in
        PercentileState(
          type: types[0], percentiles: try percentages(constants, from: first), weighted: weighted,
          asArray: false)
      }
    ], examples: [example], naming: .prefix("percentile"))
}

private func percentileArrayFunction(
  _ name: String, weighted: Bool, prefix: String, summary: Phrase, example: FunctionExample
) -> FunctionDefinition {
  let first = weighted ? 2 : 1
  let leading = [valueParameter] + (weighted ? [weightParameter] : [])
  let make: AggregateFactory = { types, constants in
    PercentileState(
      type: types[0], percentiles: try percentages(constants, from: first), weighted: weighted, asArray: true)
  }
  return FunctionDefinition(
    name, kind: .aggregate, category: .aggregation, summary: summary,
    signatures: [
      .aggregate(
        leading + [Parameter("percentile", .number, constant: true)],
        variadic: Signature.Variadic(last: 1, times: 1...64), result: .type(.dynamic), make),
      .aggregate(
        leading + [Parameter("percentiles", .dynamic, constant: true)], result: .type(.dynamic), make),
    ], examples: [example], naming: .prefix(prefix))
}

let percentileAggregate = percentileFunction(
  "percentile", weighted: false, many: false,
  summary: "The least value to which a percentage of the values is less or equal (nearest rank, exact).",
  example: FunctionExample(
    "range x from 1 to 10 step 1 | summarize percentile(x, 50)", "percentile_x_50\n5"))

let percentilesAggregate = percentileFunction(
  "percentiles", weighted: false, many: true,
  summary: "Several percentiles, a column for each.",
  example: FunctionExample(
    "range x from 1 to 10 step 1 | summarize percentiles(x, 50, 95)",
    "percentile_x_50,percentile_x_95\n5,10"))

let percentilesArrayAggregate = percentileArrayFunction(
  "percentiles_array", weighted: false, prefix: "percentiles",
  summary: "Several percentiles as one array.",
  example: FunctionExample(
    "range x from 1 to 10 step 1 | summarize percentiles_array(x, 50, 95)", "percentiles_x\n\"[5,10]\""))

private let latencies =
  "datatable(ReqCount: long, Latency: long) [8, 10, 6, 20, 3, 30, 1, 40] | summarize "

let percentilewAggregate = percentileFunction(
  "percentilew", weighted: true, many: false,
  summary: "A percentile of values that each count as often as a weight says.",
  example: FunctionExample(latencies + "percentilew(Latency, ReqCount, 50)", "percentile_Latency_50\n20"))

let percentileswAggregate = percentileFunction(
  "percentilesw", weighted: true, many: true,
  summary: "Several weighted percentiles, a column for each.",
  example: FunctionExample(
    latencies + "percentilesw(Latency, ReqCount, 50, 99.9)",
    "percentile_Latency_50,percentile_Latency_99_9\n20,40"))

let percentileswArrayAggregate = percentileArrayFunction(
  "percentilesw_array", weighted: true, prefix: "percentile",
  summary: "Several weighted percentiles as one array.",
  example: FunctionExample(
    latencies + "percentilesw_array(Latency, ReqCount, 50, 75, 99.9)",
    "percentile_Latency\n\"[20,20,40]\""))
