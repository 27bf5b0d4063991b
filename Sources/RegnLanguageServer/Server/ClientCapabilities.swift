import RegnPhrases

/// What the client says that it can.
struct ClientCapabilities {
  /// How columns are counted: bytes where the client knows how, else the protocol's UTF-16.
  var encoding = PositionEncoding.utf16
  /// The language that its user reads, as `initialize` says.
  var language = Language.en
  // Forms of text
  var hoverMarkdown = false
  var completionMarkdown = false
  var signatureMarkdown = false
  var snippets = false
  // Forms of answers
  var hierarchicalSymbols = false
  var documentChanges = false
  var codeActionLiterals = false
  var lineFoldingOnly = false
  var labelOffsets = false
  var related = false
  var unnecessaryTag = false
  /// Whether it asks for diagnostics; then they are not sent unasked.
  var pullsDiagnostics = false
  // What it can be asked for
  var configuration = false
  var configurationRegistration = false
  var watchesFiles = false
  var relativePatterns = false
  var workspaceFolders = false
  var workDoneProgress = false
  var showDocument = false
  var applyEdit = false
  /// What it can be told to ask for again.
  var refreshes: [String] = []

  init() {}

  init(_ json: JSON?) {
    func has(_ path: String...) -> Bool { at(path)?.bool == true }
    func lists(_ value: String, _ path: String...) -> Bool {
      at(path)?.array?.contains(.string(value)) == true
    }
    func at(_ path: [String]) -> JSON? {
      path.reduce(json) { json, key in json?[key] }
    }
    encoding = lists("utf-8", "general", "positionEncodings") ? .utf8 : .utf16
    hoverMarkdown = lists("markdown", "textDocument", "hover", "contentFormat")
    completionMarkdown = lists(
      "markdown", "textDocument", "completion", "completionItem", "documentationFormat")
    signatureMarkdown = lists(
      "markdown", "textDocument", "signatureHelp", "signatureInformation", "documentationFormat")
    snippets = has("textDocument", "completion", "completionItem", "snippetSupport")
    hierarchicalSymbols = has("textDocument", "documentSymbol", "hierarchicalDocumentSymbolSupport")
    documentChanges = has("workspace", "workspaceEdit", "documentChanges")
    codeActionLiterals = at(["textDocument", "codeAction", "codeActionLiteralSupport"]) != nil
    lineFoldingOnly = has("textDocument", "foldingRange", "lineFoldingOnly")
    labelOffsets = has(
      "textDocument", "signatureHelp", "signatureInformation", "parameterInformation", "labelOffsetSupport")
    related = has("textDocument", "publishDiagnostics", "relatedInformation")
    unnecessaryTag =
      at(["textDocument", "publishDiagnostics", "tagSupport", "valueSet"])?.array?.contains(1) == true
    pullsDiagnostics = at(["textDocument", "diagnostic"]) != nil
    configuration = has("workspace", "configuration")
    configurationRegistration = has("workspace", "didChangeConfiguration", "dynamicRegistration")
    watchesFiles = has("workspace", "didChangeWatchedFiles", "dynamicRegistration")
    relativePatterns = has("workspace", "didChangeWatchedFiles", "relativePatternSupport")
    workspaceFolders = has("workspace", "workspaceFolders")
    workDoneProgress = has("window", "workDoneProgress")
    showDocument = has("window", "showDocument", "support")
    applyEdit = has("workspace", "applyEdit")
    for (name, method) in [
      ("semanticTokens", "semanticTokens"), ("inlayHint", "inlayHint"), ("codeLens", "codeLens"),
      ("diagnostics", "diagnostic"),
    ] where has("workspace", name, "refreshSupport") {
      refreshes.append("workspace/\(method)/refresh")
    }
  }
}
