import RegnPhrases

/// Why bytes of a Parquet file cannot be read: a clause that goes behind the file's name.
struct ParquetFailure: Error {
  let what: Phrase
  /// What can be done about it.
  var hint: Phrase = "the file may be damaged; fetch or copy it once more"
  /// Whether the bytes at hand merely ended too early, so that more of them may help.
  var isCut = false

  /// The bytes end before what they announce.
  static let cut = ParquetFailure(what: "its bytes end before what they announce", isCut: true)
}
