import RegnData

let parsePathFunction = FunctionDefinition(
  "parse_path", category: .string, summary: "The parts of a file path as a property bag.",
  signatures: [
    .scalar([Parameter("path", .string)], result: .type(.dynamic)) { arguments, context in
      let texts = arguments[0].strings
      return try dynamicRows(context) { row, writer in
        let path = PathParts(texts.bytes(row &* arguments[0].stride))
        writer.beginBag()
        for (key, part) in [
          ("Scheme", path.scheme), ("RootPath", path.root), ("DirectoryPath", path.directory),
          ("DirectoryName", path.directoryName), ("Filename", path.file), ("Extension", path.fileExtension),
          ("AlternateDataStreamName", path.stream),
        ] {
          writer.append(key: key)
          writer.append(string: part)
        }
        writer.endBag()
        return true
      }
    }
  ],
  examples: [
    FunctionExample("print x = tostring(parse_path(@'C:\\temp\\file.txt').Filename)", "x\nfile.txt")
  ])

private struct PathParts {
  var scheme, root, directory, directoryName, file, fileExtension, stream: Bytes

  init(_ text: Bytes) {
    let empty = text.part(0..<0)
    (scheme, root, directory, directoryName) = (empty, empty, empty, empty)
    (file, fileExtension, stream) = (empty, empty, empty)
    var rest = text
    if let colon = rest.indices.first(where: {
      rest[$0] == 0x3A && $0 + 2 < rest.count && rest[$0 + 1] == 0x2F && rest[$0 + 2] == 0x2F
    }) {
      scheme = rest.part(0..<colon)
      rest = rest.part(colon + 3..<rest.count)
    }
    func isSlash(_ byte: UInt8) -> Bool { byte == 0x2F || byte == 0x5C }
    // A drive: a letter and a colon, also after the prefix of long paths.
    for start in 0..<max(0, rest.count - 1) where rest[start + 1] == 0x3A {
      let isStart = start == 0 || isSlash(rest[start - 1])
      if isStart, rest[start] | 0x20 >= 0x61, rest[start] | 0x20 <= 0x7A {
        root = rest.part(start..<start + 2)
        break
      }
    }
    let slash = rest.lastIndex(where: isSlash)
    if let slash {
      directory = rest.part(0..<slash)
      file = rest.part(slash + 1..<rest.count)
      let start = directory.lastIndex(where: isSlash).map { $0 + 1 } ?? 0
      directoryName = directory.part(start..<directory.count)
    } else {
      file = rest
    }
    if let colon = file.firstIndex(of: 0x3A) {
      stream = file.part(colon + 1..<file.count)
      file = file.part(0..<colon)
    }
    if let point = file.lastIndex(of: 0x2E) { fileExtension = file.part(point + 1..<file.count) }
  }
}
