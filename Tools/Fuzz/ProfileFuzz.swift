// Modules: ByteLevelBPE TokenizerFormats CorpusReading JSONText Statistics Scripts Efficiency
import Efficiency

/// A profile document is refused, or written again as a document that reads as the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = Array(Input(start: start, count: count))
  guard let profile = try? EfficiencyProfile(document: input) else { return 0 }
  let written = profile.document
  guard let again = try? EfficiencyProfile(document: written), again.document == written else {
    preconditionFailure("a profile that was read cannot be written and read again")
  }
  return 0
}
