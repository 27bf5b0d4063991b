import RegnData
import RegnPhrases
import Testing

@testable import RegnPresentation

@Suite struct HTMLTests {
  /// SHA-256 by FIPS 180-4, to check the page's policy against its style.
  private func sha256(_ message: [UInt8]) -> [UInt8] {
    func fraction(_ root: Double) -> UInt32 { UInt32((root - root.rounded(.down)) * 4_294_967_296) }
    func cubeRoot(_ value: Double) -> Double {
      var guess = value / 2 + 1
      for _ in 0..<100 { guess = (2 * guess + value / (guess * guess)) / 3 }
      return guess
    }
    var primes: [Int] = []
    var candidate = 2
    while primes.count < 64 {
      if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
      candidate += 1
    }
    let constants = primes.map { fraction(cubeRoot(Double($0))) }
    var state = primes.prefix(8).map { fraction(Double($0).squareRoot()) }
    var padded = message + [0x80]
    while padded.count % 64 != 56 { padded.append(0) }
    for shift in stride(from: 56, through: 0, by: -8) {
      padded.append(UInt8(((message.count * 8) >> shift) & 255))
    }
    func turn(_ value: UInt32, _ by: UInt32) -> UInt32 { value >> by | value << (32 - by) }
    for block in stride(from: 0, to: padded.count, by: 64) {
      var words = (0..<16).map { index -> UInt32 in
        padded[(block + index * 4)..<(block + index * 4 + 4)].reduce(0) { $0 << 8 | UInt32($1) }
      }
      for index in 16..<64 {
        let (a, b) = (words[index - 15], words[index - 2])
        let first = turn(a, 7) ^ turn(a, 18) ^ (a >> 3)
        let second = turn(b, 17) ^ turn(b, 19) ^ (b >> 10)
        words.append(words[index - 16] &+ first &+ words[index - 7] &+ second)
      }
      var v = state
      for index in 0..<64 {
        let first = turn(v[4], 6) ^ turn(v[4], 11) ^ turn(v[4], 25)
        let choice = (v[4] & v[5]) ^ (~v[4] & v[6])
        let one = v[7] &+ first &+ choice &+ constants[index] &+ words[index]
        let second = turn(v[0], 2) ^ turn(v[0], 13) ^ turn(v[0], 22)
        let majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2])
        v = [one &+ second &+ majority, v[0], v[1], v[2], v[3] &+ one, v[4], v[5], v[6]]
      }
      for index in 0..<8 { state[index] &+= v[index] }
    }
    return state.flatMap { word in (0..<4).map { UInt8(word >> (24 - 8 * UInt32($0)) & 255) } }
  }

  private func base64(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let part = bytes[start..<min(start + 3, bytes.count)]
      let word = part.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - part.count))
      for index in 0..<4 { text.append(index <= part.count ? letters[word >> (18 - 6 * index) & 63] : "=") }
    }
    return text
  }

  @Test func thePolicyAllowsTheStyle() throws {
    #expect(base64(sha256(Array("abc".utf8))) == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
    #expect(base64(sha256(Array(htmlStyle.utf8))) == styleHash)
    let page = try OutputFormat.html.text([])
    #expect(page.contains("style-src 'sha256-\(styleHash)'"))
    #expect(page.contains("<style>\(htmlStyle)</style>"))
    #expect(!page.contains("<script") && !page.contains("style=\"") && !page.contains("http://"))
  }

  @Test func tableWithScopesNullsAndSources() throws {
    let table = result(
      [("municipality", .string), ("kr", .decimal), ("day", .datetime)],
      [[.string("Ærø"), decimal("1234567.50"), date("2024-12-31")], [.string(""), nil, nil]],
      sources: [denmark, model])
    let page = try OutputFormat.html.text(
      [table], options: OutputOptions(locale: .da, title: "Udgifter & mere"))
    let body = try #require(page.firstRange(of: "<main>"))
    #expect(page.contains("<title>Udgifter &amp; mere</title>"))
    #expect(
      String(page[body.lowerBound...]) == """
        <main>
        <h1>Udgifter &amp; mere</h1>
        <section>
        <div class="scroll" tabindex="0">
        <table>
        <caption>Resultat 1</caption>
        <thead>
        <tr><th scope="col">municipality</th><th scope="col" class="n">kr</th><th scope="col">day</th></tr>
        </thead>
        <tbody>
        <tr><th scope="row">Ærø</th><td class="n">1.234.567,50</td><td>31.12.2024</td></tr>
        <tr><th scope="row"></th><td class="n"><abbr class="null" title="ingen værdi">·</abbr></td>\
        <td><abbr class="null" title="ingen værdi">·</abbr></td></tr>
        </tbody>
        </table>
        </div>
        <p class="rows">2 rækker</p>
        <p class="modelled">MODELLEREDE tal — Regn, IT-SHARE</p>
        <p class="source">Kilde: Danmarks Statistik, REGK31 og FOLK1A (CC BY 4.0); \
        amount er beregnet: kr_per_inhabitant × inhabitants</p>
        </section>
        </main>
        </body>
        </html>

        """)
  }

  @Test func dataIsEscapedEverywhere() throws {
    let hostile = "</title><script>alert('x')</script>\"&\u{202E}\0"
    let table = ResultTable(
      name: hostile,
      columns: [
        ColumnSchema(name: hostile, type: .string, description: Phrase(verbatim: hostile), unit: hostile),
        ColumnSchema(name: "n", type: .long),
      ],
      chunks: [
        Chunk(
          columns: [
            Column(type: .string, values: [.string(hostile)]), Column(type: .long, values: [.long(1)]),
          ],
          rowCount: 1, sequence: 0)
      ], sources: [Provenance(publisher: Phrase(verbatim: hostile), notes: [Phrase(verbatim: hostile)])],
      render: RenderRequest(kind: "barchart", properties: ["title": hostile]))
    let options = OutputOptions(title: hostile)
    for kind in ["barchart", "columnchart", "piechart", "linechart", "areachart", hostile] {
      let chart = ResultTable(
        name: table.name, columns: table.columns, chunks: table.chunks, sources: table.sources,
        render: RenderRequest(kind: kind, properties: ["title": hostile]))
      let page = try OutputFormat.html.text([chart], options: options)
      #expect(!page.contains("<script") && !page.contains("alert('x')"))
      #expect(!page.contains("\u{202E}") && !page.contains("\0"))
      #expect(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;\\u202E␀"))
    }
  }

  @Test func chartsHaveTitleAndDescription() throws {
    let table = result(
      [("k", .string), ("n", .long)], [[.string("Ærø"), .long(1)], [.string("Fanø"), .long(3)]],
      render: RenderRequest(kind: "barchart", properties: ["title": "Øer"]))
    let page = try OutputFormat.html.text([table, table])
    #expect(page.contains("<svg role=\"img\" aria-labelledby=\"chart1-title chart1-desc\""))
    #expect(page.contains("<title id=\"chart2-title\">Øer</title>"))
    #expect(
      page.contains(
        "<desc id=\"chart1-desc\">Bar chart with 2 points, from 1 to 3. The table below has the figures.</desc>"
      ))
    #expect(page.contains("<title>Fanø, n: 3</title>"))
    #expect(page.contains("<figcaption>Øer</figcaption>"))
  }

  @Test func whatCannotBeDrawnIsSaid() throws {
    let table = result([("s", .string)], [[.string("x")]], render: RenderRequest(kind: "barchart"))
    #expect(
      try OutputFormat.html.text([table])
        .contains("<p class=\"rows\">barchart cannot be drawn: no column is numeric</p>"))
  }
}
