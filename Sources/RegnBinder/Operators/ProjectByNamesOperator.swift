import RegnData
import RegnSyntax

extension Binder {
  /// `project-by-names`: columns by names, patterns and arrays of names, in that order; names that no column
  /// has are passed over.
  func bindProjectByNames(_ view: ProjectByNamesOperator, _ input: BoundTable) -> BoundTable? {
    var chosen: [PlanColumn] = []
    for expression in view.columns {
      var patterns: [String] = []
      switch expression {
      case .name(let name) where environment.binding(name.name) == nil: patterns = [name.name]
      case .wildcard(let wildcard): patterns = [wildcard.pattern]
      case .star: patterns = ["*"]
      default:
        guard let value = bind(expression, .none)?.constantValue else {
          if !diagnostics.contains(where: { $0.span.start >= expression.span.start }) {
            report(
              .notConstant, "project-by-names takes names, patterns in quotes and arrays of names",
              at: expression.span, label: "for example: project-by-names 'municipality', 'kr_*'")
          }
          return nil
        }
        patterns = value.text.map { [$0] } ?? Binder.texts(in: value)
      }
      for pattern in patterns {
        for column in input.columns
        where wildcardMatches(pattern, column.name) && !chosen.contains(where: { $0.id == column.id }) {
          chosen.append(column)
        }
      }
    }
    return project(passing(chosen), over: input)
  }

  /// The texts in a dynamic array; none for any other value.
  static func texts(in value: Value) -> [String] {
    guard case .dynamic(let bytes) = value else { return [] }
    return bytes.withUnsafeBufferPointer { bytes in
      let array = DynamicRef(bytes)
      guard array.kind == .array else { return [] }
      return (0..<array.count).compactMap {
        array.element(at: $0)?.stringBytes.map { String(decoding: $0, as: UTF8.self) }
      }
    }
  }
}
