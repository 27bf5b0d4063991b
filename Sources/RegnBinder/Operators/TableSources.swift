import RegnData
import RegnPhrases
import RegnSyntax

extension Binder {
  func bindRange(_ view: RangeOperator) -> BoundTable? {
    guard let name = view.name?.name, let from = bind(view.from, .none), let to = bind(view.to, .none),
      let step = bind(view.step, .none)
    else { return nil }
    let parts = [from, to, step]
    let type: ScalarType?
    if from.type == .datetime || from.type == .timespan {
      type = to.type == from.type && step.type == .timespan ? from.type : nil
    } else {
      type = commonType(parts.map(\.type)).flatMap { $0.isNumeric ? $0 : nil }
    }
    guard let type, type != .decimal else {
      report(
        .incompatibleTypes,
        """
        range goes over numbers, or over datetimes by a timespan; \
        this is \(parts.map { $0.type.rawValue }.joined(separator: ", "))
        """, at: view.span,
        label: "for example: range x from 1 to 10 step 1")
      return nil
    }
    let isZero = step.constantValue?.double == 0 || step.constantValue == .timespan(Timespan(ticks: 0))
    if isZero {
      report(.literalDoesNotFit, "the step of a range cannot be 0", at: view.step.span)
      return nil
    }
    let bound = type.isNumeric ? parts.map { converted($0, to: type) } : parts
    return BoundTable(
      plan: .range(
        RangeStep(column: .new(name, type), start: bound[0], stop: bound[1], step: bound[2])),
      isSerialized: true)
  }

  /// The columns that a schema in brackets declares.
  func bindSchema(_ schema: RowSchema?) -> [PlanColumn]? {
    guard let schema else { return nil }
    var columns: [PlanColumn] = []
    for declaration in schema.columns {
      guard let name = declaration.name?.name, let written = declaration.type,
        let type = scalarType(written)
      else { return nil }
      if columns.contains(where: { $0.name == name }) {
        report(
          .duplicateColumn, "two columns are named \(name)", at: declaration.span,
          label: "give each a name of its own")
        return nil
      }
      columns.append(.new(name, type))
    }
    return columns
  }

  func bindDatatable(_ view: DatatableOperator) -> BoundTable? {
    guard let columns = bindSchema(view.schema), !columns.isEmpty else { return nil }
    let values = view.values
    // How many values a broken list was to have cannot be said.
    guard !view.node.isBroken else { return nil }
    guard values.count % columns.count == 0 else {
      report(
        .argumentCount,
        "\(counted(values.count, "value")) cannot fill rows of \(counted(columns.count, "column"))",
        at: values.last?.span ?? view.span,
        label:
          "\(counted(columns.count - values.count % columns.count, "value")) more would fill the last row")
      return nil
    }
    var cells: [[Value]] = columns.map { _ in [] }
    var failed = false
    for (place, expression) in values.enumerated() {
      let column = columns[place % columns.count]
      // Plain literals, of which there may be many, do not count as parts of the query.
      var literal: BoundExpression?
      if case .literal(let view) = expression { literal = bindLiteral(view).map { .constant($0) } }
      guard let bound = literal ?? bind(expression, .none) else {
        failed = true
        continue
      }
      guard let value = cell(bound, column, at: expression.span) else {
        failed = true
        continue
      }
      cells[place % columns.count].append(value)
    }
    guard !failed else { return nil }
    let built = zip(columns, cells).map { Column(type: $0.type, values: $1) }
    let rows = Chunk(columns: built, rowCount: values.count / columns.count, sequence: 0)
    return BoundTable(plan: .values(ValuesStep(columns: columns, rows: rows)))
  }

  /// The value of one cell, converted to its column's type as datatable does.
  private func cell(_ bound: BoundExpression, _ column: PlanColumn, at span: SourceSpan) -> Value? {
    if let value = bound.constantValue, value.isNull {
      return column.type == .string ? .string("") : .null(column.type)
    }
    if bound.type == column.type, let value = bound.constantValue { return value }
    // Text is read as the column's type, as in Kusto; a whole number fits every number's column.
    if bound.constantValue != nil,
      bound.type == .string || conversionCost(from: bound.type, to: column.type) != nil
        || bound.type.isNumeric && column.type.isNumeric || column.type == .dynamic
    {
      return fitting(bound, column, at: span)
    }
    guard bound.constantValue != nil else {
      report(.notConstant, "the values of a datatable must be known beforehand", at: span)
      return nil
    }
    report(
      .incompatibleTypes,
      "\(bound.type.withArticle) stands in column \(column.name), which is \(column.type.withArticle)",
      at: span)
    return nil
  }

  /// A constant as a value of a column's type; one that the type cannot hold is reported.
  private func fitting(_ bound: BoundExpression, _ column: PlanColumn, at span: SourceSpan) -> Value? {
    let value = converted(bound, to: column.type).constantValue
    let isEmptyText = bound.constantValue?.text?.isEmpty == true
    let isCut =
      (bound.type == .real || bound.type == .decimal) && (column.type == .int || column.type == .long)
      && value?.double != bound.constantValue?.double
    guard value?.isNull == true && !isEmptyText || isCut else { return value }
    report(
      .literalDoesNotFit, "this does not fit column \(column.name), which is \(column.type.withArticle)",
      at: span,
      label: isCut ? "\(column.type.withArticle) is a whole number" : column.type.literalHint)
    return nil
  }

  func bindExternaldata(_ view: ExternaldataOperator) -> BoundTable? {
    guard let columns = bindSchema(view.schema) else { return nil }
    var properties: [String: String] = [:]
    for property in view.properties { properties[property.name] = property.word ?? property.value.text }
    var tables: [BoundTable] = []
    for uri in view.uris {
      guard let path = bindConstant(uri, as: .string, what: "the path of a file")?.text else { return nil }
      if let scheme = path.split(separator: ":").first, path.dropFirst(scheme.count).hasPrefix("://") {
        report(
          .fileNotAllowed, "Regn fetches nothing from the network, and \(scheme):// is an address there",
          at: uri.span, label: "download the file and write its path")
        return nil
      }
      do {
        let source = try catalog.externalTable(
          path: path, script: tree.text.fileName,
          columns: columns.map { ColumnSchema(name: $0.name, type: $0.type) },
          properties: properties)
        tables.append(scan("externaldata", source))
      } catch let error as ExecutionError {
        report(.fileNotAllowed, error.message, at: uri.span, label: error.hint)
        return nil
      } catch {
        report(.fileNotAllowed, Phrase(verbatim: "\(error)"), at: uri.span)
        return nil
      }
    }
    guard tables.count != 1 else { return tables[0] }
    return tables.isEmpty ? nil : union(tables, isInner: false, source: nil)
  }

  func bindAs(_ view: AsOperator, _ input: BoundTable) -> BoundTable? {
    guard let name = view.name?.name else { return nil }
    let shared = Binder.share(input, name: name)
    environment.define(name, .table(shared))
    return reference(shared, name: name)
  }

  func bindGetschema(_ input: BoundTable) -> BoundTable? {
    let columns: [PlanColumn] = [
      .new("ColumnName", .string), .new("ColumnOrdinal", .int), .new("DataType", .string),
      .new("ColumnType", .string),
    ]
    let rows = input.columns
    let cells = [
      Column(type: .string, values: rows.map { .string($0.name) }),
      Column(type: .int, values: rows.indices.map { .int(Int32($0)) }),
      Column(type: .string, values: rows.map { .string($0.type.systemName) }),
      Column(type: .string, values: rows.map { .string($0.type.rawValue) }),
    ]
    return BoundTable(
      plan: .values(
        ValuesStep(columns: columns, rows: Chunk(columns: cells, rowCount: rows.count, sequence: 0))),
      isSerialized: true)
  }
}

extension ScalarType {
  /// The .NET type that getschema names.
  var systemName: String {
    switch self {
    case .bool: "System.SByte"
    case .int: "System.Int32"
    case .long: "System.Int64"
    case .real: "System.Double"
    case .decimal: "System.Data.SqlTypes.SqlDecimal"
    case .string: "System.String"
    case .datetime: "System.DateTime"
    case .timespan: "System.TimeSpan"
    case .guid: "System.Guid"
    case .dynamic: "System.Object"
    }
  }
}
