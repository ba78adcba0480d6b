/// What the words of a report mean.
enum ReportDefinitions {
  static let all: [HTMLDocument.Definition] = [
    .init("Bytes", "Of the text itself as UTF-8 before normalization, not of its container."),
    .init("Characters", "Unicode scalar values, not what a reader takes for one character."),
    .init(
      "Script",
      "ISO 15924 code of the text. Spaces, digits and punctuation take the script around them "
        + "(Unicode Standard Annex 24); Han is Jpan in documents with kana, Kore with Hangul."),
    .init(
      "Token",
      "Every document is tokenized whole. A token belongs to the script that has most of its bytes."
    ),
    .init(
      "Unit",
      "The stretch of a document that gives one observation: its bytes and tokens in one script."),
    .init(
      "Bytes per token", "The compression ratio; more is better.", formula: "Σ bytes / Σ tokens"),
    .init(
      "Tokens per byte", "What adds up over a mixture of texts.", formula: "Σ tokens / Σ bytes"),
    .init(
      "Interval",
      "Of the ratio, from its linearised variance between clusters, on the logarithm. The number of "
        + "clusters is Kish's effective one. Over files it speaks of text that differs as these "
        + "files do; over units of more text out of the same files only.",
      formula: "exp(log r ± t · s / r), s² = m/(m−1) · Σ(y − r·x)² / (Σx)², m = (Σx)² / Σx²"),
    .init(
      "Normalized sequence length",
      "Tokens by those of the first tokenizer on the same text; below 1 is shorter.",
      formula: "Σ tokens / Σ tokens of the first"),
    .init(
      "Premium",
      "Tokens per character by those of a reference script with the same tokenizer. Not the premium "
        + "of parallel text: scripts need different numbers of characters to say the same."),
    .init(
      "Line",
      "Least squares of tokens on bytes over units. It describes; totals are estimated by the ratio, "
        + "or for N units of X bytes together by N·a + b·X.",
      formula: "tokens = a + b · bytes"),
    .init("Ratio", "The line through the origin with weights 1/x.", formula: "r = Σy / Σx"),
    .init(
      "Band of the line",
      "Where the line lies if units are independent and scatter alike; units do not lie in it.",
      formula: "a + b·x ± t · √(V(a) + 2·x·C(a,b) + x²·V(b))"),
    .init("Residual", "The tokens of a unit less those of the line.", formula: "y − a − b·x"),
    .init(
      "Drawn units",
      "At most 128 of each script and source, chosen by a hash of their values; lines and ratios "
        + "are of all units."),
    .init(
      "Lorenz curve",
      "The share of the summed costs that the cheapest scripts have, each script counted once. Its "
        + "cost is the tokens per character.",
      formula: "Gini = Σᵢ Σⱼ |cᵢ − cⱼ| / (2·n²·mean)"),
    .init(
      "Scripts of a vocabulary",
      "A token's script is the one that most of its characters with a script have. Tokens that are "
        + "no UTF-8 by themselves are parts of characters. Added tokens are left out."),
  ]
}
