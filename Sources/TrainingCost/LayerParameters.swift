/// Weights of single layers, as text books count them.
///
/// Every output unit has a bias of its own; a convolution has one filter set per output channel.
/// Each function throws `TrainingError.invalidValue` for sizes that are not positive or too large to
/// be a layer's.
public enum LayerParameters {
  /// A dense layer: inputs · outputs, and a bias per output.
  public static func dense(
    inputs: Int, outputs: Int, hasBias: Bool = true
  ) throws(TrainingError) -> Int {
    try check(["inputs": inputs, "outputs": outputs], limit: 1 << 30)
    return inputs * outputs + (hasBias ? outputs : 0)
  }

  /// A two-dimensional convolution: width · height · input channels / groups for each output
  /// channel, and a bias.
  public static func convolution(
    inputChannels: Int, outputChannels: Int, width: Int, height: Int, groups: Int = 1,
    hasBias: Bool = true
  ) throws(TrainingError) -> Int {
    try check(["input channels": inputChannels, "output channels": outputChannels], limit: 1 << 20)
    try check(["width": width, "height": height], limit: 1 << 10)
    guard groups > 0, inputChannels.isMultiple(of: groups) else {
      throw .invalidValue(
        name: "groups", value: "\(groups)", remedy: "give a divisor of the input channels")
    }
    return (inputChannels / groups * width * height + (hasBias ? 1 : 0)) * outputChannels
  }

  /// An Elman network: (d + h)·h + h.
  public static func recurrent(inputs: Int, hidden: Int) throws(TrainingError) -> Int {
    try check(["inputs": inputs, "hidden": hidden], limit: 1 << 28)
    return try dense(inputs: inputs + hidden, outputs: hidden)
  }

  /// An LSTM: four gates, each like a recurrent layer. (Some libraries keep a second bias.)
  public static func lstm(inputs: Int, hidden: Int) throws(TrainingError) -> Int {
    4 * (try recurrent(inputs: inputs, hidden: hidden))
  }

  /// A GPT-2-like transformer with a tied head: L·(12h² + 13h) + V·h, without positions and the last
  /// norm.
  public static func transformer(
    layers: Int, hidden: Int, vocabulary: Int
  ) throws(TrainingError) -> Int {
    try check(["layers": layers], limit: 1 << 12)
    try check(["hidden": hidden], limit: 1 << 20)
    try check(["vocabulary": vocabulary], limit: 1 << 30)
    return layers * (12 * hidden * hidden + 13 * hidden) + vocabulary * hidden
  }

  private static func check(
    _ sizes: KeyValuePairs<String, Int>, limit: Int
  ) throws(TrainingError) {
    for (name, size) in sizes where size < 1 || size > limit {
      throw .invalidValue(
        name: name, value: "\(size)", remedy: "give a whole number from 1 to \(limit)")
    }
  }
}
