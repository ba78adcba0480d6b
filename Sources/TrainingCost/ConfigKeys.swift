/// Typed access to the keys of a `config.json`, under all their names.
struct ConfigKeys {
  let file: String
  /// The object that describes the language model: the whole file, or its `text_config`.
  let object: JSONValue
  /// The whole file, where some keys stay even when there is a `text_config`.
  let root: JSONValue

  init(_ root: JSONValue, file: String) throws(TrainingError) {
    guard case .object = root else {
      throw .invalidConfig(file: file, key: "config.json", reason: "is not a JSON object")
    }
    self.file = file
    self.root = root
    let nested = ["text_config", "llm_config", "language_config"].lazy.compactMap { root[$0] }
      .first { if case .object = $0 { true } else { false } }
    object = nested ?? root
  }

  private func value(_ names: [String]) -> (name: String, value: JSONValue)? {
    for source in [object, root] {
      for name in names {
        if let value = source[name], value != .null { return (name, value) }
      }
    }
    return nil
  }

  /// A whole number from 0 to `limit` under the first of `names` that is there and not null.
  func optionalInt(_ names: String..., limit: Int = 1 << 24) throws(TrainingError) -> Int? {
    guard let (name, value) = value(names) else { return nil }
    guard case .number(let number) = value, number >= 0, number <= Double(limit),
      number == number.rounded()
    else {
      throw .invalidConfig(file: file, key: name, reason: "is not a whole number up to \(limit)")
    }
    return Int(number)
  }

  /// A positive whole number that has to be there.
  func int(_ names: String..., limit: Int = 1 << 24) throws(TrainingError) -> Int {
    for name in names {
      guard let number = try optionalInt(name, limit: limit) else { continue }
      guard number > 0 else {
        throw .invalidConfig(file: file, key: name, reason: "is zero")
      }
      return number
    }
    throw .invalidConfig(
      file: file, key: names[0],
      reason: names.count > 1
        ? "is missing, and so is \(names.dropFirst().joined(separator: ", "))" : "is missing")
  }

  func bool(_ name: String, default fallback: Bool) throws(TrainingError) -> Bool {
    guard let (name, value) = value([name]) else { return fallback }
    guard case .bool(let flag) = value else {
      throw .invalidConfig(file: file, key: name, reason: "is neither true nor false")
    }
    return flag
  }

  func number(_ name: String) throws(TrainingError) -> Double? {
    guard let (name, value) = value([name]) else { return nil }
    guard case .number(let number) = value else {
      throw .invalidConfig(file: file, key: name, reason: "is not a number")
    }
    return number
  }

  func string(_ name: String) -> String? {
    guard case .string(let text)? = value([name])?.value else { return nil }
    return text
  }

  func array(_ name: String) throws(TrainingError) -> [JSONValue]? {
    guard let (name, value) = value([name]) else { return nil }
    guard case .array(let elements) = value else {
      throw .invalidConfig(file: file, key: name, reason: "is not a list")
    }
    return elements
  }

  /// The keys of an object inside, such as MPT's `attn_config`; empty if it is missing.
  func nested(_ name: String) -> ConfigKeys {
    ConfigKeys(file: file, part: object[name] ?? .object([]))
  }

  private init(file: String, part: JSONValue) {
    self.file = file
    object = part
    root = part
  }

  func holds(_ bias: ModelFamily.Bias) throws(TrainingError) -> Bool {
    switch bias {
    case .never: false
    case .always: true
    case .key(let name, let fallback): try bool(name, default: fallback)
    }
  }
}
