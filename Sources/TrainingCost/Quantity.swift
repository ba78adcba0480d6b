/// A number with its unit in the type.
///
/// The published mistakes this rules out are real ones: requests per second compared with tokens per
/// second, an operation count read as a rate, 2.788 K hours for 2.788 M.
public struct Quantity<Unit: MeasurementUnit>: Sendable, Hashable, Comparable {
  /// The number, in `Unit`.
  public var value: Double

  /// A quantity of `value` units.
  public init(_ value: Double) {
    self.value = value
  }

  /// Whether the first is the smaller of two quantities of one unit.
  public static func < (left: Self, right: Self) -> Bool {
    left.value < right.value
  }

  /// The sum of two quantities of one unit.
  public static func + (left: Self, right: Self) -> Self {
    Self(left.value + right.value)
  }

  /// The difference of two quantities of one unit.
  public static func - (left: Self, right: Self) -> Self {
    Self(left.value - right.value)
  }

  /// The quantity, `factor` times.
  public static func * (factor: Double, quantity: Self) -> Self {
    Self(factor * quantity.value)
  }

  /// How many times `right` goes into `left`: a pure number.
  public static func / (left: Self, right: Self) -> Double {
    left.value / right.value
  }

  /// The unit's symbol.
  public var unit: String { Unit.symbol }
}

/// A pure number such as a utilisation.
public typealias Ratio = Quantity<DimensionlessUnit>
/// A number of tokens.
public typealias Tokens = Quantity<TokenUnit>
/// A number of bytes.
public typealias Bytes = Quantity<ByteUnit>
/// A number of weights.
public typealias Parameters = Quantity<ParameterUnit>
/// A number of floating-point operations.
public typealias FLOPs = Quantity<FLOPUnit>
/// Floating-point operations per second.
public typealias FLOPsPerSecond = Quantity<FLOPRateUnit>
/// Floating-point operations per token, without saying in which convention: see `FLOPLedger`.
public typealias FLOPsPerToken = Quantity<FLOPPerTokenUnit>
/// Arithmetic intensity.
public typealias FLOPsPerByte = Quantity<FLOPPerByteUnit>
/// A duration.
public typealias Seconds = Quantity<SecondUnit>
/// A number of accelerators.
public typealias Devices = Quantity<DeviceUnit>
/// Accelerators times duration.
public typealias DeviceSeconds = Quantity<DeviceSecondUnit>
/// A token throughput.
public typealias TokensPerSecond = Quantity<TokenRateUnit>
/// A tokenizer's efficiency.
public typealias TokensPerByte = Quantity<TokenPerByteUnit>
/// A bandwidth.
public typealias BytesPerSecond = Quantity<ByteRateUnit>

extension Quantity where Unit == SecondUnit {
  /// A duration of `hours` hours.
  public static func hours(_ hours: Double) -> Self { Self(hours * 3600) }
  /// A duration of `days` days.
  public static func days(_ days: Double) -> Self { Self(days * 86_400) }
  /// The duration in hours.
  public var hours: Double { value / 3600 }
  /// The duration in days.
  public var days: Double { value / 86_400 }
}

extension Quantity where Unit == DeviceSecondUnit {
  /// `hours` accelerator-hours (GPU-hours).
  public static func hours(_ hours: Double) -> Self { Self(hours * 3600) }
  /// The same in accelerator-hours (GPU-hours).
  public var hours: Double { value / 3600 }
}

extension Quantity where Unit == FLOPRateUnit {
  /// `tera` · 10¹² operations per second.
  public static func tera(_ tera: Double) -> Self { Self(tera * 1e12) }
  /// The rate in 10¹² operations per second.
  public var tera: Double { value / 1e12 }
}

extension Quantity where Unit == ByteUnit {
  /// `giga` · 10⁹ bytes.
  public static func giga(_ giga: Double) -> Self { Self(giga * 1e9) }
  /// The amount in 10⁹ bytes.
  public var giga: Double { value / 1e9 }
  /// The amount in 2³⁰ bytes.
  public var gibi: Double { value / 1_073_741_824 }
}

extension Quantity where Unit == ByteRateUnit {
  /// `giga` · 10⁹ bytes per second.
  public static func giga(_ giga: Double) -> Self { Self(giga * 1e9) }
  /// The rate in 10⁹ bytes per second.
  public var giga: Double { value / 1e9 }
}

/// Operations for so many tokens.
public func * (tokens: Tokens, perToken: FLOPsPerToken) -> FLOPs {
  FLOPs(tokens.value * perToken.value)
}

/// The time that `flops` operations take at `rate`.
public func / (flops: FLOPs, rate: FLOPsPerSecond) -> Seconds {
  Seconds(flops.value / rate.value)
}

/// The rate of `devices` accelerators of `rate` each.
public func * (devices: Devices, rate: FLOPsPerSecond) -> FLOPsPerSecond {
  FLOPsPerSecond(devices.value * rate.value)
}

/// The time that moving `bytes` takes at `rate`.
public func / (bytes: Bytes, rate: BytesPerSecond) -> Seconds {
  Seconds(bytes.value / rate.value)
}

/// The accelerator time of `devices` for `time`.
public func * (devices: Devices, time: Seconds) -> DeviceSeconds {
  DeviceSeconds(devices.value * time.value)
}

/// The wall-clock time in which `devices` spend `work`.
public func / (work: DeviceSeconds, devices: Devices) -> Seconds {
  Seconds(work.value / devices.value)
}

/// The tokens in `bytes` of text.
public func * (bytes: Bytes, perByte: TokensPerByte) -> Tokens {
  Tokens(bytes.value * perByte.value)
}

/// The bytes of text that make up `tokens`.
public func / (tokens: Tokens, perByte: TokensPerByte) -> Bytes {
  Bytes(tokens.value / perByte.value)
}

/// The throughput that spends `tokens` in `time`.
public func / (tokens: Tokens, time: Seconds) -> TokensPerSecond {
  TokensPerSecond(tokens.value / time.value)
}
