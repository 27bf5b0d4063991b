import RegnData

/// Rearranges `values` so that each of `ranks` (ascending, distinct) holds the value that it would hold if
/// all were sorted, by partitions around medians; where these fail to shrink, by sorting.
func select<Element: OrderedElement>(_ ranks: ArraySlice<Int>, in values: UnsafeMutableBufferPointer<Element>)
{
  var budget = 64
  var count = values.count
  while count > 1 {
    budget += 4
    count /= 2
  }
  select(ranks, values, 0, values.count - 1, budget: budget)
}

private func select<Element: OrderedElement>(
  _ ranks: ArraySlice<Int>, _ values: UnsafeMutableBufferPointer<Element>, _ first: Int, _ last: Int,
  budget: Int
) {
  guard !ranks.isEmpty, first < last else { return }
  if last - first < 24 || budget == 0 {
    sort(UnsafeMutableBufferPointer(rebasing: values[first...last]))
    return
  }
  let pivot = pivot(values, first, last)
  // From both ends: values equal to the pivot go to either side, so that runs of them stay balanced.
  var (low, high) = (last, first)
  while high <= low {
    while values[high].order(pivot) < 0 { high += 1 }
    while values[low].order(pivot) > 0 { low -= 1 }
    if high <= low {
      (values[high], values[low]) = (values[low], values[high])
      high += 1
      low -= 1
    }
  }
  let middle = ranks.firstIndex { $0 > low } ?? ranks.endIndex
  let after = ranks.firstIndex { $0 >= high } ?? ranks.endIndex
  select(ranks[ranks.startIndex..<middle], values, first, low, budget: budget - 1)
  select(ranks[after..<ranks.endIndex], values, high, last, budget: budget - 1)
}

/// The median of three, or of three such medians where there are many.
private func pivot<Element: OrderedElement>(
  _ values: UnsafeMutableBufferPointer<Element>, _ first: Int, _ last: Int
) -> Element {
  func median(_ a: Element, _ b: Element, _ c: Element) -> Element {
    if a.order(b) < 0 { return b.order(c) < 0 ? b : a.order(c) < 0 ? c : a }
    return a.order(c) < 0 ? a : b.order(c) < 0 ? c : b
  }
  let middle = first + (last - first) / 2
  guard last - first > 512 else { return median(values[first], values[middle], values[last]) }
  let step = (last - first) / 8
  return median(
    median(values[first], values[first + step], values[first + 2 * step]),
    median(values[middle - step], values[middle], values[middle + step]),
    median(values[last - 2 * step], values[last - step], values[last]))
}

private func sort<Element: OrderedElement>(_ values: UnsafeMutableBufferPointer<Element>) {
  if values.count > 32 {
    var values = values
    return values.sort { $0.order($1) < 0 }
  }
  for index in 1..<max(values.count, 1) {
    let value = values[index]
    var place = index
    while place > 0, value.order(values[place - 1]) < 0 {
      values[place] = values[place - 1]
      place -= 1
    }
    values[place] = value
  }
}
