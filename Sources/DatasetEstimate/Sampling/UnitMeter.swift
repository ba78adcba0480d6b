import ByteLevelBPE
import CorpusReading
import Efficiency
import Scripts

/// Counts the text of one unit after the other.
final class UnitMeter {
  private let policy: TokenPolicy
  private var profiler: DocumentProfiler
  private var chat: ChatMeter
  /// What the profiler had before the unit at hand.
  private var before: [Script: (bytes: UInt128, tokens: UInt128)] = [:]
  private var tokensBefore: UInt64 = 0

  /// The parts of the text that were not UTF-8.
  var illFormed: IllFormedText { profiler.illFormed }

  init(_ tokenizer: Tokenizer, policy: TokenPolicy, expectedBytes: Int) {
    self.policy = policy
    profiler = DocumentProfiler(
      TokenCounter(tokenizer, expectedBytes: expectedBytes), unit: .document)
    chat = ChatMeter(tokenizer, template: policy.template)
  }

  /// Adds the batch's text to `unit`.
  func add(_ batch: borrowing CorpusBatch, to unit: inout MeasuredUnit) {
    var rules = unit.rules
    profiler.append(batch)
    chat.append(batch)
    batch.withUnsafeBytes { bytes in
      for piece in batch.pieces {
        let text = UnsafeRawBufferPointer(rebasing: bytes[piece.bytes])
        rules += RuleCounts(text.bindMemory(to: UInt8.self))
      }
    }
    unit.rules = rules
    unit.documents += batch.pieces.count { $0.startsDocument }
  }

  /// Gives `unit`, whose `documents` are known, the tokens and scripts of all that was added since the
  /// last was finished.
  func finish(_ unit: inout MeasuredUnit) {
    let content = profiler.counts.tokens - tokensBefore
    tokensBefore = profiler.counts.tokens
    unit.chat = chat.counts
    chat.counts = ChatCounts()
    let template = Int64(clamping: content) + unit.chat.templateTokens
    unit.tokens = UInt64(max(0, template)) + UInt64(unit.documents * policy.tokensPerDocument)
    for (script, moments) in profiler.moments {
      let new = (bytes: moments.units.bytes, tokens: moments.units.tokens)
      let old = before[script] ?? (0, 0)
      guard new != old else { continue }
      before[script] = new
      unit.scripts.append(
        .init(
          script: script.code, bytes: UInt64(clamping: new.bytes - old.bytes),
          tokens: UInt64(clamping: new.tokens - old.tokens)))
    }
    unit.scripts.sort { $0.bytes != $1.bytes ? $0.bytes > $1.bytes : $0.script < $1.script }
  }
}
