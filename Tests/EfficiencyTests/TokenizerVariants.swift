import Foundation
import JSONText
import TestSupport
import TokenizerFormats

/// The project's own tokenizer under other pipelines.
enum TokenizerVariants {
  static func plain() throws -> LoadedTokenizer {
    try TokenizerLoader.load(
      path: Repository.root.appendingPathComponent("Vocab/tokenizer.json").path)
  }

  /// Loads the tokenizer with members of its JSON replaced.
  static func with(_ members: [(key: String, json: String)]) throws -> LoadedTokenizer {
    let url = Repository.root.appendingPathComponent("Vocab/tokenizer.json")
    var object = try JSONValue(parsing: Data(contentsOf: url)).members ?? []
    for (key, json) in members {
      object.removeAll { $0.key == key }
      object.append(.init(key, try JSONValue(parsing: json.utf8)))
    }
    let folder = try TemporaryFolder()
    let file = try folder.file("tokenizer.json", JSONValue.object(object).text())
    return try TokenizerLoader.load(path: file.path)
  }

  static let byteLevel =
    #"{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}"#
  static let prefixed =
    #"{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true}"#
  static let digitsFirst =
    #"{"type":"Sequence","pretokenizers":[{"type":"Digits","individual_digits":true},"#
    + #"{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}]}"#
  static let threeSplits =
    #"{"type":"Sequence","pretokenizers":["#
    + #"{"type":"Split","pattern":{"Regex":"\\p{N}{1,3}"},"behavior":"Isolated","invert":false},"#
    + #"{"type":"Split","pattern":{"Regex":"[一-龥぀-ゟ゠-ヿ]+"},"behavior":"Isolated","#
    + #""invert":false},"#
    + #"{"type":"Split","pattern":{"Regex":"[^\\s]+|\\s+"},"behavior":"Isolated","invert":false},"#
    + #"{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":false}]}"#
  static let whitespace =
    #"{"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},"#
    + #"{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":false}]}"#
  static let merged =
    #"{"type":"Sequence","pretokenizers":["#
    + #"{"type":"Split","pattern":{"String":" "},"behavior":"MergedWithNext","invert":false},"#
    + #"{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":false}]}"#

  static func added(_ content: String, id: Int, flags: String = "") -> String {
    var all = [
      "single_word": false, "lstrip": false, "rstrip": false, "normalized": false,
      "special": false,
    ]
    for flag in flags.split(separator: ",") { all[String(flag)] = true }
    let members = all.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }
    return "{\"id\":\(id),\"content\":\"\(content)\",\(members.joined(separator: ","))}"
  }

  static let overlappingTokens =
    "["
    + [
      added("  ", id: 40001), added("    ", id: 40002), added("a", id: 40006, flags: "rstrip"),
    ].joined(separator: ",") + "]"

  static let addedTokens =
    "["
    + [
      added("<|end|>", id: 40000, flags: "special"),
      added("<|endo", id: 40001), added("-over-", id: 40002, flags: "normalized,lstrip"),
      added("<br>", id: 40003, flags: "lstrip,rstrip"),
      added("over", id: 40004, flags: "single_word,normalized"),
      added("\\n\\n\\n", id: 40005, flags: "normalized"),
    ].joined(separator: ",") + "]"

  /// Every pipeline, by a name for messages.
  static func all() throws -> [(name: String, tokenizer: LoadedTokenizer)] {
    let nfc = #"{"type":"NFC"}"#
    let lower = #"{"type":"Sequence","normalizers":[{"type":"NFD"},{"type":"Lowercase"}]}"#
    let strip = #"{"type":"Strip","strip_left":true,"strip_right":true}"#
    let replace = #"{"type":"Replace","pattern":{"String":"e"},"content":"(e)"}"#
    let prepend = #"{"type":"Prepend","prepend":"▁"}"#
    let cases: [(String, [(String, String)])] = [
      ("plain", []),
      ("prefix space", [("pre_tokenizer", prefixed)]),
      ("digits", [("pre_tokenizer", digitsFirst)]),
      ("three splits", [("pre_tokenizer", threeSplits)]),
      ("white space", [("pre_tokenizer", whitespace)]),
      ("merged with next", [("pre_tokenizer", merged)]),
      ("NFC", [("normalizer", nfc)]),
      ("NFD, lower case", [("normalizer", lower)]),
      ("strip", [("normalizer", strip)]),
      ("replace", [("normalizer", replace)]),
      ("prepend", [("normalizer", prepend)]),
      ("added tokens", [("added_tokens", addedTokens)]),
      ("added tokens, NFC", [("added_tokens", addedTokens), ("normalizer", nfc)]),
      (
        "added tokens, lower case, prefix space",
        [("added_tokens", addedTokens), ("normalizer", lower), ("pre_tokenizer", prefixed)]
      ),
      ("overlapping added tokens", [("added_tokens", overlappingTokens)]),
      (
        "added tokens, three splits",
        [("added_tokens", addedTokens), ("pre_tokenizer", threeSplits)]
      ),
    ]
    return try cases.map { ($0.0, try with($0.1.map { (key: $0.0, json: $0.1) })) }
  }
}
