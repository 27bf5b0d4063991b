import RegnSyntax

/// The settings that `set` knows.
enum Settings {
  /// Those that change how a query runs here.
  static let honoured: Set<String> = [
    "servertimeout", "query_timeout", "maxmemoryconsumptionperiterator",
    "max_memory_consumption_per_query_per_node",
  ]

  /// Those that steer a cluster, the size of its answers or its caches, and change no answer here: scripts
  /// that give them run as they are.
  static let passedOver: Set<String> = [
    "best_effort", "client_max_redirect_count", "deferpartialqueryfailures", "maxoutputcolumns",
    "materialized_view_shuffle_query", "norequesttimeout", "notruncation",
    "push_selection_through_aggregation",
    "query_bin_auto_at", "query_bin_auto_size", "query_cursor_after_default",
    "query_cursor_before_or_at_default", "query_cursor_current", "query_cursor_disabled",
    "query_cursor_scoped_tables", "query_datascope", "query_datetimescope_column", "query_datetimescope_from",
    "query_datetimescope_to", "query_distribution_nodes_span", "query_fanout_nodes_percent",
    "query_fanout_threads_percent", "query_force_row_level_security", "query_language",
    "query_log_query_parameters", "query_max_entities_in_union", "query_now", "query_optimize_fts_at_relop",
    "query_python_debug", "query_results_apply_getschema", "query_results_cache_force_refresh",
    "query_results_cache_max_age", "query_results_cache_per_shard", "query_results_progressive_row_count",
    "query_results_progressive_update_period", "query_take_max_records", "query_weakconsistency_session_id",
    "querytrace", "request_app_name", "request_block_row_level_security", "request_callout_disabled",
    "request_description", "request_external_data_disabled", "request_external_table_disabled",
    "request_impersonation_disabled", "request_readonly", "request_readonly_hardline",
    "request_remote_entities_disabled", "request_sandboxed_execution_disabled", "request_user",
    "results_progressive_enabled", "truncationmaxrecords", "truncationmaxsize", "truncation_max_records",
    "truncation_max_size", "validatepermissions",
  ]
}

extension Binder {
  /// `set name = value`.
  func bindSet(_ statement: SetStatement) -> BoundStatement? {
    guard let name = statement.name else { return nil }
    let isKnown = Settings.honoured.contains(name.name) || Settings.passedOver.contains(name.name)
    if !isKnown {
      reportUnknown(
        .unknownSetting, "no setting is named \(name.name); it changes nothing", name: name.name,
        candidates: Settings.honoured.union(Settings.passedOver).sorted(), at: name.span,
        otherwise: "to name a value write: let \(name.name) = …")
    }
    guard let written = statement.value else {
      environment.set(name.name, nil)
      return .setting(name: name.name, value: nil, span: name.span)
    }
    guard let bound = bind(written, .none) else { return nil }
    let value = bound.constantValue
    if Settings.honoured.contains(name.name) {
      let isTime = name.name.hasSuffix("timeout")
      let isFit: Bool
      switch value {
      case .timespan(let span)?: isFit = isTime && span.ticks > 0
      default: isFit = !isTime && value?.integer ?? 0 > 0
      }
      if !isFit {
        report(
          .unknownSetting,
          "\(name.name) is \(isTime ? "a length of time" : "a number of bytes"); this changes nothing",
          at: written.span, label: isTime ? "such as 5m" : "such as 500000000")
        return .setting(name: name.name, value: nil, span: written.span)
      }
    }
    environment.set(name.name, value)
    return .setting(name: name.name, value: value, span: written.span)
  }
}
