extension TextMetrics {
  /// The counts that the figures are made of.
  public var countFigures: [Metric] {
    func count(_ key: String, _ unit: String, _ formula: String, _ value: UInt64) -> Metric {
      Metric(key, unit, unit: unit, formula, .count(value))
    }
    return [
      count("documents", "documents", "records, or files of plain text", counts.documents),
      count("lines", "lines", "newlines, and a last line without one", counts.lines),
      count("bytes", "bytes", "UTF-8, before normalization", counts.bytes),
      count("characters", "characters", "Unicode scalar values", counts.characters),
      count("words", "words", "UAX #29 by ICU, with a letter, digit or ideograph", counts.words),
      count("tokens", "tokens", "y", counts.tokens),
      count("types", "types", "different tokens that occur", UInt64(types)),
    ]
  }

  /// Every figure, each with its formula and unit.
  public var figures: [Metric] { sizeFigures + wordFigures + useFigures + characterFigures }

  /// Tokens by bytes, characters, lines and documents.
  var sizeFigures: [Metric] {
    let (y, x, c) = (counts.tokens, counts.bytes, counts.characters)
    var figures: [Metric] = [
      .ratio(
        "bytesPerToken", "bytes per token", unit: "bytes/token", "Σ bytes / Σ tokens", x, by: y),
      .ratio(
        "tokensPerByte", "tokens per byte", unit: "tokens/byte", "Σ tokens / Σ bytes", y, by: x),
      .ratio(
        "charactersPerToken", "characters per token", unit: "characters/token",
        "Σ characters / Σ tokens", c, by: y),
      .ratio(
        "tokensPerCharacter", "tokens per character", unit: "tokens/character",
        "Σ tokens / Σ characters", y, by: c),
      .ratio(
        "tokensPerLine", "tokens per line", unit: "tokens/line", "Σ tokens / lines", y,
        by: counts.lines),
      .ratio(
        "tokensPerDocument", "tokens per document", unit: "tokens/document",
        "Σ tokens / documents", y, by: counts.documents),
    ]
    if counts.otherTokens > 0 {
      figures.append(
        .ratio(
          "normalizedSequenceLength", "normalized sequence length", unit: "tokens/token",
          "Σ tokens / Σ tokens of the other tokenizer", y, by: counts.otherTokens))
    }
    return figures
  }

  /// Words and their tokens.
  var wordFigures: [Metric] {
    let w = counts.words
    return [
      .ratio(
        "fertility", "fertility", unit: "tokens/word",
        "Σ over words of the tokens with a byte of it / words; words in their text",
        counts.wordTokens, by: w),
      .ratio(
        "tokensPerWord", "tokens per word", unit: "tokens/word",
        "Σ tokens / words; tokens of spaces and punctuation count", counts.tokens, by: w),
      .share(
        "continuedWords", "continued words", of: "of words",
        "words with bytes in ≥ 2 tokens / words", counts.continuedWords, by: w),
      .share(
        "singleTokenWords", "single-token words", of: "of words",
        "words with all bytes in 1 token / words", counts.singleTokenWords, by: w),
    ]
  }

  /// How the vocabulary is used.
  var useFigures: [Metric] {
    let y = counts.tokens
    var figures: [Metric] = [
      .share(
        "vocabularyUtilization", "vocabulary utilization", of: "of the vocabulary",
        "types / |V|, |V| = \(vocabularySize); grows with the text", UInt64(types),
        by: UInt64(vocabularySize)),
      .ratio(
        "typeTokenRatio", "type-token ratio", unit: "types/token",
        "types / Σ tokens; falls as the text grows", UInt64(types), by: y),
    ]
    for (order, suffix) in [(1.0, "1"), (2.0, "2"), (2.5, "2.5")] {
      let name = order == 1 ? "entropy, α = 1 (Shannon)" : "Rényi entropy, α = \(suffix)"
      let formula =
        order == 1 ? "−Σ p·log₂ p" : "log₂(Σ p^\(suffix)) / (1 − \(suffix))"
      let key = suffix.replacing(".", with: "_")
      func efficiency(_ value: Double?) -> Metric.Value? { y > 0 ? value.map { .number($0) } : nil }
      figures += [
        Metric(
          "renyiEntropy\(key)", name, unit: "bits/token", formula,
          y > 0 ? .number(entropy(order: order)) : nil),
        Metric(
          "renyiEfficiencyObserved\(key)", "efficiency by observed types, α = \(suffix)", unit: "",
          "entropy / log₂(types)", efficiency(efficiencyOfObservedTypes(order: order))),
        Metric(
          "renyiEfficiencyVocabulary\(key)", "efficiency by vocabulary, α = \(suffix)", unit: "",
          "entropy / log₂|V|", efficiency(efficiencyOfVocabulary(order: order))),
      ]
    }
    figures.append(
      Metric(
        "averageRank", "average rank", unit: "rank",
        "Σ p·k, k = 0 for the most frequent type; 1 more if ranks begin at 1",
        y > 0 ? .number(Double(rankSum) / Double(y)) : nil))
    return figures
  }

  /// Lengths of tokens, and how they cut characters.
  var characterFigures: [Metric] {
    let lengthSum = tokenLengths.reduce(into: 0 as UInt64) { $0 += UInt64($1.bytes) * $1.tokens }
    func quantile(_ key: String, _ name: String, _ share: Double, _ formula: String) -> Metric {
      Metric(
        key, name, unit: "bytes", formula,
        tokenLength(atShare: share).map { .count(UInt64($0)) })
    }
    return [
      .ratio(
        "meanTokenLength", "mean token length", unit: "bytes/token",
        "Σ bytes of each token's entry / Σ tokens", lengthSum, by: counts.tokens),
      quantile(
        "medianTokenLength", "median token length", 0.5, "least length with ≥ 50% of the tokens"),
      quantile(
        "tokenLength90", "token length, 90%", 0.9, "least length with ≥ 90% of the tokens"),
      quantile("longestToken", "longest token", 1, "the greatest length that occurs"),
      .share(
        "splitCharacters", "split characters", of: "of characters",
        "characters with bytes in ≥ 2 tokens / Σ characters", counts.splitCharacters,
        by: counts.characters),
      .share(
        "partialTokens", "tokens not UTF-8 alone", of: "of tokens",
        "tokens whose bytes alone are ill-formed / Σ tokens", partialTokens, by: counts.tokens),
    ]
  }
}
