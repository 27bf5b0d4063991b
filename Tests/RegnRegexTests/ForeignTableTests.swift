import Testing

@testable import RegnRegex

@Suite struct ForeignTableTests {
  /// Undoes `%{hex}` and `%25`.
  static func unescaped(_ text: Substring) -> String {
    var result = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if scalar == "%", rest.first == "{", let close = rest.firstIndex(of: "}") {
        let digits = String(rest[rest.index(after: rest.startIndex)..<close])
        result.append(Unicode.Scalar(UInt32(digits, radix: 16)!)!)
        rest = rest[rest.index(after: close)...]
      } else if scalar == "%" {
        rest = rest.dropFirst(2)
        result.append("%")
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  static func shown(_ matches: [Match]) -> String {
    matches.map { match in
      match.groups.map { $0.map { "\($0.lowerBound)-\($0.upperBound)" } ?? "x" }.joined(separator: ",")
    }.joined(separator: ";")
  }

  /// The fields of the table's lines, unescaped.
  static let rows: [(pattern: String, text: String, matches: String)] = foreignTable.split(separator: "\n")
    .map { line in
      let fields = line.unicodeScalars.split(separator: "¦", omittingEmptySubsequences: false).map {
        Substring($0)
      }
      // One space beside each separator is not part of the field.
      return (
        unescaped(fields[0].dropLast()), unescaped(fields[1].dropFirst().dropLast()),
        String(fields[2].dropFirst())
      )
    }

  @Test func everyLineAgrees() throws {
    #expect(Self.rows.count > 1000)
    for row in Self.rows {
      let regex = try Regex(row.pattern)
      #expect(
        Self.shown(regex.matches(in: row.text)) == row.matches,
        "\(row.pattern) on \(row.text.debugDescription)")
    }
  }

  /// Groups are found in three ways, of which the first is not open to all patterns; all must answer the
  /// same.
  @Test func allWaysToFindGroupsAgree() throws {
    var tables = 0
    for row in Self.rows {
      let regex = try Regex(row.pattern)
      var text = row.text
      text.withUTF8 { bytes in
        let matcher = Matcher(regex)
        let finder = CaptureFinder(regex.program)
        let open = OnePass(regex.program) != nil
        if open { tables += 1 }
        matcher.forEachMatch(in: bytes) { range in
          #expect(finder.find(bytes, in: range, by: .parallel), "\(row.pattern)")
          let expected = Array(finder.slots)
          #expect(finder.find(bytes, in: range, by: .backtracking), "\(row.pattern)")
          #expect(Array(finder.slots) == expected, "\(row.pattern) on \(row.text.debugDescription)")
          #expect(finder.find(bytes, in: range, by: .onePass) == open, "\(row.pattern)")
          if open {
            #expect(Array(finder.slots) == expected, "\(row.pattern) on \(row.text.debugDescription)")
          }
          return true
        }
      }
    }
    #expect(tables > 100)
  }
}
