import Testing

@testable import RegnDataset

/// The figures that the tour of the product shows, which another engine computed.
struct TourTests {
  private struct Chosen {
    var cost: Int64
    var people: Int64
    var amount: Int64
    var group: String
  }

  private func administration2024() throws -> [Chosen] {
    let municipalities = try Frame("municipalities")
    let groups = Dictionary(
      uniqueKeysWithValues: zip(
        try municipalities.strings("code"), try municipalities.strings("municipality_group")))
    let frame = try Frame("costs")
    let (years, functions) = (try frame.integers("year"), try frame.strings("function"))
    let (codes, costs) = (try frame.strings("code"), try frame.integers("kr_per_inhabitant"))
    let (people, amounts) = (try frame.integers("inhabitants"), try frame.integers("amount"))
    return (0..<frame.rows).filter { years[$0] == 2024 && functions[$0] == "6.45.51" }.map {
      Chosen(cost: costs[$0], people: people[$0], amount: amounts[$0], group: groups[codes[$0]] ?? "")
    }
  }

  @Test func `administration in 2024`() throws {
    let chosen = try administration2024()
    #expect(chosen.reduce(0) { $0 + $1.amount } == 18_440_231_931)
    #expect(chosen.reduce(0) { $0 + $1.people } == 5_961_158)
  }

  @Test func `potential at the best quarter of the peer group`() throws {
    var potential: [String: Int64] = [:]
    for (group, members) in Dictionary(grouping: try administration2024(), by: \.group) {
      let sorted = members.map(\.cost).sorted()
      // Nearest rank: the ceil(0.25 n)-th smallest.
      let best = sorted[(sorted.count + 3) / 4 - 1]
      potential[group] = members.reduce(0) { $0 + max(0, $1.cost - best) * $1.people }
    }
    #expect(
      potential == [
        "Hovedstadskommuner": 984_556_316, "Landkommuner": 484_390_817, "Storbykommuner": 429_472_465,
        "Provinsbykommuner": 412_035_383, "Oplandskommuner": 285_808_025,
      ])
    #expect(potential.values.reduce(0, +) == 2_596_263_006)
  }

  @Test func `fifty-seven rows for each municipality that begins with Aa`() throws {
    let names = try Frame("costs").strings("municipality").filter { $0.hasPrefix("Aa") }
    #expect(
      Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +) == ["Aabenraa": 57, "Aalborg": 57, "Aarhus": 57])
  }
}
