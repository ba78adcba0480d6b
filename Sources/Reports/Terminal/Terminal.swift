#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What is known of the terminal that the program writes to.
package enum Terminal {
  /// Looks up a variable of the environment.
  package typealias Environment = @Sendable (String) -> String?

  /// The program's own environment.
  package static let processEnvironment: Environment = { name in
    getenv(name).map { String(cString: $0) }
  }

  /// Whether a file descriptor is open on a terminal.
  package static func isTerminal(_ descriptor: Int32) -> Bool {
    isatty(descriptor) == 1
  }

  /// The columns there are: the variable `COLUMNS`, else what the terminal says, else `nil`
  /// (a file or a pipe has no width).
  package static func width(
    of descriptor: Int32, environment: Environment = processEnvironment
  ) -> Int? {
    if let text = environment("COLUMNS"), let columns = Int(text), columns > 0 { return columns }
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Whether colour is welcome: on a terminal that knows it (`TERM` is not `dumb`), and unless
  /// `NO_COLOR` is set and not empty (no-color.org).
  package static func allowsColor(
    on descriptor: Int32, environment: Environment = processEnvironment
  ) -> Bool {
    isTerminal(descriptor) && allowsColor(environment: environment)
  }

  /// Whether the environment leaves colour to a terminal.
  static func allowsColor(environment: Environment) -> Bool {
    (environment("NO_COLOR") ?? "").isEmpty && environment("TERM") != "dumb"
  }
}
