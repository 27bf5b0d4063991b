import Benchmark
import RegnSyntax

/// The kernels of queries, each by the shortest query that does little else: a statement's own cost, some
/// tens of microseconds, is part of the time.
func queryKernels() {
  query("filter: an integer", "bookings | where year == 2020 | count")
  query("filter: a text, by codes", "bookings | where municipality == 'Kommune 7' | count")
  query("aggregate: sum of exact decimals", "bookings | summarize sum(amount)")
  query("aggregate: sum of reals", "bookings | summarize sum(ratio)")
  query("group-by: 98 codes, direct", "bookings | summarize sum(amount) by municipality")
  query("group-by: 980 pairs, direct", "bookings | summarize sum(amount) by municipality, year")
  query("group-by: 100,000 numbers far apart, hashed", "bookings | summarize sum(amount) by wide")
  query("group-by: a million numbers", "bookings | summarize sum(amount) by id")
  query("distinct count: codes", "bookings | summarize dcount(municipality)")
  query("distinct count: a million numbers", "bookings | summarize dcount(id)")
  query("join: probe 100,000 keys", "bookings | join kind=inner prices on wide | summarize sum(price)")
  query("join: semi", "bookings | join kind=leftsemi (prices | where price < 10) on wide | count")
  query("sort: one number", "bookings | project id, wide | sort by wide asc, id asc")
  query(
    "sort: texts and decimals",
    "bookings | project municipality, amount | sort by municipality asc, amount asc")
  query("top: ten of a million", "bookings | top 10 by amount desc")
  query("percentile: selection", "bookings | summarize percentile(amount, 50)")
  query("percentile: by group", "bookings | summarize percentile(amount, 50) by municipality")
  query("texts: unpack", "bookings | summarize max(strlen(note))")
  query("search: contains", "bookings | where note contains 'Hosting nr' | count")
  query("search: has", "bookings | where note has 'hosting' | count")
  query("search: has_any", "bookings | where note has_any ('hosting', 'licens', 'moms') | count")
  query("decimal: add and multiply", "bookings | summarize sum(amount * 1.25 + 10)")
  query("decimal: divide", "bookings | summarize sum(amount / decimal(7))")
  query("date: begin of month", "bookings | summarize max(startofmonth(day))")
  query("regex: literal ahead", "bookings | where note matches regex @'hosting nr \\d+' | count")
  query("regex: classes alone", "bookings | where note matches regex @'\\b[A-ZÆØÅ]\\w+ \\w{6,}\\b' | count")
  query(
    "regex: extract",
    "bookings | extend number = extract(@'nr (\\d+)', 1, note) | summarize max(strlen(number))")
}

private func query(_ name: String, _ text: String) {
  Benchmark(name) { benchmark in
    let session = Bookings.session()
    let source = SourceText(text)
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations { blackHole(Bookings.run(source, in: session)) }
    benchmark.stopMeasurement()
  }
}
