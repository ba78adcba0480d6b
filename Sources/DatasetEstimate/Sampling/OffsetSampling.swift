package import Statistics

/// What is drawn by a byte offset: a record, a window of a long one, or a part or a whole of a file.
package protocol SampledUnit {
  /// The unit's bytes of the container, above zero.
  var containerBytes: Int64 { get }
  /// Its tokens.
  var tokens: UInt64 { get }
  /// The script that most of its text is in.
  var mainScript: String? { get }
}

/// A sample of units with probability proportional to their bytes: two independent offsets in each of
/// H equal stretches of the dataset, and the unit that *contains* each.
///
/// How many is decided once, by a pilot. The pilot's strata and those drawn after it are used
/// together, which makes the estimate the mean of both, weighted by their numbers of units.
package struct OffsetSampling: Sendable {
  /// How large a sample is wanted.
  package enum Size: Hashable, Sendable {
    /// The half-width of the interval as a fraction of the estimate.
    case precision(Double)
    /// About so many container bytes.
    case bytes(Int64)
  }

  /// How large a sample is wanted.
  package var size: Size
  /// The level of the interval whose half-width is wanted.
  package var level: Double
  /// The units of the pilot; even.
  package var pilotUnits: Int
  /// The most container bytes to read, unless the pilot takes more.
  package var byteLimit: Int64
  /// The share of the container bytes that are in units of each main script, where that is known.
  package var scriptShares: [String: Double]

  package init(
    size: Size, level: Double = 0.95, pilotUnits: Int = SampleSize.fewest,
    byteLimit: Int64 = .max, scriptShares: [String: Double] = [:]
  ) {
    self.size = size
    self.level = level
    self.pilotUnits = pilotUnits
    self.byteLimit = byteLimit
    self.scriptShares = scriptShares
  }

  /// Draws from a dataset of `bytes` container bytes.
  ///
  /// - Parameters:
  ///   - bytes: Above zero.
  ///   - generator: Where the offsets come from.
  ///   - measure: Gives the unit that contains an offset. Within the pilot and within the rest it is
  ///     called in ascending order of offsets, so that files are read forward.
  /// - Returns: The sample; `nil` if to reach the wanted size takes reading half of the dataset or
  ///   more, when counting all of it is the better way.
  /// - Throws: What `measure` throws.
  package func sample<Unit: SampledUnit, Failure: Error>(
    of bytes: Int64, using generator: inout SeededGenerator,
    measure: (Int64) throws(Failure) -> Unit
  ) throws(Failure) -> OffsetSample<Unit>? {
    var sample = OffsetSample<Unit>(scriptShares: scriptShares)
    let pilot = pilotStrata(of: bytes)
    sample.strata = try draw(pilot, of: bytes, using: &generator, measure: measure)
    sample.pilotUnits = 2 * pilot
    let meanBytes =
      sample.units.reduce(0.0) { $0 + Double($1.containerBytes) } / Double(2 * pilot)
    guard let wanted = wantedUnits(sample, meanBytes) else { return sample }
    sample.isLimited = wanted > Double(byteLimit) / meanBytes
    let units = max(Double(2 * pilot), min(wanted, Double(byteLimit) / meanBytes))
    guard units * meanBytes < Double(bytes) / 2 else { return nil }
    let more = (Int(units) + 1) / 2 - pilot
    if more > 0 {
      sample.strata += try draw(more, of: bytes, using: &generator, measure: measure)
    }
    return sample
  }

  /// A small budget takes a small pilot, of units of 4 KiB.
  private func pilotStrata(of bytes: Int64) -> Int {
    guard case .bytes(let budget) = size else { return max(1, pilotUnits / 2) }
    return max(1, min(pilotUnits / 2, Int(min(budget, bytes) / 8192)))
  }

  /// The units of the whole sample; `nil` where the pilot does not tell, because it has no tokens.
  private func wantedUnits<Unit>(_ pilot: OffsetSample<Unit>, _ meanBytes: Double) -> Double? {
    switch size {
    case .bytes(let budget): return Double(budget) / meanBytes
    case .precision(let precision):
      do throws(FitError) {
        let size = try SampleSize(
          pilot: pilot.ratio(), pilotUnits: pilot.pilotUnits, precision: precision, level: level)
        return Double(size.units)
      } catch {
        return nil
      }
    }
  }

  private func draw<Unit: SampledUnit, Failure: Error>(
    _ strata: Int, of bytes: Int64, using generator: inout SeededGenerator,
    measure: (Int64) throws(Failure) -> Unit
  ) throws(Failure) -> [(first: Unit, second: Unit)] {
    let width = Double(bytes) / Double(strata)
    var pairs: [(first: Unit, second: Unit)] = []
    pairs.reserveCapacity(strata)
    for stratum in 0..<strata {
      // Below 2⁵³ bytes, which are nine petabytes, every byte is equally likely.
      let a = min(Int64((Double(stratum) + generator.uniform()) * width), bytes - 1)
      let b = min(Int64((Double(stratum) + generator.uniform()) * width), bytes - 1)
      let lower = try measure(min(a, b))
      pairs.append((first: lower, second: try measure(max(a, b))))
    }
    return pairs
  }
}

/// A sample that was drawn by byte offset.
package struct OffsetSample<Unit: SampledUnit> {
  /// The two units of each stratum, those of the pilot first.
  package var strata: [(first: Unit, second: Unit)] = []
  /// How many units the pilot had.
  package var pilotUnits = 0
  /// Whether the limit of bytes stopped the sample short of the wanted precision.
  package var isLimited = false
  /// As in ``OffsetSampling/scriptShares``.
  package var scriptShares: [String: Double]

  /// The drawn units; one that was drawn twice is here twice.
  package var units: [Unit] { strata.flatMap { [$0.first, $0.second] } }

  /// Tokens per container byte, calibrated by the shares of scripts if these are known for every unit
  /// drawn.
  package func ratio() throws(FitError) -> Estimate {
    let scripts = scriptShares.keys.sorted()
    guard isCalibrated else {
      return try SamplingEstimate.twoPerStratum(
        strata.map { (first: Self.ratio($0.first), second: Self.ratio($0.second)) })
    }
    var classes: [String: Int] = [:]
    for (index, script) in scripts.enumerated() { classes[script] = index }
    func classified(_ unit: Unit) -> SamplingEstimate.ClassifiedUnit {
      .init(ratio: Self.ratio(unit), unitClass: classes[unit.mainScript ?? ""] ?? 0)
    }
    return try SamplingEstimate.calibrated(
      strata.map { (first: classified($0.first), second: classified($0.second)) },
      shares: scripts.map { scriptShares[$0] ?? 0 })
  }

  /// Whether the shares of scripts are known for every unit drawn.
  package var isCalibrated: Bool {
    !scriptShares.isEmpty && units.allSatisfy { scriptShares[$0.mainScript ?? "", default: 0] > 0 }
  }

  private static func ratio(_ unit: Unit) -> Double {
    Double(unit.tokens) / Double(unit.containerBytes)
  }
}
