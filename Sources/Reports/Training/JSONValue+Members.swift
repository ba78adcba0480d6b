package import JSONText

extension JSONValue {
  /// A number; `null` where there is none.
  package static func double(_ value: Double?) -> JSONValue { value.map { .double($0) } ?? .null }

  /// The object without the members that are `null`: absent is how JSON says that a figure is not
  /// known.
  package static func object(present members: KeyValuePairs<String, JSONValue>) -> JSONValue {
    .object(members.filter { $0.value != .null }.map { Member($0.key, $0.value) })
  }
}

extension String {
  /// A JSON key as words for people: `tokensPerByte` is `tokens per byte`.
  package var spacedKey: String {
    var words = ""
    for character in self {
      words += character.isUppercase ? " " + character.lowercased() : String(character)
    }
    return words.replacing("flops", with: "FLOPs").replacing("six n", with: "6·N")
  }
}
