import RegnPhrases
import RegnSyntax

/// Names of KQL that Regn does not implement, so that they are answered as what they are and not as unknown
/// words.
public enum OutOfScope {
  /// What belongs together and is left out for one reason.
  public struct Family: Sendable {
    /// What they are, as it stands after "Regn does not implement".
    public let name: Phrase
    /// Why Regn leaves them out, in one sentence.
    public let reason: Phrase
    /// Whether they are to come.
    public let isPlanned: Bool
    /// The names, sorted.
    public let names: [String]
  }

  /// The family that a function, plug-in or operator belongs to; nil when it is not left out.
  public static func family(of name: String) -> Family? { byName[name] }

  private static let byName = Dictionary(
    families.flatMap { family in family.names.map { ($0, family) } }, uniquingKeysWith: { first, _ in first })

  /// The statements that are left out; the parser knows them by their first words.
  public static let statements: [(name: String, reason: Phrase)] = [
    ("alias", "It names a database of another cluster."),
    ("pattern", "It makes a view over databases of a cluster."),
    ("restrict", "It guards who sees which tables of a database."),
  ]

  /// All families.
  public static let families: [Family] = [
    Family(
      name: "IP address functions", reason: "Accounts hold no network addresses.", isPlanned: false,
      names: [
        "format_ipv4", "format_ipv4_mask", "has_any_ipv4", "has_any_ipv4_prefix", "has_ipv4",
        "has_ipv4_prefix", "ipv4_compare", "ipv4_is_in_any_range", "ipv4_is_in_range", "ipv4_is_match",
        "ipv4_is_private", "ipv4_lookup", "ipv4_netmask_suffix", "ipv4_range_to_cidr_list", "ipv6_compare",
        "ipv6_is_in_any_range", "ipv6_is_in_range", "ipv6_is_match", "ipv6_lookup", "parse_ipv4",
        "parse_ipv4_mask", "parse_ipv6", "parse_ipv6_mask",
      ]),
    Family(
      name: "functions that need a cluster",
      reason: "They ask for what only a cluster has: databases, users, ingestion, stored results.",
      isPlanned: false,
      names: [
        "cluster", "current_cluster_endpoint", "current_database", "current_principal",
        "current_principal_details", "current_principal_is_member_of", "cursor_after",
        "cursor_before_or_at", "cursor_current", "database", "entity_group", "estimate_data_size",
        "extent_id", "extent_tags", "external_table", "has_any_index", "ingestion_time", "macro-expand",
        "materialized_view", "stored_query_result",
      ]),
    Family(
      name: "geospatial functions", reason: "The figures are of municipalities, not of points on the earth.",
      isPlanned: false,
      names: [
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
      ]),
    Family(
      name: "graph operators", reason: "They need a graph of nodes and edges.", isPlanned: false,
      names: [
        "graph-mark-components", "graph-match", "graph-merge", "graph-shortest-paths", "graph-to-table",
        "graph-where-edges", "graph-where-nodes", "make-graph",
      ]),
    Family(
      name: "graph functions", reason: "They ask for the nodes and edges of a graph.", isPlanned: false,
      names: ["all", "any", "graph", "inner_nodes", "labels", "map", "node_degree_in", "node_degree_out"]),
    Family(
      name: "plug-ins that run other languages or models",
      reason: "They run programs of other languages, or ask models, beside the engine.", isPlanned: false,
      names: [
        "Python", "R", "ai_chat_completion", "ai_chat_completion_prompt", "ai_embed_text", "ai_embeddings",
        "python", "r",
      ]),
    Family(
      name: "plug-ins that reach outside",
      reason: "A query reads the tables and files that it was given, and nothing over the network.",
      isPlanned: false,
      names: [
        "azure_digital_twins_query_request", "cosmosdb_sql_request", "http_request", "http_request_post",
        "infer_storage_schema", "infer_storage_schema_with_suggestions", "mysql_request",
        "postgresql_request", "sql_request",
      ]),
    Family(
      name: "functions for web logs", reason: "Accounts hold no names of browsers.", isPlanned: false,
      names: ["parse_user_agent"]),
    Family(
      name: "sketches of counts and percentiles",
      reason:
        "They save work on data too large to count; counts and percentiles are exact here without them.",
      isPlanned: true,
      names: [
        "dcount_hll", "hll", "hll_if", "hll_merge", "merge_tdigest", "percentile_tdigest",
        "percentrank_tdigest", "rank_tdigest", "tdigest", "tdigest_merge",
      ]),
    Family(
      name: "plug-ins that look for patterns", reason: "They find combinations of values that stand out.",
      isPlanned: true, names: ["autocluster", "basket", "diffpatterns", "diffpatterns_text"]),
    Family(
      name: "plug-ins on the activity of users",
      reason: "They follow users over time, from one visit or step to the next.", isPlanned: true,
      names: [
        "active_users_count", "activity_counts_metrics", "activity_engagement", "activity_metrics",
        "dcount_intersect", "funnel_sequence", "funnel_sequence_completion", "new_activity_metrics",
        "rows_near", "sequence_detect", "session_count", "sliding_window_counts",
      ]),
    Family(
      name: "plug-ins about tables", reason: "They show a table's first rows, or several tables' columns.",
      isPlanned: true, names: ["preview", "schema_merge"]),
  ]
}

extension Binder {
  /// Reports a name of KQL that is left out.
  func reportOutOfScope(_ name: String, at span: SourceSpan) {
    guard let family = OutOfScope.family(of: name) else { return }
    if family.isPlanned {
      report(.notImplemented, "`\(name)` is KQL, but Regn does not implement it yet", at: span)
    } else {
      report(.outOfScope, "`\(name)` is KQL, but Regn does not implement \(family.name)", at: span)
    }
  }
}
