import Foundation

/// AddressSanitizer or ThreadSanitizer, under which `make sanitize` runs the tests.
public enum Sanitizer {
  /// Whether there is one.
  public static let isOn = ProcessInfo.processInfo.environment["TOKPROF_SANITIZED"] != nil

  /// How much more time things may take: a sanitizer takes ten times as much, and a debug build of it on
  /// a busy machine more.
  public static let patience = isOn ? 50 : 1
}
