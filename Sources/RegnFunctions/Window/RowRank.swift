import RegnData
import RegnPhrases

private func ranks(_ arguments: [Column], _ context: KernelContext, isDense: Bool) -> Column {
  let column = arguments[0]
  let keys = ValueKeys(type: column.type, canonical: true).keys(column)
  let restart = Restart(arguments, at: 1)
  var (rank, number): (Int64, Int64) = (0, 0)
  let result = Buffer<Int64>(count: context.rows) { target in
    for row in 0..<context.rows {
      let isFirst = row == 0 || restart[row]
      if isFirst { (rank, number) = (0, 0) }
      number += 1
      let isNew =
        isFirst || column.isNull(row) != column.isNull(row - 1)
        || (!column.isNull(row) && keys.base[row &* column.stride] != keys.base[(row - 1) &* column.stride])
      if isNew { rank = isDense ? rank + 1 : number }
      target[row] = rank
    }
  }
  return Column(type: .long, storage: .int64(result))
}

private func rankFunction(_ name: String, isDense: Bool, summary: Phrase, answer: String)
  -> FunctionDefinition
{
  FunctionDefinition(
    name, kind: .window, category: .window, summary: summary,
    signatures: [
      .scalar([Parameter("Term", .any), Restart.parameter], result: .type(.long), isDeterministic: false) {
        arguments, context in ranks(arguments, context, isDense: isDense)
      }
    ],
    examples: [
      FunctionExample(
        "datatable(x: long) [2, 3, 3, 9] | serialize r = \(name)(x)", "x,r\n\(answer)")
    ])
}

let rowRankDenseFunction = rankFunction(
  "row_rank_dense", isDense: true, summary: "1 in the first row, and 1 more wherever the value changes.",
  answer: "2,1\n3,2\n3,2\n9,3")

let rowRankMinFunction = rankFunction(
  "row_rank_min", isDense: false, summary: "The number of the first of the neighbouring rows with the value.",
  answer: "2,1\n3,2\n3,2\n9,4")
