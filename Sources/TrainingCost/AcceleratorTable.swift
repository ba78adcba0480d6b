extension Accelerator {
  /// Every part that is known, in the order of the table.
  ///
  /// Peaks are dense and per part. A maker's page that prints only the sparse figure has been halved;
  /// `note` names the figures that are often mistaken for another part's or format's.
  public static let all: [Accelerator] = nvidiaDataCenter + nvidiaWorkstation + otherMakers

  /// Dense rates in 10¹² operations a second; the accumulator is single precision unless named.
  struct Rates {
    var fp32: Double?
    var tf32: Double?
    var fp16: Double?
    var fp16HalfAccumulate: Double?
    var bf16: Double?
    var fp8: Double?
    var fp8HalfAccumulate: Double?
    /// Where the variants of a part differ: the range of its 16-bit rates.
    var range: ClosedRange<Double>?

    var peaks: [Peak] {
      let listed: [(NumberFormat, Accumulation, Double?)] = [
        (.fp32, .fp32, fp32), (.tf32, .fp32, tf32), (.fp16, .fp32, fp16),
        (.fp16, .fp16, fp16HalfAccumulate), (.bf16, .fp32, bf16), (.fp8, .fp32, fp8),
        (.fp8, .fp16, fp8HalfAccumulate),
      ]
      return listed.compactMap { format, accumulation, tera in
        tera.map { tera in
          Peak(
            format: format, accumulation: accumulation, sparsity: .dense,
            rate: range.flatMap { Accelerator.spread($0, scale: 1e12) }
              ?? Estimate(.tera(tera)))
        }
      }
    }
  }

  static func part(
    _ name: String, aliases: [String], vendor: String, tera: Rates, structuredSparsity: Bool,
    measuredTera: Double? = nil, memoryGB: Double, bandwidthGBs: ClosedRange<Double>,
    link: String, linkGBs: Double? = nil, source: String, unconfirmed: String = "",
    note: String = ""
  ) -> Accelerator {
    Accelerator(
      name: name, aliases: aliases, vendor: vendor, densePeaks: tera.peaks,
      hasStructuredSparsity: structuredSparsity,
      measuredMatrixRate: measuredTera.map { .tera($0) },
      memory: .giga(memoryGB), memoryBandwidth: spread(bandwidthGBs, scale: 1e9),
      link: Link(name: link, oneWay: linkGBs.map { .giga($0) }),
      source: source, unconfirmed: unconfirmed, note: note)
  }

  /// A range of variants read as a 95 % interval; a range of one value is exact.
  private static func spread<Unit>(
    _ range: ClosedRange<Double>, scale: Double
  ) -> Estimate<Unit>? {
    try? Estimate(
      low: Quantity(range.lowerBound * scale), high: Quantity(range.upperBound * scale),
      level: 0.95)
  }
}
