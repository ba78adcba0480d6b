package import Efficiency
package import Scripts
import Statistics

/// Tokenizers side by side, script by script, by what was measured of each.
package struct ProfileComparison: Sendable {
  /// A tokenizer's profile with the name it has in tables.
  package struct Subject: Sendable {
    /// The name.
    package var name: String
    /// The profile.
    package var profile: EfficiencyProfile

    package init(name: String, profile: EfficiencyProfile) {
      self.name = name
      self.profile = profile
    }
  }

  /// One script, or all of them together.
  package struct Row: Sendable {
    /// The script; `nil` for all.
    package var script: Script?
    /// What each tokenizer made of it; `nil` where its profile has no such text.
    package var cells: [Cell?]

    /// The text's bytes, where all have the same.
    package var bytes: UInt128? {
      let all = Set(cells.map { $0?.summary.units.bytes })
      return all.count == 1 ? all.first ?? nil : nil
    }
  }

  /// What one tokenizer made of the text of one script.
  package struct Cell: Sendable {
    /// The sums, the ratios and the fits.
    package var summary: ScriptSummary
    /// The interval of tokens per byte.
    package var interval: RatioInterval?
    /// Normalized sequence length: its tokens by the first tokenizer's on the same text.
    package var sequenceLength: Double?
    /// The interval of ``sequenceLength``, over files.
    package var sequenceLengthInterval: RatioInterval?
    /// Tokens per byte by those of the reference script.
    package var premiumPerByte: Double?
    /// Tokens per character by those of the reference script.
    package var premiumPerCharacter: Double?
    /// Whether no other makes fewer tokens of a byte of this script.
    package var isBest = false
  }

  /// The tokenizers, in the order asked for; their names differ.
  package let subjects: [Subject]
  /// The probability of intervals.
  package let level: Double
  /// The script that premiums are relative to.
  package let referenceScript: Script?
  /// The scripts, those with the most bytes first.
  package private(set) var rows: [Row]
  /// All scripts together.
  package private(set) var pooled: Row
  /// Why the profiles cannot be compared token by token; `nil` if they are of the same text.
  package let difference: String?

  /// Compares profiles.
  ///
  /// - Complexity: O(scripts · profiles + files · profiles).
  package init(
    _ subjects: [Subject], referenceScript: Script? = nil, level: Double = 0.95
  ) {
    self.subjects = Self.withDistinctNames(subjects)
    self.referenceScript = referenceScript
    self.level = level
    difference = Self.difference(between: self.subjects)

    let summaries = self.subjects.map(\.profile.summaries)
    var scripts: [Script] = []
    var seen: Set<Script> = []
    for case let script? in summaries.joined().map(\.script) where seen.insert(script).inserted {
      scripts.append(script)
    }
    rows = scripts.map { script in
      Row(
        script: script,
        cells: summaries.map { all in
          all.first { $0.script == script }.map { Cell(summary: $0) }
        })
    }
    pooled = Row(
      script: nil, cells: self.subjects.map { Cell(summary: $0.profile.pooledSummary) })

    let clusters = self.subjects.map { FileClusters($0.profile) }
    for index in rows.indices { complete(&rows[index], clusters) }
    complete(&pooled, clusters)
    addPremiums()
  }

  private func complete(_ row: inout Row, _ clusters: [FileClusters]) {
    let first = row.cells.first ?? nil
    for index in row.cells.indices {
      guard var cell = row.cells[index] else { continue }
      cell.interval =
        RatioInterval(clusters[index].moments(of: row.script), basis: .files, level: level)
        ?? RatioInterval(cell.summary.units.onBytes, basis: .units, level: level)
      if difference == nil, let first, first.summary.units.bytes == cell.summary.units.bytes,
        first.summary.units.tokens > 0
      {
        cell.sequenceLength =
          Double(cell.summary.units.tokens) / Double(first.summary.units.tokens)
        cell.sequenceLengthInterval =
          index == 0
          ? nil
          : RatioInterval(
            clusters[index].moments(of: row.script, on: clusters[0]), basis: .files, level: level)
      }
      row.cells[index] = cell
    }
    let least = row.cells.compactMap { $0?.summary.tokensPerByte }.min()
    for index in row.cells.indices where row.cells.count > 1 {
      let isBest = row.cells[index]?.summary.tokensPerByte == least
      row.cells[index]?.isBest = isBest
    }
  }

  private mutating func addPremiums() {
    guard let reference = rows.first(where: { $0.script == referenceScript }) else { return }
    func premium(_ a: Double?, _ b: Double?) -> Double? {
      if let a, let b, b > 0 { a / b } else { nil }
    }
    for row in rows.indices {
      for column in rows[row].cells.indices {
        guard let base = reference.cells[column]?.summary,
          let summary = rows[row].cells[column]?.summary
        else { continue }
        rows[row].cells[column]?.premiumPerByte =
          premium(summary.tokensPerByte, base.tokensPerByte)
        rows[row].cells[column]?.premiumPerCharacter =
          premium(summary.tokensPerCharacter, base.tokensPerCharacter)
      }
    }
  }

  /// Tables name columns by tokenizer, so a second one of the same name gets a number.
  private static func withDistinctNames(_ subjects: [Subject]) -> [Subject] {
    var taken: Set<String> = []
    return subjects.map { subject in
      var subject = subject
      let name = subject.name
      var number = 2
      while !taken.insert(subject.name).inserted {
        subject.name = "\(name) (\(number))"
        number += 1
      }
      return subject
    }
  }

  private static func difference(between subjects: [Subject]) -> String? {
    guard let first = subjects.first else { return nil }
    let identities = first.profile.files.map(\.identity).sorted()
    for other in subjects.dropFirst() {
      if other.profile.files.map(\.identity).sorted() != identities {
        return "\(first.name) and \(other.name) were measured on different files"
      }
      if other.profile.environment.scriptUnicode != first.profile.environment.scriptUnicode {
        return "\(first.name) and \(other.name) were measured with different versions of Unicode"
      }
    }
    return nil
  }
}

extension MeasuredFile {
  /// What tells one file's text from another's: the digest, or the name of a file without one.
  var identity: String { "\(sha256.isEmpty ? "name " + name : sha256) \(counts.bytes)" }
}

/// The sums of a profile's files by script, in an order that two profiles of the same files share.
private struct FileClusters {
  private var files: [(identity: String, scripts: [Script: Sums], total: Sums)]

  struct Sums {
    var bytes: UInt64
    var tokens: UInt64
  }

  init(_ profile: EfficiencyProfile) {
    files = profile.files.map { file in
      let scripts = file.scripts.map { ($0.script, Sums(bytes: $0.bytes, tokens: $0.tokens)) }
      return (
        file.identity, Dictionary(scripts, uniquingKeysWith: { first, _ in first }),
        Sums(bytes: file.counts.bytes, tokens: file.counts.tokens)
      )
    }.sorted { $0.identity < $1.identity }
  }

  /// Tokens on bytes, a point a file that has the script.
  func moments(of script: Script?) -> Moments {
    var moments = Moments()
    for file in files {
      guard let sums = script.map({ file.scripts[$0] }) ?? file.total else { continue }
      moments.add(x: sums.bytes, y: sums.tokens)
    }
    return moments
  }

  /// Tokens on the other tokenizer's tokens for the same file.
  func moments(of script: Script?, on other: FileClusters) -> Moments {
    var moments = Moments()
    for (file, base) in zip(files, other.files) {
      guard let sums = script.map({ file.scripts[$0] }) ?? file.total,
        let first = script.map({ base.scripts[$0] }) ?? base.total
      else { continue }
      moments.add(x: first.tokens, y: sums.tokens)
    }
    return moments
  }
}
