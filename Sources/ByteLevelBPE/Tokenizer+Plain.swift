extension Tokenizer {
  /// The pattern that alone cuts this tokenizer's text, or `nil` when there is more to the pipeline:
  /// a normalizer, added tokens, several steps, bytes without a symbol.
  ///
  /// Nearly all published tokenizers are plain once their normalizer has nothing to do and none of
  /// their added tokens occurs; the counter's fast path is for them.
  package var plainPattern: Pattern? {
    guard let pattern = preTokenizer.tilingPattern, model.missingBytes.isEmpty,
      model.finalByteSymbols == nil
    else { return nil }
    return pattern
  }
}

extension PreTokenizer {
  /// The pattern of a pre-tokenizer whose pieces are the matches of one pattern that leaves nothing
  /// between them.
  package var tilingPattern: Pattern? {
    guard steps.count == 1, case .split(.pattern(let pattern), let behavior, let inverted) = steps[0],
      pattern.matcher.tilesText
    else { return nil }
    // Where everything matches, removing what does not match keeps it all.
    let keepsMatches =
      inverted ? behavior == .removed || behavior == .isolated : behavior == .isolated
    return keepsMatches ? pattern : nil
  }
}
