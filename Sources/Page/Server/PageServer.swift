import Foundation
import Synchronization

/// How much of everything a client may have.
package struct PageLimits: Sendable {
  /// The longest body of a request, in bytes.
  package var bodyBytes = 8 << 20
  /// How long a request may take to come, and as long again its answer to go.
  package var requestTime: Duration = .seconds(15)
  /// How many connections are served at a time.
  package var connections = 64

  /// The usual ones.
  package init() {}
}

/// Serves the page on this machine alone: on 127.0.0.1 and ::1.
///
/// The sockets are handled here and not by a library, because those at hand wait for ever for a
/// head of any length and stop when no descriptor is free for another connection.
package final class PageServer: Sendable {
  /// Where the page is, IPv4 first.
  package let addresses: [String]

  private let listeners: [LoopbackListener]
  private let content: PageContent
  private let requestGuard: RequestGuard
  private let limits: PageLimits
  private let connections: ConnectionTable
  /// A byte in this pipe ends ``run()``.
  private let stopPipe: (read: Int32, write: Int32)

  /// Starts to listen; clients wait until ``run()``.
  ///
  /// - Parameter port: The port; 0 for any that is free.
  /// - Throws: ``PageServerError`` when the port is taken or may not be used.
  package init(
    _ data: PageData, port: UInt16, limits: PageLimits = PageLimits()
  ) throws(PageServerError) {
    listeners = try LoopbackListener.both(port: port)
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw PageServerError(port: port, number: errno) }
    stopPipe = (ends[0], ends[1])
    addresses = listeners.map { "http://\($0.host):\($0.port)/" }
    content = PageContent(data)
    requestGuard = RequestGuard(port: listeners.first?.port ?? port)
    connections = ConnectionTable(limit: limits.connections)
    self.limits = limits
  }

  deinit {
    for descriptor in listeners.map(\.descriptor) + [stopPipe.read, stopPipe.write] {
      close(descriptor)
    }
  }

  /// Serves until ``stop()``, and returns when the last answer is given or two seconds have passed.
  package func run() async {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        self.acceptUntilStopped()
        self.connections.drain(for: .seconds(2))
        continuation.resume()
      }
    }
  }

  /// A byte written to this descriptor ends ``run()``; writing is all that the handler of a signal
  /// may do.
  package var stopDescriptor: Int32 { stopPipe.write }

  private func acceptUntilStopped() {
    var waiting = ([stopPipe.read] + listeners.map(\.descriptor)).map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    while true {
      let ready = poll(&waiting, nfds_t(waiting.count), -1)
      if ready < 0 { continue }
      if waiting[0].revents != 0 { return }
      for listener in waiting.dropFirst() where listener.revents != 0 { accept(listener.fd) }
    }
  }

  private func accept(_ listener: Int32) {
    let descriptor = systemAccept(listener)
    guard descriptor >= 0 else {
      if errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS {
        // The client stays in the queue; whoever has waited longest makes room for it.
        connections.evictSlowest()
        usleep(20_000)
      }
      return
    }
    guard connections.admit(descriptor) else {
      close(descriptor)
      return
    }
    Thread.detachNewThread {
      self.serve(descriptor)
      self.connections.close(descriptor)
    }
  }

  private func serve(_ descriptor: Int32) {
    let connection = HTTPConnection(descriptor: descriptor, limits: limits)
    var withBody = true
    let response: HTTPResponse
    do throws(HTTPRefusal) {
      guard
        let request = try connection.request(check: { head throws(HTTPRefusal) in
          try requestGuard.check(head)
          try content.checkRoute(head)
        })
      else { return }
      withBody = request.method != "HEAD"
      connections.setBusy(descriptor)
      response = try content.response(to: request)
    } catch {
      response = PageContent.response(to: error)
    }
    connections.setSending(descriptor)
    connection.send(response.bytes(withBody: withBody))
  }
}

// The system's own, under a name that the type above does not hide.
private func systemAccept(_ listener: Int32) -> Int32 {
  let descriptor = accept(listener, nil, nil)
  if descriptor >= 0 { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
  return descriptor
}
