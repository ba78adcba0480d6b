internal import ByteLevelBPE

extension LoadedTokenizer {
  /// The SHA-256 of what the tokenizer *does*: tokens by id, merges, normalizer, pre-tokenizer and
  /// added tokens, whatever file they came from and however that file is laid out.
  ///
  /// - Complexity: O(bytes of all tokens + merges · log merges); computed on each call.
  public var meaningSHA256: String {
    var digest = MeaningDigest()
    digest.add(tokenizer.model)
    digest.add("normalizer", Array((normalizerName ?? "").utf8))
    for step in tokenizer.preTokenizer.steps { digest.add("step", Array("\(step.meaning)".utf8)) }
    for token in tokenizer.addedTokens.sorted(by: { $0.id < $1.id }) {
      let flags = [
        token.isSpecial, token.singleWord, token.stripsLeft, token.stripsRight,
        token.matchesNormalized,
      ]
      digest.add("added", Array("\(token.id) \(flags)".utf8))
      digest.add("content", token.content)
    }
    digest.add("policy", Array(tokenizer.addedTokenPolicy.rawValue.utf8))
    return digest.hash.hexDigest()
  }
}

/// Collects named fields, each with its length, so that no two collections look alike.
private struct MeaningDigest {
  var hash = SHA256()

  mutating func add(_ name: String, _ content: [UInt8]) {
    hash.update(Array("\(name) \(content.count) ".utf8) + content)
  }

  mutating func add(_ model: BPEModel) {
    var buffer: [UInt8] = []
    for id in 0..<TokenID(model.vocabulary.idLimit) {
      guard let bytes = model.vocabulary.bytes(of: id) else { continue }
      buffer.append(number: id)
      buffer.append(number: UInt32(bytes.count))
      buffer += bytes
    }
    add("tokens", buffer)
    buffer.removeAll()
    switch model.merges {
    case .impliedByRank: add("merges implied", [])
    case .listed(let table):
      // Ranks matter by their order alone.
      for merge in table.merges.elements {
        buffer.append(number: merge.left)
        buffer.append(number: merge.right)
        buffer.append(number: merge.product)
      }
      add("merges", buffer)
      buffer.removeAll()
    }
    for symbol in model.byteSymbols + (model.finalByteSymbols ?? []) {
      buffer.append(number: symbol)
    }
    add("symbols", buffer)
    let unknown = model.unknownToken.map(String.init) ?? "none"
    add("model", Array("\(model.takesWholePreTokens) \(unknown) \(model.fusesUnknown)".utf8))
  }
}

extension [UInt8] {
  fileprivate mutating func append(number: UInt32) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }
}

extension PreTokenizer.Step {
  /// A description that stays the same from release to release.
  fileprivate var meaning: String {
    switch self {
    case .prefixSpace: return "prefixSpace"
    case .splitScripts: return "splitScripts"
    case .splitLength(let length): return "splitLength \(length)"
    case .inAlphabet(let steps): return "inAlphabet \(steps.map(\.meaning))"
    case .split(let delimiter, let behavior, let inverted):
      let what =
        switch delimiter {
        case .pattern(let pattern): "\(pattern.dialect) \(pattern.source)"
        case .literal(let text): "literal \(String(decoding: text, as: UTF8.self))"
        case .characters(let kind): "characters \(kind)"
        }
      return "split \(behavior.rawValue) \(inverted) \(what)"
    }
  }
}
