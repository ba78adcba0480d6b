import Foundation
import TestSupport
import Testing

@Suite struct CompareTests {
  private static let samples = Result { try ComparedSamples() }

  private func compare(_ arguments: [String]) throws -> CommandResult {
    try runTokprof(["compare"] + arguments, environment: ["COLUMNS": "200"])
  }

  @Test func `JSON has each script with the exact counts of each tokenizer`() throws {
    let samples = try Self.samples.get()
    let result = try compare(samples.arguments + ["--json", "--reference-script", "Latn"])
    #expect(result.status == 0, "\(result.stderr)")
    let json = try result.json()
    #expect(json["sameText"] as? Bool == true)
    for (column, tokenizer) in [samples.whole, samples.short].enumerated() {
      let count = try runTokprof(["count", "-t", tokenizer, samples.texts, "--json"]).json()
      let all = try #require((json["all"] as? [String: Any])?["tokenizers"] as? [[String: Any]])
      #expect(try all[column].number("tokens") == count.number("total.tokens"))
      #expect(try all[column].number("bytes") == count.number("total.bytes"))
    }
    let scripts = try #require(json["scripts"] as? [[String: Any]])
    #expect(Set(scripts.compactMap { $0["script"] as? String }) == ["Latn", "Thai"])
    for script in scripts {
      let cells = try #require(script["tokenizers"] as? [[String: Any]])
      #expect(script["best"] as? [String] == [cells[0]["name"] as? String ?? ""])
      let over = script["script"] as? String == "Latn" ? "files" : "units"
      for cell in cells {
        #expect((cell["interval"] as? [String: Any])?["over"] as? String == over)
        let ratio = try cell.number("bytes") / cell.number("tokens")
        #expect(agree(try cell.number("bytesPerToken"), ratio, to: 1e-12))
      }
      let length = try cells[1].number("tokens") / cells[0].number("tokens")
      #expect(agree(try cells[1].number("normalizedSequenceLength"), length, to: 1e-12))
      #expect(length > 1)
    }
  }

  @Test func `tables and values say what JSON says`() throws {
    let samples = try Self.samples.get()
    let scripts = try #require(
      try compare(samples.arguments + ["--json"]).json()["scripts"] as? [[String: Any]])
    let rows = tableRows(try compare(samples.arguments).stdout)
    let values = try compare(samples.arguments + ["--csv"]).stdout.split(separator: "\r\n")
    let markdown = try compare(samples.arguments + ["--markdown"]).stdout
    let latex = try compare(samples.arguments + ["--latex"]).stdout
    for script in scripts {
      let code = try #require(script["script"] as? String)
      let cells = try #require(script["tokenizers"] as? [[String: Any]])
      let row = try #require(rows[code])
      for (column, cell) in cells.enumerated() {
        let ratio = try cell.number("bytesPerToken")
        let shown = row[1 + 3 * column]
        #expect(agree(writtenNumber(shown) ?? 0, ratio, to: 1e-3), "\(code): \(shown) \(ratio)")
        #expect(markdown.contains(shown) && latex.contains(shown))
        let name = try #require(cell["name"] as? String)
        let line = try #require(values.first { $0.hasPrefix("\(code),\(name),") })
        #expect(Double(line.split(separator: ",")[5]) == ratio)
      }
    }
    #expect(latex.contains("\\toprule") && markdown.contains("| script"))
  }

  @Test func `kept profiles compare like ones made on the spot`() throws {
    let samples = try Self.samples.get()
    let store = samples.folder.url.appending(path: "store.sqlite").path
    for (name, tokenizer) in [("first", samples.whole), ("second", samples.short)] {
      let made = try runTokprof(
        ["profile", "-t", tokenizer, samples.texts, "--name", name, "--store", store])
      #expect(made.status == 0, "\(made.stderr)")
    }
    let kept = try compare(["first", "second", "--store", store, "--json"]).json()
    let fresh = try compare(samples.arguments + ["--json"]).json()
    func figures(_ json: [String: Any]) -> [[Double]] {
      let scripts = json["scripts"] as? [[String: Any]] ?? []
      return scripts.map { script in
        (script["tokenizers"] as? [[String: Any]] ?? []).flatMap { cell in
          ["tokens", "bytesPerToken", "normalizedSequenceLength"].compactMap {
            (cell[$0] as? NSNumber)?.doubleValue
          }
        }
      }
    }
    #expect(figures(kept) == figures(fresh) && figures(kept).count == 2)
    #expect(
      (kept["tokenizers"] as? [[String: Any]])?.map { $0["name"] as? String } == [
        "first", "second",
      ])
  }

  @Test func `days are those of training time with the same tokens`() throws {
    let samples = try Self.samples.get()
    let training = ["--params", "7B", "--gpu", "H100-SXM", "--gpus", "512", "--mfu", "0.35-0.45"]
    let json = try compare(
      samples.arguments + ["--json", "--bytes", "3.2TB", "--mix", "Thai:0.6,Latn:0.4"] + training
    ).json()
    let dataset = try #require(json["dataset"] as? [String: Any])
    let outcomes = try #require(dataset["tokenizers"] as? [[String: Any]])
    #expect(outcomes.count == 2)
    for outcome in outcomes {
      let alone = try runTokprof(
        ["training", "time", "--json", "--tokens", "\(try outcome.number("tokens"))"] + training
      ).json()
      for key in ["days.median", "days.low", "days.high"] {
        #expect(agree(try outcome.number(key), try alone.number(key), to: 1e-9), "\(key)")
      }
    }
    let text = try compare(
      samples.arguments + ["--bytes", "3.2TB", "--mix", "Thai:0.6,Latn:0.4"] + training
    ).stdout
    #expect(text.contains("What it means for 3.2TB of text") && text.contains("days saved"))
    #expect(text.contains("Shares of bytes: Thai 60.0%, Latn 40.0%."))
  }

  @Test(arguments: [
    (["no-such-profile"], 3, "no-such-profile"),
    (["WHOLE", "--over", "TEXTS", "--reference-script", "Latin"], 2, "ISO 15924"),
    (["WHOLE", "--over", "TEXTS", "--reference-script", "Cyrl"], 2, "has text of this script"),
    (["WHOLE", "--over", "TEXTS", "--bytes", "1TB", "--mix", "Latn:0.5"], 2, "add up to 0.5"),
    (["WHOLE", "--over", "TEXTS", "--bytes", "1TB", "--mix", "Cyrl:1"], 2, "no Cyrl text"),
    (["WHOLE", "--over", "TEXTS", "--mix", "Latn:1"], 2, "--bytes"),
    (["WHOLE", "--over", "TEXTS", "--bytes", "1TB", "--gpu", "A100"], 2, "--params"),
    (["WHOLE", "--over", "TEXTS", "--json", "--csv"], 2, "csv"),
    (["WHOLE", "--over", "no/such/folder"], 3, "no/such/folder"),
  ])
  func `what cannot be compared is refused`(
    _ arguments: [String], _ status: Int32, _ message: String
  ) throws {
    let samples = try Self.samples.get()
    let store = samples.folder.url.appending(path: "none.sqlite").path
    let result = try compare(
      arguments.map {
        $0.replacing("WHOLE", with: samples.whole).replacing("TEXTS", with: samples.texts)
      } + ["--store", store])
    #expect(result.status == status, "\(result.stderr)")
    #expect(result.stdout.isEmpty && result.stderr.contains(message), "\(result.stderr)")
  }
}
