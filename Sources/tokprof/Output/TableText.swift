import Reports

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension Table {
  /// The table for standard output: as wide as the terminal, and plain in a pipe.
  func text() -> String {
    terminalText(
      TerminalStyle(
        width: Terminal.width(of: STDOUT_FILENO),
        usesColor: Terminal.allowsColor(on: STDOUT_FILENO)))
  }
}
