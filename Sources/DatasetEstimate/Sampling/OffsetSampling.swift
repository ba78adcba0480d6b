package import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

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
/// H stretches of the dataset, equal but for the borders of files, and the unit that *contains* each.
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
  /// The most container bytes to read for a precision, unless the pilot takes more.
  package var byteLimit: Int64
  /// The share of the container bytes that are in units of each main script, where that is known.
  package var scriptShares: [String: Double]
  /// Where the files behind the first begin, in ascending order.
  package var fileStarts: [Int64]

  package init(
    size: Size, level: Double = 0.95, pilotUnits: Int = SampleSize.fewest,
    byteLimit: Int64 = .max, scriptShares: [String: Double] = [:], fileStarts: [Int64] = []
  ) {
    self.size = size
    self.level = level
    self.pilotUnits = pilotUnits
    self.byteLimit = byteLimit
    self.scriptShares = scriptShares
    self.fileStarts = fileStarts
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
    let affordable = max(Double(byteLimit) / meanBytes, Double(2 * pilot))
    sample.isLimited = wanted > affordable
    let units = max(Double(2 * pilot), min(wanted, affordable))
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
  ) throws(Failure) -> [OffsetSample<Unit>.Stratum] {
    let borders = borders(of: bytes, strata: strata)
    var drawn: [OffsetSample<Unit>.Stratum] = []
    drawn.reserveCapacity(strata)
    for (low, high) in zip(borders, borders.dropFirst()) {
      // Below 2⁵³ bytes, which are nine petabytes, every byte of a stratum is equally likely.
      let a = min(Int64(low + generator.uniform() * (high - low)), bytes - 1)
      let b = min(Int64(low + generator.uniform() * (high - low)), bytes - 1)
      let first = try measure(min(a, b))
      drawn.append(
        .init(
          first: first, second: try measure(max(a, b)),
          width: (high - low) / Double(bytes) * Double(strata)))
    }
    return drawn
  }

  /// The ends of strata that divide the dataset equally, except that each border is moved to the nearest
  /// beginning of a file within half a stratum.
  ///
  /// Files that follow one another are often of different sources, and a stratum with the end of one and
  /// the beginning of the next differs within itself as much as these do. Where every file is a source
  /// that was nine tenths of the variance.
  private func borders(of bytes: Int64, strata: Int) -> [Double] {
    let width = Double(bytes) / Double(strata)
    var borders = (0...strata).map { Double($0) * width }
    var nearest = [Double](repeating: width / 2, count: borders.count)
    for start in fileStarts {
      let border = Int((Double(start) / width).rounded())
      let distance = abs(Double(start) - Double(border) * width)
      guard border > 0, border < strata, distance < nearest[border] else { continue }
      nearest[border] = distance
      borders[border] = Double(start)
    }
    return borders
  }
}
