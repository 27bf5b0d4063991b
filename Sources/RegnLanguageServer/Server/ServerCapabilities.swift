extension ClientCapabilities {
  /// What the server says that it can, to this client.
  var serverCapabilities: JSON {
    .object([
      "positionEncoding": .string(encoding.rawValue),
      "textDocumentSync": .object([
        "openClose": true, "change": 2, "save": .object(["includeText": false]),
      ]),
      "completionProvider": .object([
        "triggerCharacters": [" ", ".", "\"", "'", "$", "["], "resolveProvider": true,
      ]),
      "hoverProvider": true,
      "signatureHelpProvider": .object(["triggerCharacters": ["(", ","], "retriggerCharacters": [")"]]),
      "definitionProvider": true,
      "referencesProvider": true,
      "documentHighlightProvider": true,
      "documentSymbolProvider": true,
      "workspaceSymbolProvider": true,
      "renameProvider": .object(["prepareProvider": true]),
      "foldingRangeProvider": true,
      "selectionRangeProvider": true,
      "semanticTokensProvider": .object([
        "legend": .object([
          "tokenTypes": .array(TokenLegend.types.map { .string($0) }),
          "tokenModifiers": .array(TokenLegend.modifiers.map { .string($0) }),
        ]),
        "range": true, "full": .object(["delta": true]),
      ]),
      "inlayHintProvider": true,
      "codeLensProvider": .object(["resolveProvider": false]),
      "codeActionProvider": codeActionLiterals
        ? .object([
          "codeActionKinds": [
            "quickfix", "refactor.extract", "refactor.inline", "refactor.rewrite", "source.fixAll",
          ]
        ]) : true,
      "documentFormattingProvider": true,
      "documentRangeFormattingProvider": true,
      "documentOnTypeFormattingProvider": .object([
        "firstTriggerCharacter": "|", "moreTriggerCharacter": [";", "\n"],
      ]),
      "diagnosticProvider": .object([
        "identifier": "regn", "interFileDependencies": false, "workspaceDiagnostics": false,
      ]),
      "executeCommandProvider": .object([
        "commands": .array(ServerCommand.allCases.map { .string($0.rawValue) }), "workDoneProgress": true,
      ]),
      "workspace": .object([
        "workspaceFolders": .object(["supported": true, "changeNotifications": true])
      ]),
    ])
  }
}

/// What the server can be told to do.
enum ServerCommand: String, CaseIterable {
  case run = "regn.run"
  case explain = "regn.explain"
  case copyAsMarkdown = "regn.copyAsMarkdown"
  /// Runs a statement and puts a `datatable` of its result in its place.
  case insertResult = "regn.insertResult"
}
