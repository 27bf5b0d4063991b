import RegnData
import RegnPhrases

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A number of a series: whole numbers stay whole where the operation keeps them so.
private enum SeriesValue {
  case long(Int64)
  case real(Double)
  case bool(Bool)
}

private func pairFunction(
  _ name: String, summary: Phrase, answer: String,
  long: @escaping @Sendable (Int64, Int64) -> SeriesValue?,
  real: @escaping @Sendable (Double, Double) -> SeriesValue
) -> FunctionDefinition {
  return FunctionDefinition(
    name, category: .series, summary: summary,
    signatures: [
      .scalar([Parameter("series1", .any), Parameter("series2", .any)], result: .type(.dynamic)) {
        arguments, context in
        let readers = arguments.map { DynamicReader(Conversion.convert($0, to: .dynamic, context)) }
        return try dynamicRows(context) { row, writer in
          let (a, b) = (readers[0][row], readers[1][row])
          guard a.kind == .array || b.kind == .array, isSeries(a), isSeries(b) else { return false }
          writer.beginArray()
          for index in 0..<max(a.count, b.count) {
            // A number beside a series stands for all its elements.
            let left = a.kind == .array ? a.element(at: index) : a
            let right = b.kind == .array ? b.element(at: index) : b
            append(left, right, to: &writer)
          }
          writer.endArray()
          return true
        }
      }
    ],
    examples: [
      FunctionExample("print x = \(name)(dynamic([1, 2, 4]), dynamic([4, 2, 1]))", "x\n\"\(answer)\"")
    ])

  @Sendable func isSeries(_ value: DynamicRef) -> Bool { value.kind == .array || value.asNumber != nil }

  @Sendable func append(_ left: DynamicRef?, _ right: DynamicRef?, to writer: inout DynamicWriter) {
    var result: SeriesValue?
    if let x = left?.asLong, let y = right?.asLong { result = long(x, y) }
    if result == nil, let x = left?.asNumber, let y = right?.asNumber { result = real(x, y) }
    switch result {
    case .long(let value)?: writer.append(value)
    case .real(let value)?: writer.append(value)
    case .bool(let value)?: writer.append(value)
    case nil: writer.appendNull()
    }
  }
}

private func whole(_ result: (partialValue: Int64, overflow: Bool)) -> SeriesValue? {
  result.overflow ? nil : .long(result.partialValue)
}

let seriesAddFunction = pairFunction(
  "series_add", summary: "The sums of the elements of two series.", answer: "[5,4,5]",
  long: { whole($0.addingReportingOverflow($1)) }, real: { .real($0 + $1) })

let seriesSubtractFunction = pairFunction(
  "series_subtract", summary: "The differences of the elements of two series.", answer: "[-3,0,3]",
  long: { whole($0.subtractingReportingOverflow($1)) }, real: { .real($0 - $1) })

let seriesMultiplyFunction = pairFunction(
  "series_multiply", summary: "The products of the elements of two series.", answer: "[4,4,4]",
  long: { whole($0.multipliedReportingOverflow(by: $1)) }, real: { .real($0 * $1) })

let seriesDivideFunction = pairFunction(
  "series_divide", summary: "The quotients of the elements of two series, as reals.",
  answer: "[0.25,1.0,4.0]",
  long: { _, _ in nil }, real: { .real($0 / $1) })

let seriesPowFunction = pairFunction(
  "series_pow", summary: "The elements of a series to the powers of another's, as reals.",
  answer: "[1.0,4.0,4.0]",
  long: { _, _ in nil }, real: { .real(pow($0, $1)) })

private func comparison(
  _ name: String, _ relation: Phrase, answer: String, _ order: @escaping @Sendable (Double, Double) -> Bool
) -> FunctionDefinition {
  pairFunction(
    name, summary: "Whether each element is \(relation) that of another series.", answer: answer,
    long: { x, y in .bool(order(x < y ? -1 : x > y ? 1 : 0, 0)) }, real: { .bool(order($0, $1)) })
}

let seriesEqualsFunction = comparison("series_equals", "equal to", answer: "[false,true,false]") { $0 == $1 }
let seriesNotEqualsFunction = comparison(
  "series_not_equals", "other than", answer: "[true,false,true]"
) { $0 != $1 }
let seriesLessFunction = comparison("series_less", "less than", answer: "[true,false,false]") { $0 < $1 }
let seriesLessEqualsFunction = comparison(
  "series_less_equals", "at most", answer: "[true,true,false]"
) { $0 <= $1 }
let seriesGreaterFunction = comparison(
  "series_greater", "greater than", answer: "[false,false,true]"
) { $0 > $1 }
let seriesGreaterEqualsFunction = comparison(
  "series_greater_equals", "at least", answer: "[false,true,true]"
) { $0 >= $1 }

private func elementFunction(
  _ name: String, summary: Phrase, example: String, answer: String,
  long: (@Sendable (Int64) -> Int64)? = nil, _ real: @escaping @Sendable (Double) -> Double
) -> FunctionDefinition {
  seriesFunction(
    name, [seriesParameter], summary: summary,
    examples: [FunctionExample("print x = \(name)(dynamic(\(example)))", "x\n\(answer)")]
  ) { arguments in
    let reader = DynamicReader(arguments[0])
    return { row, writer in
      guard let array = reader.array(row) else { return false }
      writer.beginArray()
      for element in array.elements {
        if let long, let value = element.asLong {
          writer.append(long(value))
        } else if let value = element.asNumber {
          writer.append(real(value))
        } else {
          writer.appendNull()
        }
      }
      writer.endArray()
      return true
    }
  }
}

let seriesAbsFunction = elementFunction(
  "series_abs", summary: "The elements without their signs.", example: "[-6.5, 0, 8.2]",
  answer: "\"[6.5,0,8.2]\"",
  long: { $0 < 0 ? 0 &- $0 : $0 }, { $0.magnitude })
let seriesSignFunction = elementFunction(
  "series_sign", summary: "-1, 0 or 1 as the elements are below, at or above 0.", example: "[-6, 0, 8]",
  answer: "\"[-1,0,1]\"", long: { $0.signum() }, { $0 < 0 ? -1 : $0 > 0 ? 1 : $0 })
let seriesCeilingFunction = elementFunction(
  "series_ceiling", summary: "The elements, each raised to a whole number.", example: "[-1.5, 1, 2.5]",
  answer: "\"[-1.0,1.0,3.0]\""
) { $0.rounded(.up) }
let seriesFloorFunction = elementFunction(
  "series_floor", summary: "The elements, each lowered to a whole number.", example: "[-1.5, 1, 2.5]",
  answer: "\"[-2.0,1.0,2.0]\""
) { $0.rounded(.down) }
let seriesExpFunction = elementFunction(
  "series_exp", summary: "e to the power of each element.", example: "[0]", answer: "[1.0]"
) { exp($0) }
let seriesLogFunction = elementFunction(
  "series_log", summary: "The natural logarithm of each element.", example: "[1]", answer: "[0.0]"
) { log($0) }
let seriesSinFunction = elementFunction(
  "series_sin", summary: "The sine of each element.", example: "[0]", answer: "[0.0]"
) { sin($0) }
let seriesCosFunction = elementFunction(
  "series_cos", summary: "The cosine of each element.", example: "[0]", answer: "[1.0]"
) { cos($0) }
let seriesTanFunction = elementFunction(
  "series_tan", summary: "The tangent of each element.", example: "[0]", answer: "[0.0]"
) { tan($0) }
let seriesAsinFunction = elementFunction(
  "series_asin", summary: "The angle whose sine each element is.", example: "[0]", answer: "[0.0]"
) { asin($0) }
let seriesAcosFunction = elementFunction(
  "series_acos", summary: "The angle whose cosine each element is.", example: "[1]", answer: "[0.0]"
) { acos($0) }
let seriesAtanFunction = elementFunction(
  "series_atan", summary: "The angle whose tangent each element is.", example: "[0]", answer: "[0.0]"
) { atan($0) }
