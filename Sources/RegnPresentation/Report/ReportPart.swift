/// What stands between the results of a report.
public enum ReportPart: Sendable, Hashable {
  /// Text for the reader, in a subset of Markdown (`ProseBlock`).
  case prose(String)
  /// The query whose results follow, with what it builds on.
  case query(String)
}
