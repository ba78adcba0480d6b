import ByteLevelBPE

/// The kinds of characters that tokenizers treat differently, by General_Category of Unicode 16.0.
public enum CharacterClass: UInt8, Sendable, CaseIterable, CustomStringConvertible {
  /// Letters and the marks on them (L, M).
  case letters
  /// Digits and other numbers (N).
  case digits
  /// The property White_Space: spaces, tabs, ends of lines.
  case whitespace
  /// Punctuation (P).
  case punctuation
  /// All else: symbols, emoji, controls, unassigned and private code points (S, C).
  case other

  /// The name on the command line and in JSON.
  public var description: String {
    switch self {
    case .letters: "letters"
    case .digits: "digits"
    case .whitespace: "whitespace"
    case .punctuation: "punctuation"
    case .other: "other"
    }
  }

  /// The class of each scalar value, one byte each: 1.1 MB that is filled when first needed, for
  /// searching five sets of ranges for every character would take most of the time.
  static let byScalar: [UInt8] = {
    var classes = [UInt8](repeating: other.rawValue, count: 0x11_0000)
    let sets: [(CharacterClass, [String])] = [
      (.letters, ["L", "M"]), (.digits, ["N"]), (.punctuation, ["P"]),
      (.whitespace, ["White_Space"]),
    ]
    for (characterClass, names) in sets {
      for range in names.flatMap({ UnicodeProperty.scalars(named: $0)?.ranges ?? [] }) {
        for scalar in range.first...range.last { classes[Int(scalar)] = characterClass.rawValue }
      }
    }
    return classes
  }()
}
