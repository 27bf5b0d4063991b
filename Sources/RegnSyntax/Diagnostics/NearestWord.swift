/// The candidate that `word` was most likely meant to be, or nil when none is near.
///
/// Compared by Damerau-Levenshtein distance on lower case, with å and aa, æ and ae, ø and oe held equal. A
/// word of up to 2 letters must match but for case; up to 5 letters may differ by 1, up to 8 by 2, longer
/// ones by 3. Of equally near candidates the one that begins as the word does is taken, else the first; one
/// that differs by case or spelling of æøå alone wins.
public func nearest(_ word: String, in candidates: some Sequence<String>) -> String? {
  let folded = foldedForComparison(word)
  guard !folded.isEmpty, folded.count <= 200 else { return nil }
  let limit = folded.count <= 2 ? 0 : folded.count <= 5 ? 1 : folded.count <= 8 ? 2 : 3
  var best: String?
  var bestDistance = limit + 1
  var bestBeginning = 0
  for candidate in candidates where candidate != word {
    let other = foldedForComparison(candidate)
    if abs(other.count - folded.count) > min(bestDistance, limit) { continue }
    let distance = editDistance(folded, other)
    // A short candidate must share more than it differs by.
    guard distance <= bestDistance, distance == 0 || distance * 2 < max(other.count, 3) else { continue }
    let beginning = zip(folded, other).prefix { $0 == $1 }.count
    if distance == bestDistance, best == nil || beginning <= bestBeginning { continue }
    best = candidate
    bestDistance = distance
    bestBeginning = beginning
    if distance == 0 { break }
  }
  return best
}

/// The number of insertions, deletions, replacements and swaps of neighbours that turn one word into the
/// other (optimal string alignment), on the folded forms that ``nearest(_:in:)`` compares.
public func editDistance(_ left: String, _ right: String) -> Int {
  editDistance(foldedForComparison(left), foldedForComparison(right))
}

private func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
  if left.isEmpty { return right.count }
  if right.isEmpty { return left.count }
  var beforeLast = [Int](repeating: 0, count: right.count + 1)
  var last = Array(0...right.count)
  for i in 1...left.count {
    var row = [Int](repeating: i, count: right.count + 1)
    for j in 1...right.count {
      let change = left[i - 1] == right[j - 1] ? 0 : 1
      var cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + change)
      if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
        cost = min(cost, beforeLast[j - 2] + 1)
      }
      row[j] = cost
    }
    beforeLast = last
    last = row
  }
  return last[right.count]
}

/// Lower case, with å, æ and ø spelled aa, ae and oe.
public func foldedForComparison(_ word: String) -> [Unicode.Scalar] {
  var result: [Unicode.Scalar] = []
  for scalar in word.lowercased().unicodeScalars {
    switch scalar {
    case "å": result += ["a", "a"]
    case "æ": result += ["a", "e"]
    case "ø": result += ["o", "e"]
    default: result.append(scalar)
    }
  }
  return result
}
