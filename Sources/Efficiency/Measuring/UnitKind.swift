/// The stretch of a document that gives one observation.
public enum UnitKind: Sendable, Hashable {
  /// Stretches of about so many bytes that end after a newline. A window grows to twice its size
  /// when no newline comes, and is then cut between characters.
  case window(bytes: Int)
  /// Lines.
  case line
  /// Whole documents.
  case document

  /// Windows of 4 KiB: large enough that their edges do not matter (+0.0006 % tokens), small
  /// enough to give a thousand observations out of a few megabytes.
  public static let standard = UnitKind.window(bytes: 4096)
}

extension UnitKind: CustomStringConvertible, LosslessStringConvertible {
  /// `line`, `document`, or a window's size in bytes.
  public var description: String {
    switch self {
    case .window(let bytes): String(bytes)
    case .line: "line"
    case .document: "document"
    }
  }

  /// Reads what ``description`` writes; windows have 64 bytes to 1 GiB.
  public init?(_ description: String) {
    switch description {
    case "line": self = .line
    case "document": self = .document
    default:
      guard let bytes = Int(description), (64...1 << 30).contains(bytes) else { return nil }
      self = .window(bytes: bytes)
    }
  }
}

/// The observations of one script, and in how many documents it occurs.
public struct ScriptMoments: Sendable, Hashable {
  /// Documents with the script.
  public var documents: UInt64 = 0
  /// Its units.
  public var units = UnitMoments()

  /// None.
  public init() {}

  /// The sum of two that come from files, or `nil` if it cannot be held.
  func checkedSum(with other: ScriptMoments) -> ScriptMoments? {
    let (documents, overflow) = documents.addingReportingOverflow(other.documents)
    guard !overflow, let units = units.checkedSum(with: other.units) else { return nil }
    return ScriptMoments(documents: documents, units: units)
  }

  init(documents: UInt64, units: UnitMoments) {
    self.documents = documents
    self.units = units
  }

  mutating func addDocument(_ moments: UnitMoments) {
    documents += 1
    units += moments
  }

  /// Adds up.
  public static func += (left: inout ScriptMoments, right: ScriptMoments) {
    left.documents += right.documents
    left.units += right.units
  }
}
