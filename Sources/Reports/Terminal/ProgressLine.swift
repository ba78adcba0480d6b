import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// One line on standard error that says how far work on bytes has come, at what rate, and how
/// long it will still take.
///
/// Any number of threads may report at once. The line is drawn at most ten times a second, only
/// on a terminal, and is erased at the end: it leaves no trace in what people keep.
///
///     let progress = ProgressLine.onStandardError(label: "Counting", total: size)
///     progress.advance(by: bytes.count)
///     progress.finish()
package final class ProgressLine: Sendable {
  private struct State {
    var lastDrawn: Duration?
    var isFinished = false
  }

  private let label: String
  private let total: UInt64?
  private let now: @Sendable () -> Duration
  private let started: Duration
  private let width: @Sendable () -> Int
  /// Writes to the terminal, or `nil` where there is none.
  private let write: (@Sendable (String) -> Void)?
  private let done = Atomic<UInt64>(0)
  private let state = Mutex(State())

  /// Makes a line that is drawn through `write`, or by no means if that is `nil`.
  ///
  /// - Parameters:
  ///   - label: What is being done.
  ///   - total: The bytes there are to do, if that is known.
  ///   - width: The columns of the terminal; asked for every time the line is drawn.
  ///   - now: A clock that never runs backwards.
  ///   - write: Takes the text, escape sequences included.
  package init(
    label: String, total: UInt64?, width: @escaping @Sendable () -> Int,
    now: @escaping @Sendable () -> Duration, write: (@Sendable (String) -> Void)?
  ) {
    self.label = VisibleText.escapingControls(label)
    self.total = total
    self.width = width
    self.now = now
    self.write = write
    started = now()
  }

  /// Makes a line on standard error, silent when that is no terminal or one that knows no escape
  /// sequences.
  package static func onStandardError(
    label: String, total: UInt64?,
    environment: @escaping Terminal.Environment = Terminal.processEnvironment
  ) -> ProgressLine {
    let isShown = Terminal.isTerminal(STDERR_FILENO) && environment("TERM") != "dumb"
    let start = ContinuousClock.now
    return ProgressLine(
      label: label, total: total,
      width: { Terminal.width(of: STDERR_FILENO, environment: environment) ?? 80 },
      now: { ContinuousClock.now - start },
      write: isShown ? writeToStandardError : nil)
  }

  /// Adds bytes that are done.
  package func advance(by bytes: some BinaryInteger) {
    done.wrappingAdd(UInt64(clamping: bytes), ordering: .relaxed)
    drawIfDue()
  }

  /// Sets the bytes that are done so far.
  package func update(done bytes: some BinaryInteger) {
    done.store(UInt64(clamping: bytes), ordering: .relaxed)
    drawIfDue()
  }

  /// Erases the line; nothing is drawn after this.
  package func finish() {
    guard let write else { return }
    state.withLock { state in
      if !state.isFinished, state.lastDrawn != nil { write("\r\u{1b}[K") }
      state.isFinished = true
    }
  }

  private func drawIfDue() {
    guard let write else { return }
    let time = now()
    // While one thread draws, perhaps on a terminal that is held up, the others go on.
    _ = state.withLockIfAvailable { state in
      // The first tenth of a second is silent as well: quick work should not flicker.
      let since = time - (state.lastDrawn ?? started)
      guard !state.isFinished, since >= .milliseconds(100) else { return }
      state.lastDrawn = time
      let text = text(done: done.load(ordering: .relaxed), elapsed: time - started)
      // One column stays free: a full line makes some terminals wrap.
      write("\r" + DisplayWidth.truncated(text, toColumns: max(1, width() - 1)) + "\u{1b}[K")
    }
  }

  /// The line for so many bytes after so long, by the average rate since the start.
  private func text(done: UInt64, elapsed: Duration) -> String {
    let seconds = elapsed / .seconds(1)
    let rate = seconds > 0 ? Double(done) / seconds : 0
    let bytes = NumberFormat.bytes(significant: 3)
    var parts = [label]
    if let total {
      let share = total == 0 ? 1 : min(1, Double(done) / Double(total))
      parts.append("\(bytes.text(of: done)) of \(bytes.text(of: total))")
      parts.append(NumberFormat.percent(decimals: 0).text(of: share))
    } else {
      parts.append(bytes.text(of: done))
    }
    if rate > 0 {
      parts.append("\(bytes.text(of: rate))/s")
      if let total, done < total {
        let left = (Double(total - done) / rate).rounded(.up)
        parts.append("\(NumberFormat.duration.text(of: left)) left")
      }
    }
    return parts.joined(separator: "  ")
  }
}

@Sendable private func writeToStandardError(_ text: String) {
  var text = text
  text.withUTF8 { bytes in
    var rest = UnsafeRawBufferPointer(bytes)
    while !rest.isEmpty {
      let count = write(STDERR_FILENO, rest.baseAddress, rest.count)
      // A terminal that cannot be written to is no reason to stop the work.
      guard count > 0 || (count < 0 && errno == EINTR) else { return }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(max(0, count)))
    }
  }
}
