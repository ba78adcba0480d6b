/// The format in which a matrix multiplication reads its operands.
public enum NumberFormat: String, Sendable, Hashable, CaseIterable {
  /// IEEE single precision on the vector units.
  case fp32
  /// NVIDIA's 19-bit format on the tensor cores.
  case tf32
  /// IEEE half precision.
  case fp16
  /// bfloat16.
  case bf16
  /// The 8-bit formats (E4M3, E5M2).
  case fp8
}

/// The format in which a matrix multiplication adds up. GeForce parts run at half rate with `fp32`.
public enum Accumulation: String, Sendable, Hashable, CaseIterable {
  /// Single precision, which is what training uses.
  case fp32
  /// Half precision.
  case fp16
}

/// Whether a peak counts the zeros of 2:4 structured sparsity as work.
public enum Sparsity: String, Sendable, Hashable, CaseIterable {
  /// Every operation is done. The only honest base of a utilisation.
  case dense
  /// Twice the dense rate, for matrices of which half is zero in the prescribed pattern.
  case structured2of4
}

/// A peak rate of one accelerator, with what it is the peak of.
public struct Peak: Sendable, Hashable {
  /// The operands' format.
  public var format: NumberFormat
  /// The accumulator's format.
  public var accumulation: Accumulation
  /// Dense or sparse.
  public var sparsity: Sparsity
  /// The rate of one accelerator. Exact but for parts whose variants differ.
  public var rate: Estimate<FLOPRateUnit>

  /// Such as `bf16 dense, fp32 accumulate`.
  public var label: String {
    let kind = sparsity == .dense ? "dense" : "2:4 sparse"
    return "\(format.rawValue) \(kind), \(accumulation.rawValue) accumulate"
  }
}

/// How an accelerator reaches its neighbours in the node.
public struct Link: Sendable, Hashable {
  /// Such as `NVLink4`.
  public var name: String
  /// The bandwidth of one accelerator in one direction; `nil` where no figure is known.
  public var oneWay: BytesPerSecond?
}

/// A part of the table of accelerators.
public struct Accelerator: Sendable, Hashable {
  /// The name it is printed under.
  public var name: String
  /// Other names it is found by.
  public var aliases: [String]
  /// Who makes it.
  public var vendor: String
  /// The peaks without sparsity.
  public var densePeaks: [Peak]
  /// Whether the part runs 2:4 sparse matrices at twice the dense rate.
  public var hasStructuredSparsity: Bool
  /// The fastest bf16 matrix multiplication anyone measured on it, where one is published.
  public var measuredMatrixRate: FLOPsPerSecond?
  /// The memory of one part, in the gigabytes (10⁹) of its data sheet.
  public var memory: Bytes
  /// The memory's bandwidth; `nil` where sources conflict and no range is known.
  public var memoryBandwidth: Estimate<ByteRateUnit>?
  /// The link inside a node.
  public var link: Link
  /// Where the figures come from.
  public var source: String
  /// Which of the figures no source at hand confirms; empty if all are.
  public var unconfirmed: String
  /// What to know when using it.
  public var note: String

  /// The peak for a format and accumulator.
  ///
  /// - Throws: `TrainingError.unsupportedPeak` if the part does not have it.
  public func peak(
    _ format: NumberFormat, accumulation: Accumulation = .fp32, sparsity: Sparsity = .dense
  ) throws(TrainingError) -> Peak {
    let dense = densePeaks.first { $0.format == format && $0.accumulation == accumulation }
    let allowed = sparsity == .dense || hasStructuredSparsity && format != .fp32
    guard var peak = dense, allowed else {
      throw .unsupportedPeak(
        accelerator: name,
        wanted: "\(format.rawValue) with \(accumulation.rawValue) accumulate"
          + (sparsity == .dense ? "" : ", 2:4 sparse"),
        available: densePeaks.map(\.label))
    }
    if sparsity == .structured2of4 {
      peak.sparsity = .structured2of4
      peak.rate = peak.rate.scaled(by: 2)
    }
    return peak
  }

  /// The format training uses when none is named: bf16, or fp16 where the part has no bf16.
  public var trainingFormat: NumberFormat {
    densePeaks.contains { $0.format == .bf16 } ? .bf16 : .fp16
  }

  /// Every peak, sparse ones after dense ones: what a figure of unknown origin is compared with.
  public var allPeaks: [Peak] {
    guard hasStructuredSparsity else { return densePeaks }
    return densePeaks
      + densePeaks.filter { $0.format != .fp32 }.map { dense in
        var peak = dense
        peak.sparsity = .structured2of4
        peak.rate = dense.rate.scaled(by: 2)
        return peak
      }
  }
}

extension Accelerator {
  /// The accelerator called `name`; case, blanks, dashes and the maker's name do not matter.
  ///
  /// - Throws: `TrainingError.unknownAccelerator` with the three nearest names.
  /// - Complexity: O(names in the table).
  public static func named(_ name: String) throws(TrainingError) -> Accelerator {
    let wanted = searchKey(name)
    for accelerator in all {
      for candidate in [accelerator.name] + accelerator.aliases
      where searchKey(candidate) == wanted {
        return accelerator
      }
    }
    let ranked =
      all
      .map { part in
        let distance = ([part.name] + part.aliases)
          .map { editDistance(Array(searchKey($0)), Array(wanted)) }
          .min()
        return (name: part.name, distance: distance ?? .max)
      }
      .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
    throw .unknownAccelerator(name: name, nearest: ranked.prefix(3).map(\.name))
  }

  private static func searchKey(_ name: String) -> String {
    var key = String(
      name.lowercased().unicodeScalars.filter {
        ("a"..."z").contains($0) || ("0"..."9").contains($0)
      }.map(Character.init))
    for maker in ["nvidia", "tesla", "geforce", "amd", "instinct", "google", "intel", "aws"]
    where key.hasPrefix(maker) && key.utf8.count > maker.utf8.count {
      key.removeFirst(maker.count)
    }
    return key
  }

  /// Levenshtein's distance.
  private static func editDistance(_ left: [Character], _ right: [Character]) -> Int {
    var row = Array(0...right.count)
    for (leftIndex, leftCharacter) in left.enumerated() {
      var diagonal = row[0]
      row[0] = leftIndex + 1
      for (rightIndex, rightCharacter) in right.enumerated() {
        let above = row[rightIndex + 1]
        row[rightIndex + 1] = min(
          above + 1, row[rightIndex] + 1, diagonal + (leftCharacter == rightCharacter ? 0 : 1))
        diagonal = above
      }
    }
    return row[right.count]
  }
}
