import Foundation

/// tokprof's library or a peer, as a process that prints the CPU seconds of each pass.
struct Engine {
  let name: String
  private let command: [String]

  /// This program, as a worker.
  static let own = Engine(name: "tokprof", command: [CommandLine.arguments[0], "--worker"])

  /// Python with the peers' packages.
  static let python =
    ProcessInfo.processInfo.environment["BENCH_PYTHON"] ?? ".build/bench-venv/bin/python"
  private static let script = "Benchmarks/peers.py"

  /// The peers that are installed and read this tokenizer.
  static func peers(for tokenizer: String) -> [Engine] {
    ["gigatoken", "fastokens", "tiktoken"]
      .map { Engine(name: $0, command: [python, script, $0]) }
      .filter { (try? $0.seconds(tokenizer: tokenizer, passes: [])) != nil }
  }

  func seconds(tokenizer: String, passes: [String]) throws -> [Double] {
    let output = try Command.run(command + [tokenizer] + passes).output
    let seconds = output.split(separator: "\n").compactMap { line in
      line.split(separator: " ").first.flatMap { Double($0) }
    }
    guard seconds.count == passes.count else { throw CommandError(name) }
    return seconds
  }
}

/// A command that failed.
struct CommandError: Error, CustomStringConvertible {
  let description: String
  init(_ command: String) { description = "\(command) failed" }
}

/// Runs commands.
enum Command {
  /// What a command printed, and its CPU and wall-clock seconds.
  static func run(
    _ arguments: [String], errors: FileHandle = .nullDevice
  ) throws -> (output: String, cpu: Double, wall: Double) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging([
      "RAYON_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false", "HF_HUB_OFFLINE": "1",
    ]) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = errors
    let before = childSeconds()
    let start = Date()
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let wall = Date().timeIntervalSince(start)
    guard process.terminationStatus == 0 else {
      throw CommandError(arguments.prefix(3).joined(separator: " "))
    }
    return (String(decoding: output, as: UTF8.self), childSeconds() - before, wall)
  }

  private static func childSeconds() -> Double {
    var usage = rusage()
    // An enumeration's case on Linux, a number elsewhere.
    #if os(Linux)
      getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
    #else
      getrusage(RUSAGE_CHILDREN, &usage)
    #endif
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }
}
