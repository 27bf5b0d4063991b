import RegnData

@testable import RegnEngine

/// Expressions by chance, as text, over columns of given names and types.
struct RandomExpressions {
  var columns: [(name: String, type: ScalarType)]

  private func column(_ types: [ScalarType], _ generator: inout SeededGenerator) -> String? {
    let fitting = columns.filter { types.contains($0.type) }
    return fitting.isEmpty ? nil : name(generator.pick(fitting).name)
  }

  /// A column's name as a query writes it.
  func name(_ name: String) -> String { "['\(name)']" }

  // MARK: - Predicates

  /// A predicate of at most `depth` levels of logic.
  func predicate(depth: Int, _ generator: inout SeededGenerator) -> String {
    if depth > 0, !generator.one(in: 3) {
      let left = predicate(depth: depth - 1, &generator)
      let right = predicate(depth: depth - 1, &generator)
      switch generator.next() % 7 {
      case 0, 1: return "(\(left) and \(right))"
      case 2, 3: return "(\(left) or \(right))"
      case 4: return "not(\(left))"
      case 5: return "iff(\(predicate(depth: depth - 1, &generator)), \(left), \(right))"
      default: return "((\(left)) \(generator.pick(["==", "!="])) (\(right)))"
      }
    }
    switch generator.next() % 10 {
    case 0: return column([.bool], &generator) ?? "bool(null)"
    case 1, 2: return comparison(&generator)
    case 3, 4, 5: return textTest(&generator)
    case 6: return membership(&generator)
    case 7: return range(&generator)
    case 8: return nullTest(&generator)
    default: return generator.pick(["true", "false", "bool(null)", comparison(&generator)])
    }
  }

  private func comparison(_ generator: inout SeededGenerator) -> String {
    let symbol = generator.pick(["==", "!=", "<", "<=", ">", ">="])
    let kind = generator.pick([ScalarType.long, .long, .real, .decimal, .datetime, .timespan, .string, .guid])
    if kind == .guid {
      return "\(scalar(.guid, &generator)) \(generator.pick(["==", "!="])) \(scalar(.guid, &generator))"
    }
    return "\(scalar(kind, &generator)) \(symbol) \(scalar(kind, &generator))"
  }

  private func textTest(_ generator: inout SeededGenerator) -> String {
    let operators = [
      "==", "!=", "=~", "!~", "contains", "!contains", "contains_cs", "!contains_cs", "startswith",
      "!startswith", "startswith_cs", "endswith", "!endswith", "endswith_cs", "has", "!has", "has_cs",
      "hasprefix", "!hasprefix", "hasprefix_cs", "hassuffix", "hassuffix_cs",
    ]
    switch generator.next() % 8 {
    case 0:
      return
        "\(scalar(.string, &generator)) matches regex '\(generator.pick(["a+", "(?i)æ.*", "^k", "o$", ""]))'"
    case 1:
      return "\(scalar(.string, &generator)) \(generator.pick(["has_any", "has_all"])) "
        + "('\(generator.pick(["kommune", "a", "Øjvind"]))', '\(generator.pick(["b", "aarhus", "ÆRØ"]))')"
    default:
      return "\(scalar(.string, &generator)) \(generator.pick(operators)) \(part(&generator))"
    }
  }

  /// A text to look for: a word, or a part of one.
  private func part(_ generator: inout SeededGenerator) -> String {
    if generator.one(in: 5) { return scalar(.string, &generator) }
    let word = generator.pick(RandomTable.words + ["", "kom", "AARHUS", "ø", "b", "MERE END TOLV BYTES"])
    return "@'\(word)'"
  }

  private func membership(_ generator: inout SeededGenerator) -> String {
    if generator.one(in: 2) {
      let list = (0...generator.next() % 3).map { _ in part(&generator) }.joined(separator: ", ")
      return "\(scalar(.string, &generator)) \(generator.pick(["in", "!in", "in~", "!in~"])) (\(list))"
    }
    let type = generator.pick([ScalarType.long, .datetime, .guid])
    let list = (0...generator.next() % 3).map { _ in literal(type, &generator) }.joined(separator: ", ")
    return "\(scalar(type, &generator)) \(generator.pick(["in", "!in"])) (\(list))"
  }

  private func range(_ generator: inout SeededGenerator) -> String {
    let type = generator.pick([ScalarType.long, .real, .datetime, .timespan, .decimal])
    return "\(scalar(type, &generator)) \(generator.pick(["between", "!between"])) "
      + "(\(scalar(type, &generator)) .. \(scalar(type, &generator)))"
  }

  private func nullTest(_ generator: inout SeededGenerator) -> String {
    let type = generator.pick(ScalarType.allCases)
    let test = generator.pick(
      type == .string ? ["isempty", "isnotempty"] : ["isnull", "isnotnull", "isempty", "isnotempty"])
    return "\(test)(\(scalar(type, &generator)))"
  }

  // MARK: - Values

  /// An expression of a type; whole numbers may be of either width.
  func scalar(_ type: ScalarType, _ generator: inout SeededGenerator) -> String {
    if generator.one(in: 6) { return literal(type, &generator) }
    let types: [ScalarType] = type == .long ? [.int, .long] : [type]
    guard !generator.one(in: 4), let plain = column(types, &generator) else {
      return computed(type, &generator)
    }
    return plain
  }

  private func computed(_ type: ScalarType, _ generator: inout SeededGenerator) -> String {
    func plain(_ type: ScalarType) -> String {
      column(type == .long ? [.int, .long] : [type], &generator) ?? literal(type, &generator)
    }
    switch type {
    case .bool: return comparison(&generator)
    case .int: return "toint(\(plain(.long)) % 1000)"
    case .long:
      return generator.pick([
        "(\(plain(.long)) + \(plain(.long)))", "(\(plain(.long)) - 1)", "(\(plain(.long)) * 3)",
        "(\(plain(.long)) / \(plain(.long)))", "(\(plain(.long)) % 3)", "-\(plain(.long))",
        "strlen(\(plain(.string)))", "bin(\(plain(.long)), 3)", "tolong(\(plain(.string)))",
        "array_length(\(plain(.dynamic)))", "coalesce(\(plain(.long)), 0)", "abs(\(plain(.long)))",
        "iff(\(plain(.bool)), \(plain(.long)), \(plain(.long)))", "hourofday(\(plain(.datetime)))",
      ])
    case .real:
      return generator.pick([
        "(\(plain(.real)) + \(plain(.long)))", "(\(plain(.real)) * 2.0)", "(\(plain(.real)) / 2.0)",
        "todouble(\(plain(.long)))", "bin(\(plain(.real)), 0.5)", "abs(\(plain(.real)))",
      ])
    case .decimal:
      return generator.pick([
        "(\(plain(.decimal)) + \(plain(.decimal)))", "(\(plain(.decimal)) - \(plain(.long)))",
        "todecimal(\(plain(.long)))", "(\(plain(.decimal)) * decimal(2.5))",
      ])
    case .string:
      return generator.pick([
        "toupper(\(plain(.string)))", "strcat(\(plain(.string)), 'a')", "substring(\(plain(.string)), 1, 3)",
        "tostring(\(plain(.long)))", "replace_string(\(plain(.string)), 'a', 'o')",
        "trim(' ', \(plain(.string)))",
        "tostring(\(plain(.dynamic)))", "iff(\(plain(.bool)), \(plain(.string)), 'ellers')",
        "strcat(\(plain(.string)), \(plain(.string)))",
      ])
    case .datetime:
      return generator.pick([
        "(\(plain(.datetime)) + \(plain(.timespan)))", "startofday(\(plain(.datetime)))",
        "bin(\(plain(.datetime)), 1d)", "(\(plain(.datetime)) - 1h)",
      ])
    case .timespan:
      return generator.pick([
        "(\(plain(.datetime)) - \(plain(.datetime)))", "(\(plain(.timespan)) + 1h)", "-\(plain(.timespan))",
        "(\(plain(.timespan)) * 2)",
      ])
    case .guid: return literal(.guid, &generator)
    case .dynamic:
      return generator.pick([
        "pack_array(\(plain(.long)), \(plain(.string)))", "bag_pack('a', \(plain(.long)))",
        "\(plain(.dynamic))[0]", "\(plain(.dynamic)).k", "range(0, 2)", "split(\(plain(.string)), ' ')",
      ])
    }
  }

  func literal(_ type: ScalarType, _ generator: inout SeededGenerator) -> String {
    if generator.one(in: 8), type != .string { return "\(type.rawValue)(null)" }
    let small = Int64(generator.next() % 8) - 3
    switch type {
    case .bool: return small > 0 ? "true" : "false"
    case .int: return "int(\(small))"
    case .long: return small < 0 ? "(\(small))" : "\(small)"
    case .real: return small < 0 ? "(\(Double(small) / 4))" : "\(Double(small) / 4)"
    case .decimal: return "decimal(\(Double(small) / 2))"
    case .string: return "@'\(generator.pick(RandomTable.words + [""]))'"
    case .datetime: return "datetime(2024-01-0\(small + 4))"
    case .timespan: return "timespan(\(small + 3)h)"
    case .guid: return "guid(00000000-0000-000\(small + 3)-0000-000000000007)"
    case .dynamic: return generator.pick(["dynamic([1, 2])", "dynamic({\"k\": 1})", "dynamic(\"a\")"])
    }
  }
}
