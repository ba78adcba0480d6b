internal import ByteLevelBPE
internal import CUTF8Proc

/// NFC, NFD, NFKC and NFKD as `tokenizers` has them, with the tables of Unicode 9.0.
///
/// Only stretches that fail the quick check go through utf8proc, from the starter before to the
/// next starter that nothing changes. Scalars younger than 9.0 are inert in the reference: they
/// pass the quick check, so that they never reach utf8proc, whose tables are newer, except as the
/// starter of a stretch, where they are set apart.
struct UnicodeNormalizer: Normalizer {
  private let form: NormalizationForm
  private let quickCheck: ScalarTable
  private let options: utf8proc_option_t

  init(_ form: NormalizationForm) {
    self.form = form
    quickCheck = ScalarTable.quickCheck(of: form)
    let flags: [utf8proc_option_t] =
      switch form {
      case .nfc: [UTF8PROC_COMPOSE]
      case .nfd: [UTF8PROC_DECOMPOSE]
      case .nfkc: [UTF8PROC_COMPOSE, UTF8PROC_COMPAT]
      case .nfkd: [UTF8PROC_DECOMPOSE, UTF8PROC_COMPAT]
      }
    options = utf8proc_option_t(
      rawValue: flags.reduce(UTF8PROC_STABLE.rawValue) { $0 | $1.rawValue })
  }

  var name: String { form.rawValue }

  /// A newline composes with nothing and is no mark.
  var isLocalToLines: Bool { true }

  func isNormalized(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var scalars = UTF8Scalars(text)
    return nextChange(&scalars) == nil
  }

  func normalize(_ text: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]) {
    var scalars = UTF8Scalars(text)
    var copied = 0
    while let starter = nextChange(&scalars) {
      // The stretch ends before the next starter that nothing changes.
      var end = scalars.position
      while !scalars.isAtEnd, quickCheck[scalars.next()] != 0 { end = scalars.position }
      var start = starter
      var first = UTF8Scalars(text)
      first.position = starter
      let isOld = ReferenceScalars.unicode9.contains(first.next())
      if !isOld { start = first.position }
      output.append(contentsOf: text[copied..<start])
      normalizeStretch(UnsafeBufferPointer(rebasing: text[start..<end]), into: &output)
      copied = end
      scalars.position = end
    }
    output.append(contentsOf: text[copied...])
  }

  /// Moves behind the next scalar that fails the quick check, and returns where the stretch to
  /// normalize begins: at the last starter that nothing changes, or where the search began.
  @inline(__always)
  private func nextChange(_ scalars: inout UTF8Scalars) -> Int? {
    var starter = scalars.position
    var lastClass: UInt8 = 0
    while true {
      if lastClass == 0 {
        let before = scalars.position
        scalars.skipASCII()
        if scalars.position > before { starter = scalars.position - 1 }
      }
      guard !scalars.isAtEnd else { return nil }
      let position = scalars.position
      let value = quickCheck[scalars.next()]
      if value == 0 {
        starter = position
      } else if value == ScalarTable.mayChange || value < lastClass {
        return starter
      }
      lastClass = value
    }
  }

  private func normalizeStretch(
    _ text: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]
  ) {
    guard let base = text.baseAddress else { return }
    // One scalar never decomposes to more than 18; room is found out by asking first.
    let needed = utf8proc_decompose(base, utf8proc_ssize_t(text.count), nil, 0, options)
    guard needed > 0 else {
      // Not well-formed UTF-8, which the caller excludes.
      output.append(contentsOf: text)
      return
    }
    withUnsafeTemporaryAllocation(of: utf8proc_int32_t.self, capacity: Int(needed) + 1) { room in
      let count = utf8proc_decompose(
        base, utf8proc_ssize_t(text.count), room.baseAddress, needed, options)
      let length = utf8proc_reencode(room.baseAddress, count, options)
      guard count >= 0, count <= needed, length >= 0 else {
        output.append(contentsOf: text)
        return
      }
      output.append(contentsOf: UnsafeRawBufferPointer(room).prefix(Int(length)))
    }
  }
}
