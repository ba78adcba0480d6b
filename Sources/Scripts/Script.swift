internal import CICU

/// A script of writing, known by its ISO 15924 code.
///
/// Beside the values of Unicode's property Script there are those that text takes once it is
/// resolved: `Jpan` and `Kore` for the mixtures in which Japanese and Korean are written, and, while
/// a document is not yet at its end, ``hanGroup``.
public struct Script: Hashable, Sendable, BitwiseCopyable {
  /// ICU's number of the script. It is the same in every process with the same ICU, and is not for
  /// storing: what is stored is ``code``.
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// The script with an ISO 15924 code, such as `Latn`, in upper or lower case; `nil` if ICU knows
  /// none.
  public init?(code: String) {
    guard let rawValue = ScriptCodes.shared.numbers[code.lowercased()] else { return nil }
    self.rawValue = rawValue
  }

  /// The ISO 15924 code, such as `Latn`.
  public var code: String { ScriptCodes.shared.codes[Int(rawValue)] }

  /// Characters of no script of their own: spaces, digits, most punctuation (`Zyyy`).
  public static let common = Script(rawValue: 0)
  /// Marks that belong to the script of their base (`Zinh`).
  public static let inherited = Script(rawValue: 1)
  /// Unassigned and private-use code points (`Zzzz`).
  public static let unknown = Script(rawValue: 103)
  /// Latin (`Latn`).
  public static let latin = Script(rawValue: 25)
  /// Han (`Hani`), after resolution only in documents without kana and without Hangul.
  public static let han = Script(rawValue: 17)
  /// Hangul (`Hang`), before resolution.
  public static let hangul = Script(rawValue: 18)
  /// Japanese: Han, Hiragana and Katakana (`Jpan`).
  public static let japanese = Script(rawValue: 105)
  /// Korean: Hangul and Han (`Kore`).
  public static let korean = Script(rawValue: 119)

  static let bopomofo = Script(rawValue: 5)
  static let hiragana = Script(rawValue: 20)
  static let katakana = Script(rawValue: 22)
  static let katakanaOrHiragana = Script(rawValue: 54)

  /// Han, Hiragana, Katakana and Bopomofo together, until the whole document is seen and
  /// ``ScriptDocumentState/resolved(_:)`` tells which of `Jpan`, `Kore` and `Hani` they are.
  ///
  /// Its code is the first of ISO 15924's private use, so that one who forgets to resolve sees it.
  package static let hanGroup = Script(rawValue: 255)
}

extension Script: Comparable {
  /// Orders scripts by their ISO 15924 codes.
  public static func < (a: Script, b: Script) -> Bool { a.code < b.code }
}

extension Script: CustomStringConvertible {
  /// The ISO 15924 code.
  public var description: String { code }
}

private struct ScriptCodes: Sendable {
  static let shared = ScriptCodes()

  /// By ICU's number. Numbers that ICU gives no code are `Zzzz`.
  let codes: [String]
  /// ICU's numbers by code in lower case.
  let numbers: [String: UInt8]

  init() {
    var codes = [String](repeating: "Zzzz", count: 256)
    var numbers = [String: UInt8]()
    for number in UInt8.min..<Script.hanGroup.rawValue {
      guard let code = cicu_script_code(Int32(number)) else { continue }
      codes[Int(number)] = String(cString: code)
      numbers[codes[Int(number)].lowercased()] = number
    }
    codes[Int(Script.hanGroup.rawValue)] = "Qaaa"
    self.codes = codes
    self.numbers = numbers
  }
}
