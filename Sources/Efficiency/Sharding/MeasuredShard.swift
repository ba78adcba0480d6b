import Scripts

/// What one shard, a file or the records that begin in a part of one, came to.
public struct MeasuredShard: Sendable, Hashable {
  /// Which part of the corpus it is.
  public var key: ShardKey
  /// Its sums, with what the profile keeps of the whole file: label, digest and size.
  public var file: MeasuredFile
  /// Files and records that were left out because they could not be read.
  public var skipped: UInt64
  /// Its observations by script, in order; empty where tokens were only counted.
  public var cells: [EfficiencyProfile.Cell]
}

extension MeasuredFile {
  /// The sums of two parts of one file.
  ///
  /// - Throws: ``ShardError`` if they say different things of the file, or are too great.
  func joined(with other: MeasuredFile) throws(ShardError) -> MeasuredFile {
    guard label == other.label, licence == other.licence, sha256 == other.sha256,
      containerBytes == other.containerBytes
    else {
      throw ShardError(
        "the parts of \(name) were made of different files or under different labels",
        remedy: "map all of its parts again")
    }
    var sum = self
    let (illFormed, isTooGreat) = illFormed.addingReportingOverflow(other.illFormed)
    guard !isTooGreat, let counts = counts.checkedSum(with: other.counts) else {
      throw ShardError("the sums of \(name) are too great to be added")
    }
    sum.illFormed = illFormed
    sum.counts = counts
    sum.scripts = try Self.joined(scripts + other.scripts, name)
    return sum
  }

  private static func joined(
    _ parts: [ScriptCounts], _ name: String
  ) throws(ShardError) -> [ScriptCounts] {
    var sums: [Script: ScriptCounts] = [:]
    for part in parts {
      guard var sum = sums[part.script] else {
        sums[part.script] = part
        continue
      }
      for path in [\ScriptCounts.documents, \.units, \.bytes, \.characters, \.tokens] {
        let (value, isTooGreat) = sum[keyPath: path].addingReportingOverflow(part[keyPath: path])
        if isTooGreat { throw ShardError("the sums of \(name) are too great to be added") }
        sum[keyPath: path] = value
      }
      sums[part.script] = sum
    }
    return sums.values.sorted { $0.script < $1.script }
  }
}
