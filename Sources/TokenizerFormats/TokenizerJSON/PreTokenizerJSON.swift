internal import ByteLevelBPE

/// The member `pre_tokenizer` of a `tokenizer.json`.
enum PreTokenizerJSON {
  /// The steps. ``ModelJSON`` has made sure that `ByteLevel` is among them.
  static func preTokenizer(_ value: JSONValue?) throws(FormatFault) -> PreTokenizer {
    var steps: [PreTokenizer.Step] = []
    // Falcon goes on behind ByteLevel, where the text is written in GPT-2's alphabet.
    var stepsInAlphabet: [PreTokenizer.Step] = []
    var isMapped = false
    for part in try flattened(value) {
      let type = part["type"]?.text ?? ""
      let isMapping = type == "ByteLevel"
      guard !(isMapped && isMapping) else {
        throw FormatFault(
          .unsupported, at: part.offset, "its pre-tokenizer has ByteLevel twice",
          remedy: "bytes of bytes cannot be followed exactly: leave one out")
      }
      if isMapped {
        stepsInAlphabet += try self.steps(part, type)
      } else {
        steps += try self.steps(part, type)
      }
      isMapped = isMapped || isMapping
    }
    if !stepsInAlphabet.isEmpty { steps.append(.inAlphabet(stepsInAlphabet)) }
    return PreTokenizer(steps: steps)
  }

  /// The parts of nested sequences, in order.
  private static func flattened(_ value: JSONValue?) throws(FormatFault) -> [JSONValue] {
    guard let value else { return [] }
    guard value["type"]?.text == "Sequence" else { return [value] }
    guard let parts = value["pretokenizers"]?.array else {
      throw .malformed(at: value.offset, "a Sequence has no “pretokenizers”")
    }
    var flat: [JSONValue] = []
    for part in parts { flat += try flattened(part) }
    return flat
  }

  private static func steps(
    _ part: JSONValue, _ type: String
  ) throws(FormatFault) -> [PreTokenizer.Step] {
    switch type {
    case "ByteLevel":
      let space: [PreTokenizer.Step] = try part.flag("add_prefix_space") ? [.prefixSpace] : []
      guard try part.flag("use_regex", absent: true) else { return space }
      let pattern = try compile(KnownPattern.gpt2, .oniguruma)
      return space + [.split(.pattern(pattern), .isolated, inverted: false)]
    case "Split":
      let delimiter: PreTokenizer.Delimiter =
        switch try PatternJSON(part) {
        case .literal(let text): .literal(text)
        case .pattern(let pattern): .pattern(pattern)
        }
      return [
        .split(delimiter, try behavior(part, absent: nil), inverted: try part.flag("invert"))
      ]
    case "Digits":
      let isIndividual = try part.flag("individual_digits")
      return [
        .split(.characters(.numeric), isIndividual ? .isolated : .contiguous, inverted: false)
      ]
    case "Punctuation":
      return [
        .split(
          .characters(.punctuation), try behavior(part, absent: .isolated), inverted: false)
      ]
    case "Whitespace":
      // `\w+|[^\w\s]+`: white space goes, and word characters part from the others.
      return [
        .split(.characters(.whiteSpace), .removed, inverted: false),
        .split(.characters(.word), .contiguous, inverted: false),
      ]
    case "BertPreTokenizer":
      return [
        .split(.characters(.whiteSpace), .removed, inverted: false),
        .split(.characters(.punctuation), .isolated, inverted: false),
      ]
    case "WhitespaceSplit":
      return [.split(.characters(.whiteSpace), .removed, inverted: false)]
    case "CharDelimiterSplit":
      guard let delimiter = part["delimiter"]?.string,
        String(decoding: delimiter, as: UTF8.self).unicodeScalars.count == 1
      else { throw .malformed(at: part.offset, "a CharDelimiterSplit has no single “delimiter”") }
      return [.split(.literal(delimiter), .removed, inverted: false)]
    case "UnicodeScripts": return [.splitScripts]
    case "FixedLength":
      guard let length = part["length"]?.unsignedInteger, length > 0 else {
        throw .malformed(at: part.offset, "a FixedLength has no proper “length”")
      }
      return [.splitLength(Int(length))]
    default:
      throw FormatFault(
        .unsupported, at: part.offset, "its pre-tokenizer has \(quoted(Array(type.utf8)))",
        remedy: "this part has never been seen with byte-level BPE")
    }
  }

  private static func behavior(
    _ part: JSONValue, absent: PreTokenizer.Behavior?
  ) throws(FormatFault) -> PreTokenizer.Behavior {
    guard let name = part["behavior"]?.text else {
      if part["behavior"] == nil, let absent { return absent }
      throw .malformed(at: part.offset, "a part has no “behavior”")
    }
    guard let behavior = PreTokenizer.Behavior(rawValue: name) else {
      throw .malformed(at: part.offset, "the behavior \(quoted(Array(name.utf8))) does not exist")
    }
    return behavior
  }
}
