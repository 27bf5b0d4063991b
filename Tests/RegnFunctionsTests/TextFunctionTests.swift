import RegnData
import Testing

@testable import RegnFunctions

/// Expected values: the reference's pages of the functions, or by hand.
@Suite struct TextFunctionTests {
  let null = Value.null(.long)

  @Test func parts() throws {
    #expect(try call("strcat", "a", 1, 1.5, true, null) == "a11.5true")
    #expect(try call("strcat_delim", "-", 1, "2", "A", span("1s")) == "1-2-A-00:00:01")
    #expect(try call("strlen", "Ærø") == .long(3))
    #expect(try call("string_size", "Ærø") == .long(5))
    #expect(try call("substring", "123456", 1) == "23456")
    #expect(try call("substring", "123456", 2, 2) == "34")
    #expect(try call("substring", "ABCD", 0, 2) == "AB")
    #expect(try call("substring", "123456", -2, 2) == "56")
    #expect(try call("substring", "Smørrebrød", 2, 3) == "ørr")
    #expect(try call("substring", "abc", -9) == "abc")
    #expect(try call("substring", "abc", 9) == "")
    #expect(try call("substring", "abc", .long(.min), .long(.max)) == "abc")
    #expect(try call("toupper", "smørrebrød") == "SMØRREBRØD")
    #expect(try call("tolower", "ÆBLEGRØD") == "æblegrød")
    #expect(try call("reverse", "Ærø") == "ørÆ")
    #expect(try call("split", "aa_bb", "_").printed == "[\"aa\",\"bb\"]")
    #expect(try call("split", "aaa_bbb_ccc", "_", 1).printed == "[\"bbb\"]")
    #expect(try call("split", "", "_").printed == "[\"\"]")
    #expect(try call("split", "a__b", "_").printed == "[\"a\",\"\",\"b\"]")
    #expect(try call("split", "aabbcc", "bb").printed == "[\"aa\",\"cc\"]")
    #expect(try call("strrep", "ABC", 2) == "ABCABC")
    #expect(try call("strrep", 123, 3, ".") == "123.123.123")
    #expect(try call("strrep", span("3s"), 2, " ") == "00:00:03 00:00:03")
    #expect(try call("strrep", "a", 5000).text?.count == 1024)
    #expect(try call("strcmp", "abc", "ABC") == .long(1))
    #expect(try call("translate", "krasp", "otsku", "spark") == "kusto")
    #expect(try call("translate", "abc", "x", "abc") == "xxx")
    #expect(try call("translate", "abc", "", "ab") == "")
    #expect(try call("format_bytes", 564) == "564 Bytes")
    #expect(try call("format_bytes", 10332, 1) == "10.1 KB")
    #expect(try call("format_bytes", 20_010_332) == "19 MB")
    #expect(try call("format_bytes", 20_010_332, 2) == "19.08 MB")
    #expect(try call("format_bytes", 20_010_332, 0, "KB") == "19541 KB")
  }

  @Test func slicesOfColumns() throws {
    let texts = ["a long text that is not inline", "short", ""]
    let column = Column(type: .string, values: texts.map { .string($0) })
    let parts = try call("substring", [column, Column(value: 2, count: 3)], rows: 3)
    #expect((0..<3).map { parts.value($0) } == ["long text that is not inline", "ort", ""])
    let starts = Column(type: .long, values: [0, 1, 2])
    let others = try call("substring", [column, starts, Column(value: 20, count: 3)], rows: 3)
    #expect((0..<3).map { others.value($0) } == ["a long text that is ", "hort", ""])
  }

  @Test func searching() throws {
    #expect(try call("indexof", "abcdefg", "cde") == .long(2))
    #expect(try call("indexof", "abcdefg", "cde", 1, 4) == .long(2))
    #expect(try call("indexof", "abcdefg", "cde", 1, 2) == .long(-1))
    #expect(try call("indexof", "abcdefg", "cde", 3, 4) == .long(-1))
    #expect(try call("indexof", "abcdefg", "cde", -5) == .long(2))
    #expect(try call("indexof", 1_234_567, 5, 1, 4) == .long(4))
    #expect(try call("indexof", "abcdefg", "cde", 2, -1) == .long(2))
    #expect(try call("indexof", "abcdefgabcdefg", "cde", 1, 10, 2) == .long(9))
    #expect(try call("indexof", "abcdefgabcdefg", "cde", 1, -1, 3) == .long(-1))
    #expect(try call("indexof", "Ærø", "ø") == .long(2))
    #expect(try call("indexof_regex", "abcabc", "a.c") == .long(0))
    #expect(try call("indexof_regex", "abcabcdefg", "a.c", 0, 9, 2) == .long(3))
    #expect(try call("indexof_regex", "abcabc", "a.c", 1, -1, 2) == .long(-1))
    #expect(try call("indexof_regex", "ababaa", "a.a", 0, -1, 2) == .long(-1))
    #expect(try call("indexof_regex", "abcabc", "a|ab", -1) == null)
    #expect(try call("countof", "aaaa", "aa") == .long(3))
    #expect(try call("countof", "ababa", "ab", "normal") == .long(2))
    #expect(try call("countof", "ababa", "aba", "regex") == .long(1))
    #expect(try call("countof", "abcabc", "a.c", "regex") == .long(2))
  }

  @Test func replacing() throws {
    #expect(try call("replace_string", "a cat", "cat", "hamster") == "a hamster")
    #expect(try call("replace_string", "aaa", "", "b") == "aaa")
    #expect(try call("replace_regex", "Number is 1", "is (\\d+)", "was: \\1") == "Number was: 1")
    let text: Value = "This is an example"
    #expect(
      try call("replace_strings", text, json("[\"This\",\"is\"]"), json("[\"This\",\"was\"]"))
        == "This was an example")
    #expect(
      try call("replace_strings", text, json("[\"is\",\"This\"]"), json("[\"was\",\"This\"]"))
        == "Thwas was an example")
    #expect(
      try call("replace_strings", text, json("[\"This\",\"is\"]"), json("[12345,\"was\"]"))
        == "This was an example")
    #expect(try call("trim", "--", "--https://bing.com--") == "https://bing.com")
    #expect(try call("trim", "[^\\w]+", "-  Te st1// $") == "Te st1")
    #expect(try call("trim_start", "[ab]", "aabbx") == "x")
    #expect(try call("trim_end", ".com", "bing.com") == "bing")
  }

  @Test func extracting() throws {
    #expect(try call("extract", "User: ([^,]+)", 1, "User: JohnDoe, Age: 29") == "JohnDoe")
    #expect(try call("extract", "x(y)", 1, "abc") == "")
    #expect(try call("extract", "x(y)", 7, "xy") == "")
    #expect(try call("extract", "-(\\d{2})-", 1, "21-07-2023", "int") == .int(7))
    #expect(
      try call("extract_all", "(\\d+)", "a set of numbers: 123, 567 and 789").printed
        == "[\"123\",\"567\",\"789\"]")
    let id: Value = "82b8be2d-dfa7-4bd1-8f63-24ad26d31449"
    #expect(
      try call("extract_all", "(\\w)(\\w+)(\\w)", json("[1,3]"), id).printed
        == "[[\"8\",\"d\"],[\"d\",\"7\"],[\"4\",\"1\"],[\"8\",\"3\"],[\"2\",\"9\"]]")
    #expect(
      try call(
        "extract_all", "(?P<first>\\w)(?P<middle>\\w+)(?P<last>\\w)", json("[\"first\",2,\"last\"]"), id
      ).printed
        == "[[\"8\",\"2b8be2\",\"d\"],[\"d\",\"fa\",\"7\"],[\"4\",\"bd\",\"1\"],[\"8\",\"f6\",\"3\"],[\"2\",\"4ad26d3144\",\"9\"]]"
    )
    #expect(try call("extract_all", "(z)", id).isNull)
    #expect(try call("regex_quote", "(so$me.Te^xt)") == "\\(so\\$me\\.Te\\^xt\\)")
  }

  @Test func encodings() throws {
    #expect(
      try call("url_encode", "https://www.bing.com/hello world") == "https%3a%2f%2fwww.bing.com%2fhello+world"
    )
    #expect(try call("url_encode_component", "hello world") == "hello%20world")
    #expect(try call("url_decode", "https%3a%2f%2fwww.bing.com%2f") == "https://www.bing.com/")
    #expect(try call("url_decode", "100%") == "100%")
    #expect(try call("url_decode", "%c3%86r%c3%b8") == "Ærø")
    #expect(try call("base64_encode_tostring", "Kusto") == "S3VzdG8=")
    #expect(try call("base64_decode_tostring", "S3VzdG8=") == "Kusto")
    #expect(try call("base64_decode_tostring", "!!") == "")
    #expect(try call("base64_decode_toarray", "S3VzdG8=").printed == "[75,117,115,116,111]")
    #expect(try call("base64_encode_fromarray", json("[75,117,115,116,111]")) == "S3VzdG8=")
    let bytes = try call("base64_decode_toarray", "U3RyaW5n0KHR0tGA0L7Rh9C60LA")
    #expect(try call("base64_encode_fromarray", bytes) == "")
    let guid = Value.guid(Guid("ae3133f2-6e22-49ae-b06a-16e6a9b212eb") ?? .zero)
    #expect(try call("base64_encode_fromguid", guid) == "8jMxriJurkmwahbmqbIS6w==")
    #expect(try call("base64_decode_toguid", "8jMxriJurkmwahbmqbIS6w==") == guid)
    #expect(try call("unicode_codepoints_from_string", "Ærø").printed == "[198,114,248]")
    #expect(try call("unicode_codepoints_to_string", 75, json("[117,115]"), 116, 111) == "Kusto")
    #expect(try call("unicode_codepoints_to_string", -1) == "")
    #expect(try call("punycode_to_string", "acadmie-franaise-npb1a") == "académie-française")
    #expect(try call("punycode_from_string", "académie-française") == "acadmie-franaise-npb1a")
    #expect(
      try call("punycode_domain_from_string", "xn--Ry-lja8c.xn--Jng-uta63a.xn--Bng-9ka.com")
        == "Rúyì.Jīngū.Bàng.com")
    #expect(try call("punycode_domain_to_string", "rødgrød.dk") == "xn--rdgrd-vuad.dk")
  }

  @Test func parsing() throws {
    #expect(
      try call("parse_url", "scheme://username:password@host:1234/this/is/a/path?k1=v1&k2=v2#fragment")
        .printed
        == "{\"Scheme\":\"scheme\",\"Host\":\"host\",\"Port\":\"1234\",\"Path\":\"this/is/a/path\",\"Username\":\"username\",\"Password\":\"password\",\"Query Parameters\":{\"k1\":\"v1\",\"k2\":\"v2\"},\"Fragment\":\"fragment\"}"
    )
    #expect(
      try call("parse_urlquery", "k1=v1&k2=v2&k3=v3").printed
        == "{\"Query Parameters\":{\"k1\":\"v1\",\"k2\":\"v2\",\"k3\":\"v3\"}}")
    for (path, answer) in [
      ("C:\\temp\\file.txt", ["", "C:", "C:\\temp", "temp", "file.txt", "txt", ""]),
      ("temp\\file.txt", ["", "", "temp", "temp", "file.txt", "txt", ""]),
      ("file://C:/temp/file.txt:some.exe", ["file", "C:", "C:/temp", "temp", "file.txt", "txt", "some.exe"]),
      (
        "\\\\shared\\users\\temp\\file.txt.gz",
        ["", "", "\\\\shared\\users\\temp", "temp", "file.txt.gz", "gz", ""]
      ),
      ("/usr/lib/temp/file.txt", ["", "", "/usr/lib/temp", "temp", "file.txt", "txt", ""]),
    ] {
      guard case .dynamic(let bytes) = try call("parse_path", .string(path)) else { continue }
      let parts = bytes.withUnsafeBufferPointer { bytes in
        let bag = DynamicRef(bytes)
        return (0..<bag.count).map { String(decoding: bag.value(at: $0).stringBytes ?? bytes, as: UTF8.self) }
      }
      #expect(parts == answer, "\(path)")
    }
    #expect(try call("parse_version", "0.0.0.5") == exact("5"))
    #expect(try call("parse_version", "1.2.3.4") == exact("1000000020000000300000004"))
    #expect(try call("parse_version", "1").printed == "1000000000000000000000000")
    #expect(try call("parse_version", "1.2.3.4.5").isNull)
    #expect(try call("parse_version", "1.x").isNull)
    #expect(
      try call("parse_csv", "aa,\"b,b,b\",cc,\"Escaping quotes: \"\"Title\"\"\",\"line1\nline2\"").printed
        == "[\"aa\",\"b,b,b\",\"cc\",\"Escaping quotes: \\\"Title\\\"\",\"line1\\nline2\"]")
    #expect(
      try call("parse_csv", "record1,a,b,c\nrecord2,x,y,z").printed == "[\"record1\",\"a\",\"b\",\"c\"]")
    #expect(
      try call("parse_command_line", "echo \"hello world!\"", "windows").printed
        == "[\"echo\",\"hello world!\"]")
  }
}
