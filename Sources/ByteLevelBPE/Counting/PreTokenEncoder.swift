/// The tokens of single pre-tokens, for every kind of model.
///
/// Most models have a symbol for every byte, and their pre-tokens are merged as they are. In the
/// others a byte without a symbol is dropped, and its neighbours become each other's, or stands for
/// the unknown token; and the last byte may have a symbol of its own.
struct PreTokenEncoder: ~Copyable {
  private let model: BPEModel
  private var merger: PieceMerger
  private var known: [UInt8] = []
  private var symbolMerger: SymbolMerger

  init(_ model: BPEModel) {
    self.model = model
    merger = PieceMerger(model)
    // Only models with listed merges need it.
    let merges = if case .listed(let table) = model.merges { table } else { MergeTable([]) }
    symbolMerger = SymbolMerger(merges)
  }

  /// Calls `body` with each token's id, and with the number of bytes of the pre-token it stands
  /// for; dropped bytes are added to the next token's.
  mutating func forEachToken(
    of preToken: UnsafeBufferPointer<UInt8>, _ body: (TokenID, Int) -> Void
  ) {
    guard let start = preToken.baseAddress else { return }
    if model.takesWholePreTokens,
      let id = model.vocabulary.id(at: start, count: preToken.count)
    {
      body(id, preToken.count)
    } else if model.isComplete {
      emit(start, preToken.count, marksEnd: false, body)
    } else if model.mergesOtherSymbols {
      encodeBySymbols(preToken, body)
    } else {
      encodeByParts(preToken, body)
    }
  }

  /// The number of tokens of a pre-token.
  mutating func count(_ preToken: UnsafeBufferPointer<UInt8>) -> Int {
    var count = 0
    forEachToken(of: preToken) { _, _ in count += 1 }
    return count
  }

  private mutating func encodeByParts(
    _ preToken: UnsafeBufferPointer<UInt8>, _ body: (TokenID, Int) -> Void
  ) {
    known.removeAll(keepingCapacity: true)
    var dropped = 0
    var unknown = 0
    let last = preToken.count - 1
    for (index, byte) in preToken.enumerated() {
      let marksEnd = index == last && model.finalByteSymbols != nil
      let symbols = marksEnd ? model.finalByteSymbols ?? model.byteSymbols : model.byteSymbols
      if symbols[Int(byte)] != BPEModel.missingSymbol {
        if unknown > 0, let token = model.unknownToken { body(token, unknown) }
        unknown = 0
        known.append(byte)
        continue
      }
      guard let token = model.unknownToken else {
        dropped += 1
        continue
      }
      flush(marksEnd: false, &dropped, body)
      if unknown > 0, !model.fusesUnknown {
        body(token, unknown)
        unknown = 0
      }
      unknown += 1
    }
    if unknown > 0, let token = model.unknownToken { body(token, unknown) }
    let endIsKnown =
      model.finalByteSymbols.map { $0[Int(preToken[last])] != BPEModel.missingSymbol } ?? false
    flush(marksEnd: endIsKnown, &dropped, body)
  }

  /// All symbols first, the unknown token among them, then the merges.
  private mutating func encodeBySymbols(
    _ preToken: UnsafeBufferPointer<UInt8>, _ body: (TokenID, Int) -> Void
  ) {
    symbolMerger.removeAll()
    var dropped = 0
    var unknown = 0
    for (index, byte) in preToken.enumerated() {
      let isLast = index + 1 == preToken.count
      let symbols = isLast ? model.finalByteSymbols ?? model.byteSymbols : model.byteSymbols
      let symbol = symbols[Int(byte)]
      if let token = model.unknownToken, unknown > 0,
        symbol != BPEModel.missingSymbol || !model.fusesUnknown
      {
        symbolMerger.append(token, length: unknown)
        unknown = 0
      }
      if symbol != BPEModel.missingSymbol {
        symbolMerger.append(symbol, length: dropped + 1)
        dropped = 0
      } else if model.unknownToken == nil {
        dropped += 1
      } else {
        unknown += 1
      }
    }
    if let token = model.unknownToken, unknown > 0 { symbolMerger.append(token, length: unknown) }
    symbolMerger.merge(body)
  }

  private mutating func flush(
    marksEnd: Bool, _ dropped: inout Int, _ body: (TokenID, Int) -> Void
  ) {
    var extra = dropped
    dropped = 0
    known.withUnsafeBufferPointer { part in
      guard let start = part.baseAddress, !part.isEmpty else { return }
      emit(start, part.count, marksEnd: marksEnd) { id, length in
        body(id, length + extra)
        extra = 0
      }
    }
    known.removeAll(keepingCapacity: true)
  }

  private mutating func emit(
    _ start: UnsafePointer<UInt8>, _ count: Int, marksEnd: Bool, _ body: (TokenID, Int) -> Void
  ) {
    let tokens = merger.merge(start, count: count, marksEnd: marksEnd)
    merger.forEachToken(tokens, of: count, model.vocabulary, body)
  }
}
