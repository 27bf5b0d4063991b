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

  /// Takes in the texts of columns' dictionaries. Answers whether all columns have one, or are constant.
  private mutating func admit(_ columns: [Column]) -> Bool {
    for column in columns {
      switch column.storage {
      case .dictionary(_, let dictionary):
        let known = mappings[dictionary.lineage]?.codes.count ?? 0
        guard known < dictionary.count else { continue }
        var mapping = mappings[dictionary.lineage] ?? Mapping(codes: [], dictionary: dictionary)
        mappings[dictionary.lineage] = nil
        for code in known..<dictionary.count {
          mapping.codes.append(merged.code(for: dictionary.bytes(UInt32(code))))
        }
        mapping.dictionary = dictionary
        mappings[dictionary.lineage] = mapping
      case .strings(let strings) where column.isConstant: _ = merged.code(for: strings.bytes(0))
      default: return false
      }
    }
    return true
  }

  /// The codes of columns that were admitted, one after another.
  private func codes(of columns: [Column]) -> Buffer<UInt32> {
    Buffer(count: columns.reduce(0) { $0 + $1.count }) { target in
      var offset = 0
      for column in columns {
        switch column.storage {
        case .dictionary(let codes, let dictionary):
          mappings[dictionary.lineage]?.codes.withUnsafeBufferPointer { mapping in
            for row in 0..<column.count {
              target[offset + row] = mapping[Int(codes.base[row &* column.stride])]
            }
          }
        case .strings(let strings):
          let code = merged.knownCode(of: strings.bytes(0)) ?? 0
          (target + offset).initialize(repeating: code, count: column.count)
        default: break
        }
        offset += column.count
      }
    }
  }

  /// Pieces of a column in one: with codes of the one dictionary where all of them have codes.
  mutating func join(_ pieces: [Column], type: ScalarType) -> Column {
    if type == .string, admit(pieces) {
      return Column(type: .string, storage: .dictionary(codes(of: pieces), snapshot()))
    }
    return Column.concatenate(pieces.map(\.flattened), type: type)
  }

  /// All texts so far; codes stay valid in later ones.
  mutating func snapshot() -> StringDictionary { merged.snapshot() }

  /// The bytes of the texts and of the mappings.
  var byteCount: Int { merged.byteCount + mappings.values.reduce(0) { $0 + $1.codes.count * 4 } }
}
