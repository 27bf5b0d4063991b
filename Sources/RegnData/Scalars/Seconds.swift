extension Double {
  /// The number with three decimals.
  package var withThreeDecimals: String {
    let thousandths = Int((self * 1000).rounded())
    let fraction = String(thousandths.magnitude % 1000)
    let sign = thousandths < 0 ? "-" : ""
    return "\(sign)\(thousandths.magnitude / 1000)."
      + String(repeating: "0", count: 3 - fraction.count) + fraction
  }
}

extension Duration {
  /// The duration as seconds.
  package var inSeconds: Double {
    let parts = components
    return Double(parts.seconds) + Double(parts.attoseconds) / 1e18
  }
}
