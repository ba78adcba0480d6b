import Efficiency

/// Where the numbers of a report come from.
enum ReportProvenance {
  /// Tokenizers and versions.
  static func entries(_ comparison: ProfileComparison) -> [(name: String, value: String)] {
    var entries = comparison.subjects.map { subject in
      let tokenizer = subject.profile.tokenizer
      var parts = [
        "\(tokenizer.name), \(tokenizer.form)", "\(tokenizer.vocabularySize) tokens",
        "SHA-256 of what it does \(tokenizer.meaningSHA256)",
        "of its files \(tokenizer.contentSHA256)",
        "normalizer \(tokenizer.normalizer.isEmpty ? "none" : tokenizer.normalizer)",
        "added tokens: \(tokenizer.addedTokens)", "unit \(subject.profile.unit)",
      ]
      if tokenizer.missingByteSymbols > 0 {
        parts.append("\(tokenizer.missingByteSymbols) bytes without a symbol are dropped")
      }
      return (name: subject.name, value: parts.joined(separator: "; "))
    }
    var versions: [String] = []
    for environment in comparison.subjects.map(\.profile.environment) {
      let text =
        "tokprof \(environment.tool), Unicode \(environment.patternUnicode) patterns, "
        + "ICU \(environment.icu) scripts (Unicode \(environment.scriptUnicode))"
      if !versions.contains(text) { versions.append(text) }
    }
    entries.append((name: "Measured with", value: versions.joined(separator: "; ")))
    entries.append((name: "Report made with", value: "tokprof \(ToolVersion.number)"))
    return entries
  }

  /// A table of more rows than this is of no use to a reader.
  private static let mostFiles = 500

  /// The files that a profile was measured on.
  static func files(_ profile: EfficiencyProfile, of name: String?) -> Table {
    var table = Table(
      title: "Files" + (name.map { " of \($0)" } ?? ""),
      columns: [
        .init("file"), .init("source"), .init("domain"), .init("language"), .init("licence"),
        .number("bytes"), .number("documents"), .init("SHA-256"),
      ],
      rows: profile.files.prefix(mostFiles).map { file in
        [
          .text(file.name), .text(file.label.source), .text(file.label.domain),
          .text(file.label.language), .text(file.licence), .integer(file.counts.bytes),
          .integer(file.counts.documents), .text(file.sha256),
        ]
      })
    if profile.files.count > mostFiles {
      table.footnotes.append(
        "\(profile.files.count - mostFiles) more files are in the profile's JSON.")
    }
    return table
  }
}
