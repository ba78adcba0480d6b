import Foundation
import Synchronization

/// The connections at hand. When there are too many, the one whose client has kept it waiting for
/// longest gives way to the next: nobody is held up by those who do not speak.
final class ConnectionTable: Sendable {
  private struct Entry {
    var state = State.waiting
    var since = ContinuousClock.now
  }

  private enum State {
    /// For the client to speak, or to listen.
    case waiting
    /// An answer is being worked out.
    case busy
    /// It gave way, and its thread is about to close it.
    case leaving
  }

  private let limit: Int
  private let entries = Mutex<[Int32: Entry]>([:])

  init(limit: Int) { self.limit = limit }

  /// Takes a connection in; `false` when as many as may be are being answered.
  func admit(_ descriptor: Int32) -> Bool {
    entries.withLock { entries in
      // Whoever gives way needs a moment to go, so there is room for as many again.
      if entries.count >= limit {
        guard Self.evict(&entries), entries.count < 2 * limit else { return false }
      }
      entries[descriptor] = Entry()
      return true
    }
  }

  /// An answer is being worked out.
  func setBusy(_ descriptor: Int32) {
    entries.withLock { $0[descriptor]?.state = .busy }
  }

  /// An answer is being sent, which takes as long as its reader wants.
  func setSending(_ descriptor: Int32) {
    entries.withLock { $0[descriptor] = Entry() }
  }

  /// Ends the connection that has been waiting for its client for longest.
  func evictSlowest() {
    entries.withLock { entries in _ = Self.evict(&entries) }
  }

  private static func evict(_ entries: inout [Int32: Entry]) -> Bool {
    let slowest = entries.filter { $0.value.state == .waiting }
      .min { $0.value.since < $1.value.since }
    guard let slowest else { return false }
    entries[slowest.key]?.state = .leaving
    // Its own thread wakes up, and closes it.
    shutdown(slowest.key, Int32(SHUT_RDWR))
    return true
  }

  /// Closes a connection. While it is in the table its descriptor means nothing else.
  func close(_ descriptor: Int32) {
    entries.withLock { entries in
      entries[descriptor] = nil
      systemClose(descriptor)
    }
  }

  /// Waits for the answers that are being worked out, but not for silent clients.
  func drain(for patience: Duration) {
    let deadline = ContinuousClock.now + patience
    while ContinuousClock.now < deadline {
      let isDone = entries.withLock { entries in
        for (descriptor, entry) in entries where entry.state == .waiting {
          shutdown(descriptor, Int32(SHUT_RD))
        }
        return entries.isEmpty
      }
      if isDone { return }
      usleep(10_000)
    }
  }
}

// The system's own, under a name that the type above does not hide.
private func systemClose(_ descriptor: Int32) { close(descriptor) }
