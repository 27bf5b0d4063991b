/// The kinds of nodes; ``SyntaxTree`` lists their children.
public enum SyntaxKind: UInt8, Hashable, Sendable, CaseIterable {
  case queryBlock, error, missing

  case queryStatement, letStatement, setStatement, declareStatement, aliasStatement, patternStatement,
    restrictStatement, commandStatement
  case functionDeclaration, functionBody, parameterDeclaration, rowSchema, columnDeclaration, typeName

  case name, wildcardName, star, literal, dynamicLiteral, jsonArray, jsonObject, jsonProperty
  case prefixExpression, binaryExpression, logicalExpression, inExpression, betweenExpression
  case callExpression, memberExpression, indexExpression, parenthesizedExpression, namedExpression
  case orderedExpression, typeofExpression, pipeExpression, namedParameter, withClause

  case asOperator, consumeOperator, countOperator, datatableOperator, distinctOperator, evaluateOperator,
    extendOperator, externaldataOperator, facetOperator, findOperator, forkOperator, getschemaOperator,
    invokeOperator, joinOperator, lookupOperator, makeSeriesOperator, mvApplyOperator, mvExpandOperator,
    parseOperator, parseKvOperator, partitionOperator, printOperator, projectOperator, projectAwayOperator,
    projectByNamesOperator, projectKeepOperator, projectRenameOperator, projectReorderOperator, rangeOperator,
    reduceOperator, renderOperator, sampleOperator, sampleDistinctOperator, scanOperator, searchOperator,
    serializeOperator, sortOperator, summarizeOperator, takeOperator, topOperator, topHittersOperator,
    topNestedOperator, unionOperator, whereOperator, outOfScopeOperator, unknownOperator

  case forkBranch, seriesAggregate, expandedColumn, parsedColumn, scanStep, topNestedLevel
  case graphPath, graphNode, graphEdge, graphTable, graphOutput, patternCase
}

/// The part that a child plays in its parent.
public enum Role: UInt8, Hashable, Sendable {
  case none
  case keyword, separator, open, close, pipe, `operator`
  case statement, expression, name, type, value, parameter, schema, column, body
  case left, right, operand, lower, upper, argument, callee, source, member, index
  case element, property, stage
  case condition, aggregate, by, on, of, count, pattern, table, query, branch, step, range, level, assignment,
    uri,
    with, alias, defaultValue, from, to, output, error
}
