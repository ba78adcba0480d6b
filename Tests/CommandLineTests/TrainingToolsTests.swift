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
}
