import RegnData

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

let gammaFunction = realFunction(
  "gamma", parameter: "number", "The gamma function.", FunctionExample("print x = gamma(5)", "x\n24")
) { $0.isNaN ? nil : tgamma($0) }

let logGammaFunction = realFunction(
  "loggamma", parameter: "number", "The natural logarithm of the gamma function's magnitude.",
  FunctionExample("print x = loggamma(1)", "x\n0")
) { logGamma($0) }

let erfFunction = realFunction(
  "erf", parameter: "x", "The error function.", FunctionExample("print x = erf(0)", "x\n0")
) { erf($0) }

let erfcFunction = realFunction(
  "erfc", parameter: "x", "One minus the error function.", FunctionExample("print x = erfc(0)", "x\n1")
) { erfc($0) }

/// The reentrant form, for workers call it side by side.
func logGamma(_ x: Double) -> Double {
  #if canImport(Glibc)
    var sign: Int32 = 0
    return lgamma_r(x, &sign)
  #else
    return lgamma(x)
  #endif
}
