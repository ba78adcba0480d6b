/// Adds up what was measured in parts: states of shards, and profiles.
///
/// The parts may come in any order, and a shard as often as it likes: it is taken once. What they
/// add up to has the same bytes however the work was split.
public struct ShardMerger: Sendable {
  /// Shards that were met again, with equal content.
  public private(set) var repeated: [ShardKey] = []
  /// Files and records that the shards have left out.
  public private(set) var skipped: UInt64 = 0

  private var header: ShardHeader?
  /// The profile without cells and files that the parts agree on.
  private var common: EfficiencyProfile?
  private var cells: [EfficiencyProfile.CellKey: ScriptMoments] = [:]
  private var total = TextCounts()
  /// The parts of each file.
  private var files: [ShardKey: [(key: ShardKey, file: MeasuredFile)]] = [:]
  /// What each shard came to, as a digest: millions of shards do not fit in memory.
  private var ledger: [ShardKey: String] = [:]
  private var profiles: [EfficiencyProfile] = []

  /// Nothing yet.
  public init() {}

  /// Whether the parts are counts without observations; `nil` without parts.
  public var kind: ShardHeader.Kind? { header?.kind ?? (profiles.isEmpty ? nil : .profile) }

  /// Adds the states of some shards.
  ///
  /// - Throws: ``ShardError`` if they cannot be added to the others, or have a shard of theirs with
  ///   another content.
  /// - Complexity: O(size of the states).
  public mutating func add(_ states: ShardStates) throws(ShardError) {
    try header?.checkPolicies(states.header)
    try agree(on: states.header.emptyProfile)
    if header == nil { header = states.header }
    for shard in states.shards { try add(shard) }
  }

  /// Adds a profile that was merged or made at once. One that was met before is taken once.
  ///
  /// - Throws: ``ShardError`` if it cannot be added to the others, or shares files with them.
  public mutating func add(_ profile: EfficiencyProfile) throws(ShardError) {
    if header?.kind == .count {
      throw ShardError("a profile cannot be added to states of “map --count”")
    }
    var empty = profile
    empty.removeText()
    try agree(on: empty)
    if profiles.contains(profile) {
      repeated += profile.files.map { ShardKey(name: $0.name) }
    } else {
      profiles.append(profile)
    }
  }

  private mutating func agree(on profile: EfficiencyProfile) throws(ShardError) {
    guard var agreed = common else {
      common = profile
      return
    }
    do throws(MergeError) {
      try agreed.merge(profile)
    } catch {
      throw ShardError("\(error)", remedy: "map all shards with one tokenizer and one tokprof")
    }
    common = agreed
  }

  private mutating func add(_ shard: MeasuredShard) throws(ShardError) {
    let digest = shard.digest
    if let known = ledger[shard.key] {
      guard known == digest else {
        throw ShardError(
          "\(shard.key) was met before with another content",
          remedy: "the file was changed between two runs: map it again and remove the old state")
      }
      repeated.append(shard.key)
      return
    }
    ledger[shard.key] = digest
    for cell in shard.cells {
      guard let sum = cells[cell.key, default: ScriptMoments()].checkedSum(with: cell.moments)
      else { throw ShardError.tooGreat }
      cells[cell.key] = sum
    }
    guard let sum = total.checkedSum(with: shard.file.counts) else { throw ShardError.tooGreat }
    total = sum
    skipped = skipped.addingReportingOverflow(shard.skipped).partialValue
    files[shard.key.file, default: []].append((shard.key, shard.file))
  }

  /// What the parts add up to; of counts, a profile without cells.
  ///
  /// - Throws: ``ShardError`` for a file of which parts are missing or overlap, or that two profiles
  ///   share.
  public func profile() throws(ShardError) -> EfficiencyProfile {
    guard let common else { throw ShardError("there is nothing to merge") }
    var joined: [MeasuredFile] = []
    for parts in files.values { joined.append(try Self.join(parts)) }
    var result = EfficiencyProfile(
      tokenizer: common.tokenizer, environment: common.environment, unit: common.unit,
      total: total, cells: cells.map { .init(key: $0.key, moments: $0.value) }, files: joined)
    var seen = Set(joined)
    for profile in profiles {
      for file in profile.files where !seen.insert(file).inserted {
        throw ShardError(
          "\(file.name) is in two of the parts, and would be counted twice",
          remedy: "merge states of “tokprof map”, which are taken once")
      }
      do throws(MergeError) {
        try result.merge(profile)
      } catch {
        throw ShardError("\(error)")
      }
    }
    return result
  }

  private static func join(
    _ parts: [(key: ShardKey, file: MeasuredFile)]
  ) throws(ShardError) -> MeasuredFile {
    let parts = parts.sorted { $0.key < $1.key }
    guard var sum = parts.first?.file else { throw ShardError("there is nothing to merge") }
    for part in parts.dropFirst() { sum = try sum.joined(with: part.file) }
    if parts.count == 1, parts[0].key.range == nil { return sum }
    var end: Int64 = 0
    for part in parts {
      let range = part.key.range ?? 0..<Int64(clamping: sum.containerBytes ?? 0)
      try checkGap(end, range.lowerBound, sum.name)
      end = range.upperBound
    }
    try checkGap(end, Int64(clamping: sum.containerBytes ?? 0), sum.name)
    return sum
  }

  private static func checkGap(
    _ end: Int64, _ start: Int64, _ name: String
  ) throws(ShardError) {
    if end < start {
      throw ShardError(
        "bytes \(end)-\(start) of \(name) are missing", remedy: "map them, too")
    }
    if end > start {
      throw ShardError(
        "bytes \(start)-\(end) of \(name) are in two shards, and would be counted twice",
        remedy: "split each file in one way only")
    }
  }

  /// - Throws: ``ShardError`` that names shards of `manifest` that are missing, and those that are
  ///   not in it.
  public func checkComplete(_ manifest: ShardManifest) throws(ShardError) {
    let expected = Set(manifest.shards.map(\.key))
    let missing = manifest.shards.enumerated().filter { ledger[$0.element.key] == nil }
    if !missing.isEmpty {
      let names = missing.prefix(20).map { "\($0.offset) (\($0.element.key))" }
      throw ShardError(
        "of the manifest's \(manifest.shards.count) shards \(missing.count) are missing: "
          + names.joined(separator: ", ") + (missing.count > 20 ? ", …" : ""),
        remedy: "run “tokprof map --shard” for them")
    }
    if let foreign = ledger.keys.filter({ !expected.contains($0) }).min() {
      throw ShardError(
        "\(foreign) is not in the manifest", remedy: "leave the states of other work out")
    }
    if !profiles.isEmpty {
      throw ShardError("a profile does not tell which shards it is of", remedy: "give states")
    }
  }
}

extension ShardError {
  static let tooGreat = ShardError("the sums are too great to be added")
}
