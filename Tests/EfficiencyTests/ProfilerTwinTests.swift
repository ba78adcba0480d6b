import ByteLevelBPE
import Efficiency
import Scripts
import TestSupport
import Testing
import TokenizerFormats

/// The profiler's sums equal those of the slow and obvious way: a script for each byte, then token
/// by token.
@Suite struct ProfilerTwinTests {
  @Test(arguments: [UnitKind.window(bytes: 64), .window(bytes: 4096), .line, .document])
  func sumsEqualTheTokenByTokenTwin(unit: UnitKind) throws {
    let tokenizer = try TokenizerVariants.plain().tokenizer
    var documents = try GeneratedDocuments(seed: 11)
    for round in 1..<30 {
      let text = documents.next(lines: round)
      guard !text.isEmpty else { continue }
      let expected = twin(text, tokenizer, unit)
      var profiler = DocumentProfiler(
        TokenCounter(tokenizer, expectedBytes: 1 << 16), unit: unit)
      for piece in documents.pieces(of: text) {
        piece.withUnsafeBytes { profiler.append($0, endsDocument: false) }
      }
      profiler.append(UnsafeRawBufferPointer(start: nil, count: 0), endsDocument: true)
      let result = profiler.finishFile()
      #expect(
        result.moments.mapValues(\.units) == expected,
        "round \(round), unit \(unit): \(text.debugDescription)")
      let tokens = result.moments.values.reduce(0) { $0 + $1.units.tokens }
      #expect(tokens == UInt128(result.counts.tokens))
      #expect(Int(result.counts.tokens) == tokenizer.encode(text).count)
    }
  }

  /// With a normalizer or spaces put in, totals still agree, and no bytes are lost.
  @Test func totalsAgreeForEveryPipeline() throws {
    for (name, loaded) in try TokenizerVariants.all() {
      var documents = try GeneratedDocuments(seed: 12)
      var profiler = DocumentProfiler(
        TokenCounter(loaded.tokenizer, expectedBytes: 1 << 16), unit: .window(bytes: 256))
      for round in 0..<12 {
        let text = documents.next(lines: round)
        for piece in documents.pieces(of: text) {
          piece.withUnsafeBytes { profiler.append($0, endsDocument: false) }
        }
        profiler.append(UnsafeRawBufferPointer(start: nil, count: 0), endsDocument: true)
        let result = profiler.finishFile()
        let units = result.moments.values.map(\.units)
        let tokens = units.reduce(0) { $0 + $1.tokens }
        #expect(Int(tokens) == loaded.tokenizer.encode(text).count, "\(name), round \(round)")
        #expect(Int(units.reduce(0) { $0 + $1.bytes }) == text.utf8.count, "\(name)")
        #expect(
          Int(units.reduce(0) { $0 + $1.characters }) == text.unicodeScalars.count, "\(name)")
      }
    }
  }

  /// A window without a newline ends at twice its size, also if the text at hand ends there.
  @Test func unitsDoNotDependOnThePieces() throws {
    let tokenizer = try TokenizerVariants.plain().tokenizer
    let text = String(repeating: "word ", count: 100) + String(repeating: "слово ", count: 100)
    func moments(_ size: Int) -> [Script: UnitMoments] {
      var profiler = DocumentProfiler(
        TokenCounter(tokenizer, expectedBytes: 1 << 16), unit: .window(bytes: 64))
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        var piece = rest.prefix(size)
        while piece.endIndex < rest.endIndex, rest[piece.endIndex] & 0xC0 == 0x80 {
          piece = rest.prefix(piece.count + 1)
        }
        Array(piece).withUnsafeBytes { profiler.append($0, endsDocument: false) }
        rest = rest.dropFirst(piece.count)
      }
      profiler.append(UnsafeRawBufferPointer(start: nil, count: 0), endsDocument: true)
      return profiler.finishFile().moments.mapValues(\.units)
    }
    let whole = moments(.max)
    #expect(whole == twin(text, tokenizer, .window(bytes: 64)))
    for size in [1, 64, 127, 128, 129, 256] { #expect(moments(size) == whole, "\(size)") }
  }

  private func twin(
    _ text: String, _ tokenizer: Tokenizer, _ unit: UnitKind
  ) -> [Script: UnitMoments] {
    let bytes = Array(text.utf8)
    var scanner = ScriptScanner()
    var runs: [ScriptRun] = []
    bytes.withUnsafeBufferPointer { scanner.scan($0, into: &runs) }
    var scripts = [Script](repeating: .common, count: bytes.count)
    for (index, run) in runs.enumerated() {
      let end = index + 1 < runs.count ? runs[index + 1].start : bytes.count
      for place in run.start..<end { scripts[place] = run.script }
    }
    let units = unitNumbers(bytes, unit)

    struct Key: Hashable {
      var unit: Int
      var script: Script
    }
    var cells: [Key: Observation] = [:]
    func add(_ unit: Int, _ script: Script, _ bytes: UInt64, _ characters: UInt64, _ tokens: UInt64)
    {
      let key = Key(unit: unit, script: scanner.document.resolved(script))
      var cell = cells[key] ?? Observation(bytes: 0, characters: 0, tokens: 0)
      cell.bytes += bytes
      cell.characters += characters
      cell.tokens += tokens
      cells[key] = cell
    }
    for place in bytes.indices {
      add(units[place], scripts[place], 1, bytes[place] & 0xC0 == 0x80 ? 0 : 1, 0)
    }
    var start = 0
    for id in tokenizer.encode(text) {
      let length = tokenizer.bytes(of: id)?.count ?? 0
      var shares: [(script: Script, bytes: Int)] = []
      for script in scripts[start..<start + length] {
        if let index = shares.firstIndex(where: { $0.script == script }) {
          shares[index].bytes += 1
        } else {
          shares.append((script, 1))
        }
      }
      var owner = shares[0]
      for share in shares where share.bytes > owner.bytes { owner = share }
      add(units[start], owner.script, 0, 0, 1)
      start += length
    }
    var result: [Script: UnitMoments] = [:]
    for (key, cell) in cells { result[key.script, default: UnitMoments()].add(cell) }
    return result
  }

  /// The ordinal of each byte's unit.
  private func unitNumbers(_ bytes: [UInt8], _ unit: UnitKind) -> [Int] {
    var numbers: [Int] = []
    var number = 0
    var begin = 0
    for (place, byte) in bytes.enumerated() {
      let length = place - begin
      let startsCharacter = byte & 0xC0 != 0x80
      if case .window(let size) = unit, startsCharacter {
        // The character that does not fit any more begins a unit of its own.
        var end = place + 1
        while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
        if length > 0, end - begin > 2 * size {
          number += 1
          begin = place
        }
      }
      numbers.append(number)
      let ends: Bool
      switch unit {
      case .document: ends = false
      case .line: ends = byte == 0x0A
      case .window(let size): ends = byte == 0x0A && place + 1 - begin >= size
      }
      if ends {
        number += 1
        begin = place + 1
      }
    }
    return numbers
  }
}
