#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A straight scale from data to pixels with ticks at round numbers: 1, 2 or 5 times a power of ten
/// apart.
struct AxisScale {
  /// Where the scale starts and ends, in the data.
  let domain: ClosedRange<Double>
  /// The values at the ticks, ascending.
  let ticks: [Double]
  /// What is written at each tick.
  let labels: [String]
  /// The pixels of the domain's start and end; the end may be the smaller, as upwards.
  var pixels: (start: Double, end: Double) = (0, 1)

  /// A scale that covers those of `values` that are numbers, with about `count` ticks at most.
  init(covering values: some Sequence<Double>, _ axis: PlotAxis, tickCount count: Int) {
    var low = Double.infinity
    var high = -Double.infinity
    // Beyond 10^300 the range itself would overflow; no quantity is there.
    for value in values where value.magnitude < 1e300 {
      low = min(low, value)
      high = max(high, value)
    }
    if low > high { (low, high) = (0, 1) }
    if axis.includesZero { (low, high) = (min(low, 0), max(high, 0)) }
    // Values that are the same to nine digits, or zero but for rounding, get room about them.
    let size = max(low.magnitude, high.magnitude)
    if high - low <= max(size, 1e-290) * 1e-9 {
      let room = size < 1e-290 ? 1 : size / 2
      (low, high) = (axis.includesZero || size < 1e-290 ? low : low - room, high + room)
    }
    let (factor, exponent) = Self.step(from: low, to: high, count: max(1, count))
    let unit = Self.powerOfTen(exponent)
    let first = (low / (factor * unit) + 1e-9).rounded(.down)
    let last = (high / (factor * unit) - 1e-9).rounded(.up)
    // Dividing by a whole power keeps 0.3 what it is called; multiplying by 0.1 would not.
    let all = stride(from: first, through: last, by: 1).map { multiple in
      exponent < 0 ? multiple * factor / Self.powerOfTen(-exponent) : multiple * factor * unit
    }
    let outer = (all.first ?? low)...(all.last ?? high)
    // A scale up to the next tick may be half empty; a little room beyond the data is enough,
    // if the ticks that remain still tell the scale.
    let room = (high - low) * 0.04
    let inner =
      max(
        outer.lowerBound, low == 0 ? 0 : low - room)...min(
        outer.upperBound, high == 0 ? 0 : high + room)
    let inside = all.filter { inner.contains($0) }
    domain = inside.count >= 3 ? inner : outer
    ticks = inside.count >= 3 ? inside : all
    labels = Self.labels(ticks, stepExponent: exponent, axis.labels)
  }

  /// The pixel of a value; values beyond the domain stay at its ends.
  func position(_ value: Double) -> Double {
    let clamped = min(max(value, domain.lowerBound), domain.upperBound)
    let share = (clamped - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
    return pixels.start + share * (pixels.end - pixels.start)
  }

  /// The least round step with which `count` steps span the range: factor · 10^exponent.
  private static func step(
    from low: Double, to high: Double, count: Int
  ) -> (factor: Double, exponent: Int) {
    let rough = max(high / Double(count) - low / Double(count), .leastNormalMagnitude)
    let exponent = DecimalDigits(exactly: rough).pointPosition - 1
    let mantissa = rough / powerOfTen(exponent)
    for factor in [1.0, 2, 5] where mantissa <= factor * (1 + 1e-9) { return (factor, exponent) }
    return (1, exponent + 1)
  }

  private static func powerOfTen(_ exponent: Int) -> Double {
    Double("1e\(exponent)") ?? (exponent < 0 ? .leastNormalMagnitude : .greatestFiniteMagnitude)
  }

  private static func labels(
    _ ticks: [Double], stepExponent: Int, _ kind: PlotAxis.Labels
  ) -> [String] {
    if kind == .percentages {
      let format = NumberFormat.percent(decimals: max(0, -stepExponent - 2))
      return ticks.map { format.text(of: $0) }
    }
    let largest = ticks.map { $0.magnitude }.max() ?? 0
    if largest >= 1e15 || stepExponent < -6 {
      // As many digits as tell neighbours apart.
      let digits = DecimalDigits(exactly: largest).pointPosition - stepExponent
      return ticks.map { tick in
        let rounded = DecimalDigits(exactly: tick).rounded(toSignificant: digits)
        return tick == 0 ? "0" : (tick < 0 ? "-" : "") + rounded.exponentText()
      }
    }
    let units = [(1e12, 12, "T"), (1e9, 9, "B"), (1e6, 6, "M"), (1e4, 3, "K")]
    guard let (_, exponent, letter) = units.first(where: { largest >= $0.0 }) else {
      let format = NumberFormat.decimals(max(0, -stepExponent))
      return ticks.map { format.text(of: $0) }
    }
    let format = NumberFormat.decimals(max(0, exponent - stepExponent))
    return ticks.map { $0 == 0 ? "0" : format.text(of: $0 / powerOfTen(exponent)) + letter }
  }
}
