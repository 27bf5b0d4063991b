import RegnData
import Testing

@testable import RegnFunctions

/// Expected values: the reference's pages of the functions, or by hand.
@Suite struct ScalarFunctionTests {
  let null = Value.null(.long)
  let none = Value.null(.datetime)

  @Test func conversions() throws {
    #expect(try call("tolong", "42") == .long(42))
    #expect(try call("tolong", " -0x1F ") == .long(-31))
    #expect(try call("tolong", "1.5") == null)
    #expect(try call("tolong", "") == null)
    #expect(try call("tolong", 2.9) == .long(2))
    #expect(try call("tolong", -2.9) == .long(-2))
    #expect(try call("tolong", .real(.nan)) == null)
    #expect(try call("toint", 2.3) == .int(2))
    #expect(try call("toint", .long(1 << 40)) == .null(.int))
    #expect(try call("todouble", "1,5") == .null(.real))
    #expect(try call("toreal", "1e3") == .real(1000))
    #expect(try call("todecimal", 1.5).printed == "1.5")
    #expect(try call("todecimal", "1.50").printed == "1.50")
    #expect(try call("tobool", "TRUE") == true)
    #expect(try call("tobool", 0) == false)
    #expect(try call("tobool", "abc") == .null(.bool))
    #expect(try call("todatetime", "2015-12-31 23:59:59.9").printed == "2015-12-31T23:59:59.9000000Z")
    #expect(try call("todatetime", "2023-02-30") == none)
    #expect(try call("totimespan", "0.00:01:00").printed == "00:01:00")
    #expect(
      try call("toguid", "70fc66f7-8279-44fc-9092-d364d70fce44").printed
        == "70fc66f7-8279-44fc-9092-d364d70fce44")
    #expect(try call("toguid", "x") == .null(.guid))
    #expect(try call("tostring", true) == "true")
    #expect(try call("tostring", 1.0) == "1")
    #expect(try call("tostring", null) == "")
    #expect(try call("tostring", json("\"text\"")) == "text")
    #expect(try call("tostring", json("{\"a\":[1,2.5]}")) == "{\"a\":[1,2.5]}")
    #expect(try call("tolong", json("\"7\"")) == .long(7))
    #expect(try call("toreal", json("[1]")) == .null(.real))
    #expect(try call("tohex", 256) == "100")
    #expect(try call("tohex", -256) == "ffffffffffffff00")
    #expect(try call("tohex", 256, 8) == "00000100")
    #expect(try call("tohex", 0) == "0")
    #expect(try call("gettype", span("1s")) == "timespan")
    #expect(try call("gettype", json("{}")) == "dictionary")
    #expect(try call("gettype", json("[]")) == "array")
    #expect(try call("gettype", json("1")) == "int")
    #expect(try call("isnull", null) == true)
    #expect(try call("isnull", "") == false)
    #expect(try call("isnull", json("null")) == true)
    #expect(try call("isempty", "") == true)
    #expect(try call("isempty", " ") == false)
    #expect(try call("isempty", null) == true)
    #expect(try call("notempty", "x") == true)
    #expect(try call("isascii", "Ærø") == false)
    #expect(try call("isnan", .real(.nan)) == true)
    #expect(try call("isinf", .real(.infinity)) == true)
    #expect(try call("isfinite", 1) == true)
  }

  @Test func dates() throws {
    let day = time("2017-10-30 01:02:03.7654321")
    for (part, answer) in [
      ("year", 2017), ("quarter", 4), ("month", 10), ("week_of_year", 44), ("day", 30), ("dayOfYear", 303),
      ("hour", 1), ("minute", 2), ("second", 3), ("millisecond", 765), ("microsecond", 765_432),
      ("nanosecond", 765_432_100),
    ] {
      #expect(try call("datetime_part", .string(part), day) == .long(Int64(answer)), "\(part)")
    }
    for (part, later, earlier, answer) in [
      ("year", "2017-01-01", "2000-12-31", 17), ("quarter", "2017-07-01", "2017-03-30", 2),
      ("month", "2017-01-01", "2015-12-30", 13), ("week", "2017-10-29 00:00", "2017-09-30 23:59", 5),
      ("day", "2017-10-29 00:00", "2017-09-30 23:59", 29),
      ("hour", "2017-10-31 01:00", "2017-10-30 23:59", 2),
      ("minute", "2017-10-30 23:05:01", "2017-10-30 23:00:59", 5),
      ("second", "2017-10-30 23:00:10.100", "2017-10-30 23:00:00.900", 10),
      ("millisecond", "2017-10-30 23:00:00.200100", "2017-10-30 23:00:00.100900", 100),
      ("microsecond", "2017-10-30 23:00:00.1009001", "2017-10-30 23:00:00.1008009", 100),
      ("nanosecond", "2017-10-30 23:00:00.0000000", "2017-10-30 23:00:00.0000007", -700),
    ] {
      #expect(
        try call("datetime_diff", .string(part), time(later), time(earlier)) == .long(Int64(answer)),
        "\(part)")
    }
    #expect(try call("datetime_add", "month", 1, time("2024-01-31")) == time("2024-02-29"))
    #expect(try call("datetime_add", "year", .long(.max), time("2024-01-31")) == none)
    #expect(try call("datetime_add", "week", -1, time("2024-01-08")) == time("2024-01-01"))
    #expect(throws: ExecutionError.self) { try call("datetime_add", "fortnight", 1, day) }
    #expect(try call("dayofweek", time("2015-12-14")).printed == "1.00:00:00")
    #expect(try call("dayofyear", time("2015-12-14")) == .int(348))
    #expect(try call("week_of_year", time("2020-12-31")) == .long(53))
    #expect(try call("startofweek", time("2017-01-04"), -1) == time("2016-12-25"))
    #expect(try call("endofmonth", time("2017-02-01 10:10")).printed == "2017-02-28T23:59:59.9999999Z")
    #expect(try call("startofyear", time("2017-05-15"), .long(.min)) == none)
    #expect(
      try call("format_datetime", time("2017-01-29 09:00:05"), "yy-MM-dd [HH:mm:ss]") == "17-01-29 [09:00:05]"
    )
    #expect(throws: ExecutionError.self) { try call("format_datetime", day, "yyyy-QQ") }
    #expect(try call("format_timespan", span("29.09:00:05.12345"), "dd.hh:mm:ss [FF]") == "29.09:00:05 [12]")
    #expect(try call("make_datetime", 2017, 10, 1).printed == "2017-10-01T00:00:00.0000000Z")
    #expect(
      try call("make_datetime", 2017, 10, 1, 12, 11, 0.1234567).printed == "2017-10-01T12:11:00.1234567Z")
    #expect(try call("make_datetime", 2017, 13, 1) == none)
    #expect(try call("make_timespan", 1, 12, 30, 55.123).printed == "1.12:30:55.1230000")
    #expect(try call("make_timespan", 12, 30).printed == "12:30:00")
    #expect(try call("unixtime_seconds_todatetime", 1_546_300_800) == time("2019-01-01"))
    #expect(try call("unixtime_nanoseconds_todatetime", 1_546_300_800_000_000_000) == time("2019-01-01"))
    #expect(try call("unixtime_seconds_todatetime", .long(.max)) == none)
    #expect(try call("around", 5, 8, 2) == false)
  }

  @Test func zones() throws {
    func local(_ text: String, _ zone: String) throws -> String {
      try call("datetime_utc_to_local", time(text), .string(zone)).printed
    }
    #expect(try local("2024-07-01 12:00", "Europe/Copenhagen") == "2024-07-01T14:00:00.0000000Z")
    #expect(try local("2024-01-01 12:00", "Europe/Copenhagen") == "2024-01-01T13:00:00.0000000Z")
    #expect(try local("2024-03-31 00:59:59", "Europe/Copenhagen") == "2024-03-31T01:59:59.0000000Z")
    #expect(try local("2024-03-31 01:00", "Europe/Copenhagen") == "2024-03-31T03:00:00.0000000Z")
    #expect(try local("2050-10-30 00:59", "Europe/Copenhagen") == "2050-10-30T02:59:00.0000000Z")
    // Until 1995 summer time ended in September.
    #expect(try local("1990-10-10 12:00", "Europe/Copenhagen") == "1990-10-10T13:00:00.0000000Z")
    #expect(try local("2006-04-01 12:00", "America/New_York") == "2006-04-01T07:00:00.0000000Z")
    #expect(try local("2020-01-01 00:00", "Asia/Kolkata") == "2020-01-01T05:30:00.0000000Z")
    func utc(_ text: String, _ zone: String) throws -> String {
      try call("datetime_local_to_utc", time(text), .string(zone)).printed
    }
    #expect(try utc("2020-02-02 20:02:20", "US/Pacific") == "2020-02-03T04:02:20.0000000Z")
    #expect(try utc("2020-02-02 20:02:20", "Europe/Paris") == "2020-02-02T19:02:20.0000000Z")
    #expect(try utc("2022-03-27 01:00", "Europe/Brussels") == "2022-03-27T00:00:00.0000000Z")
    #expect(try utc("2022-03-27 02:00", "Europe/Brussels") == "2022-03-27T00:00:00.0000000Z")
    #expect(try utc("2022-03-27 03:00", "Europe/Brussels") == "2022-03-27T01:00:00.0000000Z")
    #expect(throws: ExecutionError.self) { try local("2020-01-01", "Europe/Nowhere") }
    #expect(TimeZones.names.count > 500)
  }

  @Test func math() throws {
    #expect(try call("bin", 4.5, 1) == .real(4))
    #expect(try call("bin", -7, 5) == .long(-10))
    #expect(try call("bin", 7, 0) == null)
    #expect(try call("bin", 7, -1) == null)
    let narrow = try call("bin", .int(7), .int(5))
    #expect(narrow == .int(5))
    #expect(try call("bin", span("16d"), span("7d")) == span("14d"))
    #expect(try call("floor", time("1970-05-11 13:45:07"), span("1d")) == time("1970-05-11"))
    #expect(try call("bin", exact("-1.25"), exact("0.5")) == exact("-1.5"))
    #expect(try call("bin_at", 6.5, 2.5, 7.0) == .real(4.5))
    #expect(
      try call("bin_at", time("2017-05-17 10:20"), span("7d"), time("2017-06-04")) == time("2017-05-14"))
    #expect(try call("ceiling", -1.1) == .real(-1))
    #expect(try call("round", 2.98765, 3) == .real(2.988))
    #expect(try call("round", 2.15, 1) == .real(2.2))
    #expect(try call("round", -50.55, -2) == .real(-100))
    #expect(try call("round", 21.5, -1) == .real(20))
    #expect(try call("round", 2.5) == .real(3))
    #expect(try call("round", -2.5) == .real(-3))
    #expect(try call("round", 0.49999999999999994) == .real(0))
    #expect(try call("round", 1.005, 2) == .real(1.01))
    #expect(try call("round", 15, -1) == .long(20))
    #expect(try call("round", exact("2.345"), 2).printed == "2.35")
    #expect(try call("sign", -42) == .long(-1))
    #expect(try call("sqrt", -1.0) == .null(.real))
    #expect(try call("log", -1.0) == .null(.real))
    #expect(try call("log2", 8) == .real(3))
    #expect(try call("pow", 2, 3) == .real(8))
    #expect(try call("acos", 2.0) == .null(.real))
    #expect(try call("gamma", 5) == .real(24))
    #expect(try call("binary_and", 6, 3) == .long(2))
    #expect(try call("binary_shift_left", 1, -1) == null)
    #expect(try call("binary_shift_left", 1, 65) == .long(2))
    #expect(try call("bitset_count_ones", 42) == .long(3))
    #expect(try call("convert_angle", 1.2, "Degree", "Arcminute") == .real(72))
    #expect(try call("convert_length", 1.2, "Ell", "Foot") == .null(.real))
    // Printed on the reference's pages with fifteen digits.
    for (name, from, to, answer) in [
      ("convert_energy", "Joule", "BritishThermalUnit", 0.00113738054437598),
      ("convert_length", "Meter", "Foot", 3.93700787401575),
      ("convert_mass", "Kilogram", "Pound", 2.64554714621853),
      ("convert_force", "Newton", "Decanewton", 0.12),
      ("convert_speed", "MeterPerSecond", "CentimeterPerHour", 432_000),
    ] {
      let value = try call(name, 1.2, .string(from), .string(to)).double ?? 0
      #expect(abs(value - answer) <= abs(answer) * 1e-14, "\(name)")
    }
    let p = try call("welch_test", 20.82, 7.7, 15, 22.9, 3.5, 15).double ?? 0
    #expect(p > 0.02 && p < 0.03)
    #expect(abs((try call("beta_inv", try call("beta_cdf", 0.3, 2, 5), 2, 5).double ?? 0) - 0.3) < 1e-9)
    #expect(try call("rand", 5).double ?? 9 < 5)
  }

  @Test func conditionals() throws {
    #expect(try call("iff", true, 1, 2) == .long(1))
    #expect(try call("iff", .null(.bool), "a", "b") == "b")
    #expect(try call("case", false, "a", true, "b", "c") == "b")
    #expect(try call("case", false, 1, .null(.bool), 2, 3) == .long(3))
    #expect(try call("coalesce", null, 42, 33) == .long(42))
    #expect(try call("coalesce", "", "x") == "x")
    #expect(try call("max_of", 10, 1, null, 17) == .long(17))
    #expect(try call("min_of", 10, 1, -3, 17) == .long(-3))
    #expect(try call("max_of", 1, 2.5) == .real(2.5))
    #expect(throws: ExecutionError.self) { try call("assert", false, "no") }
    let predicate = Column(type: .bool, values: [true, false, .null(.bool)])
    let chosen = try call(
      "iff", [predicate, Column(type: .long, values: [1, 2, 3]), Column(value: null, count: 3)], rows: 3)
    #expect((0..<3).map { chosen.value($0) } == [.long(1), null, null])
    let words = try call(
      "iff", [predicate, Column(value: "ja", count: 3), Column(value: "nej", count: 3)], rows: 3)
    #expect((0..<3).map { words.value($0) } == ["ja", "nej", "nej"])
  }

  @Test func hashes() throws {
    #expect(try call("hash", "World") == .long(1_846_988_464_401_551_951))
    #expect(try call("hash", "World", 100) == .long(51))
    #expect(try call("hash", time("2015-01-01")) == .long(1_380_966_698_541_616_202))
    // The algorithm's own test vector for the empty input, and one beyond 32 bytes.
    #expect(try call("hash_xxhash64", "") == .long(Int64(bitPattern: 0xEF46_DB37_51D8_E999)))
    #expect(
      try call("hash_sha256", "World") == "78ae647dc5544d227130a0682a51e30bc7777fbb6d8a8f17007463a3ecd1d524")
    #expect(
      try call("hash_sha256", time("2020-01-01"))
        == "ba666752dc1a20eb750b0eb64e780cc4c968bc9fb8813461c1d7e750f302d71d")
    #expect(try call("hash_md5", "") == "d41d8cd98f00b204e9800998ecf8427e")
    #expect(try call("hash_md5", "message digest") == "f96b697d7cb7938d525a2f31aaf161d0")
    #expect(try call("hash_sha1", "abc") == "a9993e364706816aba3e25717850c26c9cd0d89d")
    let long = String(repeating: "a", count: 1000)
    #expect(try call("hash_sha1", .string(long)) == "291e9a6c66994949b57ba5e650361e98fc36b1ba")
    #expect(
      try call("hash_sha256", .string(long))
        == "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3")
    #expect(try call("hash_xxhash64", .string(long)) == .long(6_261_194_739_255_231_011))
  }
}
