/// Weights of single layers, as text books count them.
///
/// Every output unit has a bias of its own; a convolution has one filter set per output channel.
public enum LayerParameters {
  /// A dense layer: inputs · outputs, and a bias per output.
  public static func dense(inputs: Int, outputs: Int, hasBias: Bool = true) -> Int {
    inputs * outputs + (hasBias ? outputs : 0)
  }

  /// A two-dimensional convolution: width · height · input channels / groups for each output
  /// channel, and a bias.
  public static func convolution(
    inputChannels: Int, outputChannels: Int, width: Int, height: Int, groups: Int = 1,
    hasBias: Bool = true
  ) -> Int {
    (inputChannels / max(groups, 1) * width * height + (hasBias ? 1 : 0)) * outputChannels
  }

  /// An Elman network: (d + h)·h + h.
  public static func recurrent(inputs: Int, hidden: Int) -> Int {
    dense(inputs: inputs + hidden, outputs: hidden)
  }

  /// An LSTM: four gates, each like a recurrent layer. (Some libraries keep a second bias.)
  public static func lstm(inputs: Int, hidden: Int) -> Int {
    4 * recurrent(inputs: inputs, hidden: hidden)
  }

  /// A GPT-2-like transformer with a tied head: L·(12h² + 13h) + V·h, without positions and the last
  /// norm.
  public static func transformer(layers: Int, hidden: Int, vocabulary: Int) -> Int {
    layers * (12 * hidden * hidden + 13 * hidden) + vocabulary * hidden
  }
}
