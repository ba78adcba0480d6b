import Efficiency
import Scripts

/// Everything that profiles tell, as one document, or as pictures and tables by themselves.
package struct EfficiencyReport: Sendable {
  /// The title.
  package var title: String
  /// The tokenizers side by side.
  package var comparison: ProfileComparison
  /// The vocabularies that are at hand, by the names of the comparison.
  package var vocabularies: [(name: String, figures: VocabularyFigures)]
  /// What the choice means for a dataset, if one was described.
  package var dataset: DatasetComparison?

  package init(
    title: String, comparison: ProfileComparison,
    vocabularies: [(name: String, figures: VocabularyFigures)] = [],
    dataset: DatasetComparison? = nil
  ) {
    self.title = title
    self.comparison = comparison
    self.vocabularies = vocabularies
    self.dataset = dataset
  }

  /// The tables that compare, in the order of the document.
  package var tables: [Table] {
    comparison.tables + (dataset.map { [$0.table] } ?? [])
  }

  /// Every picture with a name that is fit for a file, without an ending.
  package var pictures: [(name: String, plot: any Plot)] {
    var pictures: [(name: String, plot: any Plot)] = []
    if let overview { pictures.append(("bytes-per-token", overview)) }
    if let lorenz = OverviewFigures.lorenz(comparison) { pictures.append(("lorenz", lorenz)) }
    if !vocabularies.isEmpty {
      pictures.append(("vocabulary-scripts", VocabularyFigures.composition(vocabularies)))
    }
    var names = AnchorNames()
    for (name, figures) in vocabularies {
      pictures.append(
        (
          names.name(for: "token lengths \(name.prefix(60))"),
          VocabularyFigures.histogram(name, figures)
        ))
    }
    for figures in scripts.shown {
      pictures.append((names.name(for: "\(figures.code) bytes per token"), figures.bars))
      for panels in figures.panels {
        let stem = "\(figures.code) \(panels.name.prefix(60))"
        pictures.append((names.name(for: "\(stem) tokens on bytes"), panels.scatter))
        pictures.append((names.name(for: "\(stem) residuals"), panels.residuals))
      }
    }
    return pictures
  }

  private var overview: BarChart? { OverviewFigures.bars(comparison) }

  /// The scripts with enough text for pictures, and the codes of the others.
  private var scripts: (shown: [ScriptFigures], others: [String]) {
    let total = comparison.pooled.cells.compactMap { $0?.summary.units.bytes }.max() ?? 0
    var shown: [ScriptFigures] = []
    var others: [String] = []
    for row in comparison.rows {
      let bytes = row.cells.compactMap { $0?.summary.units.bytes }.max() ?? 0
      let figures = ScriptFigures(row, of: comparison)
      if bytes * Self.leastShare >= total, !figures.panels.isEmpty {
        shown.append(figures)
      } else {
        others.append(figures.code)
      }
    }
    return (shown, others)
  }

  /// A script with less than one part in so many of the text gets no pictures.
  private static let leastShare: UInt128 = 1000

  /// The whole as one HTML document.
  package var document: HTMLDocument {
    let (shown, others) = scripts
    var sections = [comparisonSection]
    if let dataset {
      sections.append(.init("Tokens and training time", [.table(dataset.table)]))
    }
    sections.append(contentsOf: [vocabularySection, evennessSection].compactMap { $0 })
    sections += shown.map { section(of: $0) }
    if !others.isEmpty {
      sections.append(
        .init(
          "Other scripts",
          [
            .paragraph(
              "Too little text for pictures, fewer than \(ObservationPanels.fewestUnits) units or "
                + "less than a thousandth of it; the tables above have their figures: "
                + others.joined(separator: ", ") + ".")
          ]))
    }
    sections.append(.init("Definitions", [.definitions(ReportDefinitions.all)]))
    sections.append(textSection)
    return HTMLDocument(
      title: title, lead: lead, sections: sections,
      provenance: ReportProvenance.entries(comparison))
  }

  private var lead: [String] {
    let names = comparison.subjects.map(\.name)
    let bytes = comparison.pooled.cells.compactMap { $0?.summary.units.bytes }.max() ?? 0
    let tokenizers = names.count == 1 ? "the tokenizer" : "the tokenizers"
    return [
      "How efficiently \(tokenizers) \(names.joined(separator: ", ")) "
        + "\(names.count == 1 ? "encodes" : "encode") text, measured on "
        + "\(NumberFormat.bytes(significant: 3).text(of: bytes)) in "
        + "\(comparison.rows.count) scripts."
    ]
  }

  private var comparisonSection: HTMLDocument.Section {
    var blocks: [HTMLDocument.Block] = []
    if let overview {
      blocks.append(
        .figure(
          overview,
          caption: "Bytes per token; the further right, the fewer tokens for the same text."))
    }
    blocks += comparison.tables.map { .table($0) }
    return .init(comparison.subjects.count > 1 ? "Side by side" : "By script", blocks)
  }

  private var vocabularySection: HTMLDocument.Section {
    guard !vocabularies.isEmpty else {
      return .init(
        "Vocabulary",
        [
          .paragraph(
            "Token lengths and the scripts of the vocabulary are left out: profiles do not keep "
              + "vocabularies. Give the tokenizers to “tokprof report” with -t, or with --over.")
        ])
    }
    return .init(
      "Vocabulary",
      [
        .figure(
          VocabularyFigures.composition(vocabularies),
          caption: "Of which scripts each vocabulary is made, whatever text it meets."),
        .panels(
          vocabularies.map { VocabularyFigures.histogram($0.name, $0.figures) },
          caption: "How long the tokens of each vocabulary are, added tokens left out.",
          table: VocabularyFigures.lengthTable(vocabularies)),
      ])
  }

  private var evennessSection: HTMLDocument.Section? {
    OverviewFigures.lorenz(comparison).map { plot in
      .init(
        "Evenness over scripts",
        [
          .figure(
            plot,
            caption:
              "Lorenz curves of tokens per character over scripts, each counted once. Scripts "
              + "pack different amounts of meaning into a character, so the diagonal is no ideal; "
              + "compare the tokenizers.")
        ])
    }
  }

  private func section(of figures: ScriptFigures) -> HTMLDocument.Section {
    .init(
      "Script \(figures.code)",
      [.figure(figures.bars, caption: "Bytes per token on \(figures.code) text.")]
        + [.table(figures.fitTable)]
        + figures.panels.map { panels in
          .panels(
            [panels.scatter, panels.residuals], caption: "\(panels.name): \(panels.summary)",
            table: panels.table)
        })
  }

  private var textSection: HTMLDocument.Section {
    let subjects =
      comparison.difference == nil
      ? Array(comparison.subjects.prefix(1)) : comparison.subjects
    return .init(
      "The text",
      subjects.map { subject in
        .table(
          ReportProvenance.files(
            subject.profile, of: comparison.difference == nil ? nil : subject.name))
      })
  }
}
