import Foundation
import Statistics

/// How datasets are stored, with what makes each hard to sample.
enum PopulationKind: String, CaseIterable, Sendable {
  /// One source after the other, a file each: neighbours are alike.
  case sourceFiles = "text, a file for each source"
  /// The same in one file.
  case storedOrder = "text, source after source"
  /// Short documents of all sources in random order, in one file of text.
  case shuffled = "text, shuffled documents"
  /// JSON Lines, half of them English or code, the rest in any script.
  case mixedScripts = "JSON Lines, mixed scripts"
  /// JSON Lines whose lengths follow a power law up to a megabyte; what is long is mostly code.
  case heavyTails = "JSON Lines, heavy-tailed lengths"
  /// JSON Lines of which half write everything outside ASCII as escapes, with other fields beside.
  case escaped = "JSON Lines, half escaped"
  /// Many gzip members, a file each, that can only be read from their start.
  case gzipFiles = "gzip, a member a file"
  /// JSON Lines in one Zstandard file of many frames.
  case zstdFrames = "JSON Lines, Zstandard frames"
}

/// A dataset in a temporary folder.
struct PopulationFiles {
  let folder: TemporaryFolder
  /// The documents in the order of the dataset.
  private(set) var documents: [String] = []

  init(
    _ kind: PopulationKind, bytes: Int, pools: TextPools, seed: UInt64
  ) throws {
    folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: seed)
    documents = Self.documents(kind, bytes, pools, &generator)
    switch kind {
    case .sourceFiles:
      let perPool = documents.count / pools.pools.count
      for (index, pool) in pools.pools.enumerated() {
        let text = documents[index * perPool..<(index + 1) * perPool].joined()
        try folder.write(pool.name + ".txt", Array(text.utf8))
      }
    case .storedOrder, .shuffled: try folder.write("all.txt", Array(documents.joined().utf8))
    case .mixedScripts, .heavyTails:
      try folder.write("all.jsonl", documents.flatMap { Self.record($0) })
    case .escaped:
      let lines = documents.map { document in
        let isEscaped = generator.uniform() < 0.5
        let fields = Int(generator.uniform(below: 400))
        return Self.record(document, isEscaped: isEscaped, otherBytes: fields)
      }
      try folder.write("all.jsonl", lines.flatMap { $0 })
    case .gzipFiles:
      for (index, document) in documents.enumerated() {
        try folder.write("part-\(100_000 + index).txt.gz", gzip(Array(document.utf8)))
      }
    case .zstdFrames:
      var packed: [UInt8] = []
      var frame: [UInt8] = []
      for document in documents {
        frame += Self.record(document)
        if frame.count > 6000 {
          packed += zstd(frame)
          frame = []
        }
      }
      try folder.write("all.jsonl.zst", packed + zstd(frame))
    }
  }

  private static func documents(
    _ kind: PopulationKind, _ bytes: Int, _ pools: TextPools, _ generator: inout SeededGenerator
  ) -> [String] {
    if kind == .sourceFiles || kind == .storedOrder {
      let perPool = bytes / pools.pools.count / 1700
      return pools.pools.flatMap { pool in
        (0..<perPool).map { _ in pools.document(of: pool, bytes: 1500, using: &generator) }
      }
    }
    var documents: [String] = []
    var total = 0
    while total < bytes {
      var pool = pools.pools.element(using: &generator)
      var length = 200 + Int(generator.uniform() * generator.uniform() * 6000)
      switch kind {
      case .mixedScripts where generator.uniform() < 0.5:
        let isLatin = { (pool: TextPools.Pool) in !pool.isProse || pool.name.contains("Latn_en") }
        pool = pools.pools.filter(isLatin).element(using: &generator)
      case .heavyTails:
        // A Pareto distribution with exponent 1.2.
        length = Int(min(300 * pow(1 - generator.uniform(), -1 / 1.2), 1e6))
        let isCode = generator.uniform() < (length > 3000 ? 0.8 : 0.2)
        pool = (isCode ? pools.other : pools.prose).element(using: &generator)
      case .gzipFiles: length = 1000 + Int(generator.uniform() * generator.uniform() * 20_000)
      default: break
      }
      documents.append(pools.document(of: pool, bytes: length, using: &generator))
      total += documents.last?.utf8.count ?? 0
    }
    return documents
  }

  /// A line of JSON with the text and as many bytes of other fields.
  private static func record(
    _ text: String, isEscaped: Bool = false, otherBytes: Int = 0
  ) -> [UInt8] {
    var line = Array("{\"id\": \"\(String(repeating: "7", count: otherBytes))\", \"text\": \"".utf8)
    for unit in text.unicodeScalars {
      switch unit {
      case "\n": line += Array("\\n".utf8)
      case "\t": line += Array("\\t".utf8)
      case "\"", "\\": line += [UInt8(ascii: "\\"), UInt8(unit.value)]
      case _ where isEscaped && !unit.isASCII:
        for code in UTF16.encode(unit).map(Array.init) ?? [] {
          let digits = String(code, radix: 16)
          line += Array("\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
        }
      default: line += Array(String(unit).utf8)
      }
    }
    return line + Array("\"}\n".utf8)
  }
}
