import RegnData

let formatDateTimeFunction = FunctionDefinition(
  "format_datetime", category: .dateTime, summary: "The datetime in a pattern of letters such as yyyy-MM-dd.",
  signatures: [
    .scalar([Parameter("date", .datetime), Parameter("format", .string)], result: .type(.string)) {
      arguments, context in
      var patterns = DateTimePatterns(arguments[1], for: .datetime, function: "format_datetime")
      let ticks = arguments[0].longs
      return try stringRows(context) { row, output in
        let pattern = try patterns.pattern(row)
        if arguments[0].isNull(row) { return false }
        pattern.append(DateTime(ticks: ticks.base[row &* arguments[0].stride]), to: &output)
        return true
      }
    }
  ],
  examples: [
    FunctionExample(
      "print x = format_datetime(datetime(2017-01-29 09:00:05), 'yy-MM-dd [HH:mm:ss]')",
      "x\n17-01-29 [09:00:05]")
  ])

let formatTimespanFunction = FunctionDefinition(
  "format_timespan", category: .dateTime, summary: "The timespan in a pattern of letters such as hh:mm:ss.",
  signatures: [
    .scalar([Parameter("timespan", .timespan), Parameter("format", .string)], result: .type(.string)) {
      arguments, context in
      var patterns = DateTimePatterns(arguments[1], for: .timespan, function: "format_timespan")
      let ticks = arguments[0].longs
      return try stringRows(context) { row, output in
        let pattern = try patterns.pattern(row)
        if arguments[0].isNull(row) { return false }
        pattern.append(Timespan(ticks: ticks.base[row &* arguments[0].stride]), to: &output)
        return true
      }
    }
  ],
  examples: [
    FunctionExample(
      "print x = format_timespan(time(29.09:00:05.12345), 'dd.hh:mm:ss [FF]')", "x\n29.09:00:05 [12]")
  ])

/// The pattern of each row, compiled again only when it changes.
private struct DateTimePatterns {
  private let column: Column
  private let strings: StringArray
  private let subject: DateTimePattern.Subject
  private let function: String
  private var last: DateTimePattern?
  private var lastBytes: [UInt8] = []

  init(_ column: Column, for subject: DateTimePattern.Subject, function: String) {
    self.column = column
    self.subject = subject
    self.function = function
    strings = column.strings
  }

  /// Throws RG0606 when the text is no pattern.
  mutating func pattern(_ row: Int) throws -> DateTimePattern {
    if column.isConstant, let last { return last }
    let bytes = strings.bytes(row &* column.stride)
    if let last, lastBytes.elementsEqual(bytes) { return last }
    do {
      let pattern = try DateTimePattern(bytes, for: subject)
      last = pattern
      lastBytes = Array(bytes)
      return pattern
    } catch {
      let part = String(decoding: bytes.dropFirst(error.offset).prefix(min(error.length, 40)), as: UTF8.self)
      throw ExecutionError(
        code: "RG0606", message: "\(function) has no meaning for `\(part)` in its pattern",
        hint: subject == .datetime
          ? "use d, f, F, h, H, m, M, s, t, y and the delimiters space / - : , . _ [ ]"
          : "use d, f, F, h, H, m, s and the delimiters space / - : , . _ [ ]")
    }
  }
}
