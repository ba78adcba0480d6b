package import ByteLevelBPE
package import Scripts

/// What a vocabulary is made of, whatever text it meets: how long its tokens are and which scripts
/// they are written in. Added tokens are left out.
package struct VocabularyFigures: Sendable, Hashable {
  /// What a token's bytes are.
  package enum Kind: Sendable, Hashable {
    /// Text with a script: the one that most of its characters with a script have.
    case script(Script)
    /// Spaces, digits, punctuation and symbols alone.
    case common
    /// No UTF-8 by itself: a part of a character.
    case partial
  }

  /// How many tokens have each number of bytes.
  package private(set) var lengths: [Int: UInt64] = [:]
  /// How many tokens there are of each kind.
  package private(set) var kinds: [Kind: UInt64] = [:]

  /// Reads a vocabulary.
  ///
  /// - Complexity: O(bytes of all tokens).
  package init(_ vocabulary: Vocabulary) {
    for id in 0..<vocabulary.idLimit {
      guard let bytes = vocabulary.bytes(of: TokenID(id)) else { continue }
      lengths[bytes.count, default: 0] += 1
      kinds[Self.kind(of: bytes), default: 0] += 1
    }
  }

  /// How many tokens there are.
  package var count: UInt64 { kinds.values.reduce(0, +) }

  static func kind(of bytes: [UInt8]) -> Kind {
    guard let text = String(validating: bytes, as: UTF8.self) else { return .partial }
    var counts: [Script: Int] = [:]
    for scalar in text.unicodeScalars {
      let script = ScriptProperties.shared[scalar].script
      if script != .common, script != .inherited, script != .unknown {
        counts[script, default: 0] += 1
      }
    }
    let most = counts.max { ($0.value, $1.key.code) < ($1.value, $0.key.code) }
    return most.map { .script($0.key) } ?? .common
  }
}

extension VocabularyFigures {
  /// Lengths from here on share a bin.
  private static let longest = 24

  /// The lengths of a vocabulary's tokens.
  static func histogram(_ name: String, _ figures: VocabularyFigures) -> Histogram {
    let long = figures.lengths.filter { $0.key >= longest }.values.reduce(0, +)
    return Histogram(
      title: "Token lengths, \(name)",
      summary: "How many of \(name)'s \(figures.count) tokens have each number of bytes.",
      xAxis: PlotAxis("bytes of a token"), yAxis: PlotAxis("tokens"),
      bins: (1..<longest).map { .init($0, count: figures.lengths[$0] ?? 0) } + [
        .init(
          Double(longest) - 0.5..<Double(longest) + 0.5, count: long, label: "\(longest) and more")
      ], width: 460, height: 260)
  }

  /// The numbers of all histograms in one table.
  static func lengthTable(_ vocabularies: [(name: String, figures: VocabularyFigures)]) -> Table {
    let plots = vocabularies.map { histogram($0.name, $0.figures) }
    return Table(
      columns: [.init("bytes of a token")] + vocabularies.map { .number($0.name, unit: "tokens") },
      rows: (0..<longest).map { row in
        [.text(row + 1 == longest ? "\(longest) and more" : "\(row + 1)")]
          + plots.map { .integer($0.bins[row].count) }
      })
  }

  /// Of which scripts the vocabularies are made.
  static func composition(
    _ vocabularies: [(name: String, figures: VocabularyFigures)]
  ) -> CompositionChart {
    var shares: [Script: Double] = [:]
    for (_, figures) in vocabularies {
      for case (.script(let script), let count) in figures.kinds {
        shares[script, default: 0] += Double(count) / Double(max(1, figures.count))
      }
    }
    let largest = shares.sorted { ($1.value, $0.key.code) < ($0.value, $1.key.code) }.prefix(5)
      .map(\.key)
    return CompositionChart(
      title: "Scripts of the vocabulary",
      summary: "The share of each vocabulary's tokens by the script most of their characters have.",
      axisTitle: "share of the vocabulary",
      parts: largest.map(\.code) + ["other scripts", "no script", "part of a character"],
      rows: vocabularies.map { name, figures in
        let known = largest.map { Double(figures.kinds[.script($0)] ?? 0) }
        let common = Double(figures.kinds[.common] ?? 0)
        let partial = Double(figures.kinds[.partial] ?? 0)
        let rest = Double(figures.count) - known.reduce(0, +) - common - partial
        return .init(name, known + [rest, common, partial])
      }, width: 760)
  }
}
