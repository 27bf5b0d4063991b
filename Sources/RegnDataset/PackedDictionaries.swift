import CRegnDataset
import RegnData
import Synchronization

/// The dictionaries of the packed data, each made once and when first used.
final class PackedDictionaries: Sendable {
  static let shared = PackedDictionaries()

  private let made = Mutex<[Int: StringDictionary]>([:])

  /// Dictionary `number`; empty when there is no such number.
  func dictionary(_ number: Int) -> StringDictionary {
    made.withLock { made in
      if let known = made[number] { return known }
      let dictionary = StringDictionary(entries: PackedDictionaries.entries(number))
      made[number] = dictionary
      return dictionary
    }
  }

  /// Views of constant data, which stays where it is as long as the program runs: no heap has to keep it.
  private static func entries(_ number: Int) -> StringArray {
    guard number >= 0, number < Int(regn_dataset_dictionary_count) else { return StringArray([]) }
    let packed = regn_dataset_first_dictionary()[number]
    guard let characters = packed.text, let ends = packed.ends else { return StringArray([]) }
    let bytes = UnsafeRawPointer(characters).assumingMemoryBound(to: UInt8.self)
    let views = Buffer<StringView>(count: Int(packed.count)) { target in
      var start = 0
      for entry in 0..<Int(packed.count) {
        let end = Int(ends[entry])
        target[entry] = StringView(UnsafeBufferPointer(start: bytes + start, count: end - start))
        start = end
      }
    }
    return StringArray(views: views, heaps: [])
  }
}
