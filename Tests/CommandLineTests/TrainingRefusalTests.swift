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
    ("memory --params 7B --data-parallel 0", "from 1 up"),
    ("inference --params 7B", "--gpu"),
    ("flops --config config.json", "--sequence-length"),
    ("parameters", "--config"),
    ("parameters dens:1,2", "dense:"),
    ("parameters dense:1", "INPUTS,OUTPUTS"),
    ("parameters dense:0,1", "from 1"),
    ("storage --tokens-per-byte Latin=0.2", "Latn=0.22"),
    ("advice", "--params"),
    ("accelerators H1000", "H100"),
  ])
  func wrongUsageIsRefusedWithARemedy(command: String, remedy: String) throws {
    try expectRefusal(command, remedy, status: 2)
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
