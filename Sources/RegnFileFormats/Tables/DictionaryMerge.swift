import RegnData

/// Brings the codes of several dictionaries, which grow each by itself, into one.
struct DictionaryMerge: ~Copyable {
  private var merged = StringDictionaryBuilder()
  /// What each dictionary's codes became; later snapshots of one continue its earlier ones.
  private var mappings: [ObjectIdentifier: Mapping] = [:]

  private struct Mapping {
    var codes: [UInt32]
    /// Kept, so that no other dictionary comes to be known by the same address.
    var dictionary: StringDictionary
  }

  /// Takes in the texts of columns' dictionaries, and constant ones.
  private mutating func admit(_ columns: [Column]) {
    for column in columns {
      guard case .dictionary(_, let dictionary) = column.storage else {
        if column.isConstant { _ = merged.code(for: column.stringBytes(0)) }
        continue
      }
      let known = mappings[dictionary.lineage]?.codes.count ?? 0
      guard known < dictionary.count else { continue }
      var mapping = mappings[dictionary.lineage] ?? Mapping(codes: [], dictionary: dictionary)
      mappings[dictionary.lineage] = nil
      for code in known..<dictionary.count {
        mapping.codes.append(merged.code(for: dictionary.bytes(UInt32(code))))
      }
      mapping.dictionary = dictionary
      mappings[dictionary.lineage] = mapping
    }
  }

  /// Pieces of a column in one: with codes of the one dictionary where all of them have codes.
  mutating func pack(_ pieces: [Column], type: ScalarType) -> PackedColumn {
    let haveCodes = pieces.allSatisfy { column in
      if case .dictionary = column.storage { true } else { column.isConstant }
    }
    guard type == .string, haveCodes else { return PackedColumn(pieces, type: type) }
    admit(pieces)
    return PackedColumn(
      codes: pieces.compactMap { column in
        switch column.flattened.storage {
        case .dictionary(let codes, let dictionary): (codes, mappings[dictionary.lineage]?.codes ?? [])
        case .strings(let strings):
          (Buffer(repeating: 0, count: column.count), [merged.knownCode(of: strings.bytes(0)) ?? 0])
        default: nil
        }
      }, of: snapshot())
  }

  /// All texts so far; codes stay valid in later ones.
  mutating func snapshot() -> StringDictionary { merged.snapshot() }

  /// The bytes of the texts and of the mappings.
  var byteCount: Int { merged.byteCount + mappings.values.reduce(0) { $0 + $1.codes.count * 4 } }
}
