/// A tabular operator, as a closed list: a `switch` over it must know them all.
public enum TabularOperator: Sendable, Hashable {
  /// See ``AsOperator``.
  case `as`(AsOperator)
  /// See ``ConsumeOperator``.
  case consume(ConsumeOperator)
  /// See ``CountOperator``.
  case count(CountOperator)
  /// See ``DatatableOperator``.
  case datatable(DatatableOperator)
  /// See ``DistinctOperator``.
  case distinct(DistinctOperator)
  /// See ``EvaluateOperator``.
  case evaluate(EvaluateOperator)
  /// See ``ExtendOperator``.
  case extend(ExtendOperator)
  /// See ``ExternaldataOperator``.
  case externaldata(ExternaldataOperator)
  /// See ``FacetOperator``.
  case facet(FacetOperator)
  /// See ``FindOperator``.
  case find(FindOperator)
  /// See ``ForkOperator``.
  case fork(ForkOperator)
  /// See ``GetschemaOperator``.
  case getschema(GetschemaOperator)
  /// See ``InvokeOperator``.
  case invoke(InvokeOperator)
  /// See ``JoinOperator``.
  case join(JoinOperator)
  /// See ``LookupOperator``.
  case lookup(LookupOperator)
  /// See ``MakeSeriesOperator``.
  case makeSeries(MakeSeriesOperator)
  /// See ``MvApplyOperator``.
  case mvApply(MvApplyOperator)
  /// See ``MvExpandOperator``.
  case mvExpand(MvExpandOperator)
  /// See ``ParseOperator``.
  case parse(ParseOperator)
  /// See ``ParseKvOperator``.
  case parseKv(ParseKvOperator)
  /// See ``PartitionOperator``.
  case partition(PartitionOperator)
  /// See ``PrintOperator``.
  case print(PrintOperator)
  /// See ``ProjectOperator``.
  case project(ProjectOperator)
  /// See ``ProjectAwayOperator``.
  case projectAway(ProjectAwayOperator)
  /// See ``ProjectByNamesOperator``.
  case projectByNames(ProjectByNamesOperator)
  /// See ``ProjectKeepOperator``.
  case projectKeep(ProjectKeepOperator)
  /// See ``ProjectRenameOperator``.
  case projectRename(ProjectRenameOperator)
  /// See ``ProjectReorderOperator``.
  case projectReorder(ProjectReorderOperator)
  /// See ``RangeOperator``.
  case range(RangeOperator)
  /// See ``ReduceOperator``.
  case reduce(ReduceOperator)
  /// See ``RenderOperator``.
  case render(RenderOperator)
  /// See ``SampleOperator``.
  case sample(SampleOperator)
  /// See ``SampleDistinctOperator``.
  case sampleDistinct(SampleDistinctOperator)
  /// See ``ScanOperator``.
  case scan(ScanOperator)
  /// See ``SearchOperator``.
  case search(SearchOperator)
  /// See ``SerializeOperator``.
  case serialize(SerializeOperator)
  /// See ``SortOperator``.
  case sort(SortOperator)
  /// See ``SummarizeOperator``.
  case summarize(SummarizeOperator)
  /// See ``TakeOperator``.
  case take(TakeOperator)
  /// See ``TopOperator``.
  case top(TopOperator)
  /// See ``TopHittersOperator``.
  case topHitters(TopHittersOperator)
  /// See ``TopNestedOperator``.
  case topNested(TopNestedOperator)
  /// See ``UnionOperator``.
  case union(UnionOperator)
  /// See ``WhereOperator``.
  case `where`(WhereOperator)
  /// See ``OutOfScopeOperator``.
  case outOfScope(OutOfScopeOperator)
  /// See ``UnknownOperator``.
  case unknown(UnknownOperator)

  /// The operator in a node; nil when the node is none.
  public init?(_ node: SyntaxNode) {
    switch node.kind {
    case .asOperator: self = .`as`(AsOperator(unchecked: node))
    case .consumeOperator: self = .consume(ConsumeOperator(unchecked: node))
    case .countOperator: self = .count(CountOperator(unchecked: node))
    case .datatableOperator: self = .datatable(DatatableOperator(unchecked: node))
    case .distinctOperator: self = .distinct(DistinctOperator(unchecked: node))
    case .evaluateOperator: self = .evaluate(EvaluateOperator(unchecked: node))
    case .extendOperator: self = .extend(ExtendOperator(unchecked: node))
    case .externaldataOperator: self = .externaldata(ExternaldataOperator(unchecked: node))
    case .facetOperator: self = .facet(FacetOperator(unchecked: node))
    case .findOperator: self = .find(FindOperator(unchecked: node))
    case .forkOperator: self = .fork(ForkOperator(unchecked: node))
    case .getschemaOperator: self = .getschema(GetschemaOperator(unchecked: node))
    case .invokeOperator: self = .invoke(InvokeOperator(unchecked: node))
    case .joinOperator: self = .join(JoinOperator(unchecked: node))
    case .lookupOperator: self = .lookup(LookupOperator(unchecked: node))
    case .makeSeriesOperator: self = .makeSeries(MakeSeriesOperator(unchecked: node))
    case .mvApplyOperator: self = .mvApply(MvApplyOperator(unchecked: node))
    case .mvExpandOperator: self = .mvExpand(MvExpandOperator(unchecked: node))
    case .parseOperator: self = .parse(ParseOperator(unchecked: node))
    case .parseKvOperator: self = .parseKv(ParseKvOperator(unchecked: node))
    case .partitionOperator: self = .partition(PartitionOperator(unchecked: node))
    case .printOperator: self = .print(PrintOperator(unchecked: node))
    case .projectOperator: self = .project(ProjectOperator(unchecked: node))
    case .projectAwayOperator: self = .projectAway(ProjectAwayOperator(unchecked: node))
    case .projectByNamesOperator: self = .projectByNames(ProjectByNamesOperator(unchecked: node))
    case .projectKeepOperator: self = .projectKeep(ProjectKeepOperator(unchecked: node))
    case .projectRenameOperator: self = .projectRename(ProjectRenameOperator(unchecked: node))
    case .projectReorderOperator: self = .projectReorder(ProjectReorderOperator(unchecked: node))
    case .rangeOperator: self = .range(RangeOperator(unchecked: node))
    case .reduceOperator: self = .reduce(ReduceOperator(unchecked: node))
    case .renderOperator: self = .render(RenderOperator(unchecked: node))
    case .sampleOperator: self = .sample(SampleOperator(unchecked: node))
    case .sampleDistinctOperator: self = .sampleDistinct(SampleDistinctOperator(unchecked: node))
    case .scanOperator: self = .scan(ScanOperator(unchecked: node))
    case .searchOperator: self = .search(SearchOperator(unchecked: node))
    case .serializeOperator: self = .serialize(SerializeOperator(unchecked: node))
    case .sortOperator: self = .sort(SortOperator(unchecked: node))
    case .summarizeOperator: self = .summarize(SummarizeOperator(unchecked: node))
    case .takeOperator: self = .take(TakeOperator(unchecked: node))
    case .topOperator: self = .top(TopOperator(unchecked: node))
    case .topHittersOperator: self = .topHitters(TopHittersOperator(unchecked: node))
    case .topNestedOperator: self = .topNested(TopNestedOperator(unchecked: node))
    case .unionOperator: self = .union(UnionOperator(unchecked: node))
    case .whereOperator: self = .`where`(WhereOperator(unchecked: node))
    case .outOfScopeOperator: self = .outOfScope(OutOfScopeOperator(unchecked: node))
    case .unknownOperator: self = .unknown(UnknownOperator(unchecked: node))
    default: return nil
    }
  }

  /// The operator's node.
  public var node: SyntaxNode {
    switch self {
    case .`as`(let view): view.node
    case .consume(let view): view.node
    case .count(let view): view.node
    case .datatable(let view): view.node
    case .distinct(let view): view.node
    case .evaluate(let view): view.node
    case .extend(let view): view.node
    case .externaldata(let view): view.node
    case .facet(let view): view.node
    case .find(let view): view.node
    case .fork(let view): view.node
    case .getschema(let view): view.node
    case .invoke(let view): view.node
    case .join(let view): view.node
    case .lookup(let view): view.node
    case .makeSeries(let view): view.node
    case .mvApply(let view): view.node
    case .mvExpand(let view): view.node
    case .parse(let view): view.node
    case .parseKv(let view): view.node
    case .partition(let view): view.node
    case .print(let view): view.node
    case .project(let view): view.node
    case .projectAway(let view): view.node
    case .projectByNames(let view): view.node
    case .projectKeep(let view): view.node
    case .projectRename(let view): view.node
    case .projectReorder(let view): view.node
    case .range(let view): view.node
    case .reduce(let view): view.node
    case .render(let view): view.node
    case .sample(let view): view.node
    case .sampleDistinct(let view): view.node
    case .scan(let view): view.node
    case .search(let view): view.node
    case .serialize(let view): view.node
    case .sort(let view): view.node
    case .summarize(let view): view.node
    case .take(let view): view.node
    case .top(let view): view.node
    case .topHitters(let view): view.node
    case .topNested(let view): view.node
    case .union(let view): view.node
    case .`where`(let view): view.node
    case .outOfScope(let view): view.node
    case .unknown(let view): view.node
    }
  }

  /// The bytes of the operator, without the `|` before it.
  public var span: SourceSpan { node.span }

  /// The word or words that name it, such as `summarize`; empty for an unknown operator.
  public var keyword: SyntaxToken? {
    if case .topNested(let view) = self { return view.levels.first?.node.token(.keyword) }
    return node.token(.keyword)
  }

  /// All settings after the operator's name, such as `kind=inner`.
  public var parameters: [NamedParameter] { node.views(.parameter) }
}
