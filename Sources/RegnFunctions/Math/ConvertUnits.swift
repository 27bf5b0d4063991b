import RegnData
import RegnPhrases

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

let convertAngleFunction = conversion(
  "convert_angle", "angle", Units.angles,
  FunctionExample("print x = convert_angle(1.2, 'Degree', 'Arcminute')", "x\n72"))
let convertEnergyFunction = conversion(
  "convert_energy", "energy", Units.energies,
  FunctionExample(
    "print x = round(convert_energy(1.2, 'Joule', 'BritishThermalUnit'), 12)", "x\n0.001137380544"))
let convertForceFunction = conversion(
  "convert_force", "force", Units.forces,
  FunctionExample("print x = convert_force(1.2, 'Newton', 'Decanewton')", "x\n0.12"))
let convertLengthFunction = conversion(
  "convert_length", "length", Units.lengths,
  FunctionExample("print x = round(convert_length(1.2, 'Meter', 'Foot'), 10)", "x\n3.937007874"))
let convertMassFunction = conversion(
  "convert_mass", "mass", Units.masses,
  FunctionExample("print x = round(convert_mass(1.2, 'Kilogram', 'Pound'), 10)", "x\n2.6455471462"))
let convertSpeedFunction = conversion(
  "convert_speed", "speed", Units.speeds,
  FunctionExample(
    "print x = round(convert_speed(1.2, 'MeterPerSecond', 'CentimeterPerHour'), 6)", "x\n432000"))
let convertTemperatureFunction = conversion(
  "convert_temperature", "temperature", Units.temperatures,
  FunctionExample("print x = round(convert_temperature(1.2, 'Kelvin', 'DegreeCelsius'), 6)", "x\n-271.95"))
let convertVolumeFunction = conversion(
  "convert_volume", "volume", Units.volumes,
  FunctionExample("print x = round(convert_volume(1.2, 'CubicMeter', 'AcreFoot'), 9)", "x\n0.000972856"))

private func conversion(
  _ name: String, _ quantity: Phrase, _ units: [String: UnitScale], _ example: FunctionExample
) -> FunctionDefinition {
  FunctionDefinition(
    name, category: .math,
    summary: "A value of \(quantity) in another unit; null where a unit is not known.",
    signatures: [
      .scalar(
        [Parameter("value", .real), Parameter("from", .string), Parameter("to", .string)],
        result: .type(.real)
      ) { arguments, context in
        let values = arguments[0].reals
        let (sources, targets) = (arguments[1].strings, arguments[2].strings)
        func unit(_ names: StringArray, _ place: Int, _ row: Int) -> UnitScale? {
          units[names.string(row &* arguments[place].stride)]
        }
        let areConstant = arguments[1].isConstant && arguments[2].isConstant
        var (from, to) = (unit(sources, 1, 0), unit(targets, 2, 0))
        return rowsOptional(context, to: .real) { row -> Double? in
          if !areConstant { (from, to) = (unit(sources, 1, row), unit(targets, 2, row)) }
          guard let from, let to, !arguments[0].isNull(row) else { return nil }
          return to.fromBase(from.toBase(values.base[row &* arguments[0].stride]))
        }
      }
    ],
    examples: [example])
}

/// How a unit relates to the base unit of its quantity.
struct UnitScale: Sendable {
  /// Base units in one unit, or in `divisor` of them.
  var factor: Double
  /// Keeps a ratio such as 5 / 9 exact.
  var divisor = 1.0
  /// Units at the base unit's zero.
  var origin = 0.0
  /// Whether the unit is the sine of an angle.
  var isSine = false

  func toBase(_ value: Double) -> Double {
    isSine ? asin(value) * (180 / .pi) : (value - origin) * factor / divisor
  }

  func fromBase(_ value: Double) -> Double {
    isSine ? sin(value * (.pi / 180)) : value * divisor / factor + origin
  }
}

/// The units of the reference pages and their definitions (international yard and pound, SI brochure).
enum Units {
  private static func linear(_ factors: KeyValuePairs<String, Double>) -> [String: UnitScale] {
    var units: [String: UnitScale] = [:]
    for (name, factor) in factors { units[name] = UnitScale(factor: factor) }
    return units
  }

  /// In degrees.
  static let angles: [String: UnitScale] = {
    let radian = 180 / Double.pi
    var units = linear([
      "Arcminute": 1 / 60.0, "Arcsecond": 1 / 3600.0, "Centiradian": radian / 100, "Deciradian": radian / 10,
      "Degree": 1, "Gradian": 0.9, "Microdegree": 1e-6, "Microradian": radian * 1e-6, "Millidegree": 1e-3,
      "Milliradian": radian * 1e-3, "Nanodegree": 1e-9, "Nanoradian": radian * 1e-9, "NatoMil": 360 / 6400.0,
      "Radian": radian, "Revolution": 360,
    ])
    units["Tilt"] = UnitScale(factor: 1, isSine: true)
    return units
  }()

  /// In joules.
  static let energies: [String: UnitScale] = {
    let (btu, electronVolt, wattHour, calorie) = (1055.05585262, 1.602176634e-19, 3600.0, 4.184)
    return linear([
      "BritishThermalUnit": btu, "Calorie": calorie, "DecathermEc": 1.05505585262e9,
      "DecathermImperial": 1.05505585257348e9, "DecathermUs": 1.054804e9, "ElectronVolt": electronVolt,
      "Erg": 1e-7, "FootPound": 1.3558179483314004, "GigabritishThermalUnit": btu * 1e9,
      "GigaelectronVolt": electronVolt * 1e9, "Gigajoule": 1e9, "GigawattDay": wattHour * 24e9,
      "GigawattHour": wattHour * 1e9, "HorsepowerHour": 2.684519537696173e6, "Joule": 1,
      "KilobritishThermalUnit": btu * 1e3, "Kilocalorie": calorie * 1e3,
      "KiloelectronVolt": electronVolt * 1e3,
      "Kilojoule": 1e3, "KilowattDay": wattHour * 24e3, "KilowattHour": wattHour * 1e3,
      "MegabritishThermalUnit": btu * 1e6, "Megacalorie": calorie * 1e6,
      "MegaelectronVolt": electronVolt * 1e6,
      "Megajoule": 1e6, "MegawattDay": wattHour * 24e6, "MegawattHour": wattHour * 1e6, "Millijoule": 1e-3,
      "TeraelectronVolt": electronVolt * 1e12, "TerawattDay": wattHour * 24e12,
      "TerawattHour": wattHour * 1e12,
      "ThermEc": 1.05505585262e8, "ThermImperial": 1.05505585257348e8, "ThermUs": 1.054804e8,
      "WattDay": wattHour * 24, "WattHour": wattHour,
    ])
  }()

  /// In newtons.
  static let forces: [String: UnitScale] = linear([
    "Decanewton": 10, "Dyn": 1e-5, "KilogramForce": 9.80665, "Kilonewton": 1e3, "KiloPond": 9.80665,
    "KilopoundForce": 4448.2216152605, "Meganewton": 1e6, "Micronewton": 1e-6, "Millinewton": 1e-3,
    "Newton": 1, "OunceForce": 4.4482216152605 / 16, "Poundal": 0.138254954376, "PoundForce": 4.4482216152605,
    "ShortTonForce": 8896.443230521, "TonneForce": 9806.65,
  ])

  /// In meters.
  static let lengths: [String: UnitScale] = {
    let (inch, lightYear, parsec) = (0.0254, 9.4607304725808e15, 3.0856775814913673e16)
    return linear([
      "Angstrom": 1e-10, "AstronomicalUnit": 1.495978707e11, "Centimeter": 0.01, "Chain": 20.1168,
      "DataMile": 1828.8, "Decameter": 10, "Decimeter": 0.1, "DtpPica": inch / 6, "DtpPoint": inch / 72,
      "Fathom": 1.8288, "Foot": 0.3048, "Hand": 0.1016, "Hectometer": 100, "Inch": inch,
      "KilolightYear": lightYear * 1e3, "Kilometer": 1000, "Kiloparsec": parsec * 1e3, "LightYear": lightYear,
      "MegalightYear": lightYear * 1e6, "Megaparsec": parsec * 1e6, "Meter": 1, "Microinch": inch * 1e-6,
      "Micrometer": 1e-6, "Mil": inch * 1e-3, "Mile": 1609.344, "Millimeter": 1e-3, "Nanometer": 1e-9,
      "NauticalMile": 1852, "Parsec": parsec, "PrinterPica": inch * 12 / 72.27, "PrinterPoint": inch / 72.27,
      "Shackle": 27.432, "SolarRadius": 6.957e8, "Twip": inch / 1440, "UsSurveyFoot": 1200 / 3937.0,
      "Yard": 0.9144,
    ])
  }()

  /// In kilograms.
  static let masses: [String: UnitScale] = {
    let pound = 0.45359237
    return linear([
      "Centigram": 1e-5, "Decagram": 1e-2, "Decigram": 1e-4, "EarthMass": 5.9722e24, "Grain": pound / 7000,
      "Gram": 1e-3, "Hectogram": 0.1, "Kilogram": 1, "Kilopound": pound * 1e3, "Kilotonne": 1e6,
      "LongHundredweight": pound * 112, "LongTon": pound * 2240, "Megapound": pound * 1e6, "Megatonne": 1e9,
      "Microgram": 1e-9, "Milligram": 1e-6, "Nanogram": 1e-12, "Ounce": pound / 16, "Pound": pound,
      "ShortHundredweight": pound * 100, "ShortTon": pound * 2000, "Slug": 14.593902937206364,
      "SolarMass": 1.98841e30, "Stone": pound * 14, "Tonne": 1e3,
    ])
  }()

  /// In meters a second.
  static let speeds: [String: UnitScale] = {
    let lengths: KeyValuePairs<String, Double> = [
      "Centimeter": 0.01, "Decimeter": 0.1, "Foot": 0.3048, "Inch": 0.0254, "Kilometer": 1000, "Meter": 1,
      "Micrometer": 1e-6, "Millimeter": 1e-3, "Nanometer": 1e-9, "UsSurveyFoot": 1200 / 3937.0,
      "Yard": 0.9144,
    ]
    var units = linear(["Knot": 1852 / 3600.0, "MilePerHour": 1609.344 / 3600])
    for (length, meters) in lengths {
      units["\(length)PerSecond"] = UnitScale(factor: meters)
      units["\(length)PerMinute"] = UnitScale(factor: meters / 60)
      units["\(length)PerHour"] = UnitScale(factor: meters / 3600)
    }
    return units
  }()

  /// In degrees Celsius.
  static let temperatures: [String: UnitScale] = [
    "DegreeCelsius": UnitScale(factor: 1),
    "DegreeDelisle": UnitScale(factor: -2, divisor: 3, origin: 150),
    "DegreeFahrenheit": UnitScale(factor: 5, divisor: 9, origin: 32),
    "DegreeNewton": UnitScale(factor: 100, divisor: 33),
    "DegreeRankine": UnitScale(factor: 5, divisor: 9, origin: 491.67),
    "DegreeReaumur": UnitScale(factor: 1.25),
    "DegreeRoemer": UnitScale(factor: 40, divisor: 21, origin: 7.5),
    "Kelvin": UnitScale(factor: 1, origin: 273.15),
    "MillidegreeCelsius": UnitScale(factor: 1, divisor: 1_000),
    "SolarTemperature": UnitScale(factor: 5778, origin: 273.15 / 5778),
  ]

  /// In cubic meters.
  static let volumes: [String: UnitScale] = {
    let (foot, inch) = (0.028316846592, 1.6387064e-5)
    let (gallon, imperialGallon) = (0.003785411784, 0.00454609)
    return linear([
      "AcreFoot": foot * 43560, "AuTablespoon": 2e-5, "BoardFoot": foot / 12, "Centiliter": 1e-5,
      "CubicCentimeter": 1e-6, "CubicDecimeter": 1e-3, "CubicFoot": foot, "CubicHectometer": 1e6,
      "CubicInch": inch, "CubicKilometer": 1e9, "CubicMeter": 1, "CubicMicrometer": 1e-18,
      "CubicMile": 4_168_181_825.440_579_584, "CubicMillimeter": 1e-9, "CubicYard": foot * 27,
      "Decaliter": 1e-2, "DecausGallon": gallon * 10, "Deciliter": 1e-4, "DeciusGallon": gallon / 10,
      "HectocubicFoot": foot * 100, "HectocubicMeter": 100, "Hectoliter": 0.1, "HectousGallon": gallon * 100,
      "ImperialBeerBarrel": imperialGallon * 36, "ImperialGallon": imperialGallon,
      "ImperialOunce": imperialGallon / 160, "ImperialPint": imperialGallon / 8, "KilocubicFoot": foot * 1e3,
      "KilocubicMeter": 1e3, "KiloimperialGallon": imperialGallon * 1e3, "Kiloliter": 1,
      "KilousGallon": gallon * 1e3, "Liter": 1e-3, "MegacubicFoot": foot * 1e6,
      "MegaimperialGallon": imperialGallon * 1e6, "Megaliter": 1e3, "MegausGallon": gallon * 1e6,
      "MetricCup": 2.5e-4, "MetricTeaspoon": 5e-6, "Microliter": 1e-9, "Milliliter": 1e-6,
      "OilBarrel": gallon * 42, "UkTablespoon": 1.5e-5, "UsBeerBarrel": gallon * 31,
      "UsCustomaryCup": gallon / 16, "UsGallon": gallon, "UsLegalCup": 2.4e-4, "UsOunce": gallon / 128,
      "UsPint": gallon / 8, "UsQuart": gallon / 4, "UsTablespoon": gallon / 256, "UsTeaspoon": gallon / 768,
    ])
  }()
}
