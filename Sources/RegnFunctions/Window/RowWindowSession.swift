import RegnData

let rowWindowSessionFunction = FunctionDefinition(
  "row_window_session", kind: .window, category: .window,
  summary:
    "The time at which the row's session began: a run of rows close to their neighbours and to the first.",
  signatures: [
    .scalar(
      [
        Parameter("Expr", .datetime), Parameter("MaxDistanceFromFirst", .timespan),
        Parameter("MaxDistanceBetweenNeighbors", .timespan), Restart.parameter,
      ], result: .type(.datetime), isDeterministic: false
    ) { arguments, context in
      let column = arguments[0]
      let times = column.longs
      let (first, neighbour) = (arguments[1].longs, arguments[2].longs)
      let restart = Restart(arguments, at: 3)
      var start: Int64?
      var previous: Int64 = 0
      return rowsOptional(context, to: .datetime) { row -> Int64? in
        guard !column.isNull(row) else {
          start = nil
          return nil
        }
        let time = times.base[row &* column.stride]
        if let begun = start, !restart[row],
          time.isBefore(begun, plus: first.base[row &* arguments[1].stride]),
          time.isBefore(previous, plus: neighbour.base[row &* arguments[2].stride])
        {
          previous = time
          return begun
        }
        start = time
        previous = time
        return time
      }
    }
  ],
  examples: [
    FunctionExample(
      "datatable(t: datetime) [datetime(2024-04-11 10:16), datetime(2024-04-11 10:18)]"
        + " | serialize s = row_window_session(t, 1h, 5m)",
      "t,s\n2024-04-11T10:16:00.0000000Z,2024-04-11T10:16:00.0000000Z\n"
        + "2024-04-11T10:18:00.0000000Z,2024-04-11T10:16:00.0000000Z"
    )
  ])

extension Int64 {
  /// Whether this is less than `start + distance`, also where that sum does not fit.
  fileprivate func isBefore(_ start: Int64, plus distance: Int64) -> Bool {
    Int128(self) < Int128(start) + Int128(distance)
  }
}
