import RegnData

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

let betaCDFFunction = FunctionDefinition(
  "beta_cdf", category: .math,
  summary: "The probability that a beta-distributed value is at most x.",
  signatures: [
    betaSignature("x") { x, alpha, beta in
      // The page bounds both shapes.
      alpha <= 10_000 && beta <= 10_000 ? regularizedBeta(x, alpha, beta) ?? .nan : .nan
    }
  ],
  examples: [FunctionExample("print x = round(beta_cdf(0.9, 10, 20), 6)", "x\n1")])

let betaPDFFunction = FunctionDefinition(
  "beta_pdf", category: .math, summary: "The density of the beta distribution at x.",
  signatures: [
    betaSignature("x") { x, alpha, beta in
      guard x > 0, x < 1, alpha > 0, beta > 0 else { return .nan }
      return exp(
        (alpha - 1) * log(x) + (beta - 1) * log1p(-x) + logGamma(alpha + beta) - logGamma(alpha)
          - logGamma(beta))
    }
  ],
  examples: [FunctionExample("print x = round(beta_pdf(0.5, 10, 20), 4)", "x\n0.7462")])

let betaInvFunction = FunctionDefinition(
  "beta_inv", category: .math,
  summary: "The value that a beta-distributed one is at most with a probability.",
  signatures: [
    betaSignature("probability") { probability, alpha, beta in
      // As the page's examples answer; its notes have the two the other way round.
      alpha > 0 && beta > 0 ? inverseBeta(probability, alpha, beta) : .nan
    }
  ],
  examples: [FunctionExample("print x = round(beta_inv(0.1, 10, 20), 6)", "x\n0.226415")])

private func betaSignature(
  _ first: String, _ value: @escaping @Sendable (Double, Double, Double) -> Double?
) -> Signature {
  .scalar(
    [Parameter(first, .real), Parameter("alpha", .real), Parameter("beta", .real)], result: .type(.real)
  ) { arguments, context in
    let (x, alpha, beta) = (arguments[0].reals, arguments[1].reals, arguments[2].reals)
    return rowsOptional(context, to: .real) { row -> Double? in
      for argument in arguments where argument.isNull(row) { return nil }
      return value(
        x.base[row &* arguments[0].stride], alpha.base[row &* arguments[1].stride],
        beta.base[row &* arguments[2].stride])
    }
  }
}

/// The regularized incomplete beta function, by Lentz's evaluation of its continued fraction
/// (NIST Digital Library of Mathematical Functions, 8.17.22). Nil outside its domain.
func regularizedBeta(_ x: Double, _ a: Double, _ b: Double) -> Double? {
  guard x >= 0, x <= 1, a > 0, b > 0, a.isFinite, b.isFinite else { return nil }
  if x == 0 || x == 1 { return x }
  // The fraction converges quickly on this side of the mean only; the other mirrors it.
  if x > (a + 1) / (a + b + 2) { return regularizedBeta(1 - x, b, a).map { 1 - $0 } }
  let front = exp(a * log(x) + b * log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b)) / a
  let tiny = 1e-300
  var c = 1.0
  var d = 1 - (a + b) * x / (a + 1)
  d = 1 / (d.magnitude < tiny ? tiny : d)
  var fraction = d
  for step in 1...10_000 {
    let m = Double(step)
    let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
    let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    for coefficient in [even, odd] {
      d = 1 + coefficient * d
      d = 1 / (d.magnitude < tiny ? tiny : d)
      c = 1 + coefficient / c
      if c.magnitude < tiny { c = tiny }
      fraction *= c * d
    }
    if (c * d - 1).magnitude < 1e-16 { break }
  }
  return front * fraction
}

/// The inverse of the regularized incomplete beta function, by bisection: the function grows with x.
func inverseBeta(_ probability: Double, _ a: Double, _ b: Double) -> Double? {
  guard probability > 0, probability <= 1, a > 0, b > 0 else { return nil }
  var low = 0.0
  var high = 1.0
  for _ in 0..<1100 {
    let middle = low + (high - low) / 2
    if middle <= low || middle >= high { break }
    guard let value = regularizedBeta(middle, a, b) else { return nil }
    if value < probability { low = middle } else { high = middle }
  }
  return high
}

/// Welch's unequal variances t-test: degrees of freedom by Welch and Satterthwaite.
let welchTestFunction = FunctionDefinition(
  "welch_test", category: .math,
  summary: "The p-value of Welch's test that two samples' populations have the same mean.",
  signatures: [
    .scalar(
      ["mean1", "variance1", "count1", "mean2", "variance2", "count2"].map { Parameter($0, .real) },
      result: .type(.real)
    ) { arguments, context in
      let numbers = arguments.map { (buffer: $0.reals, stride: $0.stride) }
      return rowsOptional(context, to: .real) { row -> Double? in
        for argument in arguments where argument.isNull(row) { return nil }
        func number(_ place: Int) -> Double { numbers[place].buffer.base[row &* numbers[place].stride] }
        let (count1, count2) = (number(2), number(5))
        let error1 = number(1) / count1
        let error2 = number(4) / count2
        let error = error1 + error2
        guard count1 > 1, count2 > 1, error > 0 else { return nil }
        let t = (number(0) - number(3)) / error.squareRoot()
        let freedom = error * error / (error1 * error1 / (count1 - 1) + error2 * error2 / (count2 - 1))
        return regularizedBeta(freedom / (freedom + t * t), freedom / 2, 0.5)
      }
    }
  ],
  examples: [
    FunctionExample("print x = round(welch_test(20.82, 7.7, 15, 22.9, 3.5, 15), 3)", "x\n0.024")
  ])
