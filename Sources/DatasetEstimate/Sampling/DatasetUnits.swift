import ByteLevelBPE
import CorpusReading
import Efficiency

/// The units of some files of a corpus, laid end to end in the files' order, by byte offset.
///
/// A unit is what ``CorpusSampler`` finds at the offset. A file that it cannot look into, such as one
/// gzip member, is one unit: it is read whole where an offset falls into it.
final class DatasetUnits {
  /// The container bytes of all the files.
  let bytes: Int64

  private let corpus: Corpus
  private let files: [Int]
  /// Where each file begins.
  let fileStarts: [Int64]
  private let meter: UnitMeter
  private var sampler: (position: Int, sampler: CorpusSampler)?
  private var batch = CorpusBatch()
  private var last: MeasuredUnit?
  /// Units too large to be read twice.
  private var kept: [MeasuredUnit] = []
  private static let largeUnit: Int64 = 1 << 20

  /// Container bytes that were read for units.
  private(set) var bytesRead: Int64 = 0
  /// What was left out under ``CorpusOptions/ErrorPolicy/skip``.
  private(set) var skipped: [CorpusError] = []
  /// How much that was; of a file not every example is kept.
  private(set) var skippedCount = 0
  /// Ill-formed parts of the text that was read.
  var illFormed: UInt64 { meter.illFormed.count }
  /// The files in which units were drawn.
  private(set) var filesRead: Set<Int> = []

  init(
    _ corpus: Corpus, files: [Int], tokenizer: Tokenizer, policy: TokenPolicy = .content
  ) {
    self.corpus = corpus
    self.files = files
    var end: Int64 = 0
    var starts: [Int64] = []
    for file in files {
      starts.append(end)
      end += corpus.files[file].size ?? 0
    }
    fileStarts = starts
    bytes = end
    meter = UnitMeter(tokenizer, policy: policy, expectedBytes: 1 << 24)
  }

  /// The unit that contains the byte at `offset` of all the files.
  func unit(containing offset: Int64) throws(CorpusError) -> MeasuredUnit {
    if let last, last.range.contains(offset) { return last }
    if let unit = kept.first(where: { $0.range.contains(offset) }) { return unit }
    var (low, high) = (0, fileStarts.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if fileStarts[middle] <= offset { low = middle } else { high = middle - 1 }
    }
    let unit = try measure(low, offset - fileStarts[low])
    filesRead.insert(files[low])
    last = unit
    if unit.containerBytes >= Self.largeUnit { kept.append(unit) }
    return unit
  }

  private func measure(_ position: Int, _ offset: Int64) throws(CorpusError) -> MeasuredUnit {
    guard let sampler = try sampler(of: position) else { return try wholeFile(position) }
    var range: Range<Int64>
    do throws(CorpusError) {
      range = try sampler.read(containing: offset, into: &batch)
    } catch {
      guard corpus.options.onError == .skip else { throw error }
      skipped.append(error)
      skippedCount += 1
      // A record without an end that was found has no tokens, so that its size does not matter.
      if error.code == .recordTooLong { return MeasuredUnit(start: fileStarts[position] + offset) }
      let lenient = try CorpusSampler(
        corpus.files[files[position]], index: files[position], options: corpus.options)
      range = try lenient.read(containing: offset, into: &batch)
    }
    var unit = MeasuredUnit(
      start: fileStarts[position] + range.lowerBound, containerBytes: Int64(range.count))
    meter.add(batch, to: &unit)
    // A window is no document; how many files of plain text there are is known.
    if format(of: position) == .text { unit.documents = 0 }
    meter.finish(&unit)
    bytesRead += Int64(range.count)
    return unit
  }

  private func format(of position: Int) -> CorpusFormat? {
    corpus.options.format ?? corpus.files[files[position]].format
  }

  /// The sampler of a file, which reports faults so that they can be told; `nil` for files that can
  /// only be read from their start.
  private func sampler(of position: Int) throws(CorpusError) -> CorpusSampler? {
    if let sampler, sampler.position == position { return sampler.sampler }
    var strict = corpus.options
    strict.onError = .fail
    do throws(CorpusError) {
      let opened = try CorpusSampler(
        corpus.files[files[position]], index: files[position], options: strict)
      sampler = (position, opened)
      return opened
    } catch {
      guard error.code == .notSeekable else { throw error }
      return nil
    }
  }

  /// Reads a file from its start to its end, also one of unknown size.
  func wholeFile(_ position: Int) throws(CorpusError) -> MeasuredUnit {
    let file = files[position]
    var unit = MeasuredUnit(start: fileStarts[position])
    let reader = CorpusReader(corpus, files: file..<file + 1)
    while try reader.read(into: &batch) { meter.add(batch, to: &unit) }
    meter.finish(&unit)
    skipped += reader.skipped.examples
    skippedCount += reader.skipped.count
    filesRead.insert(file)
    // Of a stream only its text can be measured.
    unit.containerBytes = corpus.files[file].size ?? Int64(unit.rules.bytes)
    bytesRead += unit.containerBytes
    return unit
  }
}
