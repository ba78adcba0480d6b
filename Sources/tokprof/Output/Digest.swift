import TokenizerFormats

/// Digests of documents.
enum Digest {
  static func sha256(_ bytes: [UInt8]) -> String {
    bytes.withUnsafeBufferPointer { SHA256.hexDigest(of: $0) }
  }
}
