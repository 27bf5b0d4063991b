import RegnData

/// What `render … with (…)` says of a chart's look.
struct ChartLook {
  enum Stacking { case none, stacked, shares }

  /// How the series of a point stand: side by side, upon each other, or as shares of a whole.
  let stacking: Stacking
  let isLog: Bool
  private(set) var yMin: Double?
  private(set) var yMax: Double?
  let xTitle: String
  let yTitle: String
  let hidesLegend: Bool
  /// Whether each value is the sum of those up to it.
  let accumulates: Bool
  /// Whether each series has an axis of its own (`ysplit`): then it has a drawing of its own, too.
  let splits: Bool

  init(_ request: RenderRequest) {
    func word(_ name: String) -> String { (request.properties[name] ?? "").lowercased() }
    switch word("kind") {
    case "stacked": stacking = .stacked
    case "stacked100": stacking = .shares
    default: stacking = request.kind == "stackedareachart" ? .stacked : .none
    }
    isLog = word("yaxis") == "log"
    yMin = Double(word("ymin")).flatMap { $0.isFinite ? $0 : nil }
    yMax = Double(word("ymax")).flatMap { $0.isFinite ? $0 : nil }
    xTitle = visibleText(request.properties["xtitle"] ?? "")
    yTitle = visibleText(request.properties["ytitle"] ?? "")
    hidesLegend = word("legend") == "hidden"
    accumulates = word("accumulate") == "true"
    splits = word("ysplit") == "panels" || word("ysplit") == "axes"
  }
  /// The same without what is said of the ends of the axis: bars begin at zero all the same.
  var withoutEnds: ChartLook {
    var look = self
    look.yMin = nil
    look.yMax = nil
    return look
  }
}
