import Foundation

@testable import TokenizerFormats

/// Tiny tokenizers of every form.
enum Samples {
  /// A folder that is removed with the last reference to it.
  final class Folder {
    let path: String

    init() throws {
      path = NSTemporaryDirectory() + "tokenizer-formats-" + UUID().uuidString
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ content: some Sequence<UInt8>) throws -> String {
      let file = path + "/" + name
      try FileManager.default.createDirectory(
        atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try Data(content).write(to: URL(fileURLWithPath: file))
      return file
    }

    func write(_ name: String, _ content: String) throws -> String {
      try write(name, Array(content.utf8))
    }
  }

  /// Bytes in GPT-2's alphabet, worked out apart from the library's table.
  static func spelled(_ bytes: some Sequence<UInt8>) -> String {
    var text = ""
    for byte in bytes {
      let value = others.firstIndex(of: Int(byte)).map { 0x100 + $0 } ?? Int(byte)
      text += Unicode.Scalar(UInt16(value)).map(String.init) ?? ""
    }
    return text
  }

  private static let others = (0..<256).filter {
    !(0x21...0x7E ~= $0 || 0xA1...0xAC ~= $0 || 0xAE...0xFF ~= $0)
  }

  /// The tokens of the tiny vocabulary by id: the bytes, and three merged tokens.
  static let tokens: [[UInt8]] =
    (0...255).map { [UInt8($0)] } + ["he", " t", " the"].map { Array($0.utf8) }

  static let merges = [("h", "e"), (" ", "t"), (" t", "he")]

  /// The vocabulary as a JSON object.
  static func vocabulary(_ tokens: [[UInt8]] = tokens) -> String {
    let members = tokens.enumerated().map { id, token in "\(json(spelled(token))):\(id)" }
    return "{" + members.joined(separator: ", ") + "}"
  }

  static func json(_ text: String) -> String {
    let data = (try? JSONSerialization.data(withJSONObject: [text])) ?? Data()
    return String(String(decoding: data, as: UTF8.self).dropFirst().dropLast())
  }

  static var mergeLines: [String] {
    merges.map { spelled($0.0.utf8) + " " + spelled($0.1.utf8) }
  }

  static var mergesFile: String { "#version: 0.2\n" + mergeLines.joined(separator: "\n") + "\n" }

  /// A `tokenizer.json`. `model` replaces the model's members.
  static func tokenizerJSON(
    preTokenizer: String =
      #"{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}"#,
    normalizer: String = "null", added: String = "[]", model: String? = nil
  ) -> String {
    let merges = mergeLines.map(json).joined(separator: ",")
    let model = model ?? #""type":"BPE","vocab":\#(vocabulary()),"merges":[\#(merges)]"#
    return """
      {"version": "1.0", "truncation": null, "padding": null, "added_tokens": \(added),
       "normalizer": \(normalizer), "pre_tokenizer": \(preTokenizer),
       "post_processor": null, "decoder": {"type": "ByteLevel"}, "model": {\(model)}}
      """
  }

  static var rankFile: String {
    tokens.enumerated()
      .map { "\(Data($1).base64EncodedString()) \($0)\n" }.joined()
  }
}
