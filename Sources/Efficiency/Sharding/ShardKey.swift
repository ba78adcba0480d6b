/// Which part of a corpus a measurement is of: what makes it the same part when it is met again.
///
/// The path at which a machine finds the file is no part of it.
public struct ShardKey: Sendable, Hashable, Comparable {
  /// The file's name in a profile: its path below the folder that was named.
  public var name: String
  /// 0 for the first file of this name in a corpus, 1 for the second.
  public var copy: Int
  /// The bytes in which its records begin; `nil` for the whole file.
  public var range: Range<Int64>?

  /// Creates a key.
  public init(name: String, copy: Int = 0, range: Range<Int64>? = nil) {
    self.name = name
    self.copy = copy
    self.range = range
  }

  /// The key of the whole file.
  var file: ShardKey { ShardKey(name: name, copy: copy) }

  /// Compares names by their bytes: those that Unicode calls equivalent are different files.
  public static func == (a: ShardKey, b: ShardKey) -> Bool {
    a.name.utf8.elementsEqual(b.name.utf8) && a.copy == b.copy && a.range == b.range
  }

  /// Hashes the name's bytes, the copy and the range.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(Array(name.utf8))
    hasher.combine(copy)
    hasher.combine(range)
  }

  /// Orders by name, by its bytes, then by copy and range.
  public static func < (a: ShardKey, b: ShardKey) -> Bool {
    if !a.name.utf8.elementsEqual(b.name.utf8) {
      return a.name.utf8.lexicographicallyPrecedes(b.name.utf8)
    }
    let left = (a.copy, a.range?.lowerBound ?? -1, a.range?.upperBound ?? -1)
    return left < (b.copy, b.range?.lowerBound ?? -1, b.range?.upperBound ?? -1)
  }
}

extension ShardKey: CustomStringConvertible {
  /// The name, with the copy and the range where there are any.
  public var description: String {
    name + (copy > 0 ? " (copy \(copy + 1))" : "")
      + (range.map { ", bytes \($0.lowerBound)-\($0.upperBound)" } ?? "")
  }
}

/// What is wrong with the documents of a work that was split. The caller adds which document it is.
public struct ShardError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong.
  public var reason: String
  /// What can be done about it.
  public var remedy: String?

  /// The reason and the remedy.
  public var description: String { reason + (remedy.map { "; \($0)" } ?? "") }

  init(_ reason: String, remedy: String? = nil) {
    self.reason = reason
    self.remedy = remedy
  }
}
