import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Runs the program on a terminal of its own.
enum PseudoTerminal {
  /// What the program wrote to a terminal of so many columns.
  ///
  /// Standard error goes elsewhere. Line ends are as the program wrote them: a terminal makes
  /// carriage returns of its own, which are taken out again.
  static func output(
    of arguments: [String], columns: UInt16, environment: [String: String] = [:],
    in folder: TemporaryFolder
  ) throws -> String {
    let (controller, terminal) = try pair(columns: columns)
    let process = Process()
    process.executableURL = try tokprofProgram()
    process.arguments = arguments
    process.currentDirectoryURL = folder.url
    var variables = ProcessInfo.processInfo.environment
    for name in ["COLUMNS", "NO_COLOR"] { variables[name] = nil }
    variables["TERM"] = "xterm-256color"
    process.environment = variables.merging(environment) { $1 }
    process.standardOutput = FileHandle(fileDescriptor: terminal, closeOnDealloc: false)
    process.standardError = FileHandle.nullDevice
    try process.run()
    close(terminal)
    var written: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    // The terminal ends when the last who has it open is gone; Linux reports that as an error.
    while true {
      let count = read(controller, &chunk, chunk.count)
      if count <= 0 { break }
      written += chunk[..<count]
    }
    close(controller)
    process.waitUntilExit()
    return String(decoding: written, as: UTF8.self).replacing("\r\n", with: "\n")
  }

  /// Both ends of a new terminal: the one that its user reads, and the one that programs have.
  private static func pair(columns: UInt16) throws -> (Int32, Int32) {
    // Linux's numbers for “unlock” and “which one is it”; the functions of POSIX are not imported.
    let setLock: UInt = 0x4004_5431
    let getNumber: UInt = 0x8004_5430
    let controller = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var isLocked: Int32 = 0
    var number: Int32 = 0
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    try #require(ioctl(controller, setLock, &isLocked) == 0)
    try #require(ioctl(controller, getNumber, &number) == 0)
    try #require(ioctl(controller, UInt(TIOCSWINSZ), &size) == 0)
    let terminal = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
    try #require(terminal >= 0)
    return (controller, terminal)
  }
}
