// swift-tools-version:6.2
import PackageDescription

/// Micro-benchmarks of kernels, in a package of their own: what builds Regn needs nothing of this.
let package = Package(
  name: "kernels",
  dependencies: [
    .package(name: "regn", path: "../.."),
    // Its traits bring allocation counters by interposing; times need none of them.
    .package(url: "https://github.com/ordo-one/benchmark", exact: "1.38.1", traits: []),
  ],
  targets: [
    .executableTarget(
      name: "Kernels",
      dependencies: [
        .product(name: "RegnKernels", package: "regn"),
        .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "Benchmarks/Kernels",
      swiftSettings: [.swiftLanguageMode(.v6)],
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
  ]
)
