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

/// jemalloc from its archive, in the place of the system's allocator: see `CRegnMemory`, which has some of
/// its functions once more. Not in debug builds, as sanitizers bring an allocator of their own.
let jemalloc: [LinkerSetting] = [
  .linkedLibrary(":libjemalloc_pic.a", .when(configuration: .release)),
  .unsafeFlags(["-use-ld=lld", "-Xlinker", "--allow-multiple-definition"], .when(configuration: .release)),
]

let package = Package(
  name: "regn",
  products: [
    .executable(name: "regn", targets: ["regn"]),
    // For benchmarks/kernels alone.
    .library(
      name: "RegnKernels",
      targets: ["RegnSession", "RegnFileFormats", "RegnData", "RegnSyntax", "CRegnScan"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .target(name: "CRegnPhrases"),
    room("RegnPhrases", ["CRegnPhrases"]),
    room("RegnSyntax", ["RegnPhrases"]),
    room("RegnFormatter", ["RegnSyntax"]),
    .target(
      name: "CRegnMemory", cSettings: [.define("REGN_USES_JEMALLOC", .when(configuration: .release))]),
    room("RegnData", ["RegnPhrases", "CRegnScan"]),
    room("RegnRegex", ["RegnPhrases"]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    room("RegnFunctions", ["RegnPhrases", "RegnData", "RegnRegex", "CZlib"], linking: zlib),
    room("RegnBinder", ["RegnPhrases", "RegnSyntax", "RegnData", "RegnFunctions"]),
    room("RegnAnalyzers", ["RegnPhrases", "RegnSyntax", "RegnData", "RegnBinder"]),
    .target(name: "CRegnManual"),
    room(
      "RegnManual",
      [
        "RegnPhrases", "RegnSyntax", "RegnFormatter", "RegnData", "RegnFunctions", "RegnBinder",
        "CRegnManual",
      ]),
    room("RegnEngine", ["RegnPhrases", "RegnData", "RegnFunctions", "RegnBinder", "RegnRegex"]),
    .target(name: "CRegnScan"),
    .target(name: "CLibZstd", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
    room("RegnFileFormats", ["RegnPhrases", "RegnData", "CRegnScan", "CZlib", "CLibZstd"], linking: zlib),
    .target(name: "CRegnDataset"),
    room("RegnDataset", ["RegnPhrases", "RegnData", "CRegnDataset"]),
    room("RegnPresentation", ["RegnPhrases", "RegnData", "CZlib"], linking: zlib),
    room(
      "RegnSession",
      [
        "RegnPhrases", "RegnSyntax", "RegnData", "RegnFunctions", "RegnBinder", "RegnAnalyzers", "RegnEngine",
        "RegnFileFormats", "RegnDataset", "RegnPresentation", "RegnManual",
      ]),
    room("RegnStatBank", ["RegnPhrases", "RegnSyntax", "RegnData"]),
    .target(name: "CLibCurl", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
    room("RegnHTTP", ["CLibCurl"]),
    .target(name: "CRegnCourse"),
    room(
      "RegnCourse",
      [
        "RegnPhrases", "RegnSyntax", "RegnData", "RegnPresentation", "RegnManual", "RegnSession",
        "CRegnCourse",
      ]),
    room(
      "RegnLanguageService",
      [
        "RegnPhrases",
        "RegnSyntax", "RegnFormatter", "RegnData", "RegnFunctions", "RegnBinder", "RegnAnalyzers",
        "RegnManual",
        "RegnSession",
      ]),
    room(
      "RegnLanguageServer",
      [
        "RegnPhrases",
        "RegnSyntax", "RegnData", "RegnFileFormats", "RegnPresentation", "RegnSession", "RegnLanguageService",
      ]),
    .systemLibrary(name: "CLibEdit", providers: [.apt(["libedit-dev"])]),
    .target(
      name: "RegnREPL",
      dependencies: [
        "CLibEdit", "RegnPhrases", "RegnSession", "RegnLanguageService", "RegnPresentation", "RegnFormatter",
        "RegnSyntax",
        "RegnCourse",
      ], swiftSettings: settings, linkerSettings: libEdit),
    .executableTarget(
      name: "LineEditorDemo", dependencies: ["RegnREPL"], path: "Tests/LineEditorDemo",
      swiftSettings: settings),
    .executableTarget(
      name: "regn",
      dependencies: [
        "RegnPhrases", "RegnSession", "RegnREPL", "RegnLanguageServer", "RegnFormatter", "RegnPresentation",
        "RegnFileFormats", "RegnSyntax", "RegnManual", "RegnCourse", "RegnStatBank", "RegnHTTP",
        "RegnData", "CRegnMemory",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: settings, linkerSettings: jemalloc),
    tests("RegnPhrases"),
    tests("RegnSyntax", ["RegnData"]),
    tests("RegnFormatter", ["RegnSyntax"]),
    tests("RegnData"),
    tests("RegnRegex"),
    tests("RegnFunctions", ["RegnData"]),
    tests("RegnEngine", ["RegnSyntax", "RegnData", "RegnFunctions", "RegnBinder"]),
    tests("RegnManual", ["RegnFunctions", "RegnSyntax", "RegnBinder"]),
    tests("RegnFileFormats", ["RegnData", "RegnPresentation", "RegnTestSupport", "CRegnScan", "CZlib"]),
    tests("RegnDataset", ["RegnData"]),
    tests("RegnPresentation", ["RegnData"]),
    tests("RegnStatBank", ["RegnData"]),
    tests("RegnLanguageService", ["RegnPhrases", "RegnSession", "RegnSyntax", "RegnData"]),
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
        "RegnPhrases", "RegnSyntax", "RegnData", "RegnFunctions", "RegnBinder", "RegnAnalyzers", "RegnEngine",
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
        "CLibFuzzer", "CZlib", "RegnSyntax", "RegnFormatter", "RegnData", "RegnRegex", "RegnFileFormats",
        "RegnPresentation", "RegnSession", "RegnCourse", "RegnLanguageService", "RegnLanguageServer",
      ], path: "Tests/Fuzz", exclude: ["CLibFuzzer", "corpus", "seeds.py"], swiftSettings: settings),
  ]
}
