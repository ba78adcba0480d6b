import Foundation

/// Counts the instructions of commands, where `perf` or `valgrind` can.
enum Instructions {
  private enum Tool { case perf, valgrind }

  private static let tool: Tool? = {
    if measure(["true"], by: .perf) != nil { return .perf }
    return measure([CommandLine.arguments[0], "--worker", "Vocab/tokenizer.json"], by: .valgrind)
      .map { _ in .valgrind }
  }()

  /// The instructions of each pass of the worker: what it adds to those before. Where nothing
  /// counts, `nil` for each.
  static func ofPasses(_ passes: [String], tokenizer: String) -> [Double?] {
    var before = of([CommandLine.arguments[0], "--worker", tokenizer])
    return passes.indices.map { last in
      guard let known = before else { return nil }
      before = of([CommandLine.arguments[0], "--worker", tokenizer] + passes[...last])
      return before.map { $0 - known }
    }
  }

  /// The instructions of a command.
  static func of(_ command: [String]) -> Double? { tool.flatMap { measure(command, by: $0) } }

  private static func measure(_ command: [String], by tool: Tool) -> Double? {
    guard let folder = try? Folder(), let log = try? folder.write("log", []) else { return nil }
    switch tool {
    case .perf:
      guard
        (try? Command.run(["perf", "stat", "-x,", "-e", "instructions:u", "-o", log] + command))
          != nil, let text = try? String(contentsOfFile: log, encoding: .utf8)
      else { return nil }
      return text.split(separator: "\n").lazy.compactMap { line in
        line.split(separator: ",").first.flatMap { Double($0) }
      }.first
    case .valgrind:
      guard
        (try? Command.run(
          [
            "valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null",
            "--log-file=\(log)",
          ] + command)) != nil, let text = try? String(contentsOfFile: log, encoding: .utf8),
        let line = text.split(separator: "\n").first(where: { $0.contains("refs:") }),
        let number = line.split(separator: " ").last
      else { return nil }
      return Double(number.filter { $0 != "," })
    }
  }
}
