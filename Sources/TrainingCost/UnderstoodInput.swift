/// An input as it was understood, for printing beside the result: nothing enters silently.
public struct UnderstoodInput: Sendable, Hashable {
  /// A stable name in camelCase, as used for JSON.
  public var key: String
  /// The value.
  public var value: Value
  /// The value's unit; empty for pure numbers and words.
  public var unit: String
  /// Where it comes from.
  public var origin: Origin
  /// What else is to be known of it, such as a convention or a source; may be empty.
  public var note: String

  /// A value.
  public enum Value: Sendable, Hashable {
    /// A word, such as a precision.
    case text(String)
    /// An exact number.
    case number(Double)
    /// An uncertain number with its central interval at the plan's level.
    case interval(low: Double, median: Double, high: Double)
  }

  /// Where a value comes from.
  public enum Origin: String, Sendable, Hashable {
    /// The user gave it.
    case given
    /// Nobody gave it, and this is taken in its place.
    case assumed
    /// It follows from other inputs.
    case derived
    /// It is read from a table in this module.
    case published
  }
}

/// Collects inputs in the order in which the equation needs them.
struct InputList {
  private(set) var inputs: [UnderstoodInput] = []
  let level: Double

  mutating func add(
    _ key: String, _ text: String, _ origin: UnderstoodInput.Origin, note: String = ""
  ) {
    inputs.append(
      UnderstoodInput(key: key, value: .text(text), unit: "", origin: origin, note: note))
  }

  mutating func add<Unit>(
    _ key: String, _ quantity: Quantity<Unit>, _ origin: UnderstoodInput.Origin, note: String = ""
  ) {
    inputs.append(
      UnderstoodInput(
        key: key, value: .number(quantity.value), unit: quantity.unit, origin: origin, note: note))
  }

  mutating func add<Unit>(
    _ key: String, _ estimate: Estimate<Unit>, _ origin: UnderstoodInput.Origin, note: String = ""
  ) {
    guard estimate.sigma > 0 else { return add(key, estimate.median, origin, note: note) }
    let interval = estimate.interval(level: level)
    inputs.append(
      UnderstoodInput(
        key: key,
        value: .interval(
          low: interval.low.value, median: estimate.median.value, high: interval.high.value),
        unit: Unit.symbol, origin: origin, note: note))
  }
}
