// swift-tools-version:6.2
import PackageDescription

let package = Package(
  name: "kernels",
  platforms: [.macOS(.v13)],
  dependencies: [
    .package(name: "regn", path: "../.."),
    .package(url: "https://github.com/ordo-one/benchmark", exact: "1.38.1", traits: []),
  ],
  targets: [
    .executableTarget(
      name: "Kernels",
      dependencies: [.product(name: "Benchmark", package: "benchmark")],
      path: "Benchmarks/Kernels",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
  ]
)
