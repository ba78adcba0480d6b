// Modules: ByteLevelBPE TokenizerFormats CorpusReading JSONText
import JSONText

/// Whatever parses as JSON must be written as JSON that parses to the same value.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = UnsafeBufferPointer(start: start, count: count)
  guard let value = try? JSONValue(parsing: input) else { return 0 }
  let written = value.text()
  guard let again = try? JSONValue(parsing: written.utf8), again.text() == written else {
    preconditionFailure("written as JSON that is read as something else: \(written)")
  }
  return 0
}
