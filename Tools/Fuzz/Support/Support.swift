import ByteLevelBPE
import CorpusReading
import Glibc
import TokenizerFormats

typealias Input = UnsafeBufferPointer<UInt8>

extension Input {
  /// The parts before and after the first byte 0xFF, which no text has.
  var halves: (Input, Input) {
    let cut = firstIndex(of: 0xFF) ?? count
    return (Input(rebasing: self[..<cut]), Input(rebasing: self[Swift.min(cut + 1, count)...]))
  }

  /// The input as well-formed UTF-8.
  var text: [UInt8] { Array(String(decoding: self, as: UTF8.self).utf8) }
}

/// A folder for the files of this process, in memory where there is one: a disk that others use can
/// keep an input waiting for a minute.
private let folder: String = {
  for parent in ["/dev/shm", "/tmp"] {
    var template = Array("\(parent)/tokprof-fuzz-XXXXXX".utf8CString)
    if let made = mkdtemp(&template) { return String(cString: made) }
  }
  preconditionFailure("no temporary folder")
}()

/// Writes a file under a fixed name and returns its path.
func file(_ name: String, _ content: Input) -> String {
  let path = folder + "/" + name
  guard let file = fopen(path, "w") else { preconditionFailure("cannot write \(path)") }
  fwrite(content.baseAddress, 1, content.count, file)
  fclose(file)
  return path
}

/// Loads a tokenizer; what loads must encode, count alike, and decode to known bytes.
func fuzzTokenizer(_ path: String, pattern: String? = nil) {
  let options = TokenizerLoadOptions(pattern: pattern)
  guard let loaded = try? TokenizerLoader.load(path: path, options: options) else { return }
  _ = loaded.meaningSHA256
  _ = loaded.patternSource
  let vocabulary = loaded.tokenizer.model.vocabulary
  var text = Array("Hello  world's 123 \n\n<|endoftext|> \u{E9}\u{301} 世界".utf8)
  for id in 0..<min(TokenID(vocabulary.idLimit), 40) {
    text += String(decoding: vocabulary.bytes(of: id) ?? [], as: UTF8.self).utf8
  }
  checkEncoding(of: text, by: loaded.tokenizer)
}

/// Fast and slow ways must agree, whole and in parts.
func checkEncoding(of text: [UInt8], by tokenizer: Tokenizer) {
  var encoder = TokenEncoder(tokenizer)
  let ids = text.withUnsafeBufferPointer { encoder.encode($0) }
  guard (try? tokenizer.decodedBytes(ids)) != nil else {
    preconditionFailure("an id that was encoded cannot be decoded")
  }
  var counter = TokenCounter(tokenizer, expectedBytes: text.count)
  for _ in 0..<2 {
    let count = text.withUnsafeBufferPointer { counter.count($0) }
    precondition(count == ids.count, "counted \(count), encoded \(ids.count)")
  }
  var parts = TokenCounter(tokenizer, expectedBytes: text.count)
  var total = 0
  var start = 0
  for end in [text.count / 3, text.count * 2 / 3, text.count] {
    // Texts come in whole characters.
    var end = end
    while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
    text.withUnsafeBufferPointer { text in
      let part = UnsafeBufferPointer(rebasing: text[start..<max(start, end)])
      let progress = parts.count(part, readable: part.count, isFinal: end == text.count)
      total += progress.tokens
      start += progress.used
    }
  }
  precondition(total == ids.count, "counted \(total) in parts, encoded \(ids.count)")
}

/// Reads all documents of a file: whatever is read lies in the batch, and is repaired as the standard
/// library repairs it.
func fuzzCorpus(_ path: String, format: CorpusFormat? = nil) {
  for policy in [CorpusOptions.ErrorPolicy.fail, .skip] {
    let options = CorpusOptions(
      format: format, onError: policy, batchBytes: 512, maxRecordBytes: 1 << 20, maxExpansion: 50)
    guard let corpus = try? Corpus(paths: [path], options: options) else { continue }
    let reader = CorpusReader(corpus)
    var batch = CorpusBatch()
    do {
      while try reader.read(into: &batch) {
        for piece in batch.pieces {
          let text = batch.text(of: piece)
          let repaired = text.withUnsafeBytes { UTF8Repair.repaired($0) }
          precondition(repaired.elementsEqual(String(decoding: text, as: UTF8.self).utf8))
        }
      }
    } catch {
      precondition(policy == .fail || !error.reason.isEmpty)
    }
  }
}
