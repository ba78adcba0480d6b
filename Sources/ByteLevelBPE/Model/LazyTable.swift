import Synchronization

/// A value that is worked out when it is first asked for, once, whichever thread asks.
///
/// Loading a tokenizer must not cost what only a large text needs: the pair table of a vocabulary
/// of 200,000 takes longer to fill than its file takes to read.
package final class LazyTable<Value: Sendable>: Sendable {
  private let state = Mutex<Value?>(nil)
  private let make: @Sendable () -> Value

  package init(_ make: @escaping @Sendable () -> Value) {
    self.make = make
  }

  /// The value; the first caller makes it while others wait.
  package var value: Value {
    state.withLock { made in
      if let made { return made }
      let new = make()
      made = new
      return new
    }
  }
}
