import CLibEdit

/// Tab: completing what is before the cursor, and the menu of candidates.
extension LineEditor {
  /// Completes, or goes on in the menu that is open. A single candidate is inserted at once; of several,
  /// first what they have in common, and the menu opens.
  func complete() -> UInt8 {
    if menu != nil { return choose(back: false) }
    let (before, after) = content
    let (buffer, candidates) = completed(Buffer(text: before + after, cursor: before.utf8.count))
    guard let buffer else { return Reply.error }
    if candidates.count > 1 { menu = CompletionMenu(candidates, over: buffer, language) }
    return show(buffer)
  }

  /// The next candidate of the menu, or the one before.
  func choose(back: Bool) -> UInt8 {
    guard menu != nil else { return back ? Reply.error : complete() }
    menu?.move(back: back)
    return menu.map { show($0.buffer) } ?? Reply.error
  }

  /// Closes the menu; the input is as it was before a candidate was chosen.
  func leaveMenu() -> UInt8 {
    guard var left = menu else { return Reply.normal }
    menu = nil
    left.leave()
    return show(left.buffer)
  }

  /// The input after completing as far as it is certain, and what could follow: nothing when it is complete.
  /// Nil when nothing could.
  func completed(_ buffer: Buffer) -> (Buffer?, [Completion]) {
    let candidates = completer(buffer).filter {
      $0.replacing.lowerBound >= 0 && $0.replacing.upperBound <= buffer.text.utf8.count
        && isScalarBoundary($0.replacing.lowerBound, in: buffer.text)
        && isScalarBoundary($0.replacing.upperBound, in: buffer.text)
    }
    guard let first = candidates.first else { return (nil, []) }
    if candidates.count == 1 { return (first.applied(to: buffer.text), []) }
    let range = first.replacing
    let common = commonPrefix(candidates.map(\.text))
    let replaced = String(
      decoding: buffer.text.utf8.dropFirst(range.lowerBound).prefix(range.count), as: UTF8.self)
    guard candidates.allSatisfy({ $0.replacing == range }), common != replaced,
      common.unicodeScalars.count >= replaced.unicodeScalars.count
    else { return (buffer, candidates) }
    let longer = Completion(text: common, replacing: range).applied(to: buffer.text)
    return (
      longer,
      candidates.map {
        Completion(
          text: $0.text, replacing: range.lowerBound..<longer.cursor, display: $0.display, kind: $0.kind,
          detail: $0.detail)
      }
    )
  }

  /// Puts a text in the place of the input.
  func show(_ buffer: Buffer) -> UInt8 {
    let (before, after) = content
    if before + after != buffer.text {
      moveCursor(by: after.unicodeScalars.count)
      el_deletestr(handle, Int32(clamping: (before + after).unicodeScalars.count))
      guard buffer.text.isEmpty || insert(buffer.text) else { return Reply.error }
    }
    let cursor = String(decoding: buffer.text.utf8.prefix(buffer.cursor), as: UTF8.self)
    moveCursor(by: cursor.unicodeScalars.count - content.before.unicodeScalars.count)
    return Reply.refresh
  }
}

extension LineEditor.Completion {
  /// A text with the completion in it, and the cursor behind that.
  func applied(to old: String) -> LineEditor.Buffer {
    let bytes = Array(old.utf8)
    let head = String(decoding: bytes[..<replacing.lowerBound], as: UTF8.self)
    let tail = String(decoding: bytes[replacing.upperBound...], as: UTF8.self)
    return LineEditor.Buffer(text: head + text + tail, cursor: replacing.lowerBound + text.utf8.count)
  }
}

/// Whether a UTF-8 offset lies between two scalars.
func isScalarBoundary(_ offset: Int, in text: String) -> Bool {
  let utf8 = text.utf8
  let index = utf8.index(utf8.startIndex, offsetBy: offset)
  return index == utf8.endIndex || utf8[index] & 0xC0 != 0x80
}

/// What all texts begin with.
func commonPrefix(_ texts: [String]) -> String {
  guard let first = texts.first else { return "" }
  var common = Array(first.unicodeScalars)
  for text in texts.dropFirst() {
    let same = zip(common, text.unicodeScalars).prefix { $0 == $1 }.count
    common.removeLast(common.count - same)
  }
  var scalars = String.UnicodeScalarView()
  scalars.append(contentsOf: common)
  return String(scalars)
}
