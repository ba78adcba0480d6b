/// A report as one HTML file that needs nothing else: no network, no script, no file beside it.
///
/// It is readable in dark and light, on paper, and by screen readers: landmarks, a link past the
/// contents, headings in order, captions, and a table for every picture. All text is escaped.
/// The markup is well formed as XML too.
package struct HTMLDocument: Sendable {
  /// The title, which is the first heading too.
  package var title: String

  /// The language of the text, as a BCP 47 tag.
  package var language: String

  /// What the report says, in a few sentences below the title.
  package var lead: [String]

  /// The sections in order.
  package var sections: [Section]

  /// Where the numbers come from: names and values, at the end.
  package var provenance: [(name: String, value: String)]

  package init(
    title: String, language: String = "en", lead: [String] = [], sections: [Section] = [],
    provenance: [(name: String, value: String)] = []
  ) {
    self.title = title
    self.language = language
    self.lead = lead
    self.sections = sections
    self.provenance = provenance
  }

  /// A part of the report under a heading.
  package struct Section: Sendable {
    /// The heading.
    package var title: String
    /// What stands below the heading, in order.
    package var blocks: [Block]
    /// Parts of this part, which follow its blocks.
    package var subsections: [Section]

    package init(_ title: String, _ blocks: [Block], subsections: [Section] = []) {
      self.title = title
      self.blocks = blocks
      self.subsections = subsections
    }
  }

  /// A piece of a section.
  package enum Block: Sendable {
    /// Running text.
    case paragraph(String)
    /// A list of remarks.
    case list([String])
    /// A table.
    case table(Table)
    /// A picture with its caption, and a table of what it shows to fold out.
    case figure(any Plot, caption: String)
    /// Pictures beside each other with one caption, and a table of what all of them show.
    case panels([any Plot], caption: String, table: Table)
    /// Terms and what they mean.
    case definitions([Definition])
  }

  /// A term and its meaning.
  package struct Definition: Sendable, Hashable {
    /// The term.
    package var term: String
    /// What it means.
    package var meaning: String
    /// How it is worked out, where it is a number.
    package var formula: String?

    package init(_ term: String, _ meaning: String, formula: String? = nil) {
      self.term = term
      self.meaning = meaning
      self.formula = formula
    }
  }

  /// The document.
  ///
  /// - Complexity: O(*n*) in the size of the text.
  package func html() -> String {
    var writer = HTMLWriter(self)
    return writer.document()
  }
}
