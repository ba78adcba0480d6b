import ArgumentParser
import Page
import Reports
import ShippedProfiles
import Synchronization
import TokenizerFormats

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Where the handler of a signal writes.
private let stopDescriptor = Atomic<Int32>(-1)

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve a page on this machine: count text, compare profiles, move sliders.",
    discussion: """
      The page shows the store's profiles and those shipped, and text with the tokenizers that are given. Only this \
      machine can reach it, on 127.0.0.1 and ::1. Its numbers come from a JSON API, which \
      /api/openapi.json describes. Control-C ends it.

      Example:
        tokprof serve -t gpt2/ -t qwen/tokenizer.json
      """)

  @Option(
    name: [.short, .customLong("tokenizer")],
    help: ArgumentHelp(
      "A tokenizer to count text with: file, folder or id; may be repeated.",
      valueName: "file|folder|id"))
  var tokenizers: [String] = []

  @OptionGroup var stores: StoreOptions

  @Option(help: ArgumentHelp("The port; 0 for any that is free.", valueName: "number"))
  var port: UInt16 = 8423

  @Option(
    name: .customLong("max-body"),
    help: ArgumentHelp("The longest request. (default: 8MB)", valueName: "size"),
    transform: { Int(clamping: try HumanNumber.bytes($0)) })
  var maxBody: Int = 8_000_000

  func validate() throws {
    guard (1...1_000_000_000).contains(maxBody) else {
      throw ValidationError("--max-body must lie between 1 byte and 1GB")
    }
  }

  mutating func run() async throws {
    let server = try prepare()
    Self.stopOnSignals(server)
    // Not before the signals are taken care of: who reads the address may stop the server at once.
    Self.announce(server)
    await server.run()
  }

  private func prepare() throws -> PageServer {
    let loaded = try tokenizers.map { try TokenizerLoader.load(path: $0) }
    for warning in loaded.flatMap(\.warnings) {
      StandardError.warn(VisibleText.escapingControls(warning))
    }
    // A store that cannot be read is told of now and not with the first call.
    let store = try stores.path()
    _ = try StoreOptions.openExisting(path: store)
    var limits = PageLimits()
    limits.bodyBytes = maxBody
    let shipped = try ShippedProfiles()
    let data = PageData(
      tokenizers: loaded, shipped: try shipped.names.compactMap { try shipped.profile(named: $0) }
    ) { try StoreOptions.openExisting(path: store) }
    return try PageServer(data, port: port, limits: limits)
  }

  private static func announce(_ server: PageServer) {
    StandardOutput.write((server.addresses.first ?? "") + "\n")
    StandardError.note(
      "serving on \(server.addresses.joined(separator: " and ")) until Control-C")
  }

  /// Ends the server on Control-C and when it is asked to go.
  ///
  /// By handlers and not by dispatch sources: these are set up by another thread, and a signal that
  /// came before that was lost.
  private static func stopOnSignals(_ server: PageServer) {
    stopDescriptor.store(server.stopDescriptor, ordering: .sequentiallyConsistent)
    for number in [SIGINT, SIGTERM] {
      signal(number) { _ in
        let before = errno
        var byte: UInt8 = 1
        _ = write(stopDescriptor.load(ordering: .sequentiallyConsistent), &byte, 1)
        errno = before
      }
    }
  }
}
