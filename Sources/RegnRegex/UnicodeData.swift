/// Decodes `UnicodeTables` and answers questions about properties by their names.
enum UnicodeData {
  /// Reads the numbers of a table.
  private struct Reader {
    private var position: UnsafePointer<UInt8>
    private let end: UnsafePointer<UInt8>

    init(_ table: StaticString) {
      position = table.utf8Start
      end = position + table.utf8CodeUnitCount
    }

    mutating func next() -> UInt32? {
      var value: UInt32 = 0
      var shift: UInt32 = 0
      while position < end {
        let byte = position.pointee
        position += 1
        if byte < 0x28 { continue }
        let digit = UInt32(byte - 0x28)
        value |= (digit & 31) << shift
        if digit < 32 { return value }
        shift += 5
      }
      return nil
    }
  }

  /// The code points to which a table of runs gives a number that `wanted` accepts.
  private static func runs(_ table: StaticString, where wanted: (Int) -> Bool) -> ScalarSet {
    var reader = Reader(table)
    var ranges: [ScalarRange] = []
    var start: UInt32 = 0
    while let value = reader.next(), let length = reader.next(), length > 0 {
      if wanted(Int(value)) { ranges.append(ScalarRange(low: start, high: start + length - 1)) }
      start += length
    }
    return ScalarSet(ranges)
  }

  private static func ranges(_ table: StaticString) -> ScalarSet {
    var reader = Reader(table)
    var ranges: [ScalarRange] = []
    var start: UInt32 = 0
    while let gap = reader.next(), let more = reader.next() {
      ranges.append(ScalarRange(low: start + gap, high: start + gap + more))
      start += gap + more + 1
    }
    return ScalarSet(ranges)
  }

  static let word = ranges(UnicodeTables.word)
  static let whiteSpace = ranges(UnicodeTables.whitespace)
  static let decimalDigits = runs(UnicodeTables.generalCategories) {
    UnicodeTables.generalCategoryNames[$0] == "nd"
  }
  static let ascii = ScalarSet([ScalarRange(low: 0, high: 0x7F)])
  static let asciiWord = ScalarSet([
    ScalarRange(low: 0x30, high: 0x39), ScalarRange(low: 0x41, high: 0x5A),
    ScalarRange(low: 0x5F, high: 0x5F),
    ScalarRange(low: 0x61, high: 0x7A),
  ])
  static let asciiSpace = ScalarSet([
    ScalarRange(low: 0x09, high: 0x0D), ScalarRange(low: 0x20, high: 0x20),
  ])
  static let asciiDigits = ScalarSet([ScalarRange(low: 0x30, high: 0x39)])

  /// A name as it is compared: in lower case, without spaces, underscores and hyphens (UAX 44, loose
  /// matching), and without a leading `is`.
  static func normalized(_ name: String) -> String {
    var result = ""
    for scalar in name.unicodeScalars {
      switch scalar {
      case " ", "_", "-": continue
      case "A"..."Z": result.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value) + 32))
      default: result.unicodeScalars.append(scalar)
      }
    }
    if result.hasPrefix("is") && result.utf8.count > 2 { result.removeFirst(2) }
    return result
  }

  /// A class by a name alone: one of the wholes (`any`, `ascii`, `assigned`), a general category, a binary
  /// property or a script. `name` is normalized.
  static func named(_ name: String) -> ScalarSet? {
    switch name {
    case "any": return .all
    case "ascii": return ascii
    case "assigned": return generalCategory("cn")?.inverted
    default:
      if let set = generalCategory(name) { return set }
      if let table = UnicodeTables.binaryProperty(name) { return ranges(table) }
      return script(name)
    }
  }

  /// The scalars of a general category, or of a group of them such as `L`. `name` is normalized.
  static func generalCategory(_ name: String) -> ScalarSet? {
    let short = categoryAliases[name] ?? name
    let members: [String]
    switch short {
    case "l", "m", "n", "p", "s", "z", "c":
      members = UnicodeTables.generalCategoryNames.filter { $0.hasPrefix(short) }
    case "lc": members = ["lu", "ll", "lt"]
    case "cs": return ScalarSet.none  // Surrogates are no scalars.
    default:
      guard UnicodeTables.generalCategoryNames.contains(short) else { return nil }
      members = [short]
    }
    let wanted = UnicodeTables.generalCategoryNames.map { members.contains($0) }
    return runs(UnicodeTables.generalCategories) { $0 < wanted.count && wanted[$0] }
  }

  /// The scalars whose script (`Script`, not `Script_Extensions`) has this name or alias. `name` is
  /// normalized.
  static func script(_ name: String) -> ScalarSet? {
    guard let index = UnicodeTables.scriptNames.firstIndex(where: { $0.contains(name) }) else { return nil }
    return runs(UnicodeTables.scripts) { $0 == index }
  }

  private static let categoryAliases: [String: String] = [
    "letter": "l", "casedletter": "lc", "uppercaseletter": "lu", "lowercaseletter": "ll",
    "titlecaseletter": "lt", "modifierletter": "lm", "otherletter": "lo",
    "mark": "m", "combiningmark": "m", "nonspacingmark": "mn", "spacingmark": "mc", "enclosingmark": "me",
    "number": "n", "decimalnumber": "nd", "digit": "nd", "letternumber": "nl", "othernumber": "no",
    "punctuation": "p", "punct": "p", "connectorpunctuation": "pc", "dashpunctuation": "pd",
    "openpunctuation": "ps", "closepunctuation": "pe", "initialpunctuation": "pi", "finalpunctuation": "pf",
    "otherpunctuation": "po",
    "symbol": "s", "mathsymbol": "sm", "currencysymbol": "sc", "modifiersymbol": "sk", "othersymbol": "so",
    "separator": "z", "spaceseparator": "zs", "lineseparator": "zl", "paragraphseparator": "zp",
    "other": "c", "control": "cc", "cntrl": "cc", "format": "cf", "surrogate": "cs", "privateuse": "co",
    "unassigned": "cn",
  ]

  // MARK: Simple case folding

  /// Scalars from `low` to `high`, `stride` apart; each leads to the one `distance` further in its orbit, the
  /// circle of all scalars that fold to the same one (k, K and the Kelvin sign, say).
  private struct FoldingRun {
    var low: UInt32
    var high: UInt32
    var stride: UInt32
    var distance: Int32
  }

  private static let foldingRuns: [FoldingRun] = {
    var reader = Reader(UnicodeTables.caseFolding)
    var runs: [FoldingRun] = []
    var start: UInt32 = 0
    while let gap = reader.next(), let steps = reader.next(), let stride = reader.next(),
      let zigzag = reader.next()
    {
      let low = start + gap
      let high = low + steps * stride
      let distance = zigzag & 1 == 0 ? Int32(zigzag / 2) : -Int32((zigzag + 1) / 2)
      runs.append(FoldingRun(low: low, high: high, stride: stride, distance: distance))
      start = high + 1
    }
    return runs
  }()

  /// The first run that ends at or after a scalar.
  private static func firstRun(from scalar: UInt32) -> Int {
    var low = 0
    var high = foldingRuns.count
    while low < high {
      let middle = (low + high) / 2
      if foldingRuns[middle].high < scalar { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The next scalar of the orbit, the scalar itself if it has no other case.
  private static func nextInOrbit(_ scalar: UInt32) -> UInt32 {
    let index = firstRun(from: scalar)
    guard index < foldingRuns.count else { return scalar }
    let run = foldingRuns[index]
    guard run.low <= scalar, (scalar - run.low) % run.stride == 0 else { return scalar }
    return UInt32(Int32(scalar) + run.distance)
  }

  /// The set with all scalars that differ from one of its own only in case, by Unicode's simple case folding.
  static func caseFolded(_ set: ScalarSet) -> ScalarSet {
    var ranges = set.ranges
    for range in set.ranges {
      if range == ScalarRange(low: 0xE000, high: 0x10FFFF) || range == ScalarRange(low: 0, high: 0xD7FF) {
        continue
      }
      var index = firstRun(from: range.low)
      while index < foldingRuns.count, foldingRuns[index].low <= range.high {
        let run = foldingRuns[index]
        var scalar = run.low
        if scalar < range.low {
          scalar += (range.low - scalar + run.stride - 1) / run.stride * run.stride
        }
        while scalar <= min(range.high, run.high) {
          var other = UInt32(Int32(scalar) + run.distance)
          // An orbit has at most four members; the bound keeps a damaged table from looping.
          for _ in 0..<8 where other != scalar {
            ranges.append(ScalarRange(low: other, high: other))
            other = nextInOrbit(other)
          }
          scalar += run.stride
        }
        index += 1
      }
    }
    return ScalarSet(ranges)
  }

  /// The set with the other case of its ASCII letters.
  static func asciiCaseFolded(_ set: ScalarSet) -> ScalarSet {
    var ranges = set.ranges
    for scalar in UInt32(0x41)...0x5A {
      let small = scalar + 32
      if set.contains(scalar) { ranges.append(ScalarRange(low: small, high: small)) }
      if set.contains(small) { ranges.append(ScalarRange(low: scalar, high: scalar)) }
    }
    return ScalarSet(ranges)
  }
}
