/// What can be wrong with a question about the cost of training.
public enum TrainingError: Error, Sendable, Hashable {
  /// No accelerator of this name is in the table.
  case unknownAccelerator(name: String, nearest: [String])
  /// The accelerator has no peak for this number format and accumulator.
  case unsupportedPeak(accelerator: String, wanted: String, available: [String])
  /// A value is outside what the equation can take.
  case invalidValue(name: String, value: String, remedy: String)
  /// The equation has more unknowns than one.
  case missingInput(names: [String], remedy: String)
  /// Inputs contradict one another.
  case contradiction(String, remedy: String)
  /// A file is not JSON; `offset` counts bytes from 0.
  case malformedJSON(file: String, offset: Int, reason: String)
  /// A `config.json` lacks a key or has a value of the wrong kind.
  case invalidConfig(file: String, key: String, reason: String)
  /// A `config.json` describes a model whose weights cannot be counted from it.
  case unsupportedModel(file: String, modelType: String, reason: String)
}

extension TrainingError: CustomStringConvertible {
  /// The message for a person: what is wrong, where, and what to do about it.
  public var description: String {
    switch self {
    case .unknownAccelerator(let name, let nearest):
      "unknown accelerator \"\(name)\"; the nearest known are \(nearest.joined(separator: ", "))"
    case .unsupportedPeak(let accelerator, let wanted, let available):
      "\(accelerator) has no dense peak for \(wanted); it has \(available.joined(separator: ", "))"
    case .invalidValue(let name, let value, let remedy):
      "\(name): \(value) cannot be used; \(remedy)"
    case .missingInput(let names, let remedy):
      "not enough is known: \(names.joined(separator: ", ")) missing; \(remedy)"
    case .contradiction(let what, let remedy):
      "\(what); \(remedy)"
    case .malformedJSON(let file, let offset, let reason):
      "\(file): not valid JSON at byte \(offset): \(reason)"
    case .invalidConfig(let file, let key, let reason):
      "\(file): \"\(key)\" \(reason)"
    case .unsupportedModel(let file, let modelType, let reason):
      "\(file): model_type \"\(modelType)\" cannot be counted: \(reason); "
        + "give the number of parameters (and of active parameters) instead"
    }
  }
}
