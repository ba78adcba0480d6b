import Efficiency

/// What a dataset has in all, added up from units with the weights of their design.
struct DatasetTotals {
  var tokens = 0.0
  var documents = 0.0
  var chat = ChatTotals()
  var rules = RuleCounts()
  private var scripts: [String: (bytes: Double, tokens: Double)] = [:]

  /// The scripts, the most bytes first.
  var rows: [ScriptEstimate] {
    scripts.map { script, part in
      ScriptEstimate(
        script: script, bytes: part.bytes, tokens: part.tokens, interval: nil, sources: 0)
    }.sorted { ($1.bytes, $0.script) < ($0.bytes, $1.script) }
  }

  /// Adds a unit that stands for `weight` such units.
  mutating func add(_ unit: MeasuredUnit, weight: Double) {
    tokens += Double(unit.tokens) * weight
    documents += Double(unit.documents) * weight
    chat.add(unit.chat, times: weight)
    rules.add(unit.rules, times: weight)
    for part in unit.scripts {
      add(part.script, Double(part.bytes) * weight, Double(part.tokens) * weight)
    }
  }

  /// Adds other totals, the tokens multiplied by `tokenFactor`.
  mutating func add(_ other: DatasetTotals, tokenFactor: Double = 1) {
    tokens += other.tokens * tokenFactor
    documents += other.documents
    chat.add(other.chat)
    rules += other.rules
    for (script, part) in other.scripts {
      add(script, part.bytes, part.tokens * tokenFactor)
    }
  }

  private mutating func add(_ script: String, _ bytes: Double, _ tokens: Double) {
    let old = scripts[script] ?? (0, 0)
    scripts[script] = (old.bytes + bytes, old.tokens + tokens)
  }
}
