import Foundation
import Synchronization
import Testing

@testable import Reports

/// A clock that a test sets, and what was written.
private final class Screen: Sendable {
  let time = Mutex(Duration.zero)
  let written = Mutex<[String]>([])

  func line(label: String = "Counting", total: UInt64?, width: Int = 80) -> ProgressLine {
    ProgressLine(
      label: label, total: total, width: { width }, now: { self.time.withLock { $0 } },
      write: { text in self.written.withLock { $0.append(text) } })
  }

  func advance(milliseconds: Int) { time.withLock { $0 += .milliseconds(milliseconds) } }

  var lines: [String] { written.withLock { $0 } }
}

@Suite struct ProgressLineTests {
  @Test func `the line says how far, how fast and how long`() {
    let screen = Screen()
    let progress = screen.line(total: 3_200_000_000)
    screen.advance(milliseconds: 2000)
    progress.advance(by: 512_000_000)
    screen.advance(milliseconds: 2000)
    progress.update(done: 3_200_000_000)
    progress.finish()
    progress.advance(by: 1)
    #expect(
      screen.lines == [
        "\rCounting  512MB of 3.2GB  16%  256MB/s  11 s left\u{1b}[K",
        "\rCounting  3.2GB of 3.2GB  100%  800MB/s\u{1b}[K",
        "\r\u{1b}[K",
      ])
  }

  @Test func `without a total there is no share and no end`() {
    let screen = Screen()
    let progress = screen.line(label: "a\nb", total: nil)
    screen.advance(milliseconds: 500)
    progress.advance(by: 1000)
    #expect(screen.lines == ["\ra\\nb  1kB  2kB/s\u{1b}[K"])
  }

  @Test func `the line is drawn ten times a second at most`() {
    let screen = Screen()
    let progress = screen.line(total: 10_000)
    for _ in 0..<1000 {
      screen.advance(milliseconds: 1)
      progress.advance(by: 10)
    }
    #expect(screen.lines.count == 10)
  }

  @Test func `quick work draws and erases nothing`() {
    let screen = Screen()
    let progress = screen.line(total: 10)
    progress.advance(by: 10)
    progress.finish()
    #expect(screen.lines.isEmpty)
  }

  @Test func `a narrow terminal cuts the line`() {
    let screen = Screen()
    let progress = screen.line(label: "计数计数计数", total: nil, width: 8)
    screen.advance(milliseconds: 100)
    progress.advance(by: 1)
    #expect(screen.lines == ["\r计数计…\u{1b}[K"])
  }

  @Test func `threads lose no bytes`() async {
    let screen = Screen()
    let progress = screen.line(total: 40_000)
    await withTaskGroup { group in
      for _ in 0..<8 {
        group.addTask { for _ in 0..<5000 { progress.advance(by: 1) } }
      }
    }
    screen.advance(milliseconds: 1000)
    progress.advance(by: 0)
    #expect(screen.lines.last == "\rCounting  40kB of 40kB  100%  40kB/s\u{1b}[K")
  }
}

@Suite struct TerminalTests {
  @Test func `a pseudo-terminal is a terminal with a width and colour`() throws {
    // posix_openpt and its kin are hidden from Swift by a feature macro: ask the kernel directly.
    let (unlockRequest, peerRequest): (UInt, UInt) = (0x4004_5431, 0x5441)
    let leader = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    try #require(leader >= 0)
    defer { close(leader) }
    var isLocked: Int32 = 0
    try #require(ioctl(leader, unlockRequest, &isLocked) == 0)
    let terminal = ioctl(leader, peerRequest, O_RDWR | O_NOCTTY)
    try #require(terminal >= 0)
    defer { close(terminal) }
    var size = winsize(ws_row: 24, ws_col: 33, ws_xpixel: 0, ws_ypixel: 0)
    try #require(ioctl(terminal, UInt(TIOCSWINSZ), &size) == 0)

    #expect(Terminal.isTerminal(terminal))
    #expect(Terminal.width(of: terminal) { _ in nil } == 33)
    #expect(Terminal.width(of: terminal) { $0 == "COLUMNS" ? "50" : nil } == 50)
    #expect(Terminal.allowsColor(on: terminal) { _ in nil })
    #expect(!Terminal.allowsColor(on: terminal) { $0 == "NO_COLOR" ? "1" : nil })
  }

  @Test func `a closed descriptor is no terminal and has no width`() {
    #expect(!Terminal.isTerminal(-1))
    #expect(Terminal.width(of: -1) { _ in nil } == nil)
    #expect(!Terminal.allowsColor(on: -1) { _ in nil })
  }

  @Test(arguments: [("100", 100), ("0", nil), ("-5", nil), ("wide", nil), ("", nil)])
  func `COLUMNS decides when it is a number`(value: String, width: Int?) {
    #expect(Terminal.width(of: -1) { $0 == "COLUMNS" ? value : nil } == width)
  }

  @Test(arguments: [
    ([:], true), (["NO_COLOR": "1"], false), (["NO_COLOR": ""], true),
    (["TERM": "dumb"], false), (["TERM": "xterm"], true),
  ])
  func `colour follows the environment`(environment: [String: String], isAllowed: Bool) {
    #expect(Terminal.allowsColor { environment[$0] } == isAllowed)
  }
}
