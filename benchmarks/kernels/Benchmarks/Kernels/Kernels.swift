import Benchmark

/// What the benchmark's own program runs: every kernel with one thread, over a million modelled bookings.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .peakMemoryResident], timeUnits: .microseconds, warmupIterations: 2,
    maxDuration: .seconds(2), maxIterations: 50)
  readingKernels()
  queryKernels()
}
