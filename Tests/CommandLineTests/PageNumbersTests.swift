import Foundation
import TestSupport
import Testing

/// What the page's calls answer is what the command line prints, to the byte.
@Suite struct PageNumbersTests {
  private static let text = "Tokens, ภาษาไทย and 日本語の文章 🤷🏽‍♀️.\n\n  def f(x):\n\treturn x\u{301}"

  private func quoted(_ text: String) throws -> String {
    let array = try JSONSerialization.data(withJSONObject: [text])
    return String(decoding: array.dropFirst().dropLast(), as: UTF8.self)
  }

  @Test func `counts are those of count, encode and profile`() throws {
    let shared = try PageSamples.shared.get()
    let file = try shared.samples.folder.file("counted.txt", Self.text).path
    let body = "{\"text\": \(try quoted(Self.text)), \"stretches\": true}"
    let answer = try shared.page().post("/api/count", body)
    #expect(answer.status == 200)
    let results = try #require(
      (try answer.json() as? [String: Any])?["tokenizers"] as? [[String: Any]])
    #expect(results.count == 2)
    for (result, path) in zip(results, [shared.samples.whole, shared.samples.short]) {
      let counted = try runTokprof(["count", "--json", "-t", path, file]).json()
      #expect(result["tokens"] as? Int == Int(try counted.number("total.tokens")))
      #expect(result["characters"] as? Int == Int(try counted.number("total.characters")))
      #expect(result["bytes"] as? Int == Self.text.utf8.count)

      let profile = try runTokprof(["profile", "--json", "--no-store", "-t", path, file]).json()
      let cells = try #require(profile["cells"] as? [[String: Any]])
      let scripts = try #require(result["scripts"] as? [[String: Any]])
      #expect(scripts.count == cells.count && scripts.count > 2)
      for script in scripts {
        let code = try #require(script["script"] as? String)
        let cell = try #require(cells.first { $0["script"] as? String == code })
        let sums = try #require(cell["onBytes"] as? [String])
        // n, Σx, Σy, …
        #expect(sums[1] == "\(script["bytes"] as? Int ?? -1)")
        #expect(sums[2] == "\(script["tokens"] as? Int ?? -1)")
      }

      let stretches = try #require(result["stretches"] as? [[String: Any]])
      #expect(stretches.compactMap { $0["text"] as? String }.joined() == Self.text)
      let ids = stretches.flatMap { $0["ids"] as? [Int] ?? [] }
      let encoded = try runTokprof(["encode", "-t", path, file]).stdout
      #expect(ids.map(String.init).joined(separator: " ") + "\n" == encoded)
    }
  }

  @Test func `an estimate has the bytes that estimate prints`() throws {
    let shared = try PageSamples.shared.get()
    let page = try shared.page()
    let options = ["--profile", "whole", "--store", shared.store, "--json", "--bytes", "3.2TB"]
    let latin = try page.post(
      "/api/estimate", #"{"profile": "whole", "bytes": "3.2TB", "mix": {"Latn": 1}}"#)
    #expect(latin.body == (try runTokprof(["estimate", "--mix", "Latn:1"] + options)).stdout)
    #expect(latin.body.contains("\"interval\""))

    let mixed = try page.post(
      "/api/estimate",
      #"{"profile": "whole", "bytes": 3.2e12, "mix": {"Thai": "60%", "Latn": 0.4}, "level": 0.9}"#)
    let printed = try runTokprof(
      ["estimate", "--mix", "Thai:0.6,Latn:0.4", "--level", "0.9"] + options)
    #expect(mixed.status == 200 && mixed.body == printed.stdout)
    #expect(mixed.body.contains("Thai has 1"))
  }

  @Test func `a training has the bytes that training time prints`() throws {
    let shared = try PageSamples.shared.get()
    let page = try shared.page()
    let stored = ["training", "time", "--json", "--store", shared.store]
    let pairs: [(body: String, arguments: [String])] = [
      (
        #"{"profile": "short", "bytes": "1TB", "mix": {"Latn": 1}, "params": "7B", "gpu": "H100-SXM", "gpus": "64", "mfu": "40%", "epochs": "2"}"#,
        [
          "--profile", "short", "--bytes", "1TB", "--mix", "Latn:1", "--params", "7B", "--gpu",
          "H100-SXM", "--gpus", "64", "--mfu", "0.4", "--epochs", "2",
        ]
      ),
      (
        #"{"profile": "whole", "bytes": "1TB", "mix": {"Latn": 1}, "params": 671e9, "activeParams": 37e9, "gpu": "H800", "days": [30, 40], "mfu": [0.3, 0.4], "goodput": 0.9, "level": 0.9, "precision": "bf16"}"#,
        [
          "--profile", "whole", "--bytes", "1TB", "--mix", "Latn:1", "--params", "671B",
          "--active-params", "37B", "--gpu", "H800", "--days", "30-40", "--mfu", "0.3-0.4",
          "--goodput", "0.9", "--level", "0.9", "--precision", "bf16",
        ]
      ),
    ]
    for (body, arguments) in pairs {
      let answer = try page.post("/api/training", body)
      let printed = try runTokprof(stored + arguments)
      #expect(answer.status == 200 && printed.status == 0, "\(answer.reason) \(printed.stderr)")
      #expect(answer.body == printed.stdout)
    }

    let config = try shared.samples.folder.file("config.json", SampleConfig.qwen2Large).path
    let counted = try page.post(
      "/api/training",
      #"{"profile": "short", "bytes": "1TB", "mix": {"Latn": 1}, "gpus": "64", "gpu": "A100-SXM", "config": "#
        + SampleConfig.qwen2Large + "}")
    let shaped = try runTokprof(
      stored + [
        "--profile", "short", "--bytes", "1TB", "--mix", "Latn:1", "--gpus", "64", "--gpu",
        "A100-SXM", "--config", config,
      ])
    #expect(counted.status == 200 && shaped.status == 0, "\(counted.reason) \(shaped.stderr)")
    #expect(counted.body == shaped.stdout)

    // Where no profile is named, only where the tokens come from is told otherwise.
    let answer = try page.post(
      "/api/training", #"{"tokens": "15T", "params": "70B", "gpu": "H100-SXM", "gpus": 1024}"#)
    let printed = try runTokprof(
      stored + ["--tokens", "15T", "--params", "70B", "--gpu", "H100-SXM", "--gpus", "1024"])
    #expect(answer.body == printed.stdout.replacing("\"--tokens\"", with: "\"tokens\""))
  }

  @Test func `profiles are those of profiles list, with their scripts`() throws {
    let shared = try PageSamples.shared.get()
    let answer = try shared.page().get("/api/profiles")
    let printed = try runTokprof(["profiles", "list", "--json", "--store", shared.store])
    let listed = try #require(
      try JSONSerialization.jsonObject(with: Data(printed.stdout.utf8)) as? [[String: Any]])
    var profiles = try #require(try answer.json() as? [[String: Any]])
    #expect(profiles.prefix(2).map { $0["name"] as? String } == ["short", "whole"])
    #expect(
      profiles.map { $0["shipped"] as? Bool } == [false, false]
        + profiles.dropFirst(2).map { _ in true })
    #expect(profiles.contains { $0["name"] as? String == "o200k_base" })
    for index in profiles.indices {
      let removed = profiles[index].removeValue(forKey: "scriptBytes")
      let scripts = try #require(removed as? [String: Int])
      #expect(scripts["Latn"] != nil && scripts["Thai"] != nil)
      #expect(scripts.values.reduce(0, +) == profiles[index]["bytes"] as? Int)
    }
    #expect(
      try JSONSerialization.data(withJSONObject: profiles, options: .sortedKeys)
        == JSONSerialization.data(withJSONObject: listed, options: .sortedKeys))
  }

  @Test func `what is profiled while the page is open is seen`() throws {
    let shared = try PageSamples.shared.get()
    let store = shared.samples.folder.path("later.sqlite")
    let page = try PageProcess(["--store", store])
    #expect(try !page.get("/api/profiles").body.contains("\"later\""))
    let made = try runTokprof([
      "profile", "-t", shared.samples.short, "--name", "later", "--store", store,
      shared.samples.texts,
    ])
    #expect(made.status == 0)
    #expect(try page.get("/api/profiles").body.contains("\"later\""))
  }

  @Test(arguments: [
    ("/api/count", "{}", 422, "text: is missing"),
    ("/api/count", #"{"text": 5}"#, 422, "must be a string"),
    ("/api/count", #"{"text": "a", "tokenizers": ["/etc/passwd"]}"#, 404, "no tokenizer"),
    ("/api/count", #"{"text": "a", "path": "/etc/passwd"}"#, 400, "no member “path”"),
    ("/api/count", "{\"text\": \"a", 400, "not JSON: byte"),
    ("/api/count", "[]", 400, "must be a JSON object"),
    ("/api/estimate", #"{"bytes": "1TB"}"#, 422, "profile: is missing"),
    ("/api/estimate", #"{"profile": "nobody", "bytes": "1TB"}"#, 404, "no profile named “nobody”"),
    ("/api/estimate", #"{"profile": "/etc/passwd", "bytes": "1TB"}"#, 404, "no profile named"),
    ("/api/estimate", #"{"profile": "whole", "bytes": "1TB"}"#, 422, "mix: is missing"),
    (
      "/api/estimate", #"{"profile": "whole", "bytes": "much", "mix": {"Latn": 1}}"#, 422,
      "write a size such as"
    ),
    ("/api/estimate", #"{"profile": "whole", "bytes": 1, "mix": {"Latn": 0.5}}"#, 422, "sums to"),
    (
      "/api/estimate", #"{"profile": "whole", "bytes": 1, "mix": {"Armn": 1}}"#, 422,
      "no text in Armn"
    ),
    ("/api/training", #"{"tokens": "1T"}"#, 422, "params: is missing"),
    ("/api/training", #"{"tokens": "1T", "config": "gpt2"}"#, 422, "config: must be an object"),
    (
      "/api/training", #"{"tokens": "1T", "params": "7B", "config": {"model_type": "gpt2"}}"#, 422,
      "leave params out"
    ),
    (
      "/api/training", #"{"tokens": "1T", "config": {"model_type": "gpt2"}}"#, 422, "n_embd"
    ),
    (
      "/api/training", #"{"tokens": "1T", "params": "7B", "gpu": "H999"}"#, 422,
      "unknown accelerator"
    ),
    (
      "/api/training", #"{"tokens": "1T", "params": "7B", "gpus": [9, 2]}"#, 422,
      "a lower and an upper end"
    ),
  ])
  func `what cannot be used is told with a remedy`(
    path: String, body: String, status: Int, reason: String
  ) throws {
    let page = try PageProcess(["--store", try PageSamples.shared.get().store])
    let answer = try page.post(path, body)
    #expect(answer.status == status && answer.reason.contains(reason), "\(answer)")
  }
}
