import Foundation
import TestSupport
import Testing

/// What the training commands say to wrong input: the fault, and what would be right.
@Suite struct TrainingRefusalTests {
  @Test(arguments: [
    ("time --tokens 15X --params 7B --gpu A100", "7B or 15T"),
    ("time --tokens 3,200 --params 7B --gpu A100", "2_000"),
    ("time --tokens 15T --gpu A100", "--params 7B or --config"),
    ("time --tokens 15T --params 7B", "name one"),
    ("time --tokens 15T --params 7B --gpu A1000", "A100-SXM-80GB"),
    ("time --tokens 15T --params 7B --gpu V100 --precision bf16", "fp16 dense"),
    ("time --params 7B --gpu A100", "give the tokens"),
    ("time --tokens 15T --params 7B --gpu A100 --mfu 40", "a share is at most 1"),
    ("time --tokens 15T --params 7B --gpu A100 --mfu 0.45-0.35", "0.35-0.45"),
    ("time --tokens 15T --params 7B --gpu A100 --mfu 0.4 --hfu 0.5", "give one"),
    ("time --tokens 15T --params 7B --gpu A100 --gpus 8 --days 3 --mfu 0.3", "audit"),
    ("time --tokens 15T --params 7B --active-params 9B --gpu A100", "exchange"),
    ("time --tokens 15T --tokens-low 14T --params 7B --gpu A100", "belong together"),
    ("time --tokens 15T --estimate - --params 7B --gpu A100", "give one"),
    ("time --tokens 0 --params 7B --gpu A100", "above 0"),
    (
      "time --tokens 1T --params 7B --gpu A100 --measured-tokens-per-second 3700", "--measured-gpus"
    ),
    ("time --tokens 1T --params 7B --gpu A100 --lora 8", "give a config"),
    ("time --tokens 1T --params 7B --gpu A100 --convention causal", "config"),
    ("time --tokens 1T --params 7B --gpu A100 --sequence-length 4K", "without a unit"),
    ("time --tokens 1T --params 7B --gpu A100 --sequence-length 4096,8192", "4096:0.95"),
    ("time --tokens 1T --params 7B --gpu A100 --level 95", "1%"),
    ("time --tokens 1T --params 7B --gpu A100 --compare-name x", "--compare-tokens"),
    ("audit --tokens 1T --params 7B --gpu A100", "accelerator-hours"),
    ("memory --params 7B --zero 5", "'0', '1', '2' or '3'"),
    ("memory --params 7B --data-parallel 0", "from 1 to"),
    ("inference --params 7B", "--gpu"),
    ("flops --config config.json", "--sequence-length"),
    ("parameters", "--config"),
    ("parameters dens:1,2", "dense:"),
    ("parameters dense:1", "INPUTS,OUTPUTS"),
    ("parameters dense:0,1", "from 1"),
    ("storage --tokens-per-byte Latin=0.2", "Latn=0.22"),
    ("advice", "--params"),
    ("accelerators H1000", "H100"),
    ("time --tokens 1T --params 7B --gpu A100 --level 1", "0.01 to 0.9999"),
    ("time --profile x --bytes 1TB --params 7B --tokens 1T --gpu A100", "give one"),
    ("storage --level 0", "0.01 to 0.9999"),
    ("communication --params 7B --gpu A100 --inter-node 0 --data-parallel 8", "above 0"),
  ])
  func wrongUsageIsRefusedWithARemedy(command: String, remedy: String) throws {
    try expectRefusal(command, remedy, status: 2)
  }

  /// No size that fits into a number ends in an infinite time, an infinite memory, or a crash.
  @Test(arguments: [
    "time --tokens 1e300 --params 1e300 --gpu A100 --gpus 8",
    "time --tokens 1T --params 7B --gpu A100 --gpus 1e-300",
    "time --tokens 1T --params 7B --gpu A100 --gpus 1e-12-1e30",
    "time --tokens 1T --params 7B --peak-tflops 1e300 --gpus 8",
    "time --tokens 1T --params 7B --gpu A100 --epochs 1e200",
    "time --tokens 1T --gpu A100 --config CONFIG --sequence-length 9223372036854775807",
    "time --tokens 1T --gpu A100 --config CONFIG --lora 9223372036854775807",
    "audit --tokens 1T --params 7B --gpu A100 --gpu-hours 1e4 --claimed-flops 1e300",
    "flops --config CONFIG --sequence-length 4096 --lora 9223372036854775807",
    "flops --config CONFIG --sequence-length 4096:0,8192:0",
    "flops --params 1e300", "flops --params 0", "flops --params 7B --trained-share 0",
    "inference --params 1e308 --gpu A100", "inference --params 0 --gpu A100",
    "memory --params 1e308", "memory --config CONFIG --sequence-length 9223372036854775807",
    "memory --config CONFIG --lora 8193",
    "communication --params 1e300 --gpu A100 --data-parallel 8",
    "storage --tokens 1e300", "storage --tokens 0", "storage --tokens-per-byte Latn=1e-300",
    "advice --params 0", "advice --tokens 1T --epochs 1e300",
    "parameters dense:9223372036854775807,2",
  ])
  func absurdSizesAreRefused(command: String) throws {
    let result = try training(command, config: SampleConfig.qwen2Large)
    #expect(result.status == 2)
    #expect(result.stdout.isEmpty)
    #expect(result.stderr.contains("error: "), "\(result.stderr)")
  }

  /// What is accepted and absurd still gets an answer, and a word about it.
  @Test func aUtilisationOfTheAbsurdIsWritten() throws {
    let audit = try trainingJSON("audit --tokens 1e30 --params 1e15 --gpu A100 --gpu-hours 1")
    #expect(audit.warningKinds.isSuperset(of: ["utilisationAboveOne", "unitSlip"]))
  }

  @Test(arguments: [
    #"{"tokens": -1}"#, #"{"tokens": 1e400}"#, #"{"tokens": 0}"#,
    #"{"tokens": 10, "interval": {"level": 0.9, "low": 20, "high": 30}}"#,
    #"{"tokens": 10, "interval": {"level": 1, "low": 9, "high": 30}}"#,
    #"{"tokens": 10, "interval": {"level": 0.9, "low": 9}}"#, #"{"tokens": 10} x"#, "[]", "",
  ])
  func anEstimateThatIsNoneIsRefused(document: String) throws {
    let result = try training("time --estimate - --params 7B --gpu A100", stdin: document)
    #expect(result.status == 3)
    #expect(result.stderr.contains("standard input"))
    #expect(result.stderr.contains("tokprof estimate --json"))
  }

  @Test func controlCharactersOfAConfigDoNotReachTheTerminal() throws {
    let result = try training(
      "parameters --config CONFIG", config: #"{"model_type": "a\u001b[31m"}"#)
    #expect(result.status == 3)
    #expect(!result.stderr.contains("\u{1B}"))
  }

  @Test(arguments: [
    ("time --tokens 1T --config missing.json --gpu A100", "missing.json"),
    ("time --estimate missing.json --params 7B --gpu A100", "missing.json"),
    ("time --estimate - --params 7B --gpu A100", "standard input"),
  ])
  func badInputIsRefusedWithARemedy(command: String, remedy: String) throws {
    try expectRefusal(command, remedy, status: 3)
  }

  private func expectRefusal(_ command: String, _ remedy: String, status: Int32) throws {
    let result = try training(command, stdin: #"{"tokens": "many"}"#)
    #expect(result.status == status)
    #expect(result.stdout.isEmpty)
    #expect(result.stderr.contains(remedy), "\(result.stderr)")
  }

  @Test func aConfigThatCannotBeCountedIsNamed() throws {
    let unknown = try training(
      "parameters --config CONFIG", config: #"{"model_type": "mamba"}"#)
    #expect(unknown.status == 3)
    #expect(unknown.stderr.contains("mamba") && unknown.stderr.contains("config.json"))
    let broken = try training("parameters --config CONFIG", config: "{\"model_type\": ")
    #expect(broken.status == 3)
    #expect(broken.stderr.contains("not valid JSON at byte"))
  }
}
