import Glibc
import RegnData
import Synchronization

/// What the main loop takes up, one after another.
enum Event: Sendable {
  case message(Message)
  /// A query that ran beside the main loop is done.
  case finished(QueryRun, QueryRun.Outcome)
  /// The client will send nothing more.
  case end
}

/// The one queue of what is to be done, in order. Other threads put in, the main loop takes out.
final class Intake: Sendable {
  private struct State {
    var events: [(event: Event, bytes: Int)] = []
    /// How many of the events were taken.
    var taken = 0
    var waitingBytes = 0
    /// Requests that the client no longer wants, though they may not have been taken yet.
    var cancelled: Set<RequestID> = []
  }

  /// The most bytes of messages that wait; who reads then waits too.
  private static let most = 256 << 20

  private let state = Mutex(State())
  /// A pipe with a byte in it while events wait, so that waiting for one can end in time.
  private let bell: (read: Int32, write: Int32)

  init() {
    var ends: [Int32] = [-1, -1]
    if pipe(&ends) == 0 {
      for end in ends {
        _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        _ = fcntl(end, F_SETFL, O_NONBLOCK)
      }
    }
    bell = (ends[0], ends[1])
  }

  deinit {
    close(bell.read)
    close(bell.write)
  }

  /// Adds an event; `bytes` is the size of the message.
  func put(_ event: Event, bytes: Int = 0) {
    while state.withLock({ $0.waitingBytes > Intake.most }) { poll(nil, 0, 10) }
    state.withLock { state in
      if case .message(.notification("$/cancelRequest", let params)) = event,
        let id = RequestID(params["id"])
      {
        state.cancelled.insert(id)
      }
      state.events.append((event, bytes))
      state.waitingBytes += bytes
    }
    var byte: UInt8 = 1
    _ = write(bell.write, &byte, 1)
  }

  /// Takes the next event; waits for one at most so many milliseconds, or without end when nil.
  func take(within milliseconds: Int?) -> Event? {
    while true {
      let event = state.withLock { state -> Event? in
        guard state.taken < state.events.count else { return nil }
        let next = state.events[state.taken]
        state.taken += 1
        state.waitingBytes -= next.bytes
        if state.taken == state.events.count || state.taken > 1_024 {
          state.events.removeFirst(state.taken)
          state.taken = 0
        }
        return next.event
      }
      if let event { return event }
      var wait = pollfd(fd: bell.read, events: Int16(POLLIN), revents: 0)
      let rung = poll(&wait, 1, milliseconds.map { Int32(clamping: $0) } ?? -1)
      if rung == 0 { return nil }
      var bytes = [UInt8](repeating: 0, count: 4_096)
      _ = read(bell.read, &bytes, bytes.count)
    }
  }

  /// Whether nothing waits.
  var isEmpty: Bool { state.withLock { $0.taken == $0.events.count } }

  /// Whether the client has cancelled a request.
  func isCancelled(_ id: RequestID) -> Bool { state.withLock { $0.cancelled.contains(id) } }

  /// Forgets a cancellation, when the request that it was for has been taken.
  func forgetCancellation(_ id: RequestID) { state.withLock { _ = $0.cancelled.remove(id) } }
}

extension Intake {
  /// Reads messages until the input ends, on a thread of its own for which nobody waits: it may still wait
  /// for bytes when the server is done. False when the system gives no thread.
  ///
  /// - Parameter read: gives the next bytes; none at the end.
  func startReading(_ read: @escaping @Sendable () -> [UInt8], log: ServerLog) -> Bool {
    let thread = WorkerThread {
      var cutter = MessageCutter()
      func put(_ piece: MessageCutter.Piece) {
        switch piece {
        case .message(let bytes):
          log.note("→", bytes)
          self.put(.message(Message(bytes)), bytes: bytes.count)
        case .broken(let why): self.put(.message(.invalid(RPCError(.parseError, why), id: nil)))
        }
      }
      while true {
        let bytes = read()
        if bytes.isEmpty { break }
        for piece in cutter.take(bytes) { put(piece) }
      }
      if let rest = cutter.end() { put(rest) }
      self.put(.end)
    }
    thread?.detach()
    return thread != nil
  }
}
