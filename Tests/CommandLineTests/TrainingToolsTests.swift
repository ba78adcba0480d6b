import Foundation
import TestSupport
import Testing

/// The smaller commands, on the examples of widely read articles (claims by their number).
@Suite struct TrainingToolsTests {
  /// A2-14: 205 % by dividing all parameters' operations by a sparse 8-bit peak.
  @Test func anAuditNamesTheErrorsOfAReport() throws {
    let command =
      "audit --tokens 14.8T --params 671B --active-params 37.55B --gpu H800 --gpu-hours 2.664M"
    let right = try trainingJSON(command)
    #expect(agree(try right.number("mfu.sixN"), 0.351, to: 0.002))
    #expect(right.warningKinds.isEmpty)
    let wrong = try trainingJSON("\(command) --peak-tflops 3026 --claimed-mfu 205%")
    #expect(wrong.warningKinds.isSuperset(of: ["sparsePeak", "totalParameters"]))
    let text = try training("\(command) --peak-tflops 3026 --claimed-mfu 205%").stdout
    #expect(text.contains("Warning: "))

    // The peak is right, and the claim is explained by the two slips behind it.
    let claim = try training("\(command) --claimed-mfu 205%").stdout
    #expect(claim.contains("a utilisation of 205.0 % is claimed; the figures imply 35.1 % (6·N)"))
    #expect(claim.contains("the claim counts all 6.71e11 parameters"))
    #expect(claim.contains("the claim divides by 3026 TFLOP/s, the fp8 2:4 sparse"))
    #expect(!claim.contains("undisturbed"))
    // A stated peak is not called dense.
    #expect(text.contains("100% of the stated peak") && !text.contains("100% of the dense peak"))

    // A2-15, exactly.
    let exact = try trainingJSON(
      "audit --tokens 14.8T --config CONFIG --sequence-length 4096 --gpu H800 --gpu-hours 2.664M",
      config: SampleConfig.deepSeekV3)
    #expect(agree(try exact.number("mfu.causal"), 0.391, to: 0.002))
    #expect(agree(try exact.number("mfu.fullAttention"), 0.439, to: 0.002))
    #expect(agree(try exact.number("inputs.parameters.value"), 671.03e9, to: 1e-4))
  }

  /// A1-01: 30 days were claimed; half the dense peak gives 59.4 at 32K with full attention.
  @Test func daysOfTheArticle() throws {
    let json = try trainingJSON(
      """
      time --tokens 7T --config CONFIG --gpu A100 --gpus 6000 --sequence-length 32768 --mfu 0.5 \
      --convention fullAttention
      """, config: SampleConfig.qwen2Large)
    #expect(agree(try json.number("days.median"), 59.4, to: 0.003))
  }

  /// A1-32, to the last digit.
  @Test func operationsOfTheArticle() throws {
    let result = try training(
      "flops --config CONFIG --sequence-length 32768 --tokens 131072 --json",
      config: SampleConfig.qwen2Large)
    #expect(
      try result.json().number("forward.total.fullAttention") == 29_991_378_670_845_952)
    // A2-08.
    let gpt = try trainingJSON("flops --params 175B --tokens 300B")
    #expect(try gpt.number("training.total.sixN") == 3.15e23)
  }

  @Test func parametersOfConfigsAndLayers() throws {
    let qwen = try trainingJSON("parameters --config CONFIG", config: SampleConfig.qwen2Large)
    #expect(try qwen.number("parameters") == 72_706_203_648)
    let text = try training("parameters --config CONFIG", config: SampleConfig.qwen2Large).stdout
    #expect(tableRows(text)["total"] == ["72,706,203,648"])
    // A2-01 … A2-06.
    let layers = try trainingJSON(
      "parameters dense:784,10 conv:3,64,3,3 rnn:128,256 lstm:128,256 transformer:96,12288,50257")
    let counts = try #require(layers["layers"] as? [[String: Any]]).map {
      try $0.number("parameters")
    }
    #expect(counts == [7850, 1792, 98_560, 394_240, 174_579_068_928])
  }

  /// A3-08: 16 bytes a parameter with Adam and mixed precision, so 16 GB and not 200.
  @Test func memoryOfTheArticle() throws {
    let json = try trainingJSON("memory --params 1B")
    #expect(try json.number("totalBytes") == 16e9)
    #expect(json["fits"] == nil)
    // ZeRO's own table: 7.5B on 64 devices.
    for (stage, gigabytes) in [("0", 120.0), ("1", 31.4), ("2", 16.6), ("3", 1.9)] {
      let zero = try trainingJSON(
        "memory --params 7.5B --data-parallel 64 --zero \(stage) --gpu A100")
      #expect(agree(try zero.number("totalBytes") / 1e9, gigabytes, to: 0.015), "stage \(stage)")
      #expect(zero["fits"] as? Bool == (gigabytes < 74))
      #expect(zero["countsActivations"] as? Bool == false)
    }
  }

  @Test func memoryTableAndJSONSayTheSame() throws {
    let command = "memory --config CONFIG --gpu A100 --data-parallel 64 --zero 3 --recompute full"
    let json = try trainingJSON(command, config: SampleConfig.qwen2Large)
    let rows = tableRows(try training(command, config: SampleConfig.qwen2Large).stdout)
    for item in try #require(json["items"] as? [[String: Any]]) {
      let use = try #require(item["use"] as? String)
      let cell = try #require(rows[use]?.first.flatMap(writtenNumber))
      #expect(agree(cell * 1e9, try item.number("bytes"), to: 1e-3), "\(use)")
    }
    let total = try #require(rows["total"]?.first.flatMap(writtenNumber))
    #expect(agree(total * 1e9, try json.number("totalBytes"), to: 1e-3))
  }

  /// A1-39 and A1-40: 0.115 s and 8.67 queries a second were claimed of two A100.
  @Test func inferenceOfTheArticle() throws {
    let json = try trainingJSON(
      "inference --config CONFIG --gpu A100 --gpus 2", config: SampleConfig.qwen2Large)
    #expect(agree(try json.number("prefillSeconds"), 0.2332, to: 1e-3))
    #expect(agree(try json.number("queriesPerSecond"), 4.29, to: 1e-3))
    let single = try trainingJSON("inference --params 72B --gpu A100")
    #expect(agree(try single.number("decodingCeilingTokensPerSecond"), 14.2, to: 5e-3))
    #expect(single["cacheBytes"] == nil)
    #expect(single["fits"] as? Bool == false)
  }

  /// A3-19 and A3-20: a Chinese character has three bytes, not two.
  @Test func storageOfTheArticle() throws {
    let json = try trainingJSON("storage --tokens-per-byte Hani=0.25")
    let rules = try #require(json["rules"] as? [[String: Any]])
    let chinese = try #require(rules.first { $0["script"] as? String == "Hani" })
    #expect(agree(try chinese.number("correctedBytes.low"), 4.2e9, to: 1e-9))
    #expect(agree(try chinese.number("correctedBytes.high"), 5.1e9, to: 1e-9))
    #expect(chinese["isRight"] as? Bool == false)
    let measured = try #require(json["measured"] as? [[String: Any]])
    #expect(try measured.first?.number("bytes.median") == 4e9)
  }

  /// A2-12, A3-15 and A1-41.
  @Test func adviceOfTheArticles() throws {
    let json = try trainingJSON("advice --params 175B --gpu A100")
    #expect(try json.number("optimalTokens") == 3.5e12)
    #expect(agree(try json.number("ridgePoint"), 153, to: 1e-3))
  }

  /// A4-13: 2·B·T·E·(G − 1)/G elements of two bytes for one all-reduce; four of them in a layer.
  @Test func trafficOfTheArticle() throws {
    let json = try trainingJSON(
      "communication --config CONFIG --gpu A100 --tensor-parallel 8 --sequence-length 2048",
      config: SampleConfig.qwen2Large)
    let traffic = try #require(json["traffic"] as? [[String: Any]])
    #expect(traffic.map { $0["kind"] as? String } == ["tensor"])
    // Four all-reduces in each of 80 layers, of 2048 states of 8192 numbers of two bytes.
    let state = 2048.0 * 8192 * 2
    #expect(try traffic.first?.number("bytes") == 320 * 2 * state * 7 / 8)
  }

  @Test func acceleratorsAreListedWithTheirSources() throws {
    let all = try #require(try trainingJSON("accelerators")["accelerators"] as? [[String: Any]])
    #expect(all.count >= 40)
    for part in all { #expect((part["source"] as? String)?.isEmpty == false, "\(part)") }
    let one = try #require(try trainingJSON("gpus 4090")["accelerators"] as? [[String: Any]])
    #expect(one.map { $0["name"] as? String } == ["RTX-4090"])
  }

  /// Every setting is listed, and what nobody gave is not said to be given.
  @Test func inputsAreListedWithTheirOrigin() throws {
    func origins(_ command: String) throws -> [String: String] {
      let json = try trainingJSON(command, config: SampleConfig.qwen2Large)
      let inputs = try #require(json["inputs"] as? [String: [String: Any]])
      return inputs.compactMapValues { $0["origin"] as? String }
    }
    let memory = try origins(
      "memory --config CONFIG --zero 3 --data-parallel 8 --lora 8 --optimizer sgd")
    #expect(memory["optimizer"] == "given" && memory["zeroStage"] == "given")
    #expect(memory["trained"] == "given" && memory["parameters"] == "derived")
    for key in [
      "weights", "gradients", "masterWeights", "tensorParallel", "pipelineParallel", "interleaving",
      "sequenceParallel", "microBatch", "sequenceLength", "recompute", "attentionScores", "dropout",
    ] {
      #expect(memory[key] == "assumed", "\(key)")
    }
    let time = try origins("time --tokens 1T --config CONFIG --gpu A100 --days 30")
    #expect(time["level"] == "assumed" && time["acceleratorsMultipleOf"] == "assumed")
    let chosen = try origins("time --tokens 1T --config CONFIG --gpu A100 --days 30 --level 0.9")
    #expect(chosen["level"] == "given")
    let inference = try origins("inference --config CONFIG --gpu A100 --gpus 2")
    #expect(inference["accelerators"] == "given" && inference["batch"] == "assumed")
    #expect(inference["peak"] == "published" && inference["convention"] == "assumed")
    let traffic = try origins("communication --config CONFIG --gpu A100 --tensor-parallel 8")
    #expect(traffic["tensorParallel"] == "given" && traffic["link"] == "published")
    #expect(traffic["convention"] == "assumed")
    let flops = try origins("flops --config CONFIG --sequence-length 4096 --recompute full")
    #expect(flops["sequenceLength"] == "given" && flops["recompute"] == "given")
    #expect(flops["tokens"] == "assumed" && flops["trained"] == "assumed")
  }

  /// What of a config was understood: each run of equal layers.
  @Test func aConfigsLayersAreListed() throws {
    let json = try trainingJSON("parameters --config CONFIG", config: SampleConfig.deepSeekV3)
    let runs = try #require(json["layerRuns"] as? [[String: Any]])
    #expect(try runs.map { try $0.number("layers") } == [3, 58])
    #expect(try runs[0].number("feedForwardSize") == 18_432)
    #expect(try runs[1].number("experts") == 256)
    #expect(try runs[1].number("activeExperts") == 8)
    #expect(runs[0]["experts"] == nil && runs[1]["attention"] as? String == "latent")
  }

  /// A0-17: a Chinese character may be split. A0-18: none at all is in the vocabulary, it is said;
  /// there are a thousand, which a file of tokens shows by the letters that stand for their bytes.
  @Test func aVocabularyHoldsChineseCharacters() throws {
    let folder = try TemporaryFolder()
    let tokenizer = Repository.root.appendingPathComponent("Vocab/tokenizer.json").path
    let vocabulary = try runTokprof(["vocabulary", "-t", tokenizer, "--json"]).json()
    let scripts = try #require(vocabulary["scripts"] as? [[String: Any]])
    let chinese = try #require(scripts.first { $0["script"] as? String == "Hani" })
    #expect(try chinese.number("entries") > 1000)
    for (text, tokens) in [("\u{7684}", 1...1), ("\u{9F98}", 2...3)] {
      let file = try folder.file("text.txt", text).path
      let count = try runTokprof(["count", "-t", tokenizer, "--json", file]).json()
      #expect(tokens.contains(Int(try count.number("total.tokens"))), "\(text)")
    }
  }
}
