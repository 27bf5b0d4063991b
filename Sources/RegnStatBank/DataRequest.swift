import RegnData

/// How figures are sent.
public enum Transfer: String, Sendable, CaseIterable {
  /// Every row, totals over the variables that are left out; at most a million cells at once.
  case csv
  /// Any number of cells; every variable must be chosen, and rows whose figure is 0 are not sent.
  case bulk
}

/// A request for figures.
public struct DataRequest: Sendable {
  /// The most cells that the StatBank sends at once, but by a transfer that streams.
  public static let cellLimit = 1_000_000
  /// The cells that are streamed at once: what is lost at most when a connection breaks.
  public static let streamedCells = 20_000_000

  public let table: String
  public let language: String
  public let transfer: Transfer
  public let selection: Selection

  public init(table: String, language: String, transfer: Transfer, selection: Selection) {
    self.table = table
    self.language = language
    self.transfer = transfer
    self.selection = selection
  }

  /// What is posted. Values are asked for and sent as codes.
  public var json: String {
    let variables = selection.parts.map { part -> DynamicValue in
      let codes = part.isWhole ? ["*"] : part.places.map { part.variable.values[$0].code }
      return .bag([
        .init("code", .string(part.variable.code)), .init("values", .array(codes.map { .string($0) })),
      ])
    }
    return DynamicValue.bag([
      .init("table", .string(table)), .init("format", .string(transfer.rawValue.uppercased())),
      .init("lang", .string(language)), .init("valuePresentation", .string("Code")),
      .init("variables", .array(variables)),
    ]).json
  }
}
