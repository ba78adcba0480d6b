/// Rewrites text before it is cut into pre-tokens: Unicode normalization, lower-casing,
/// replacements.
///
/// Text goes in and comes out as well-formed UTF-8.
public protocol Normalizer: Sendable {
  /// A stable description that takes part in the tokenizer's identity, such as `NFC`.
  var name: String { get }

  /// Whether the normalized form of two texts joined after a newline is their normalized forms
  /// joined. Only then may a long document be normalized piece by piece.
  var isLocalToLines: Bool { get }

  /// Whether `text` is known to be its own normalized form. `false` may mean "not known"; the
  /// answer must cost far less than normalizing.
  func isNormalized(_ text: UnsafeBufferPointer<UInt8>) -> Bool

  /// Appends the normalized form of `text` to `output`.
  func normalize(_ text: UnsafeBufferPointer<UInt8>, into output: inout [UInt8])
}
