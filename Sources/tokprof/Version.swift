import Efficiency

/// The version of tokprof.
enum Version {
  static let number = ToolVersion.number
  static let text = "tokprof \(number)"
}
