package import Efficiency
package import JSONText
package import ProfileStore
import Scripts
import TokenizerFormats
import TrainingCost

extension ProfileEntry {
  /// The entry for programs.
  package var json: JSONText.JSONValue {
    [
      "name": .string(name), "shipped": false, "revision": .integer(revision),
      "createdAt": .integer(createdAt),
      "tokenizer": .string(tokenizerID), "tokenizerSha256": .string(tokenizerSHA256),
      "documentSha256": .string(documentSHA256), "tokprof": .string(toolVersion),
      "bytes": .integer(bytes), "tokens": .integer(tokens), "scripts": .integer(scripts),
    ]
  }
}

extension EfficiencyProfile {
  /// The entry, for programs, of a profile that is shipped: it has no run and no date.
  package var shippedEntryJSON: JSONText.JSONValue {
    [
      "name": .string(tokenizer.name), "shipped": true, "tokenizer": .string(tokenizer.name),
      "tokenizerSha256": .string(tokenizer.meaningSHA256), "tokprof": .string(environment.tool),
      "bytes": .integer(total.bytes), "tokens": .integer(total.tokens),
      "scripts": .integer(summaries.count),
    ]
  }
}

/// The calls that list what there is to choose from.
enum Lists {
  /// `GET /api/profiles`: what `tokprof profiles list --json` prints, with the text of each script.
  static func profiles(_ data: PageData) throws(HTTPRefusal) -> JSONValue {
    .array(
      try data.profiles().map { entry, profile in
        .object(
          (entry.members ?? []) + [
            .init(
              "scriptBytes",
              .object(
                profile.summaries.compactMap { summary in
                  summary.script.map { .init($0.code, .integer(summary.units.bytes)) }
                }))
          ])
      })
  }

  /// `GET /api/tokenizers`: what text can be counted with.
  ///
  /// - Complexity: O(size of the tokenizers), for their digests: work it out once.
  static func tokenizers(_ tokenizers: [LoadedTokenizer]) -> JSONValue {
    .array(
      tokenizers.map {
        [
          "name": .string($0.name), "form": .string($0.form.rawValue),
          "sha256": .string($0.meaningSHA256),
        ]
      })
  }

  /// `GET /api/accelerators`: the names that `gpu` may have.
  static let accelerators = JSONValue.array(
    Accelerator.all.map { ["name": .string($0.name), "vendor": .string($0.vendor)] })
}
