import CRegnScan
import Synchronization

/// Whether a place between two bytes is within quotes, as far as the next quote's meaning depends on it.
struct QuoteState: Equatable, Sendable {
  var isInside: Bool
  var mayOpen: Bool

  static let recordStart = QuoteState(isInside: false, mayOpen: true)
}

/// Hands out the blocks of a file, and checks that each was read from the right state.
///
/// A worker cannot know whether its block begins within quotes before the blocks ahead were read. It guesses
/// that it does not, works on, and says here what it assumed and what state its block ends in. A block is
/// confirmed once all ahead of it are and its assumption is the state that they end in; else its worker reads
/// it again.
final class BlockChain: Sendable {
  enum Verdict: Equatable {
    case pending, confirmed
    /// The block begins in this state, not in the one assumed.
    case wrong(QuoteState)
    /// Another worker failed; the state will never be known.
    case abandoned
  }

  private struct Links {
    /// Blocks before this one are confirmed.
    var confirmed = 0
    /// The state at the start of block `confirmed`.
    var state = QuoteState.recordStart
    var claims: [Int: (assumed: QuoteState, end: QuoteState)] = [:]
    var isAbandoned = false
  }

  let blockCount: Int
  private let next = Atomic<Int>(0)
  private let links = Mutex(Links())

  init(blockCount: Int) { self.blockCount = blockCount }

  /// The next block, or nil when all were handed out.
  func take() -> Int? {
    let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
    return index < blockCount ? index : nil
  }

  /// Says that block `index` ends in `end` if it begins in `assumed`.
  func claim(_ index: Int, assumed: QuoteState, end: QuoteState) -> Verdict {
    links.withLock { links in
      links.claims[index] = (assumed, end)
      while let claim = links.claims[links.confirmed], claim.assumed == links.state {
        links.claims[links.confirmed] = nil
        links.state = claim.end
        links.confirmed += 1
      }
      return Self.verdict(index, assumed: assumed, links)
    }
  }

  func verdict(_ index: Int, assumed: QuoteState) -> Verdict {
    links.withLock { Self.verdict(index, assumed: assumed, $0) }
  }

  private static func verdict(_ index: Int, assumed: QuoteState, _ links: Links) -> Verdict {
    if links.confirmed > index { return .confirmed }
    if links.confirmed == index, links.state != assumed { return .wrong(links.state) }
    return links.isAbandoned ? .abandoned : .pending
  }

  /// Lets the workers that wait for this one go.
  func abandon() { links.withLock { $0.isAbandoned = true } }
}
