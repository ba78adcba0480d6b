#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How many units must be drawn for an interval of a wanted width.
///
/// The size is decided once, from a pilot, and the interval is made when that many are drawn. To look
/// at the interval after every draw and stop at the first that is narrow enough would stop at samples
/// that happen to look alike, and their intervals miss the truth too often. Taking t with the pilot's
/// degrees of freedom pays for the pilot's own error (C. Stein, *Annals of Mathematical Statistics* 16,
/// 1945).
public struct SampleSize: Hashable, Sendable {
  /// The fewest units for which a design-based interval was found to cover what it promises; with 100
  /// heavy-tailed units a nominal 95 % covered 90 to 94 %.
  public static let fewest = 300

  /// The number of units to draw, those of the pilot included; even, for two in a stratum.
  public let units: Int

  /// - Parameters:
  ///   - pilot: An estimate from the pilot's units.
  ///   - pilotUnits: How many they are.
  ///   - precision: The wanted half-width of the interval, as a fraction of the estimate.
  ///   - level: The interval's level.
  /// - Throws: ``FitError/notANumber`` unless the precision and the pilot's estimate are above zero.
  public init(
    pilot: Estimate, pilotUnits: Int, precision: Double, level: Double = 0.95
  ) throws(FitError) {
    guard pilot.value > 0, pilot.standardError.isFinite, precision > 0, precision.isFinite,
      pilot.degreesOfFreedom > 0
    else { throw .notANumber }
    let t = StudentT(degreesOfFreedom: pilot.degreesOfFreedom).criticalValue(level: level)
    let ratio = t * pilot.standardError / (precision * pilot.value)
    let needed = (Double(pilotUnits) * ratio * ratio).rounded(.up)
    let bounded = max(Double(Self.fewest), Double(pilotUnits), min(needed, 0x1p52))
    units = (Int(bounded) + 1) / 2 * 2
  }
}
