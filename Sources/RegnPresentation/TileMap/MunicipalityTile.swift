/// A municipality's place among the tiles of the map of Denmark.
///
/// The tiles lie about where the municipalities do; each has the same size. `data/tilegrid.csv` holds the
/// same; a test compares.
struct MunicipalityTile: Hashable {
  /// The code of three digits.
  let code: String
  /// From the west, from 0.
  let column: Int
  /// From the north, from 0.
  let row: Int
  let name: String

  static let columnCount = 16
  static let rowCount = 13

  /// All 98, by code.
  static let all: [MunicipalityTile] = places.split(separator: ";").compactMap { place in
    let fields = place.split(separator: ",")
    guard fields.count == 4, let column = Int(fields[1]), let row = Int(fields[2]) else { return nil }
    return MunicipalityTile(code: String(fields[0]), column: column, row: row, name: String(fields[3]))
  }

  /// The tiles' indices by what names them: code, code with a zero before it, name.
  static let indexOfName: [String: Int] = {
    var found: [String: Int] = [:]
    for (index, tile) in all.enumerated() {
      for key in [tile.code, "0" + tile.code, key(tile.name)] { found[key] = index }
    }
    return found
  }()

  /// The tile that a text names: by code or name, whatever the case.
  static func index(of text: String) -> Int? { indexOfName[key(text)] }

  private static func key(_ text: String) -> String {
    var text = text.lowercased()
    for ending in [" kommune", " municipality"] where text.hasSuffix(ending) { text.removeLast(ending.count) }
    return text
  }

  private static let places = """
    101,15,7,København;147,14,7,Frederiksberg;151,11,6,Ballerup;153,13,8,Brøndby;155,15,9,Dragør;\
    157,15,6,Gentofte;159,13,6,Gladsaxe;161,12,7,Glostrup;163,12,6,Herlev;165,11,7,Albertslund;\
    167,14,8,Hvidovre;169,10,7,Høje-Taastrup;173,14,6,Lyngby-Taarbæk;175,13,7,Rødovre;183,11,8,Ishøj;\
    185,15,8,Tårnby;187,12,8,Vallensbæk;190,12,5,Furesø;201,12,4,Allerød;210,13,3,Fredensborg;\
    217,13,2,Helsingør;219,12,3,Hillerød;223,13,4,Hørsholm;230,13,5,Rudersdal;240,11,5,Egedal;\
    250,11,4,Frederikssund;253,11,9,Greve;259,10,10,Køge;260,11,3,Halsnæs;265,10,8,Roskilde;\
    269,10,9,Solrød;270,12,2,Gribskov;306,9,6,Odsherred;316,9,7,Holbæk;320,10,11,Faxe;\
    326,8,7,Kalundborg;329,9,9,Ringsted;330,8,10,Slagelse;336,11,10,Stevns;340,8,9,Sorø;350,9,8,Lejre;\
    360,8,12,Lolland;370,9,10,Næstved;376,9,12,Guldborgsund;390,9,11,Vordingborg;400,15,11,Bornholm;\
    410,4,8,Middelfart;420,4,9,Assens;430,5,10,Faaborg-Midtfyn;440,6,8,Kerteminde;450,6,9,Nyborg;\
    461,5,9,Odense;479,6,10,Svendborg;480,5,8,Nordfyns;482,6,11,Langeland;492,5,11,Ærø;\
    510,2,8,Haderslev;530,1,6,Billund;540,3,10,Sønderborg;550,1,9,Tønder;561,1,7,Esbjerg;563,0,7,Fanø;\
    573,0,6,Varde;575,2,7,Vejen;580,2,9,Aabenraa;607,4,7,Fredericia;615,2,5,Horsens;621,3,7,Kolding;\
    630,2,6,Vejle;657,1,4,Herning;661,0,4,Holstebro;665,0,3,Lemvig;671,1,3,Struer;706,5,4,Syddjurs;\
    707,5,3,Norddjurs;710,3,4,Favrskov;727,4,5,Odder;730,4,3,Randers;740,2,4,Silkeborg;741,6,5,Samsø;\
    746,3,5,Skanderborg;751,4,4,Aarhus;756,1,5,Ikast-Brande;760,0,5,Ringkøbing-Skjern;766,3,6,Hedensted;\
    773,1,2,Morsø;779,2,3,Skive;787,1,1,Thisted;791,3,3,Viborg;810,3,1,Brønderslev;\
    813,4,0,Frederikshavn;820,2,2,Vesthimmerlands;825,6,0,Læsø;840,3,2,Rebild;846,4,2,Mariagerfjord;\
    849,2,1,Jammerbugt;851,4,1,Aalborg;860,3,0,Hjørring;\

    """
}
