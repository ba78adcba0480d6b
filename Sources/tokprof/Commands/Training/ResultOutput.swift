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
