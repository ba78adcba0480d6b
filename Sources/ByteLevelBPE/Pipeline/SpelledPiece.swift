/// A piece of text as GPT-2's alphabet writes it: each byte as one character.
///
/// The 188 bytes that are printable in Latin-1 stand for themselves; the other 68 are written as
/// U+0100, U+0101 and so on, in the order of their values.
struct SpelledPiece {
  /// The spelling, as UTF-8: one or two bytes for each of the piece.
  private(set) var bytes: [UInt8] = []
  /// Which byte of the piece each one of the spelling belongs to, and the piece's length.
  private var offsets: [Int] = []

  /// The scalar that each byte is written with.
  private static let alphabet: [UInt16] = {
    var next: UInt16 = 0x100
    return (UInt16(0)..<256).map { byte in
      switch byte {
      case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: return byte
      default:
        next += 1
        return next - 1
      }
    }
  }()

  /// By byte, whether a piece that has it may be cut by `steps`; `nil` when any piece may be.
  ///
  /// Spelling costs far more than looking, and few pieces have what the steps look for.
  static func cuttingBytes(_ steps: [PreTokenizer.Step]) -> [Bool]? {
    var cutting = [Bool](repeating: false, count: 256)
    for step in steps {
      guard case .split(let delimiter, _, inverted: false) = step else { return nil }
      let first: ScalarSet
      switch delimiter {
      case .characters(let kind): first = kind.scalars
      case .pattern(let pattern) where !pattern.isNullable: first = pattern.firstScalars
      case .pattern, .literal: return nil
      }
      for byte in 0..<256 where first.contains(UInt32(alphabet[byte])) { cutting[byte] = true }
    }
    return cutting
  }

  /// Spells another piece.
  mutating func spell(_ piece: UnsafeBufferPointer<UInt8>) {
    bytes.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
    for (index, byte) in piece.enumerated() {
      let scalar = Self.alphabet[Int(byte)]
      if scalar < 0x80 {
        bytes.append(UInt8(scalar))
      } else {
        bytes.append(UInt8(0xC0 | scalar >> 6))
        bytes.append(UInt8(0x80 | scalar & 0x3F))
        offsets.append(index)
      }
      offsets.append(index)
    }
    offsets.append(piece.count)
  }

  /// Where the character that begins at `position` of the spelling begins in the piece.
  func offset(of position: Int) -> Int { offsets[position] }
}
