import RegnData

/// The queries that run beside the main loop, one at a time, in the order in which they were asked for.
struct QueryQueue {
  private(set) var current: QueryRun?
  private var waiting: [QueryRun] = []
  private var thread: WorkerThread?
  /// What the client knows the progress of the current one by, once it was told of it.
  var token: JSON?

  /// Whether somebody wants to know how far the current one is.
  var reportsProgress: Bool { current != nil && token != nil }

  mutating func add(_ run: QueryRun) { waiting.append(run) }

  /// Takes up the next when none runs; `start` runs a body on a thread. Gives it when there is one.
  mutating func startNext(_ body: @escaping @Sendable (QueryRun) -> Void) -> QueryRun? {
    guard current == nil, !waiting.isEmpty else { return nil }
    let run = waiting.removeFirst()
    current = run
    thread = WorkerThread { body(run) }
    // Where the system gives no more threads, this one does the work.
    if thread == nil { body(run) }
    return run
  }

  /// Notes that the current one has ended.
  mutating func end() {
    thread?.join()
    (current, thread, token) = (nil, nil, nil)
  }

  /// Stops a request's query. One that only waited is given back, for its request to be answered.
  mutating func cancel(_ id: RequestID) -> QueryRun? {
    if current?.id == id { current?.cancel() }
    guard let index = waiting.firstIndex(where: { $0.id == id }) else { return nil }
    return waiting.remove(at: index)
  }

  /// Stops the query whose progress a token stands for.
  func cancel(token: JSON) {
    if self.token == token { current?.cancel() }
  }

  /// Stops all; gives those that only waited.
  mutating func cancelAll() -> [QueryRun] {
    current?.cancel()
    defer { waiting = [] }
    return waiting
  }

  /// Waits for the current one, which was stopped.
  func wait() { thread?.join() }
}
