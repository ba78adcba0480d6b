import CZlib
import CZstd
import CorpusReading
import Foundation

/// A folder that lives as long as the value.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "tokprof-reading-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and returns its path.
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let file = path + "/" + name
    try FileManager.default.createDirectory(
      atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }

  func write(_ name: String, _ text: String) throws -> String {
    try write(name, Array(text.utf8))
  }
}

/// A document as the tests compare it.
struct Document: Equatable {
  var text: String
  var chat: ChatForm?
  var segments: [String] = []
}

/// Everything that a reader gives, put together, with the rules that every reading must keep checked.
struct Reading {
  var documents: [Document] = []
  var containers: [Range<Int64>] = []
  var endings: [CorpusPiece.Ending] = []
  var skipped = SkippedInput()
  var nullRecords = 0
  var loneSurrogates = 0

  init(_ paths: [String], options: CorpusOptions = .init()) throws {
    let corpus = try Corpus(paths: paths, options: options)
    let reader = CorpusReader(corpus)
    var batch = CorpusBatch()
    var open: [UInt8]?
    var last: (file: Int, document: Int, container: Int64)?
    while try reader.read(into: &batch) {
      for piece in batch.pieces {
        try rule(piece.startsDocument == (open == nil))
        if let last, last.file == piece.file {
          try rule(piece.document == last.document + (piece.startsDocument ? 1 : 0))
          try rule(piece.container.lowerBound >= last.container)
        } else {
          try rule(piece.document == 0)
        }
        last = (piece.file, piece.document, piece.container.upperBound)
        if open == nil { open = [] }
        open?.append(contentsOf: batch.text(of: piece))
        containers.append(piece.container)
        endings.append(piece.ending)
        guard piece.endsDocument else { continue }
        let segments = batch.segments[piece.segments].map { segment in
          batch.withUnsafeBytes {
            "\(segment.role): \(String(decoding: $0[segment.bytes], as: UTF8.self))"
          }
        }
        documents.append(
          Document(
            text: String(decoding: open ?? [], as: UTF8.self), chat: piece.chat,
            segments: segments))
        open = nil
      }
    }
    try rule(open == nil)
    skipped = reader.skipped
    nullRecords = reader.nullRecords
    loneSurrogates = reader.loneSurrogates
  }

  private func rule(_ holds: Bool, line: UInt = #line) throws {
    if !holds { throw BrokenRule(line: line) }
  }

  struct BrokenRule: Error { var line: UInt }

  var texts: [String] { documents.map(\.text) }
}

/// The error of `body`, if it throws one of this module.
func corpusError(_ body: () throws -> Void) -> CorpusError? {
  do { try body() } catch { return error as? CorpusError }
  return nil
}

// MARK: - Text

let documentTexts: [String] = [
  "Plain words.\nA second line, with a comma and a \"quote\".\n",
  "", "\n\n\n", "没有空格的文字。第二句话在这里。\n第三句。", "Ελληνικά, кириллица, עברית, ไทย, 한국어\r\n",
  "🙂 \u{1F469}\u{200D}\u{1F680} back\\slash \t tab / slash \u{0} nul \u{7F}",
  String(repeating: "A long line without an end. ", count: 400),
  String(repeating: "行\n", count: 900), "x",
]

/// JSON as Python writes it: `isASCII` escapes all else, as `json.dumps` does by itself.
func jsonString(_ text: String, isASCII: Bool = false) -> String {
  var result = "\""
  for unit in isASCII ? Array(text.utf16) : [] {
    if unit == 0x0A {
      result += "\\n"
    } else if (0x20..<0x7F).contains(unit), unit != 0x22, unit != 0x5C {
      result.unicodeScalars.append(UnicodeScalar(UInt8(unit)))
    } else {
      let digits = String(unit, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
  }
  for scalar in isASCII ? [] : Array(text.unicodeScalars) {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case "\u{0}"..<" ":
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}

func jsonLines(_ texts: [String], isASCII: Bool = false) -> String {
  texts.enumerated()
    .map {
      "{\"id\": \($0), \"meta\": {\"text\": [1, \"}\"]}, \"text\": \(jsonString($1, isASCII: isASCII))}\n"
    }
    .joined()
}

func csv(_ texts: [String], delimiter: String = ",") -> String {
  let rows = texts.enumerated().map {
    "\($0)\(delimiter)\"\($1.replacingOccurrences(of: "\"", with: "\"\""))\"\(delimiter)en\r\n"
  }
  return "id\(delimiter)text\(delimiter)language\r\n" + rows.joined()
}

/// SplitMix64, so that a failure comes back with its seed.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// How many damaged copies of each file are tried: 20, or a thousand where TOKPROF_SLOW_TESTS is set.
let damagedCopies =
  ProcessInfo.processInfo.environment["TOKPROF_SLOW_TESTS"] == nil ? 20 : 1000

/// `bytes` cut short, or with a few bits flipped.
func damaged(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
  guard !bytes.isEmpty else { return bytes }
  var result = bytes
  if Bool.random(using: &generator) {
    result.removeLast(Int.random(in: 1...bytes.count, using: &generator))
    return result
  }
  for _ in 0..<Int.random(in: 1...8, using: &generator) {
    let index = Int.random(in: 0..<result.count, using: &generator)
    result[index] =
      Bool.random(using: &generator)
      ? result[index] ^ (1 << UInt8.random(in: 0..<8, using: &generator))
      : [0, 0x7F, 0x80, 0xFF].randomElement(using: &generator) ?? 0
  }
  return result
}

// MARK: - Compression

/// A gzip member.
func gzip(_ bytes: [UInt8]) -> [UInt8] {
  var stream = z_stream()
  deflateInit2_(
    &stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
    Int32(MemoryLayout<z_stream>.size))
  defer { deflateEnd(&stream) }
  var input = bytes
  var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 64)
  let count = input.withUnsafeMutableBufferPointer { source in
    output.withUnsafeMutableBufferPointer { target in
      stream.next_in = source.baseAddress
      stream.avail_in = UInt32(source.count)
      stream.next_out = target.baseAddress
      stream.avail_out = UInt32(target.count)
      precondition(deflate(&stream, Z_FINISH) == Z_STREAM_END)
      return Int(stream.total_out)
    }
  }
  return Array(output[..<count])
}

/// A Zstandard frame.
func zstd(_ bytes: [UInt8]) -> [UInt8] {
  var output = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
  let count = ZSTD_compress(&output, output.count, bytes, bytes.count, 3)
  precondition(ZSTD_isError(count) == 0)
  return Array(output[..<count])
}
