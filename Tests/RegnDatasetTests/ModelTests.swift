import Testing

@testable import RegnDataset

/// What docs/model-it-costs.md promises of the modelled IT costs.
struct ModelTests {
  private struct Row {
    var code: String
    var category: String
    var amount: Int64
    var people: Int64
    var perInhabitant: Int64
    var exactPerInhabitant: Double { Double(amount) / Double(people) }
  }

  private func rows() throws -> [Row] {
    let frame = try Frame("it_costs_modelled")
    let (codes, categories) = (try frame.strings("code"), try frame.strings("category"))
    let (amounts, people) = (try frame.integers("amount"), try frame.integers("inhabitants"))
    let each = try frame.integers("kr_per_inhabitant")
    return (0..<frame.rows).map {
      Row(
        code: codes[$0], category: categories[$0], amount: amounts[$0], people: people[$0],
        perInhabitant: each[$0])
    }
  }

  /// Kroner per inhabitant by municipality.
  private func perInhabitant() throws -> [String: Double] {
    Dictionary(grouping: try rows(), by: \.code).mapValues { rows in
      Double(rows.reduce(0) { $0 + $1.amount }) / Double(rows[0].people)
    }
  }

  @Test func `it says that it is modelled`() throws {
    for name in ["it_costs_modelled", "it_model_drivers", "it_model_weights"] {
      let table = try Frame(name).table
      #expect(table.provenance.isModelled)
      #expect(table.description.description.hasPrefix("MODELLED"))
      #expect(table.provenance.sourceLine.description.hasPrefix("MODELLED"))
      #expect(table.provenance.caveats.first?.contains("MODELLED") == true)
    }
    #expect(Dataset.tables.filter(\.isModelled).count == 3)
    let costs = try Frame("it_costs_modelled").table.schema
    for name in ["amount", "kr_per_inhabitant"] {
      let index = try #require(costs.index(of: name))
      #expect(costs.columns[index].isComputed)
    }
  }

  @Test func `totals are the published ones`() throws {
    let all = try rows()
    let total = all.reduce(0) { $0 + $1.amount }
    // it_facts, 2022: 5.0 bn kr, and 45 % of 11 bn kr, both rounded as they were published.
    #expect(total == 5_000_000_000)
    #expect((4_950_000_000...5_050_000_000).contains(total))
    let facts = try Frame("it_facts")
    let published = try #require(try facts.strings("what").firstIndex(of: "IT bought by municipalities"))
    #expect(try facts.integers("value")[published] * 10_000_000 == total)
    let byCategory = Dictionary(grouping: all, by: \.category).mapValues { $0.reduce(0) { $0 + $1.amount } }
    #expect(
      byCategory == [
        "Software licences and subscriptions": 1_000_000_000, "Operations and hosting": 1_000_000_000,
        "Specialist systems: administration": 700_000_000, "Specialist systems: schools": 400_000_000,
        "Specialist systems: care and health": 400_000_000, "Hardware and devices": 700_000_000,
        "Consultancy and development": 500_000_000, "Telephony and data networks": 300_000_000,
      ])
    #expect(all.allSatisfy { $0.amount > 0 })
  }

  @Test func `inhabitants and costs per inhabitant are those of 2022`() throws {
    let all = try rows()
    #expect(all.filter { $0.category == "Hardware and devices" }.reduce(0) { $0 + $1.people } == 5_873_327)
    for row in all {
      let distance = abs(Double(row.perInhabitant) - row.exactPerInhabitant)
      #expect(distance <= 0.5)
    }
  }

  @Test func `most municipalities lie in the published range and the smallest spend most per inhabitant`()
    throws
  {
    let costs = try perInhabitant()
    #expect(costs.values.filter { (1_000...1_500).contains($0) }.count > 49)
    let smallest = ["825", "563", "741", "492", "482"]
    let dearest = costs.sorted { $0.value > $1.value }.prefix(5).map(\.key)
    #expect(Set(dearest) == Set(smallest))
    #expect(costs.min { $0.value < $1.value }?.key == "101")
  }

  @Test func `no category is a constant per inhabitant`() throws {
    for (category, rows) in Dictionary(grouping: try rows(), by: \.category) {
      let each = rows.map(\.exactPerInhabitant).sorted()
      #expect(each[each.count - 1] > 3 * each[0], "\(category)")
      // Not even when the fixed part is taken away: municipalities of the same size differ.
      let size = 60_000...66_000
      let alike = rows.filter { size.contains(Int($0.people)) }.map(\.exactPerInhabitant)
      #expect((alike.max() ?? 0) > 1.01 * (alike.min() ?? 0), "\(category)")
    }
  }

  @Test func `shares of each driver add up and no driver is another one's multiple`() throws {
    let frame = try Frame("it_model_drivers")
    let (drivers, codes) = (try frame.strings("driver"), try frame.strings("code"))
    let (values, shares) = (try frame.reals("value"), try frame.reals("share"))
    var byDriver: [String: [String: Double]] = [:]
    for row in 0..<frame.rows { byDriver[drivers[row], default: [:]][codes[row]] = shares[row] }
    #expect(byDriver.count == 7)
    #expect(values.allSatisfy { $0 > 0 })
    for (driver, byCode) in byDriver {
      #expect(byCode.count == 98)
      #expect(abs(byCode.values.reduce(0, +) - 1) < 1e-9, "\(driver)")
    }
    for (first, one) in byDriver {
      for (second, other) in byDriver where first < second {
        let ratios = one.map { code, share in share / (other[code] ?? .nan) }
        #expect((ratios.max() ?? 0) > 1.2 * (ratios.min() ?? 0), "\(first), \(second)")
      }
    }
  }

  @Test func `the model can be computed again from its drivers and weights`() throws {
    let drivers = try Frame("it_model_drivers")
    var share: [Key: Double] = [:]
    let (codes, shares) = (try drivers.strings("code"), try drivers.reals("share"))
    for (row, driver) in try drivers.strings("driver").enumerated() {
      share[Key(code: codes[row], function: driver)] = shares[row]
    }
    let weights = try Frame("it_model_weights")
    let (categories, names) = (try weights.strings("category"), try weights.strings("driver"))
    let (totals, percents) = (try weights.integers("category_amount"), try weights.integers("weight_percent"))
    #expect(percents.reduce(0, +) == 800)
    for row in try rows() {
      var amount = 0.0
      for at in 0..<weights.rows where categories[at] == row.category {
        let part = try #require(share[Key(code: row.code, function: names[at])])
        amount += Double(totals[at]) * Double(percents[at]) / 100 * part
      }
      #expect(abs(amount - Double(row.amount)) < 1.01, "\(row)")
    }
  }

  @Test func `drivers are what the documentation says`() throws {
    let frame = try Frame("it_model_drivers")
    let (drivers, codes, values) = (
      try frame.strings("driver"), try frame.strings("code"), try frame.reals("value")
    )
    func value(_ driver: String, _ code: String) -> Double? {
      (0..<frame.rows).first { drivers[$0] == driver && codes[$0] == code }.map { values[$0] }
    }
    // Læsø on 1 January 2022: 1,769 inhabitants, 122.2 km², administration 10,000 kr per inhabitant.
    #expect(value("population", "825") == 1_769)
    #expect(value("setup", "825") == 0.0813)
    #expect(value("administration", "825") == 17_690_000)
    // The root of 1,769 × 122.2 = 216,171.8, by hand to four decimals.
    #expect(value("extent", "825") == 464.9428)
    // Procurement 44,152 kr per inhabitant.
    #expect(value("procurement", "825") == 78_104_888)
    // Schools: 8,131 against 7,748 kr in 2018, 10,749 against 8,746 in 2024; care: 16,770 against 6,566 and
    // 23,942 against 8,422. A third of the first ratio and two of the second, by inhabitants.
    #expect(value("schools", "825") == 2_068.2382)
    #expect(value("care", "825") == 4_858.648)
  }
}
