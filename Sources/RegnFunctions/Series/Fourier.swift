import RegnData
import RegnPhrases

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A series of complex numbers that Fourier transforms work on.
struct ComplexSeries {
  var real: [Double]
  var imaginary: [Double]

  var count: Int { real.count }

  init(real: [Double], imaginary: [Double]? = nil) {
    self.real = real
    self.imaginary = imaginary ?? [Double](repeating: 0, count: real.count)
  }

  /// The discrete Fourier transform, for any count: by halves where the count is a power of two, else by
  /// Bluestein's convolution of chirps, which is.
  mutating func transform() {
    guard count > 1 else { return }
    if count & (count - 1) == 0 { transformHalves() } else { transformChirps() }
  }

  /// The inverse: transforming and inverting gives the series back.
  mutating func invert() {
    // Conjugated, transformed and conjugated again is the inverse but for the scale.
    for index in 0..<count { imaginary[index] = 0 - imaginary[index] }
    transform()
    let scale = 1 / Double(max(count, 1))
    for index in 0..<count {
      real[index] *= scale
      imaginary[index] = 0 - imaginary[index] * scale
    }
  }

  /// Multiplies element by element.
  mutating func multiply(by other: ComplexSeries) {
    for index in 0..<count {
      let (a, b, c, d) = (real[index], imaginary[index], other.real[index], other.imaginary[index])
      real[index] = a * c - b * d
      imaginary[index] = a * d + b * c
    }
  }

  /// Cooley and Tukey's transform in place.
  private mutating func transformHalves() {
    var mirror = 0
    for index in 1..<count {
      var bit = count >> 1
      while mirror & bit != 0 {
        mirror ^= bit
        bit >>= 1
      }
      mirror |= bit
      if index < mirror {
        real.swapAt(index, mirror)
        imaginary.swapAt(index, mirror)
      }
    }
    let turns = (0..<(count / 2)).map { turn in
      // A quarter turn is exact; the library's cosine of it is not.
      if turn * 4 == count { return (cos: 0.0, sin: -1.0) }
      let angle = -2 * Double.pi * Double(turn) / Double(count)
      return (cos: cos(angle), sin: sin(angle))
    }
    var width = 2
    while width <= count {
      let (half, step) = (width / 2, count / width)
      for start in stride(from: 0, to: count, by: width) {
        for offset in 0..<half {
          let (low, high) = (start + offset, start + offset + half)
          let turn = turns[offset * step]
          let x = real[high] * turn.cos - imaginary[high] * turn.sin
          let y = real[high] * turn.sin + imaginary[high] * turn.cos
          real[high] = real[low] - x
          imaginary[high] = imaginary[low] - y
          real[low] += x
          imaginary[low] += y
        }
      }
      width *= 2
    }
  }

  private mutating func transformChirps() {
    let count = self.count
    var size = 1
    while size < 2 * count - 1 { size *= 2 }
    // Squares are taken modulo two turns, where the angle stays small and exact.
    let chirps = (0..<count).map { index in
      let angle = -Double.pi * Double(index * index % (2 * count)) / Double(count)
      return (cos: cos(angle), sin: sin(angle))
    }
    var signal = ComplexSeries(real: [Double](repeating: 0, count: size))
    var filter = signal
    for index in 0..<count {
      let (chirp, a, b) = (chirps[index], real[index], imaginary[index])
      signal.real[index] = a * chirp.cos - b * chirp.sin
      signal.imaginary[index] = a * chirp.sin + b * chirp.cos
      for place in index == 0 ? [0] : [index, size - index] {
        filter.real[place] = chirp.cos
        filter.imaginary[place] = -chirp.sin
      }
    }
    signal.transform()
    filter.transform()
    signal.multiply(by: filter)
    signal.invert()
    for index in 0..<count {
      let (chirp, a, b) = (chirps[index], signal.real[index], signal.imaginary[index])
      real[index] = a * chirp.cos - b * chirp.sin
      imaginary[index] = a * chirp.sin + b * chirp.cos
    }
  }
}

private func fourierFunction(
  _ name: String, _ real: String, _ imaginary: String, summary: Phrase, example: FunctionExample,
  _ transform: @escaping @Sendable (inout ComplexSeries) -> Void
) -> FunctionDefinition {
  seriesFunction(
    name, [Parameter(real, .dynamic), Parameter(imaginary, .dynamic, optional: true)], summary: summary,
    examples: [example], parts: [("real", .dynamic), ("imag", .dynamic)]
  ) { arguments in
    let readers = arguments.map { SeriesReader($0) }
    return { row, writer in
      guard let real = readers[0].complete(row) else { return false }
      var imaginary: [Double]?
      if readers.count > 1 {
        guard let given = readers[1].complete(row), given.count == real.count else { return false }
        imaginary = given
      }
      var series = ComplexSeries(real: real, imaginary: imaginary)
      transform(&series)
      writer.beginArray()
      writer.appendSeries(series.real)
      writer.appendSeries(series.imaginary)
      writer.endArray()
      return true
    }
  }
}

let seriesFftFunction = fourierFunction(
  "series_fft", "x_real", "x_imaginary",
  summary: "The fast Fourier transform of a series: the real and the imaginary parts of its frequencies.",
  example: FunctionExample(
    "print (re, im) = series_fft(dynamic([1, 1, 1, 5]))",
    "re,im\n\"[8.0,0.0,-4.0,0.0]\",\"[0.0,4.0,0.0,-4.0]\"")
) { $0.transform() }

let seriesIfftFunction = fourierFunction(
  "series_ifft", "fft_real", "fft_imaginary",
  summary: "The series whose Fourier transform is given, as real and imaginary parts.",
  example: FunctionExample(
    "print (re, im) = series_ifft(dynamic([10, 0, 0, 0]))",
    "re,im\n\"[2.5,2.5,2.5,2.5]\",\"[0.0,0.0,0.0,0.0]\"")
) { $0.invert() }
