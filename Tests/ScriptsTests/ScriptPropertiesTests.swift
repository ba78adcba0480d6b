import Foundation
import Testing

@testable import Scripts

/// ICU's properties against Unicode's own files, read here without ICU.
@Suite struct ScriptPropertiesTests {
  private static let data = UnicodeData()

  @Test(
    .enabled(
      if: UnicodeData() != nil,
      "NOT CHECKED: Unicode's data files of ICU's version are missing; install unicode-data"))
  func agreeWithUnicodeDataForAllCodePoints() throws {
    let data = try #require(Self.data)
    var different: [String] = []
    var scripts = Set<Script>()
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let properties = ScriptProperties.shared[scalar]
      scripts.insert(properties.script)
      let script = data.scripts[Int(value)] ?? "Zzzz"
      let extensions = ScriptProperties.shared.extensionSets[Int(properties.extensions)].map(\.code)
      if properties.script.code != script
        || extensions != (data.extensions[value] ?? [])
        || properties.isImplicit != (script == "Zyyy" || script == "Zinh")
      {
        different.append("U+\(String(value, radix: 16)) \(properties.script) \(extensions)")
      }
    }
    #expect(different.isEmpty, "\(different.prefix(20))")
    #expect(scripts.count > 160)
  }

  @Test(
    .enabled(
      if: UnicodeData() != nil,
      "NOT CHECKED: Unicode's data files of ICU's version are missing; install unicode-data"))
  func bracketsAgreeWithUnicodeData() throws {
    let data = try #require(Self.data)
    var openers: [UInt8: UInt32] = [:]
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let properties = ScriptProperties.shared[scalar]
      let expected = data.brackets[value]
      #expect(properties.bracket == (expected?.kind ?? .none))
      guard let expected, let other = Unicode.Scalar(expected.pair) else { continue }
      #expect(properties.bracketPair == ScriptProperties.shared[other].bracketPair)
      if properties.bracket == .open {
        #expect(openers.updateValue(value, forKey: properties.bracketPair) == nil)
      }
    }
    #expect(openers.count * 2 == data.brackets.count)
  }

  @Test func codesAndScriptsAreTheSameBothWays() {
    for code in ["Latn", "Cyrl", "Hani", "Jpan", "Kore", "Hans", "Zyyy", "Zinh", "Zzzz"] {
      #expect(Script(code: code)?.code == code)
      #expect(Script(code: code.uppercased())?.code == code)
    }
    #expect(Script(code: "Qaaa") == nil)
    #expect(Script(code: "Latin") == nil)
    #expect(Script.japanese.code == "Jpan")
    #expect(Script.korean.code == "Kore")
    #expect(Script.unknown.code == "Zzzz")
    #expect([Script.latin, .hangul, .common].sorted() == [.hangul, .latin, .common])
  }

  @Test func versionsAreThoseOfICU() {
    #expect(ScriptProperties.icuVersion.split(separator: ".").count >= 2)
    #expect(ScriptProperties.unicodeVersion.split(separator: ".").count >= 2)
  }
}

/// The files Scripts, ScriptExtensions and BidiBrackets of the Unicode Character Database.
struct UnicodeData {
  /// Script by code point.
  var scripts = [String?](repeating: nil, count: 0x110000)
  /// Script_Extensions in the order of codes, where the file has them.
  var extensions: [UInt32: [String]] = [:]
  var brackets: [UInt32: (kind: Bracket, pair: UInt32)] = [:]

  /// `nil` without files of ICU's version of Unicode.
  init?() {
    guard let scriptFile = Self.read("Scripts"), let extensionFile = Self.read("ScriptExtensions"),
      let aliasFile = Self.read("PropertyValueAliases"),
      let bracketFile = Self.read("BidiBrackets"),
      scriptFile.hasPrefix("# Scripts-\(ScriptProperties.unicodeVersion)")
    else { return nil }

    var codes: [String: String] = [:]
    for fields in Self.records(aliasFile) where fields[0] == "sc" { codes[fields[2]] = fields[1] }
    for fields in Self.records(scriptFile) {
      for value in Self.range(fields[0]) { scripts[Int(value)] = codes[fields[1]] }
    }
    for fields in Self.records(extensionFile) {
      let set = fields[1].split(separator: " ").map(String.init).sorted()
      // A set of one script that is the character's own is no extension.
      for value in Self.range(fields[0]) where [scripts[Int(value)]] != set {
        extensions[value] = set
      }
    }
    for fields in Self.records(bracketFile) {
      guard let value = UInt32(fields[0], radix: 16), let pair = UInt32(fields[1], radix: 16) else {
        return nil
      }
      brackets[value] = (fields[2] == "o" ? .open : .close, pair)
    }
  }

  private static func read(_ name: String) -> String? {
    let folder =
      ProcessInfo.processInfo.environment["TOKPROF_UNICODE_DATA"] ?? "/usr/share/unicode"
    return try? String(contentsOfFile: "\(folder)/\(name).txt", encoding: .utf8)
  }

  private static func records(_ file: String) -> [[String]] {
    file.split(separator: "\n").compactMap { line in
      let record = line.prefix { $0 != "#" }
      guard record.contains(";") else { return nil }
      return record.split(separator: ";", omittingEmptySubsequences: false).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
    }
  }

  private static func range(_ field: String) -> ClosedRange<UInt32> {
    let ends = field.components(separatedBy: "..").compactMap { UInt32($0, radix: 16) }
    return (ends.first ?? 0)...(ends.last ?? 0)
  }
}
