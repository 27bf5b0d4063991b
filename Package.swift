// swift-tools-version:6.2
import PackageDescription

let settings: [SwiftSetting] = [.swiftLanguageMode(.v6)]

/// One room of the house (docs/ARCHITECTURE.md): a target that may import only rooms above it.
func room(
  _ name: String, _ dependencies: [Target.Dependency] = [], linking: [LinkerSetting] = []
) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings, linkerSettings: linking)
}

/// The tests of one room.
func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, swiftSettings: settings)
}

/// libedit and what it needs from the archives, so that a release binary starts without loading them.
let libEdit: [LinkerSetting] = [":libedit.a", ":libtinfo.a", ":libbsd.a", ":libmd.a"].map {
  .linkedLibrary($0)
}

/// zlib from its archive, for the same reason.
let zlib: [LinkerSetting] = [.linkedLibrary(":libz.a")]

let package = Package(
  name: "regn",
  products: [.executable(name: "regn", targets: ["regn"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    room("RegnSyntax"),
    room("RegnFormatter", ["RegnSyntax"]),
    room("RegnData"),
    room("RegnRegex"),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    room("RegnFunctions", ["RegnData", "RegnRegex", "CZlib"], linking: zlib),
    room("RegnBinder", ["RegnSyntax", "RegnData", "RegnFunctions"]),
    room("RegnAnalyzers", ["RegnSyntax", "RegnData", "RegnBinder"]),
    .target(name: "CRegnManual"),
    room(
      "RegnManual",
      ["RegnSyntax", "RegnFormatter", "RegnData", "RegnFunctions", "RegnBinder", "CRegnManual"]),
    room("RegnEngine", ["RegnData", "RegnFunctions", "RegnBinder", "RegnRegex"]),
    .target(name: "CRegnScan"),
    room("RegnFileFormats", ["RegnData", "CRegnScan", "CZlib"], linking: zlib),
    .target(name: "CRegnDataset"),
    room("RegnDataset", ["RegnData", "CRegnDataset"]),
    room("RegnPresentation", ["RegnData"]),
    room(
      "RegnSession",
      [
        "RegnSyntax", "RegnData", "RegnFunctions", "RegnBinder", "RegnAnalyzers", "RegnEngine",
        "RegnFileFormats", "RegnDataset", "RegnPresentation", "RegnManual",
      ]),
    room("RegnStatBank", ["RegnSyntax", "RegnData"]),
    .target(name: "CLibCurl", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
    room("RegnHTTP", ["CLibCurl"]),
    .target(name: "CRegnCourse"),
    room(
      "RegnCourse",
      ["RegnSyntax", "RegnData", "RegnPresentation", "RegnManual", "RegnSession", "CRegnCourse"]),
    room(
      "RegnLanguageService",
      [
        "RegnSyntax", "RegnFormatter", "RegnData", "RegnFunctions", "RegnBinder", "RegnAnalyzers",
        "RegnManual",
        "RegnSession",
      ]),
    room(
      "RegnLanguageServer",
      [
        "RegnSyntax", "RegnData", "RegnFileFormats", "RegnPresentation", "RegnSession", "RegnLanguageService",
      ]),
    .systemLibrary(name: "CLibEdit", providers: [.apt(["libedit-dev"])]),
    .target(
      name: "RegnREPL",
      dependencies: [
        "CLibEdit", "RegnSession", "RegnLanguageService", "RegnPresentation", "RegnFormatter", "RegnSyntax",
        "RegnCourse",
      ], swiftSettings: settings, linkerSettings: libEdit),
    .executableTarget(
      name: "LineEditorDemo", dependencies: ["RegnREPL"], path: "Tests/LineEditorDemo",
      swiftSettings: settings),
    .executableTarget(
      name: "regn",
      dependencies: [
        "RegnSession", "RegnREPL", "RegnLanguageServer", "RegnFormatter", "RegnPresentation",
        "RegnFileFormats", "RegnSyntax", "RegnManual", "RegnCourse", "RegnStatBank", "RegnHTTP",
        "RegnData",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: settings),
    tests("RegnSyntax", ["RegnData"]),
    tests("RegnFormatter", ["RegnSyntax"]),
    tests("RegnData"),
    tests("RegnRegex"),
    tests("RegnFunctions", ["RegnData"]),
    tests("RegnEngine", ["RegnSyntax", "RegnData", "RegnFunctions", "RegnBinder"]),
    tests("RegnManual", ["RegnFunctions", "RegnSyntax", "RegnBinder"]),
    tests("RegnFileFormats", ["RegnData", "RegnPresentation"]),
    tests("RegnDataset", ["RegnData"]),
    tests("RegnPresentation", ["RegnData"]),
    tests("RegnStatBank", ["RegnData"]),
    tests("RegnLanguageService", ["RegnSession", "RegnSyntax", "RegnData"]),
    tests(
      "RegnLanguageServer",
      ["RegnTestSupport", "RegnData", "RegnSyntax", "RegnSession", "RegnLanguageService", "regn"]),
    .target(name: "RegnTestSupport", path: "Tests/RegnTestSupport", swiftSettings: settings),
    tests("RegnCourse", ["RegnSession", "RegnData", "RegnSyntax"]),
    tests("RegnREPL", ["LineEditorDemo", "RegnTestSupport", "RegnCourse"]),
    .testTarget(
      name: "RegnCommandTests", dependencies: ["regn", "RegnTestSupport"], swiftSettings: settings),
    tests(
      "RegnSession",
      [
        "RegnSyntax", "RegnData", "RegnFunctions", "RegnBinder", "RegnAnalyzers", "RegnEngine",
        "RegnFileFormats",
      ]),
  ]
)

// What `make fuzz` builds, and nobody else: the parts of Regn that read what others wrote, with libFuzzer.
if Context.environment["REGN_FUZZ"] != nil {
  package.targets += [
    .systemLibrary(name: "CLibFuzzer", path: "Tests/Fuzz/CLibFuzzer"),
    .executableTarget(
      name: "RegnFuzz",
      dependencies: [
        "CLibFuzzer", "RegnSyntax", "RegnFormatter", "RegnData", "RegnRegex", "RegnFileFormats",
        "RegnPresentation", "RegnSession", "RegnCourse", "RegnLanguageService", "RegnLanguageServer",
      ], path: "Tests/Fuzz", exclude: ["CLibFuzzer", "corpus", "seeds.py"], swiftSettings: settings),
  ]
}
