internal import ByteLevelBPE

/// The member `normalizer` of a `tokenizer.json`.
enum NormalizerJSON {
  /// The normalizer, or `nil` when none changes any text.
  static func normalizer(_ value: JSONValue?) throws(FormatFault) -> (any Normalizer)? {
    guard let value, !value.isNull else { return nil }
    let type = value["type"]?.text ?? ""
    if type == "Sequence", value["normalizers"]?.array?.isEmpty == true { return nil }
    throw FormatFault(
      .unsupported, at: value.offset, "its normalizer has \(quoted(Array(type.utf8)))")
  }
}
