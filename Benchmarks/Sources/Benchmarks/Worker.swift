import ByteLevelBPE
import Foundation
import TokenizerFormats

/// Counts files one after the other with one counter, and prints the CPU seconds of each.
enum Worker {
  static func run(tokenizer path: String, files: [String]) throws {
    var counter = TokenCounter(try TokenizerLoader.load(path: path).tokenizer)
    for file in files {
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
      let documents = documents(in: bytes)
      let before = cpuSeconds()
      var tokens = 0
      bytes.withUnsafeBufferPointer { bytes in
        for document in documents {
          tokens += counter.count(UnsafeBufferPointer(rebasing: bytes[document]))
        }
      }
      print(cpuSeconds() - before, tokens)
    }
  }

  /// Documents of about 64 KiB that end with lines; the peers get the same.
  private static func documents(in bytes: [UInt8]) -> [Range<Int>] {
    var documents: [Range<Int>] = []
    var start = 0
    while start < bytes.count {
      var end = min(start + 65_536, bytes.count)
      if end < bytes.count, let line = bytes[start..<end].lastIndex(of: 0x0A) { end = line + 1 }
      while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
      documents.append(start..<end)
      start = end
    }
    return documents
  }

  private static func cpuSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
