import RegnData
import Testing

/// Datetimes, timespans, the calendar, and the pattern engines. Expected values are those of KQL's reference
/// pages, or counted by hand, or Python's.
@Suite struct ScalarsDateTimeTests {
  // MARK: Calendar

  /// The checksum of each hundred lines that this Python program writes (FNV-1a, 64 bits):
  ///
  ///     state = 42
  ///     for index in range(2000):
  ///         state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
  ///         ticks = state % 3155378976000000000
  ///         t = datetime(1, 1, 1) + timedelta(microseconds=ticks // 10)
  ///         print(ticks, f"{t.year:04}-{t:%m-%dT%H:%M:%S.%f}{ticks % 10}Z",
  ///               t.timetuple().tm_yday, t.isocalendar()[1], t.isoweekday() % 7)
  private static let pythonChecksums: [UInt64] = [
    0x604b_d7bc_e5dc_e4be, 0x5186_1138_8ca8_09f8, 0x41b0_c9ff_7764_0da2, 0xebec_435f_d0a8_68e0,
    0xd28b_e496_ec54_9c66,
    0x208f_eeb9_12d2_1ae8, 0xba75_1449_40ca_879f, 0x675_034b_dd25_9b4f, 0x7de0_7d43_442a_d482,
    0x1ca_d18a_4cb1_1b7d,
    0x38d6_b72c_ebaf_44ce, 0x46e7_2a7d_a796_c4ea, 0x93c3_e46a_84f3_65ea, 0xe953_2d59_8b4d_c51c,
    0x1b6a_e76c_3b6a_f058,
    0xeeb2_09a5_1217_5476, 0x976d_db85_d214_55f0, 0xe6b7_5ff3_06a0_2998, 0x2a6d_1f2c_b595_fc88,
    0xec9d_8250_84cb_e79d,
  ]

  @Test func calendarAgreesWithPython() {
    var state: UInt64 = 42
    for (block, expected) in Self.pythonChecksums.enumerated() {
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      for _ in 0..<100 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let value = DateTime(ticks: Int64(state % 3_155_378_976_000_000_000))
        let line = "\(value.ticks) \(value) \(value.dayOfYear) \(value.weekOfYear) \(value.dayOfWeek)\n"
        for byte in line.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        #expect(DateTime(value.text) == value)
      }
      #expect(hash == expected, "rows \(block * 100)...")
    }
  }

  @Test func everyDayGoesToADateAndBack() {
    var (year, month, day) = (1, 1, 1)
    var failures = 0
    for days in 0..<CivilCalendar.dayLimit {
      if CivilCalendar.date(ofDays: days) != (year, month, day)
        || CivilCalendar.days(validYear: year, month: month, day: day) != days
      {
        failures += 1
      }
      day += 1
      if day > CivilCalendar.daysIn(month: month, ofYear: year) { (month, day) = (month + 1, 1) }
      if month > 12 { (year, month) = (year + 1, 1) }
    }
    #expect(failures == 0)
    #expect((year, month, day) == (10_000, 1, 1))
  }

  @Test(arguments: [
    ("2020-12-31", 53), ("2020-06-15", 25), ("1970-01-01", 1), ("2000-01-01", 52), ("2024-12-30", 1),
  ])
  func weekOfYear(_ text: String, _ week: Int) {
    #expect(DateTime(text)?.weekOfYear == week)
  }

  @Test func parts() throws {
    let value = try #require(DateTime("2017-10-30 01:02:03.7654321"))
    #expect(value.year == 2017)
    #expect(value.quarter == 4)
    #expect(value.month == 10)
    #expect(value.weekOfYear == 44)
    #expect(value.day == 30)
    #expect(value.dayOfYear == 303)
    #expect(value.hour == 1)
    #expect(value.minute == 2)
    #expect(value.second == 3)
    #expect(value.millisecond == 765)
    #expect(value.microsecond == 765_432)
    #expect(value.nanosecond == 765_432_100)
    #expect(DateTime("0100-01-01")?.ticks == 31_241_376_000_000_000)
    #expect(DateTime.maximum.text == "9999-12-31T23:59:59.9999999Z")
  }

  @Test func monthsClamp() {
    #expect(DateTime("2024-01-31")?.addingMonths(1) == DateTime("2024-02-29"))
    #expect(DateTime("2023-03-31T05:06")?.addingMonths(-1) == DateTime("2023-02-28T05:06"))
    #expect(DateTime("2017-01-01")?.addingMonths(-15) == DateTime("2015-10-01"))
    #expect(DateTime("2024-02-29")?.addingYears(1) == DateTime("2025-02-28"))
    #expect(DateTime("9999-12-01")?.addingMonths(1) == nil)
    #expect(DateTime("0001-01-01")?.addingMonths(-1) == nil)
    #expect(DateTime("2000-01-01")?.addingMonths(.max) == nil)
    #expect(DateTime("2000-01-01")?.addingYears(.min) == nil)
  }

  @Test func startsAndEnds() throws {
    let value = try #require(DateTime("2017-01-01 10:10:17"))  // a Sunday
    #expect(value.start(of: .day) == DateTime("2017-01-01"))
    #expect(value.start(of: .day, offset: -1) == DateTime("2016-12-31"))
    #expect(value.start(of: .week, offset: 1) == DateTime("2017-01-08"))
    #expect(value.start(of: .month, offset: -1) == DateTime("2016-12-01"))
    #expect(value.start(of: .year, offset: 1) == DateTime("2018-01-01"))
    #expect(value.end(of: .day) == DateTime("2017-01-01 23:59:59.9999999"))
    #expect(value.end(of: .week) == DateTime("2017-01-07 23:59:59.9999999"))
    #expect(value.end(of: .month, offset: 1) == DateTime("2017-02-28 23:59:59.9999999"))
    #expect(value.end(of: .year, offset: -1) == DateTime("2016-12-31 23:59:59.9999999"))
    #expect(DateTime.maximum.end(of: .year) == .maximum)
    #expect(DateTime.minimum.start(of: .week) == nil)  // a Monday
    #expect(value.start(of: .week, offset: .max) == nil)
    #expect(value.end(of: .day, offset: .max) == nil)
  }

  // MARK: Datetime texts

  @Test(arguments: [
    ("2014-05-25T08:20:03.123456Z", "2014-05-25T08:20:03.1234560Z"),
    ("2014-05-25T08:20:03.123456", "2014-05-25T08:20:03.1234560Z"),
    ("2014-05-25T08:20", "2014-05-25T08:20:00.0000000Z"),
    ("2014-11-08 15:55:55.123456Z", "2014-11-08T15:55:55.1234560Z"),
    ("2014-11-08 15:55", "2014-11-08T15:55:00.0000000Z"),
    ("2014-11-08", "2014-11-08T00:00:00.0000000Z"),
    ("2014-11", "2014-11-01T00:00:00.0000000Z"),
    ("2014", "2014-01-01T00:00:00.0000000Z"),
    ("  2014-11-08T15:05:25 GMT ", "2014-11-08T15:05:25.0000000Z"),
    ("2014-11-08T15:05+01:00", "2014-11-08T14:05:00.0000000Z"),
    ("2014-11-08T15:05:00-0530", "2014-11-08T20:35:00.0000000Z"),
    ("2014-11-08 00:30:00 +01", "2014-11-07T23:30:00.0000000Z"),
    ("2015-12-31 23:59:59.9", "2015-12-31T23:59:59.9000000Z"),
    ("2015-12-31 23:59:59.99999999", "2016-01-01T00:00:00.0000000Z"),
    ("2014-1-8", "2014-01-08T00:00:00.0000000Z"),
    ("2014/11/08 1:02:03", "2014-11-08T01:02:03.0000000Z"),
    ("Sat, 8 Nov 14 15:05:02 GMT", "2014-11-08T15:05:02.0000000Z"),
    ("Sat, 8 Nov 2014 15:05 GMT", "2014-11-08T15:05:00.0000000Z"),
    ("Sat, 8 Nov 14 15:05", "2014-11-08T15:05:00.0000000Z"),
    ("8 Nov 14 15:05:02", "2014-11-08T15:05:02.0000000Z"),
    ("8 November 2014", "2014-11-08T00:00:00.0000000Z"),
    ("Saturday, 08-Nov-14 15:05:02 GMT", "2014-11-08T15:05:02.0000000Z"),
    ("08-Nov-14 15:05 GMT", "2014-11-08T15:05:00.0000000Z"),
    ("8-Nov-2014 15:05", "2014-11-08T15:05:00.0000000Z"),
    ("11/8/2014", "2014-11-08T00:00:00.0000000Z"),
    ("11/08/2014 03:05:02 PM", "2014-11-08T15:05:02.0000000Z"),
    ("11/08/2014 12:05 am", "2014-11-08T00:05:00.0000000Z"),
    ("Nov 8, 2014 15:05", "2014-11-08T15:05:00.0000000Z"),
  ])
  func reads(_ text: String, _ expected: String) {
    #expect(DateTime(text)?.text == expected)
  }

  @Test(arguments: [
    "", " ", "hello", "20141108", "2014-13-01", "2014-02-30", "2023-02-29", "2014-11-08T", "2014-11-08T25:00",
    "2014-11-08T24:00", "2014-11-08T12:60", "2014-11-08T12:00:60", "2014-11-08 12:00:00.", "2014-11-08x",
    "Sun, 8 Nov 14 15:05:02 GMT", "0000-01-01", "31/12/2014", "8 Foo 2014", "2014-11-08T12:00 CET",
    "0001-01-01T00:00+01:00", "9999-12-31T23:59:59.99999999", "12345", "1,5", "2014-11-08 13:00 PM", "-2014",
    "2014-", "8-Nov-", "Nov", "Sat,", "2014-11-08T12:00+", "12:30", "2014-11-08\u{0}",
  ])
  func refuses(_ text: String) {
    #expect(DateTime(text) == nil)
  }

  // MARK: Timespan texts

  @Test(arguments: [
    ("2d", "2.00:00:00"), ("1.5h", "01:30:00"), ("30m", "00:30:00"), ("10s", "00:00:10"),
    ("0.1s", "00:00:00.1000000"), ("100ms", "00:00:00.1000000"), ("10microsecond", "00:00:00.0000100"),
    ("5microseconds", "00:00:00.0000050"), ("1tick", "00:00:00.0000001"), ("15 seconds", "00:00:15"),
    ("2", "2.00:00:00"), ("0.12:34:56.7", "12:34:56.7000000"), ("0.00:01:00", "00:01:00"),
    ("1min", "00:01:00"),
    ("1.02:03:04.5000000", "1.02:03:04.5000000"), ("12:30", "12:30:00"), ("-1d", "-1.00:00:00"),
    ("-1.02:03:04.5", "-1.02:03:04.5000000"), ("1:02:03:04", "1.02:03:04"), ("00:00:00", "00:00:00"),
    ("100ns", ""), ("1e3s", ""), ("1.5", ""), ("25:00", ""), ("12:60", ""), ("d", ""), ("", ""), ("-", ""),
    ("1d2h", ""), ("12:30:", ""), ("12:30.5", ""), ("99999999999d", ""), ("1:2:3:4:5", ""), ("1.5.5h", ""),
    ("-10675199.02:48:05.4775808", "-10675199.02:48:05.4775808"), ("10675199.02:48:05.4775808", ""),
    ("250 nanoseconds", "00:00:00.0000003"), ("1hour", "01:00:00"), ("3 days", "3.00:00:00"),
  ])
  func timespans(_ text: String, _ expected: String) {
    #expect(Timespan(text)?.text ?? "" == expected)
  }

  @Test func timespansReadBack() {
    var state: UInt64 = 7
    for shift in 0..<2000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let value = Timespan(ticks: Int64(bitPattern: state) >> (shift % 64))
      #expect(Timespan(value.text) == value)
    }
    #expect(Timespan(Timespan(ticks: .min).text)?.ticks == .min)
    #expect(Timespan(Timespan(ticks: .max).text)?.ticks == .max)
  }

  // MARK: Patterns

  private func format(_ datetime: String, _ pattern: String) throws -> String {
    let compiled = try DateTimePattern(pattern, for: .datetime)
    var bytes: [UInt8] = []
    compiled.append(try #require(DateTime(datetime)), to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func format(span: String, _ pattern: String) throws -> String {
    let compiled = try DateTimePattern(pattern, for: .timespan)
    var bytes: [UInt8] = []
    compiled.append(try #require(Timespan(span)), to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: [
    ("2017-01-29 09:00:05", "yy-MM-dd [HH:mm:ss]", "17-01-29 [09:00:05]"),
    ("2017-01-29 09:00:05", "yyyy-M-dd [H:mm:ss]", "2017-1-29 [9:00:05]"),
    ("2017-01-29 09:00:05", "yy-MM-dd [hh:mm:ss tt]", "17-01-29 [09:00:05 AM]"),
    (
      "2009-06-15T13:45:30.6175425", "f ff fff ffff fffff ffffff fffffff",
      "6 61 617 6175 61754 617542 6175425"
    ),
    ("2009-06-15T13:45:30.0001150", "fffffff_FFFFFFF", "0001150_000115"),
    ("2009-06-15T13:45:30.0000500", "FFFF", ""),
    ("2009-06-15T13:45:30", "ss.FFF", "30"),
    ("2009-06-15T13:45:30", "h hh H HH m mm t tt", "1 01 13 13 45 45 P PM"),
    ("1900-01-01", "y yy yyyy h", "0 00 1900 12"),
    ("0001-01-01", "y/yy/yyyy,d", "1/01/0001,1"),
  ])
  func formatsDatetimes(_ datetime: String, _ pattern: String, _ expected: String) throws {
    #expect(try format(datetime, pattern) == expected)
  }

  @Test(arguments: [
    ("29.09:00:05.12345", "dd.hh:mm:ss:FF", "29.09:00:05:12"),
    ("29.09:00:05.12345", "ddd.h:mm:ss [fffffff]", "029.9:00:05 [1234500]"),
    ("15.13:45:30", "d dd ddd H m s", "15 15 015 13 45 30"),
    ("-1.02:00:00", "d.HH", "1.02"),
  ])
  func formatsTimespans(_ span: String, _ pattern: String, _ expected: String) throws {
    #expect(try format(span: span, pattern) == expected)
  }

  @Test func wrongPatternsSayWhere() {
    #expect(throws: DateTimePattern.Failure(offset: 5, length: 3)) { try format("2014", "yyyy-MMM") }
    #expect(throws: DateTimePattern.Failure(offset: 2, length: 1)) { try format("2014", "ddT") }
    #expect(throws: DateTimePattern.Failure(offset: 0, length: 4)) { try format(span: "1d", "yyyy") }
  }
}
