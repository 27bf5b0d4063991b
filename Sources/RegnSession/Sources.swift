import RegnBinder
import RegnData

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension LogicalPlan {
  /// The scans of the plan and of all plans that it refers to.
  private var scans: [ScanStep] {
    var scans: [ScanStep] = []
    var seen = Set<ObjectIdentifier>()
    var pending = [self]
    while let step = pending.popLast() {
      if case .scan(let scan) = step { scans.append(scan) }
      pending.append(contentsOf: (step.inputs + step.bodies).reversed())
      var met = step.expressionPlans
      if case .reference(let reference) = step { met.append(reference.shared) }
      for shared in met where seen.insert(ObjectIdentifier(shared)).inserted { pending.append(shared.plan) }
    }
    return scans
  }

  /// Where the figures of the plan come from, each source once.
  var sources: [Provenance] {
    var sources: [Provenance] = []
    for scan in scans where !sources.contains(scan.source.provenance) {
      sources.append(scan.source.provenance)
    }
    return sources
  }

  /// The names of the tables that the plan reads, each once.
  var scannedTables: [String] {
    var names: [String] = []
    for scan in scans where !names.contains(scan.table) { names.append(scan.table) }
    return names
  }
}

extension PlanColumn {
  /// The column as a result shows it: described as its table describes it, where it is one of a table.
  var described: ColumnSchema {
    guard let origin else { return ColumnSchema(name: name, type: type) }
    let known = origin.source.schema.columns[origin.column]
    return ColumnSchema(
      name: name, type: type, description: known.description, unit: known.unit, isComputed: known.isComputed)
  }
}

extension DateTime {
  /// The system clock's time.
  public static var current: DateTime {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let sinceUnix = Int64(time.tv_sec) * Timespan.ticksPerSecond + Int64(time.tv_nsec) / 100
    return DateTime(ticks: DateTime.unixEpoch.ticks + sinceUnix)
  }
}
