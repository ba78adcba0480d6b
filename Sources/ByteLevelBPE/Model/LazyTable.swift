import Synchronization

/// A value that is worked out when it is first asked for, once, whichever thread asks.
///
/// Loading a tokenizer must not cost what only a large text needs: the pair table of a vocabulary
/// of 200,000 takes longer to fill than its file takes to read.
package final class LazyTable<Value: Sendable>: Sendable {
  private let state = Mutex<Value?>(nil)
  private let made = Atomic<Bool>(false)
  private let make: @Sendable () -> Value

  package init(_ make: @escaping @Sendable () -> Value) {
    self.make = make
  }

  /// Whether the value is there already.
  package var isMade: Bool { made.load(ordering: .relaxed) }

  /// The value; the first caller makes it while others wait.
  package var value: Value {
    state.withLock { value in
      if let value { return value }
      let new = make()
      value = new
      made.store(true, ordering: .relaxed)
      return new
    }
  }
}
