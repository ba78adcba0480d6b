import Foundation
import JSONText

/// The part of JSON Schema 2020-12 that `docs/profile.schema.json` uses. A keyword that is not known
/// here is a fault of the schema, so that nothing is passed over.
struct JSONSchema {
  private let root: JSONValue
  private static let known: Set<String> = [
    "$schema", "$defs", "$ref", "title", "description", "type", "const", "properties", "required",
    "items", "prefixItems", "minItems", "maxItems", "minimum", "maximum", "pattern", "anyOf",
  ]

  init(_ root: JSONValue) { self.root = root }

  /// What is wrong with a value. Members that the schema does not describe are faults here: it
  /// allows them, for later versions, but this version must not write them.
  func faults(of value: JSONValue) -> [String] { faults(of: value, by: root, at: "") }

  private func faults(of value: JSONValue, by schema: JSONValue, at place: String) -> [String] {
    var faults: [String] = []
    func fault(_ text: String) { faults.append("\(place): \(text)") }
    for keyword in schema.members?.map(\.key) ?? [] where !Self.known.contains(keyword) {
      fault("the schema has the keyword \(keyword)")
    }
    if schema["description"]?.string?.isEmpty ?? (schema["$ref"] == nil && schema["type"] == nil) {
      fault("has no description")
    }
    if let reference = schema["$ref"]?.string {
      let name = String(reference.dropFirst("#/$defs/".count))
      guard let definition = root["$defs"]?[name] else { return ["\(place): no \(reference)"] }
      faults += self.faults(of: value, by: definition, at: place)
    }
    if let choices = schema["anyOf"]?.array {
      let found = choices.map { self.faults(of: value, by: $0, at: place) }
      if !found.contains([]) { faults += found.first ?? [] }
    }
    if let constant = schema["const"], constant != value { fault("is not \(constant.text())") }
    let types = schema["type"]?.array ?? schema["type"].map { [$0] } ?? []
    if !types.isEmpty, !types.contains(where: { $0.string.map(value.isOf(type:)) ?? false }) {
      fault("is \(value.text().prefix(40)) and of none of the types \(types.compactMap(\.string))")
    }
    switch value {
    case .number:
      let number = value.double ?? .nan
      if let least = schema["minimum"]?.double, number < least { fault("is below \(least)") }
      if let most = schema["maximum"]?.double, number > most { fault("is above \(most)") }
    case .string(let text):
      if let pattern = schema["pattern"]?.string,
        text.range(of: pattern, options: .regularExpression) == nil
      {
        fault("“\(text)” does not match \(pattern)")
      }
    case .array(let elements):
      if let least = schema["minItems"]?.integer(Int.self), elements.count < least {
        fault("has fewer than \(least)")
      }
      if let most = schema["maxItems"]?.integer(Int.self), elements.count > most {
        fault("has more than \(most)")
      }
      let first = schema["prefixItems"]?.array ?? []
      for (index, element) in elements.enumerated() {
        guard let schema = index < first.count ? first[index] : schema["items"] else { continue }
        faults += self.faults(of: element, by: schema, at: "\(place)[\(index)]")
      }
    case .object(let members):
      guard let properties = schema["properties"] else { break }
      for member in members {
        guard let schema = properties[member.key] else {
          fault("“\(member.key)” is not described")
          continue
        }
        faults += self.faults(of: member.value, by: schema, at: "\(place).\(member.key)")
      }
      for key in schema["required"]?.array?.compactMap(\.string) ?? [] where value[key] == nil {
        fault("“\(key)” is missing")
      }
    default: break
    }
    return faults
  }
}

extension JSONValue {
  fileprivate func isOf(type: String) -> Bool {
    switch (type, self) {
    case ("null", .null), ("boolean", .bool), ("string", .string), ("array", .array),
      ("object", .object), ("number", .number):
      true
    case ("integer", .number(let text)): !text.contains(where: { ".eE".contains($0) })
    default: false
    }
  }
}
