import DatasetEstimate
import Efficiency
import Foundation
import Scripts
import TestSupport
import Testing

/// `docs/shipped-profiles.md` is written from the profiles, and its promise is checked.
@Suite struct ShippedPageTests {
  @Test func intervalsCoverSourcesThatWereHeldOut() throws {
    for profile in try ReadProfiles.all() {
      let held = try HeldOutSources(profile)
      let coverage = Double(held.covered) / Double(held.sources)
      #expect(held.sources > 150)
      // Two standard errors of a rate of 95 % in 170 sources are 3.3 %; sources that share their
      // translators count less than that.
      #expect(coverage > 0.91 && coverage < 0.985, "\(profile.tokenizer.name): \(coverage)")
    }
  }

  /// With TOKPROF_WRITE_DOCS=1 the page is written instead.
  @Test func thePageIsThatOfTheProfiles() throws {
    let file = Repository.root.appendingPathComponent("docs/shipped-profiles.md")
    let page = try ShippedPage(ReadProfiles.all()).text
    if ProcessInfo.processInfo.environment["TOKPROF_WRITE_DOCS"] == "1" {
      try page.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == page)
  }
}

/// The page `docs/shipped-profiles.md`.
struct ShippedPage {
  private let profiles: [EfficiencyProfile]

  init(_ profiles: [EfficiencyProfile]) { self.profiles = profiles }

  var text: String {
    get throws {
      """
      # Shipped profiles

      tokprof has profiles of well-known tokenizers within it, so that a dataset can be estimated
      without the tokenizer and without profiling:

          tokprof estimate --profile o200k_base --bytes 3TB --mix Latn:0.7,Hani:0.3

      `tokprof profiles list` names them, and a stored profile of the same name takes the place of one.
      They were measured with `Tools/ship-profiles` over what `Corpora/fetch` installs, free documentation
      and program translations of Debian, \(megabytes(profiles[0].total.bytes)) MB in \(profiles[0].total.documents) files. The corpora are
      not part of tokprof; `Sources/CShippedProfiles/profiles.json` has the figures, and the SHA-256 and the
      licence of every file.

      **How far they carry.** A 95 % interval says where a *new source of this kind* is to be expected.
      The sources are manuals, messages of programs, names and code; there is no web text and no
      conversation. In scripts of which there are few sources they were written by the same people,
      and their intervals are narrower than the difference to other kinds of text. Profile a sample of
      your own data where it matters.

      ## Tokens per byte

      The estimate of a new source: the geometric mean of the sources' ratios. *Sources* are those with
      1 KiB or more in the script; scripts with fewer than three get no interval.

      \(try ratios())
      ## Do the intervals cover?

      Each source in turn is left out, and its tokens per byte predicted from the other sources of the
      script. *Covered* is how often it was inside the 95 % interval, *upper end* the median of the
      interval's upper end by the estimate. Scripts with four sources and more; \
      GPT-2 and r50k_base count alike.

      \(try coverageByTokenizer())
      By script, over all tokenizers but r50k_base, which together had \(try coverage()) covered:

      \(try coverageByScript())
      ## Sources

      \(sources())
      This page is written by `TOKPROF_WRITE_DOCS=1 swift test --filter ShippedPageTests`.

      """
    }
  }

  private func megabytes(_ bytes: UInt64) -> String {
    String(format: "%.0f", Double(bytes) / 1e6)
  }

  private func percent(_ part: Int, of whole: Int) -> String {
    String(format: "%.1f %%", 100 * Double(part) / Double(whole))
  }

  private func times(_ ratio: Double) -> String { String(format: "× %.2f", ratio) }

  private func table(_ head: [String], texts: Int, _ rows: [[String]]) -> String {
    let rule = head.indices.map { $0 < texts ? "---" : "---:" }
    return ([head, rule] + rows).map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }

  private func ratios() throws -> String {
    let codes = profiles[0].summaries.filter { $0.sources.count >= 1 }.compactMap {
      $0.script?.code
    }
    return table(
      ["script", "sources"] + profiles.map(\.tokenizer.name), texts: 1,
      try codes.map { code in
        let summaries = profiles.map { profile in
          profile.summaries.first { $0.script?.code == code }
        }
        let dataset = DescribedDataset(bytes: 1, mix: try ScriptMix(fractions: [(code, 1)]))
        return [code, "\(summaries[0]?.sources.count ?? 0)"]
          + (try profiles.map {
            String(format: "%.4f", try dataset.tokens(from: $0.profiledSources).tokens)
          })
      })
  }

  private func coverageByTokenizer() throws -> String {
    table(
      ["tokenizer", "sources held out", "covered", "upper end"], texts: 1,
      try profiles.map { profile in
        let held = try HeldOutSources(profile)
        return [
          profile.tokenizer.name, "\(held.sources)", percent(held.covered, of: held.sources),
          times(HeldOutSources.median(held.widths)),
        ]
      })
  }

  /// Of the tokenizers that do not count as another one does.
  private func heldOut() throws -> [HeldOutSources.Script] {
    try profiles.filter { $0.tokenizer.name != "r50k_base" }.flatMap {
      try HeldOutSources($0).scripts
    }
  }

  private func coverage() throws -> String {
    let held = try heldOut()
    return percent(held.reduce(0) { $0 + $1.covered }, of: held.reduce(0) { $0 + $1.sources })
  }

  private func coverageByScript() throws -> String {
    let held = try heldOut()
    return table(
      ["script", "sources held out", "covered", "upper end"], texts: 1,
      Set(held.map(\.code)).sorted().map { code in
        let own = held.filter { $0.code == code }
        let sources = own.reduce(0) { $0 + $1.sources }
        return [
          code, "\(sources)", percent(own.reduce(0) { $0 + $1.covered }, of: sources),
          times(HeldOutSources.median(own.flatMap(\.widths))),
        ]
      })
  }

  private func sources() -> String {
    let files = Dictionary(grouping: profiles[0].files, by: \.label.source)
    return table(
      ["source", "domain", "licences", "files", "MB"], texts: 3,
      files.sorted { $0.key < $1.key }.map { source, files in
        [
          source, Set(files.map(\.label.domain)).sorted().joined(separator: ", "),
          Set(files.map(\.licence)).sorted().joined(separator: ", "), "\(files.count)",
          String(format: "%.1f", Double(files.reduce(0) { $0 + $1.counts.bytes }) / 1e6),
        ]
      })
  }
}
