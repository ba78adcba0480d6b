import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A page that a test handles as people do, with keys and a mouse.
///
/// The browser is driven over its debugging protocol: messages of JSON, each ended by a zero byte,
/// which it reads from descriptor 3 and writes to descriptor 4.
final class BrowserTab {
  private let process = Process()
  private let folder: TemporaryFolder
  private let requests: FileHandle
  private let answers: FileHandle
  private var received: [UInt8] = []
  private var lastID = 0
  private var session: String?

  /// Opens a page and waits until it is loaded.
  init(opening url: String) throws {
    let folder = try TemporaryFolder()
    self.folder = folder
    let paths = ["requests", "answers"].map { folder.url.appending(path: $0).path }
    for path in paths { try #require(mkfifo(path, 0o600) == 0) }
    // Opened for both, so that neither side waits for the other.
    requests = try #require(FileHandle(forUpdatingAtPath: paths[0]))
    answers = try #require(FileHandle(forUpdatingAtPath: paths[1]))
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments =
      ["-c", "exec \"$@\" 3<\"$0/requests\" 4>\"$0/answers\"", folder.url.path]
      + [
        try #require(Browser.path), "--headless", "--no-sandbox", "--disable-gpu",
        "--remote-debugging-pipe", "--user-data-dir=\(folder.url.path)/user",
      ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    let target = try call("Target.createTarget", ["url": "about:blank"])["targetId"]
    let attached = try call(
      "Target.attachToTarget", ["targetId": target as Any, "flatten": true])
    session = attached["sessionId"] as? String
    _ = try call("Page.navigate", ["url": url])
    try wait(for: "location.href !== 'about:blank' && document.readyState === 'complete'")
  }

  deinit {
    if process.isRunning { process.terminate() }
    process.waitUntilExit()
  }

  /// The value of an expression in the page.
  func evaluate(_ expression: String) throws -> Any? {
    let answer = try call(
      "Runtime.evaluate", ["expression": expression, "awaitPromise": true, "returnByValue": true])
    try #require(answer["exceptionDetails"] == nil, "\(expression): \(answer)")
    return (answer["result"] as? [String: Any])?["value"]
  }

  /// Waits until an expression is true.
  func wait(for expression: String) throws {
    let end = Date(timeIntervalSinceNow: 60)
    while Date() < end {
      if try evaluate(expression) as? Bool == true { return }
      usleep(20_000)
    }
    let text = try evaluate("document.body.innerText") as? String ?? ""
    Issue.record("never true: \(expression), in the page: \(text.prefix(2000))")
  }

  /// Presses a key, once or more, on the element of an identifier.
  func press(_ key: String, code: Int, times: Int = 1, on id: String) throws {
    _ = try evaluate("document.getElementById('\(id)').focus()")
    for _ in 0..<times {
      for type in ["rawKeyDown", "keyUp"] {
        _ = try call(
          "Input.dispatchKeyEvent",
          ["type": type, "key": key, "code": key, "windowsVirtualKeyCode": code])
      }
    }
  }

  /// Drops a file on the element of an identifier.
  func drop(file: String, on id: String) throws {
    let place = try #require(
      try evaluate(
        """
        (() => { const box = document.getElementById('\(id)').getBoundingClientRect();
        return [box.x + box.width / 2, box.y + box.height / 2]; })()
        """) as? [Double])
    for type in ["dragEnter", "dragOver", "drop"] {
      _ = try call(
        "Input.dispatchDragEvent",
        [
          "type": type, "x": place[0], "y": place[1],
          "data": ["items": [Any](), "files": [file], "dragOperationsMask": 1] as [String: Any],
        ])
    }
  }

  /// Sends a command and returns what it came to.
  private func call(_ method: String, _ parameters: [String: Any]) throws -> [String: Any] {
    lastID += 1
    var message: [String: Any] = ["id": lastID, "method": method, "params": parameters]
    message["sessionId"] = session
    try requests.write(contentsOf: JSONSerialization.data(withJSONObject: message) + [0])
    while true {
      let answer = try nextMessage()
      guard answer["id"] as? Int == lastID else { continue }
      return try #require(answer["result"] as? [String: Any], "\(method): \(answer)")
    }
  }

  private func nextMessage() throws -> [String: Any] {
    while true {
      if let end = received.firstIndex(of: 0) {
        let message = Data(received[..<end])
        received.removeSubrange(...end)
        return try #require(
          try JSONSerialization.jsonObject(with: message) as? [String: Any])
      }
      var waiting = pollfd(fd: answers.fileDescriptor, events: Int16(POLLIN), revents: 0)
      try #require(poll(&waiting, 1, 60_000) == 1, "the browser does not answer")
      var chunk = [UInt8](repeating: 0, count: 1 << 16)
      let count = read(answers.fileDescriptor, &chunk, chunk.count)
      try #require(count > 0)
      received += chunk[..<count]
    }
  }
}
