package import JSONText

extension JSONValue {
  /// A number; `null` where there is none.
  package static func double(_ value: Double?) -> JSONValue { value.map { .double($0) } ?? .null }

  /// The object without the members that are `null`: absent is how JSON says that a figure is not
  /// known.
  package static func object(present members: KeyValuePairs<String, JSONValue>) -> JSONValue {
    .object(members.filter { $0.value != .null }.map { Member($0.key, $0.value) })
  }

  /// An object of inputs as a remark below a table.
  package var inputsRemark: String {
    let inputs = (members ?? []).map { input in
      let number = input.value.double.map { NumberFormat.amount($0).text(of: $0) }
      return "\(input.key.spacedKey) \(number ?? input.value.string ?? "")"
    }
    return "Inputs: \(inputs.joined(separator: ", "))."
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
