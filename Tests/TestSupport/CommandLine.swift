public import Foundation

/// What a run of the program left behind.
public struct CommandResult: Sendable {
  /// The exit code; 128 and more for a signal.
  public var status: Int32
  /// Standard output.
  public var stdout: String
  /// Standard error.
  public var stderr: String

  /// Standard output as a JSON object.
  public func json() throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: Data(stdout.utf8))
    guard let object = value as? [String: Any] else {
      throw CommandLineError(description: "no JSON object on standard output: \(stdout)")
    }
    return object
  }
}

/// Why the program could not be tested.
public struct CommandLineError: Error, CustomStringConvertible {
  /// What is missing.
  public var description: String
}

/// Runs the built program, which lies beside the bundle of the tests, as a user would.
public func runTokprof(
  _ arguments: [String], stdin: String = "", environment: [String: String] = [:]
) throws -> CommandResult {
  try run(try tokprofProgram(), arguments, stdin: stdin, environment: environment)
}

/// Runs a program to its end.
///
/// Output goes through files: a full pipe would stop a program that writes to both streams.
public func run(
  _ program: URL, _ arguments: [String], stdin: String = "", environment: [String: String] = [:],
  in current: URL? = nil
) throws -> CommandResult {
  let folder = try TemporaryFolder()
  let input = try folder.file("stdin", stdin)
  let output = try folder.file("stdout", "")
  let errors = try folder.file("stderr", "")
  let process = Process()
  process.executableURL = program
  if let current { process.currentDirectoryURL = current }
  process.arguments = arguments
  process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
  let handles = [
    try FileHandle(forReadingFrom: input), try FileHandle(forWritingTo: output),
    try FileHandle(forWritingTo: errors),
  ]
  defer { for handle in handles { try? handle.close() } }
  process.standardInput = handles[0]
  process.standardOutput = handles[1]
  process.standardError = handles[2]
  try process.run()
  process.waitUntilExit()
  return CommandResult(
    status: process.terminationReason == .exit
      ? process.terminationStatus : 128 + process.terminationStatus,
    stdout: String(decoding: try Data(contentsOf: output), as: UTF8.self),
    stderr: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
}

/// A folder that goes away with the last reference to it.
public final class TemporaryFolder: Sendable {
  /// Where it is.
  public let url: URL

  /// Makes an empty folder.
  public init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "tokprof-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Writes a file into it.
  public func file(_ name: String, _ text: String) throws -> URL {
    let file = url.appendingPathComponent(name)
    try Data(text.utf8).write(to: file)
    return file
  }
}

/// The built program, which lies beside the bundle of the tests.
public func tokprofProgram() throws -> URL {
  let name = "tokprof"
  let bundles =
    CommandLine.arguments.filter { $0.contains(".xctest") }.map { URL(fileURLWithPath: $0) }
    + [Bundle.main.bundleURL, Bundle.main.executableURL].compactMap { $0 }
  for bundle in bundles {
    // The bundle is a file on Linux and a folder on macOS, so the program may lie further up.
    var folder = bundle
    for _ in 0..<4 {
      folder.deleteLastPathComponent()
      let program = folder.appendingPathComponent(name)
      if FileManager.default.isExecutableFile(atPath: program.path) { return program }
    }
  }
  throw CommandLineError(description: "\(name) is not built beside \(bundles.map(\.path))")
}
