/// A unit of measurement, used only as a type parameter: two quantities of different units can be
/// neither compared nor added.
public protocol MeasurementUnit: Sendable {
  /// How the unit is written after a number, such as `FLOP/s`. Empty for pure numbers.
  static var symbol: String { get }
}

/// A pure number.
public enum DimensionlessUnit: MeasurementUnit {
  /// Nothing.
  public static let symbol = ""
}

/// Tokens as a tokenizer counts them.
public enum TokenUnit: MeasurementUnit {
  /// `tokens`
  public static let symbol = "tokens"
}

/// Bytes of text, memory or traffic.
public enum ByteUnit: MeasurementUnit {
  /// `B`
  public static let symbol = "B"
}

/// Weights of a model.
public enum ParameterUnit: MeasurementUnit {
  /// `parameters`
  public static let symbol = "parameters"
}

/// Floating-point operations; a multiplication with its addition is two.
public enum FLOPUnit: MeasurementUnit {
  /// `FLOP`
  public static let symbol = "FLOP"
}

/// Floating-point operations per second.
public enum FLOPRateUnit: MeasurementUnit {
  /// `FLOP/s`
  public static let symbol = "FLOP/s"
}

/// Floating-point operations per token.
public enum FLOPPerTokenUnit: MeasurementUnit {
  /// `FLOP/token`
  public static let symbol = "FLOP/token"
}

/// Floating-point operations per byte moved.
public enum FLOPPerByteUnit: MeasurementUnit {
  /// `FLOP/B`
  public static let symbol = "FLOP/B"
}

/// Seconds of wall clock.
public enum SecondUnit: MeasurementUnit {
  /// `s`
  public static let symbol = "s"
}

/// Accelerators.
public enum DeviceUnit: MeasurementUnit {
  /// `accelerators`
  public static let symbol = "accelerators"
}

/// Accelerators times seconds.
public enum DeviceSecondUnit: MeasurementUnit {
  /// `accelerator-s`
  public static let symbol = "accelerator-s"
}

/// Tokens per second.
public enum TokenRateUnit: MeasurementUnit {
  /// `tokens/s`
  public static let symbol = "tokens/s"
}

/// Tokens per byte of text.
public enum TokenPerByteUnit: MeasurementUnit {
  /// `tokens/B`
  public static let symbol = "tokens/B"
}

/// Bytes per second.
public enum ByteRateUnit: MeasurementUnit {
  /// `B/s`
  public static let symbol = "B/s"
}
