import Testing

@testable import TrainingCost

@Suite struct AcceleratorTests {
  /// Peak = tensor cores · multiply-adds per clock · 2 · clock.
  @Test(arguments: [
    ("A100-SXM", 432.0, 256.0, 1.410e9), ("H100-SXM", 528, 512, 1.830e9),
    ("MI300X", 1216, 256, 2.1e9), ("Gaudi-3", 8, 65536, 1.6e9),
  ])
  func peaksFollowFromTheChip(name: String, cores: Double, perClock: Double, clock: Double) throws {
    let peak = try Accelerator.named(name).peak(.bf16).rate.median
    #expect(abs(cores * perClock * 2 * clock / peak.value - 1) < 0.001)
  }

  /// A typing error in the table would break one of these ratios.
  @Test func ratiosBetweenFormatsHold() throws {
    for part in Accelerator.all where part.vendor == "NVIDIA" {
      func rate(_ format: NumberFormat, _ accumulation: Accumulation = .fp32) -> Double? {
        (try? part.peak(format, accumulation: accumulation))?.rate.median.tera
      }
      if let tf32 = rate(.tf32), let bf16 = rate(.bf16) {
        #expect(abs(bf16 / tf32 - 2) < 0.03, "\(part.name)")
      }
      if let fp8 = rate(.fp8), let bf16 = rate(.bf16) {
        #expect(abs(fp8 / bf16 - 2) < 0.03, "\(part.name)")
      }
      if let fp16 = rate(.fp16), let bf16 = rate(.bf16) { #expect(fp16 == bf16, "\(part.name)") }
      guard let half = rate(.fp16, .fp16), let full = rate(.fp16) else { continue }
      let isGeForce = ["RTX-3090", "RTX-4090", "RTX-5090"].contains(part.name)
      #expect(abs(half / full - (isGeForce ? 2 : 1)) < 0.01, "\(part.name)")
    }
  }

  @Test func everyPartIsUsable() {
    var seen: Set<String> = []
    for part in Accelerator.all {
      #expect(!part.densePeaks.isEmpty && part.memory.value > 0, "\(part.name)")
      #expect(!part.source.isEmpty, "\(part.name)")
      #expect(part.densePeaks.allSatisfy { $0.sparsity == .dense })
      #expect(part.densePeaks.contains { $0.format == part.trainingFormat }, "\(part.name)")
      if let measured = part.measuredMatrixRate, let peak = try? part.peak(.bf16) {
        #expect(measured < peak.rate.median, "\(part.name)")
      }
      for name in [part.name] + part.aliases {
        #expect(seen.insert(name.lowercased()).inserted, "\(name) names two parts")
        #expect((try? Accelerator.named(name))?.name == part.name, "\(name)")
      }
    }
    #expect(Accelerator.all.count >= 43)
  }

  @Test func namesAreFoundAsPeopleWriteThem() throws {
    #expect(try Accelerator.named("NVIDIA A100-SXM4-80GB").name == "A100-SXM-80GB")
    #expect(try Accelerator.named("a100").name == "A100-SXM-80GB")
    #expect(try Accelerator.named("GeForce RTX 4090").name == "RTX-4090")
    #expect(try Accelerator.named("TPU v5p").name == "TPU-v5p")
  }

  @Test func unknownNamesAreRefusedWithTheNearest() throws {
    let error = try #require(throws: TrainingError.self) { try Accelerator.named("H100-SMX") }
    guard case .unknownAccelerator("H100-SMX", let nearest) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(nearest.first == "H100-SXM")
    #expect(throws: TrainingError.self) { try Accelerator.named("") }
  }

  @Test func aPeakThatDoesNotExistIsRefused() throws {
    #expect(throws: TrainingError.self) { try Accelerator.named("A100").peak(.fp8) }
    #expect(throws: TrainingError.self) { try Accelerator.named("V100").peak(.bf16) }
    #expect(throws: TrainingError.self) {
      try Accelerator.named("V100").peak(.fp16, sparsity: .structured2of4)
    }
    let sparse = try Accelerator.named("A100").peak(.bf16, sparsity: .structured2of4)
    #expect(sparse.rate.median == .tera(624))
  }

  /// Variants of the 910B differ: its peak is a range, never a point.
  @Test func rangesStayRanges() throws {
    let interval = try Accelerator.named("910B").peak(.bf16).rate.interval(level: 0.95)
    #expect(abs(interval.low.tera - 280) < 0.01 && abs(interval.high.tera - 376) < 0.01)
  }
}
