extension Double {
  /// The number with so many decimals, 6 at most.
  package func withDecimals(_ decimals: Int) -> String {
    let power = (0..<decimals).reduce(1.0) { power, _ in power * 10 }
    let parts = Int((self * power).rounded())
    let (whole, fraction) = (parts.magnitude / UInt(power), String(parts.magnitude % UInt(power)))
    return (parts < 0 ? "-" : "") + "\(whole)."
      + String(repeating: "0", count: decimals - fraction.count) + fraction
  }
}

extension Duration {
  /// The duration as seconds.
  package var inSeconds: Double {
    let parts = components
    return Double(parts.seconds) + Double(parts.attoseconds) / 1e18
  }
}
