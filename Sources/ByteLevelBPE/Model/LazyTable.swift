import Synchronization

/// A value that is worked out when it is first asked for, once, whichever thread asks.
///
/// Loading a tokenizer must not cost what only a large text needs: the pair table of a vocabulary
/// of 200,000 takes longer to fill than its file takes to read.
package final class LazyTable<Value: Sendable>: @unchecked Sendable {
  // Unchecked because of the value, which is written once, under the lock, before `made` is set, and
  // read only after `made` was seen to be set. So nothing is locked once it is there, and
  // ThreadSanitizer, which sees atomics but not Swift's locks, can follow.
  private var storage: Value?
  private let made = Atomic<Bool>(false)
  private let begun = Atomic<Bool>(false)
  private let lock = Mutex<Void>(())
  private let make: @Sendable () -> Value

  package init(_ make: @escaping @Sendable () -> Value) {
    self.make = make
  }

  /// Whether the value is there already.
  package var isMade: Bool { made.load(ordering: .relaxed) }

  /// Whether a thread is at work on the value, or has made it.
  var isBegun: Bool { begun.load(ordering: .relaxed) }

  /// The value; the first caller makes it while others wait.
  package var value: Value {
    if made.load(ordering: .acquiring), let storage { return storage }
    return lock.withLock { _ in
      if made.load(ordering: .acquiring), let storage { return storage }
      begun.store(true, ordering: .relaxed)
      let new = make()
      storage = new
      made.store(true, ordering: .releasing)
      return new
    }
  }
}
