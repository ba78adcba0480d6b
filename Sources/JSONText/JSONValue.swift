/// A JSON document (RFC 8259) as a tree.
///
/// Members keep their order, and numbers the text they were written in: sums of squares have more
/// digits than a `Double` holds, and fields that a reader does not know must survive it unchanged.
public enum JSONValue: Sendable, Equatable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number, as written.
  case number(String)
  /// A string.
  case string(String)
  /// An array.
  case array([JSONValue])
  /// An object's members, in order.
  case object([Member])

  /// A member of an object.
  public struct Member: Sendable, Equatable {
    /// The key.
    public var key: String
    /// The value.
    public var value: JSONValue

    /// Creates a member.
    public init(_ key: String, _ value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// A whole number.
  public static func integer(_ value: some BinaryInteger) -> JSONValue {
    .number(String(value))
  }

  /// A number; `null` for one that JSON cannot write (infinite, not a number).
  public static func double(_ value: Double) -> JSONValue {
    guard value.isFinite else { return .null }
    if let whole = Int64(exactly: value), abs(whole) < 1 << 53 { return .number(String(whole)) }
    return .number("\(value)")
  }

  /// An integer that may exceed 2^53, as a decimal string, which every reader keeps exactly.
  public static func exact(_ value: some BinaryInteger) -> JSONValue {
    .string(String(value))
  }

  /// The value of the member `key`; of several the last. `nil` for none or if this is no object.
  ///
  /// - Complexity: O(members).
  public subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.key.utf8.elementsEqual(key.utf8) }?.value
  }

  /// The text of a string.
  public var string: String? {
    if case .string(let value) = self { value } else { nil }
  }

  /// The elements of an array.
  public var array: [JSONValue]? {
    if case .array(let value) = self { value } else { nil }
  }

  /// The members of an object.
  public var members: [Member]? {
    if case .object(let value) = self { value } else { nil }
  }

  /// The truth value.
  public var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The number as a double.
  public var double: Double? {
    if case .number(let text) = self { Double(text) } else { nil }
  }

  /// The number, or the decimal string, as an integer; `nil` if it is none or does not fit.
  public func integer<Integer: FixedWidthInteger>(_ type: Integer.Type = Int.self) -> Integer? {
    switch self {
    case .number(let text), .string(let text): Integer(text)
    default: nil
    }
  }
}

extension JSONValue: ExpressibleByDictionaryLiteral, ExpressibleByStringLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral
{
  /// Creates an object whose members have the order of the literal.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }

  /// Creates a string.
  public init(stringLiteral value: String) { self = .string(value) }

  /// Creates `true` or `false`.
  public init(booleanLiteral value: Bool) { self = .bool(value) }

  /// Creates a whole number.
  public init(integerLiteral value: Int) { self = .integer(value) }

  /// Creates an array.
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}
