import Foundation
import TestSupport
import Testing

/// How often a fault is tried: a few times, or as often as `make test-slow` wants it.
func rounds(_ short: Int, slow: Int) -> Int { isSlowTest ? slow : short }

/// Whether the tests that take minutes are asked for.
let isSlowTest = ProcessInfo.processInfo.environment["TOKPROF_SLOW_TESTS"] != nil

/// A tokenizer of 263 tokens, which loads in no time.
struct TinyTokenizer {
  let folder: TemporaryFolder
  /// The options that name it.
  var arguments: [String] { ["-t", path, "--pattern", #"\p{L}+|\s+|[^\s\p{L}]+"#] }
  var path: String { folder.path("tiny.tiktoken") }

  init() throws {
    folder = try TemporaryFolder()
    _ = try folder.file("tiny.tiktoken", Self.ranks)
  }

  static let tokens =
    (0...255).map { [UInt8($0)] }
    + ["he", " t", "th", "in", "er", "an", "the"].map { Array($0.utf8) }

  static var ranks: String {
    tokens.enumerated().map { "\(Data($1).base64EncodedString()) \($0)\n" }.joined()
  }
}

extension TemporaryFolder {
  /// The path of a file in it.
  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  /// Writes bytes to a file in it.
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
    return path(name)
  }

  /// The names of what is in it.
  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
  }
}

/// The bytes of a file; `nil` if it is not there.
func contents(_ path: String) -> [UInt8]? {
  FileManager.default.contents(atPath: path).map { Array($0) }
}

/// Runs a script of the shell, in which `$TOKPROF` is the program and `$1`, `$2`, … the arguments.
///
/// Signals have their default actions, and what takes longer than `seconds` ends with 124.
func shell(
  _ script: String, _ arguments: [String] = [], in folder: TemporaryFolder, seconds: Int = 120
) throws -> CommandResult {
  try run(
    URL(fileURLWithPath: "/usr/bin/env"),
    [
      "--default-signal", "timeout", "-k", "5", "\(seconds * Sanitizer.patience)", "bash", "-c",
      script, "bash",
    ] + arguments,
    environment: ["TOKPROF": try tokprofProgram().path], in: folder.url)
}

/// `bytes` cut short, or with a few bits flipped.
func damaged(_ bytes: [UInt8], _ random: inout TestRandom) -> [UInt8] {
  var result = bytes
  if Bool.random(using: &random) {
    result.removeLast(1 + random.below(bytes.count))
    return result
  }
  for _ in 0...random.below(8) { result[random.below(bytes.count)] ^= 1 << random.below(8) }
  return result
}

/// A file system of 256 KiB, which only root can make.
final class SmallDisk {
  let path: String
  private let folder: TemporaryFolder

  /// `nil`, with a word about it, where it cannot be made.
  init?(for what: String) throws {
    folder = try TemporaryFolder()
    path = folder.url.path
    let mount = try shell("mount -t tmpfs -o size=256k tmpfs \"$1\"", [path], in: folder)
    guard mount.status == 0 else {
      Repository.reportSkip("\(what): mounting a small disk needs root")
      return nil
    }
  }

  /// Lets nothing be written any more.
  func setReadOnly() throws {
    #expect(try shell("mount -o remount,ro \"$1\"", [path], in: folder).status == 0)
  }

  /// Leaves no room.
  func fill() throws {
    _ = try shell("head -c 1000000 /dev/zero >\"$1/filler\"", [path], in: folder)
  }

  deinit { _ = try? shell("umount \"$1\"", [path], in: folder) }
}
