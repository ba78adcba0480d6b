// Modules: ByteLevelBPE TokenizerFormats CorpusReading
import ByteLevelBPE
import TokenizerFormats

/// Any text, by the vocabulary in the repository under patterns with and without a kernel: counted,
/// counted in parts and encoded alike.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let text = Input(start: start, count: count).text
  for tokenizer in tokenizers { checkEncoding(of: text, by: tokenizer) }
  return 0
}

private let patterns = [
  #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#,
  #"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+"#
    + #"| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s"#,
  #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+"#
    + #"(?i:'s|'t|'re|'ve|'m|'ll|'d)?"#
    + #"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*"#
    + #"(?i:'s|'t|'re|'ve|'m|'ll|'d)?"#
    + #"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"#,
  #"\p{Han}{1,4}|\p{N}|[a-c]+?(?=d)|\s+$|."#,
  #" ?[a-z]+|\p{N}{1,2}| ?[^a-z\p{N} ]+| +"#,
]

private let tokenizers: [Tokenizer] = {
  guard let own = try? TokenizerLoader.load(path: "Vocab/tokenizer.json").tokenizer else {
    preconditionFailure("run it at the top of the repository")
  }
  let compiled = patterns.compactMap { try? Pattern($0, dialect: .fancyRegex) }
  let digits = (try? Pattern(#"\p{N}{1,3}"#, dialect: .fancyRegex)).map { [$0] } ?? []
  // Behind a first step, many stretches of text fill one batch, as between added tokens.
  let behindDigits = compiled.suffix(1).map { digits + [$0] }
  return [own]
    + (compiled.map { [$0] } + behindDigits).map { steps in
      Tokenizer(
        model: own.model,
        preTokenizer: PreTokenizer(
          steps: steps.map { .split(.pattern($0), .isolated, inverted: false) }),
        addedTokens: [
          AddedToken(id: 31_999, content: Array("<|x|>".utf8), isSpecial: true)
        ])
    }
}()
