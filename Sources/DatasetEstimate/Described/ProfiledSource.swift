/// What a profile knows of one source in one script: the text that was counted, as integers.
public struct ProfiledSource: Hashable, Sendable {
  /// The corpus's label. Entries of one script with the same name are one source.
  public var name: String
  /// The kind of text: prose, code, chat, markup or data.
  public var domain: String
  /// Bytes of text in the script.
  public var bytes: UInt64
  /// Their tokens.
  public var tokens: UInt64

  /// Makes a source.
  public init(name: String, domain: String, bytes: UInt64, tokens: UInt64) {
    self.name = name
    self.domain = domain
    self.bytes = bytes
    self.tokens = tokens
  }

  /// The least text that makes a source. In less, such as the three Greek letters of an English
  /// manual, the ratio says more about those words than about the source.
  public static let fewestBytes: UInt64 = 1024

  /// The sources of one script that can be predicted from: those in the domain, of the same name
  /// added up, without those that are too small; in byte order of their names.
  static func usable(_ sources: [ProfiledSource], in domain: String?) -> [ProfiledSource] {
    var merged: [ProfiledSource] = []
    for source in sources where domain == nil || source.domain == domain {
      // Names are compared as bytes: `==` takes canonically equivalent names for one.
      if let known = merged.firstIndex(where: { $0.name.utf8.elementsEqual(source.name.utf8) }) {
        merged[known].bytes = merged[known].bytes.addingSaturated(source.bytes)
        merged[known].tokens = merged[known].tokens.addingSaturated(source.tokens)
      } else {
        merged.append(source)
      }
    }
    return merged.filter { $0.bytes >= fewestBytes && $0.tokens > 0 }
      .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }
}

extension UInt64 {
  func addingSaturated(_ other: UInt64) -> UInt64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }
}
