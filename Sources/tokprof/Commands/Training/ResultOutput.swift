import JSONText
import Reports

/// TrainingCost reads configurations with a type of the same name.
typealias JSONValue = JSONText.JSONValue

/// A command's result, printed to standard output in one of its two forms.
struct ResultOutput {
  var json: JSONValue
  var tables: [Table]

  func print(asJSON: Bool) {
    StandardOutput.write(
      asJSON
        ? json.text(.indented) + "\n" : tables.map { $0.text() }.joined(separator: "\n"))
  }
}

extension JSONValue {
  /// A number; `null` where there is none.
  static func double(_ value: Double?) -> JSONValue { value.map { .double($0) } ?? .null }

  /// The object without the members that are `null`: absent is how JSON says that a figure is not
  /// known.
  static func object(present members: KeyValuePairs<String, JSONValue>) -> JSONValue {
    .object(members.filter { $0.value != .null }.map { Member($0.key, $0.value) })
  }
}

extension String {
  /// A JSON key as words for people: `tokensPerByte` is `tokens per byte`.
  var spacedKey: String {
    var words = ""
    for character in self {
      words += character.isUppercase ? " " + character.lowercased() : String(character)
    }
    return words.replacing("flops", with: "FLOPs").replacing("six n", with: "6·N")
  }
}
