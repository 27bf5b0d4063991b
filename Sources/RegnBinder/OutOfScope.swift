import RegnSyntax

/// Names of KQL that Regn does not implement, so that they are answered as what they are and not as unknown
/// words.
enum OutOfScope {
  /// What a name belongs to, when it is KQL that Regn leaves out or does not have yet.
  static func word(_ name: String) -> (family: String, isPlanned: Bool)? {
    if planned.contains(name) { return ("", true) }
    for (family, names) in families where names.contains(name) { return (family, false) }
    return nil
  }

  private static let families: [(String, Set<String>)] = [
    (
      "IP address functions",
      [
        "format_ipv4", "format_ipv4_mask", "has_any_ipv4", "has_any_ipv4_prefix", "has_ipv4",
        "has_ipv4_prefix", "ipv4_compare", "ipv4_is_in_any_range", "ipv4_is_in_range", "ipv4_is_match",
        "ipv4_is_private", "ipv4_lookup", "ipv4_netmask_suffix", "ipv4_range_to_cidr_list", "ipv6_compare",
        "ipv6_is_in_any_range", "ipv6_is_in_range", "ipv6_is_match", "ipv6_lookup", "parse_ipv4",
        "parse_ipv4_mask", "parse_ipv6", "parse_ipv6_mask",
      ]
    ),
    (
      "functions that need a cluster",
      [
        "cluster", "current_cluster_endpoint", "current_database", "current_principal",
        "current_principal_details", "current_principal_is_member_of", "cursor_after",
        "cursor_before_or_at", "cursor_current", "database", "estimate_data_size", "extent_id",
        "extent_tags", "external_table", "has_any_index", "ingestion_time", "macro-expand",
        "materialized_view", "parse_user_agent", "stored_query_result",
      ]
    ),
    (
      "geospatial functions",
      [
        "geo_angle", "geo_azimuth", "geo_closest_point_on_line", "geo_closest_point_on_polygon",
        "geo_distance_2points", "geo_distance_point_to_line", "geo_distance_point_to_polygon",
        "geo_from_wkt", "geo_geohash_neighbors", "geo_geohash_to_central_point", "geo_geohash_to_polygon",
        "geo_h3cell_children", "geo_h3cell_level", "geo_h3cell_neighbors", "geo_h3cell_parent",
        "geo_h3cell_rings", "geo_h3cell_to_central_point", "geo_h3cell_to_polygon",
        "geo_info_from_ip_address", "geo_intersection_2lines", "geo_intersection_2polygons",
        "geo_intersection_line_with_polygon", "geo_intersects_2lines", "geo_intersects_2polygons",
        "geo_intersects_line_with_polygon", "geo_line_buffer", "geo_line_centroid", "geo_line_densify",
        "geo_line_interpolate_point", "geo_line_length", "geo_line_locate_point", "geo_line_lookup",
        "geo_line_simplify", "geo_line_to_s2cells", "geo_point_buffer", "geo_point_in_circle",
        "geo_point_in_polygon", "geo_point_to_geohash", "geo_point_to_h3cell", "geo_point_to_s2cell",
        "geo_polygon_area", "geo_polygon_buffer", "geo_polygon_centroid", "geo_polygon_densify",
        "geo_polygon_lookup", "geo_polygon_perimeter", "geo_polygon_simplify", "geo_polygon_to_h3cells",
        "geo_polygon_to_s2cells", "geo_s2cell_neighbors", "geo_s2cell_to_central_point",
        "geo_s2cell_to_polygon", "geo_simplify_polygons_array", "geo_union_lines_array",
        "geo_union_polygons_array",
      ]
    ),
    (
      "graph operators",
      [
        "graph", "graph-mark-components", "graph-match", "graph-to-table", "inner_nodes", "labels",
        "make-graph",
      ]
    ),
    (
      "plug-ins that run other languages or models",
      [
        "ai_chat_completion", "ai_chat_completion_prompt", "ai_embed_text", "ai_embeddings", "python", "r",
      ]
    ),
    (
      "plug-ins that reach outside",
      [
        "azure_digital_twins_query_request", "cosmosdb_sql_request", "http_request", "http_request_post",
        "infer_storage_schema", "infer_storage_schema_with_suggestions", "mysql_request",
        "postgresql_request", "sql_request",
      ]
    ),
  ]

  private static let planned: Set<String> = [
    "active_users_count", "activity_counts_metrics", "activity_engagement", "activity_metrics",
    "autocluster", "basket", "dcount_hll", "dcount_intersect", "diffpatterns", "diffpatterns_text",
    "funnel_sequence", "funnel_sequence_completion", "hll", "hll_if", "hll_merge", "merge_tdigest",
    "new_activity_metrics", "percentile_tdigest", "percentrank_tdigest", "preview", "rank_tdigest",
    "rows_near", "schema_merge", "sequence_detect", "session_count", "sliding_window_counts", "tdigest",
    "tdigest_merge",
  ]
}

extension Binder {
  /// Reports a name of KQL that is left out.
  func reportOutOfScope(_ name: String, at span: SourceSpan) {
    guard let word = OutOfScope.word(name) else { return }
    if word.isPlanned {
      report(.notImplemented, "`\(name)` is KQL, but Regn does not implement it yet", at: span)
    } else {
      report(.outOfScope, "`\(name)` is KQL, but Regn does not implement \(word.family)", at: span)
    }
  }
}
