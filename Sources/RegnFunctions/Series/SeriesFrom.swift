import RegnData

/// Puts values in an array at the places that stand beside them, and a default everywhere else: the last step
/// of `make-series`, which alone can call it.
let seriesFromFunction = FunctionDefinition(
  "__series_from", category: .series, summary: "Values at the places that their numbers name.",
  signatures: [
    .scalar(
      [
        Parameter("indexes", .dynamic), Parameter("values", .dynamic), Parameter("first", .long),
        Parameter("last", .long), Parameter("default", .any),
      ], result: .type(.dynamic)
    ) { arguments, context in
      let indexes = DynamicReader(arguments[0])
      let values = DynamicReader(arguments[1])
      let (firsts, lasts) = (LongReader(arguments[2]), LongReader(arguments[3]))
      let defaults = DynamicEncoder(arguments[4])
      var places: [Int] = []
      return try dynamicRows(context) { row, writer in
        guard let numbers = indexes.array(row), let list = values.array(row), let first = firsts[row],
          let last = lasts[row]
        else { return false }
        let count = last >= first ? Int(clamping: last &- first &+ 1) : 0
        guard count <= seriesLimit else {
          throw ExecutionError(
            code: "RG0604", message: "a series of \(count) values is longer than KQL allows (\(seriesLimit))",
            hint: "take a larger step, or bounds closer together")
        }
        places.removeAll(keepingCapacity: true)
        places.append(contentsOf: repeatElement(-1, count: count))
        for (place, number) in numbers.elements.enumerated() {
          guard let index = number.asLong, index >= first, index <= last else { continue }
          places[Int(index - first)] = place
        }
        writer.beginArray()
        for place in places {
          if place >= 0 {
            writer.append(list.value(at: place))
          } else {
            defaults.append(row, to: &writer)
          }
        }
        writer.endArray()
        return true
      }
    }
  ], examples: [])

/// The most values of a series (KQL's limit of make-series and range).
private let seriesLimit = 1_048_576
