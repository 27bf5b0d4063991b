import RegnData
import RegnFileFormats
import RegnSession
import RegnSyntax

/// Modelled bookings, the same ones on every machine.
enum Bookings {
  static let rows = 1 << 20

  /// The bookings as a CSV file.
  static let text: [UInt8] = {
    var random = Generator(state: 2025)
    let words = ["køb", "af", "licens", "drift", "hosting", "Ærø", "skole", "faktura", "moms", "aftale"]
    var text: [UInt8] = Array("id;year;municipality;wide;amount;ratio;day;note\n".utf8)
    text.reserveCapacity(rows * 110)
    for row in 0..<rows {
      let key = random.next() % 100_000
      var line = "\(row);\(2016 + random.next() % 10);Kommune \(random.next() % 98);"
      line += "\(key &* 40_000_003);\(random.next() % 100_000_000 / 100),\(10 + random.next() % 90);"
      line += "\(random.next() % 1_000_000),5e-3;\(10 + random.next() % 19).0\(1 + random.next() % 9).2024;"
      for _ in 0..<(4 + random.next() % 8) { line += words[Int(random.next() % 10)] + " " }
      line += "nr \(random.next() % 1_000_000)\n"
      text += line.utf8
    }
    return text
  }()

  /// The files that kernels read: the bookings, and a price for each of their keys.
  static let files: MemoryFileSystem = {
    var prices = "wide;price\n"
    for key in 0..<100_000 { prices += "\(key * 40_000_003);\(key % 977)\n" }
    return MemoryFileSystem(["bookings.csv": text, "prices.csv": Array(prices.utf8)])
  }()

  /// The tables in memory.
  static let loaded: [(name: String, table: any TableSource)] = {
    let context = ExecutionContext(workers: 2, now: .unixEpoch)
    return ["bookings", "prices"].map { name in
      do {
        let table = try FileTables(fileSystem: files).open("\(name).csv")
        return (name, try table.load(context: context).loaded)
      } catch {
        fatalError("\(name): \(error)")
      }
    }
  }()

  /// A session of one thread over the tables in memory.
  static func session() -> Session {
    let session = Session(options: SessionOptions(threads: 1))
    for (name, table) in loaded { session.bind(name, to: table) }
    return session
  }

  /// Runs a query; gives the number of its rows. What is wrong with it ends the program.
  static func run(_ query: SourceText, in session: Session) -> Int {
    var rows = 0
    do {
      let outcome = try session.run(query) { event in
        switch event {
        case .result(let result, _): rows += result.rowCount
        case .failure(let error, _, _): fatalError("\(error)")
        case .diagnostics(let diagnostics, _):
          if let first = diagnostics.first(where: { $0.severity == .error }) { fatalError("\(first)") }
        default: break
        }
      }
      guard outcome == .done else { fatalError("\(outcome)") }
    } catch {
      fatalError("\(error)")
    }
    return rows
  }
}

/// Numbers by chance that are the same on every run (SplitMix64).
private struct Generator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
