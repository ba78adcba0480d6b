/// A figure with its definition, for the same names stand for different formulas elsewhere.
public struct Metric: Sendable, Hashable {
  /// The name in JSON.
  public var key: String
  /// The name that people read.
  public var name: String
  /// What the figure counts, such as `bytes/token`; empty for a number without unit.
  public var unit: String
  /// How it is worked out.
  public var formula: String
  /// The figure; `nil` where there is nothing to divide by.
  public var value: Value?

  /// A figure.
  public enum Value: Sendable, Hashable {
    /// A count.
    case count(UInt64)
    /// A ratio, entropy or mean.
    case number(Double)
    /// A part of one.
    case share(Double)
  }

  init(_ key: String, _ name: String, unit: String, _ formula: String, _ value: Value?) {
    self.key = key
    self.name = name
    self.unit = unit
    self.formula = formula
    self.value = value
  }

  /// A quotient of counts.
  static func ratio(
    _ key: String, _ name: String, unit: String, _ formula: String, _ a: UInt64, by b: UInt64
  ) -> Metric {
    Metric(key, name, unit: unit, formula, b > 0 ? .number(Double(a) / Double(b)) : nil)
  }

  /// The part that a count is of another.
  static func share(
    _ key: String, _ name: String, of unit: String, _ formula: String, _ a: UInt64, by b: UInt64
  ) -> Metric {
    Metric(key, name, unit: unit, formula, b > 0 ? .share(Double(a) / Double(b)) : nil)
  }
}
