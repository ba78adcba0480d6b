internal import ByteLevelBPE

/// The member `normalizer` of a `tokenizer.json`.
enum NormalizerJSON {
  /// The normalizer, or `nil` when none changes any text.
  static func normalizer(_ value: JSONValue?) throws(FormatFault) -> (any Normalizer)? {
    guard let value, !value.isNull else { return nil }
    let parts = try parts(value)
    return parts.count < 2 ? parts.first : NormalizerSequence(parts: parts)
  }

  private static func parts(_ value: JSONValue) throws(FormatFault) -> [any Normalizer] {
    let type = value["type"]?.text ?? ""
    switch type {
    case "Sequence":
      guard let members = value["normalizers"]?.array else {
        throw .malformed(at: value.offset, "a Sequence has no “normalizers”")
      }
      var parts: [any Normalizer] = []
      for member in members { parts += try self.parts(member) }
      return parts
    case "NFC", "NFD", "NFKC", "NFKD":
      return NormalizationForm(rawValue: type).map { [UnicodeNormalizer($0)] } ?? []
    case "Lowercase": return [LowercaseNormalizer()]
    case "StripAccents": return [StripAccentsNormalizer()]
    case "Strip":
      return [
        StripNormalizer(left: try value.flag("strip_left"), right: try value.flag("strip_right"))
      ]
    case "Prepend":
      guard let prefix = value["prepend"]?.string else {
        throw .malformed(at: value.offset, "a Prepend has no “prepend”")
      }
      return [PrependNormalizer(prefix: prefix)]
    case "Replace":
      guard let content = value["content"]?.string else {
        throw .malformed(at: value.offset, "a Replace has no “content”")
      }
      switch try PatternJSON(value) {
      case .literal(let text):
        return [ReplaceNormalizer(target: .literal(text), content: content)]
      case .pattern(let pattern):
        guard !pattern.isNullable else {
          throw FormatFault(
            .unsupported, at: value.offset,
            "its normalizer has a Replace whose pattern \(quoted(Array(pattern.source.utf8))) "
              + "can match nothing, where tokenizers repeats text or crashes",
            remedy: "a pattern that matches at least one character can be used")
        }
        return [ReplaceNormalizer(target: .pattern(pattern), content: content)]
      }
    default:
      throw FormatFault(
        .unsupported, at: value.offset, "its normalizer has \(quoted(Array(type.utf8)))",
        remedy: "this part is not used with byte-level BPE, and cannot be followed exactly")
    }
  }
}

/// The member `pattern` of a part: a literal text or a regular expression.
enum PatternJSON {
  case literal([UInt8])
  case pattern(Pattern)

  init(_ part: JSONValue) throws(FormatFault) {
    let type = part["type"]?.text ?? "part"
    if let literal = part["pattern"]?["String"]?.string {
      guard !literal.isEmpty else {
        throw FormatFault(.unsupported, at: part.offset, "a \(type) has an empty pattern")
      }
      self = .literal(literal)
      return
    }
    guard let source = part["pattern"]?["Regex"]?.text else {
      throw .malformed(at: part.offset, "a \(type) has no “pattern” with “String” or “Regex”")
    }
    do throws(FormatFault) {
      self = .pattern(try compile(source, .oniguruma))
    } catch {
      throw FormatFault(error.code, at: part.offset, error.reason, remedy: error.remedy)
    }
  }
}
