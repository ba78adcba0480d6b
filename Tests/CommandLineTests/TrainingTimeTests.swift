import Foundation
import TestSupport
import Testing

@Suite struct TrainingTimeTests {
  private static let qwen =
    "time --tokens 7T --config CONFIG --gpu A100-SXM --gpus 6000 --sequence-length 4096"

  @Test func jsonHasTheKeysThatProgramsReadAndEveryInput() throws {
    let json = try trainingJSON("time --tokens 15T --params 70B --gpu H100-SXM --gpus 1024")
    #expect(try json.number("flops") == 6.3e24)
    let days = try json.number("days.median")
    #expect(try json.number("days.low") < days)
    #expect(try days < json.number("days.high"))
    #expect(try json.number("lowerBoundDays") < json.number("days.low"))
    #expect(agree(try json.number("gpuHours"), days * 24 * 1024, to: 1e-9))
    #expect(json["solvedFor"] as? String == "time")
    #expect(json["convention"] as? String == "sixN")
    for (input, value) in [("tokens", 15e12), ("parameters", 70e9), ("epochs", 1)] {
      #expect(try json.number("inputs.\(input).value") == value)
    }
    for input in ["recompute", "accelerator", "peak", "utilisation", "level", "convention"] {
      #expect((json["inputs"] as? [String: Any])?[input] != nil, "\(input)")
    }
    let shares = try #require(json["varianceShares"] as? [[String: Any]])
    #expect(agree(try shares.reduce(0) { try $0 + $1.number("share") }, 1, to: 1e-9))
  }

  /// What the table shows is what JSON says, to the digits shown.
  @Test func tableAndJSONSayTheSame() throws {
    let command =
      "\(Self.qwen) --tokens-low 6.8T --tokens-high 7.2T --mfu 35%-45% --epochs 2 --goodput 0.9"
    let json = try trainingJSON(command, config: SampleConfig.qwen2Large)
    let text = try training(command, config: SampleConfig.qwen2Large).stdout
    let rows = tableRows(text)
    let expected: [(String, [String])] = [
      ("Wall-clock time", ["days.median", "days.low", "days.high"]),
      (
        "Accelerator time",
        ["gpuHoursInterval.median", "gpuHoursInterval.low", "gpuHoursInterval.high"]
      ),
      ("Accelerators", ["gpus.median"]),
      ("Tokens of the data", ["dataTokens.median", "dataTokens.low", "dataTokens.high"]),
      (
        "Tokens processed",
        ["processedTokens.median", "processedTokens.low", "processedTokens.high"]
      ),
      ("Speed", ["tokensPerSecondPerGpu"]),
      ("Model FLOPs, causal", ["flops"]),
      ("100% of the dense peak", ["lowerBoundDays", "lowerBoundGpuHours"]),
      ("fastest measured matrix product", ["measuredRateBoundDays", "measuredRateBoundGpuHours"]),
      ("full attention", ["flopsPerToken.fullAttention", "flopTotals.fullAttention"]),
      ("6·N", ["flopsPerToken.sixN", "flopTotals.sixN", "hardwareFlopTotals.sixN", "mfu.sixN"]),
    ]
    for (title, paths) in expected {
      let cells = try #require(rows[title], "no row \(title) in \(text)")
      for (cell, path) in zip(cells, paths) {
        let shown = try #require(writtenNumber(cell), "\(title): \(cell)")
        let exact = try json.number(path)
        #expect(agree(shown, exact, to: 2e-3), "\(title) \(path): \(shown) is not \(exact)")
      }
      #expect(cells.count >= paths.count, "\(title)")
    }
    #expect(text.contains("Strict lower bound, not an estimate"))
    #expect(text.contains("Sources of uncertainty"))
    #expect(text.contains("Advice: "))
  }

  @Test func linesFitTheTerminal() throws {
    let result = try training(Self.qwen, config: SampleConfig.qwen2Large, columns: 80)
    for line in result.stdout.split(separator: "\n") {
      #expect(line.count <= 80, "\(line)")
    }
  }

  /// One equation: what each command solves for, the next takes as given.
  @Test func anyQuantityMayBeLeftOut() throws {
    let given = "time --tokens 2T --params 7B --gpu A100"
    let time = try trainingJSON("\(given) --gpus 256 --mfu 0.4")
    let days = try time.number("days.median")
    let gpus = try trainingJSON("\(given) --days \(days) --mfu 0.4")
    #expect(gpus["solvedFor"] as? String == "devices")
    #expect(agree(try gpus.number("gpus.median"), 256, to: 1e-9))
    #expect(try gpus.number("suggestedGpus") == 256)
    let hours = try trainingJSON("\(given) --mfu 0.4")
    #expect(hours["solvedFor"] as? String == "deviceTime")
    #expect(hours["days"] == nil)
    #expect(agree(try hours.number("gpuHours"), try time.number("gpuHours"), to: 1e-9))
    let utilisation = try trainingJSON("\(given) --gpus 256 --days \(days)")
    #expect(utilisation["solvedFor"] as? String == "utilisation")
    #expect(agree(try utilisation.number("mfu.sixN"), 0.4, to: 1e-9))
    let tokens = try trainingJSON(
      "time --params 7B --gpu A100 --gpus 256 --days \(days) --mfu 0.4")
    #expect(tokens["solvedFor"] as? String == "tokens")
    #expect(agree(try tokens.number("dataTokens.median"), 2e12, to: 1e-9))
  }

  @Test func anEstimateIsReadFromAPipe() throws {
    let estimate = """
      {"tokens": 1000000000000, "interval": {"level": 0.95, "low": 0.98e12, "high": 1.02e12}}
      """
    let command =
      "time --estimate - --params 7B --gpu A100 --measured-tokens-per-second 3700 --measured-gpus 1"
    let json = try trainingJSON(command, stdin: estimate)
    #expect(try json.number("inputs.tokens.value") == 1e12)
    #expect(agree(try json.number("gpuHours"), 1e12 / 3700 / 3600, to: 1e-9))
    let shares = try #require(json["varianceShares"] as? [[String: Any]])
    #expect(shares.map { $0["factor"] as? String } == ["tokens"])
    #expect(json["tokensFrom"] as? String == "standard input")

    let bare = try trainingJSON(
      command, stdin: #"{"tokens": 1e12, "intervalReason": "two sources only"}"#)
    #expect((bare["tokensFrom"] as? String)?.contains("two sources only") == true)
  }

  @Test func anotherTokenizerSavesDays() throws {
    let json = try trainingJSON(
      "\(Self.qwen) --mfu 0.4 --compare-tokens 5.9T-6.3T --compare-vocabulary 200000",
      config: SampleConfig.qwen2Large)
    let saved = try json.number("comparison.savedDays.median")
    #expect(try json.number("comparison.savedDays.low") < saved)
    #expect(
      agree(
        try json.number("comparison.days.median") + saved, try json.number("days.median"),
        to: 1e-9))
    #expect(try json.number("comparison.flopRatio") > 1)
  }

  @Test func trainedWeightsRecomputationAndPhasesChangeTheCost() throws {
    func flops(_ options: String, _ key: String = "flops") throws -> Double {
      try trainingJSON(
        "time --tokens 1T --gpu A100 --config CONFIG \(options)", config: SampleConfig.qwen2Large
      ).number(key)
    }
    let short = try flops("--sequence-length 4096")
    #expect(try flops("--sequence-length 4096 --lora 8") < 0.75 * short)
    #expect(
      agree(
        try flops("--sequence-length 4096 --recompute full", "hardwareFlopTotals.causal"),
        4 / 3 * short, to: 1e-9))
    let long = try flops("--sequence-length 32768")
    let mixed = try flops("--sequence-length 4096:0.5,32768:0.5")
    #expect(agree(mixed, (short + long) / 2, to: 1e-9))
  }

  @Test func documentLengthsArePackedByTheirSquares() throws {
    let packed = try trainingJSON(
      "flops --config CONFIG --packed-lengths -", config: SampleConfig.qwen2Large,
      stdin: "1000\n3000\n")
    let fixed = try trainingJSON(
      "flops --config CONFIG --sequence-length 2500", config: SampleConfig.qwen2Large)
    #expect(
      try packed.number("training.perToken.causal") == fixed.number("training.perToken.causal"))
  }
}
