internal import ByteLevelBPE

/// GPT-2's alphabet: each byte written as one printable character, so that byte strings can be
/// JSON keys and words of a merge list.
///
/// The 188 bytes that are printable in Latin-1 stand for themselves; the other 68 are written
/// as U+0100, U+0101 and so on, in the order of their values.
///
/// A reader owns its own room for the spelled-out bytes and reuses it for every key: appending
/// to an array byte by byte took a quarter of the time of loading.
final class ByteAlphabetReader {
  private var room: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  /// How many bytes are spelled out so far.
  private(set) var count = 0
  private let table = ByteAlphabetReader.table

  /// The byte that a code point below 0x144 stands for, or -1.
  private static let table: FixedTable<Int16> = {
    var table = [Int16](repeating: -1, count: 0x144)
    var next = 0x100
    for byte in 0..<256 {
      switch byte {
      case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF:
        table[byte] = Int16(byte)
      default:
        table[next] = Int16(byte)
        next += 1
      }
    }
    return FixedTable(table)
  }()

  init() {
    capacity = 1024
    room = .allocate(capacity: capacity + Self.spare)
    room.initialize(repeating: 0, count: capacity + Self.spare)
  }

  deinit { room.deallocate() }

  /// Behind what is spelled out, as many bytes more may be read.
  private static let spare = 16

  /// What is spelled out so far. 16 bytes behind it may be read.
  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: room, count: count) }

  /// Forgets what was spelled out beyond the first `count` bytes.
  func truncate(to count: Int) { self.count = min(count, self.count) }

  /// Appends the bytes that `text` spells, and says whether every character is of the alphabet.
  func append(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    if capacity - count < text.count { grow(by: text.count) }
    guard var next = text.baseAddress else { return true }
    let end = next + text.count
    let table = table.base
    var output = room + count
    while next < end {
      let lead = next.pointee
      next += 1
      var scalar = Int(lead)
      if lead >= 0x80 {
        // C2 80 ... C5 83: the whole alphabet lies in the two-byte sequences.
        guard lead >= 0xC2, lead <= 0xC5, next < end, next.pointee & 0xC0 == 0x80 else {
          return false
        }
        scalar = Int(lead & 0x1F) &<< 6 | Int(next.pointee & 0x3F)
        next += 1
        guard scalar < 0x144 else { return false }
      }
      let byte = table[scalar]
      guard byte >= 0 else { return false }
      output.pointee = UInt8(truncatingIfNeeded: byte)
      output += 1
    }
    count = output - room
    return true
  }

  /// Appends bytes as they are.
  func append(verbatim bytes: UnsafeBufferPointer<UInt8>) {
    if capacity - count < bytes.count { grow(by: bytes.count) }
    guard let start = bytes.baseAddress else { return }
    (room + count).update(from: start, count: bytes.count)
    count += bytes.count
  }

  private func grow(by needed: Int) {
    let doubled = (count + needed) * 2
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: doubled + Self.spare)
    larger.initialize(from: room, count: count)
    (larger + doubled).initialize(repeating: 0, count: Self.spare)
    room.deallocate()
    room = larger
    capacity = doubled
  }

  /// How the alphabet spells `bytes`.
  static func spelling(of bytes: some Sequence<UInt8>) -> [UInt8] {
    var text = ""
    for byte in bytes {
      let scalar = (0..<table.count).first { table[$0] == Int16(byte) }
      if let scalar = scalar.flatMap({ Unicode.Scalar($0) }) { text.unicodeScalars.append(scalar) }
    }
    return Array(text.utf8)
  }

  /// The bytes that `text` spells, or `nil` when a character is not of the alphabet.
  static func bytes(spelledBy text: [UInt8]) -> [UInt8]? {
    let reader = ByteAlphabetReader()
    return text.withUnsafeBufferPointer { reader.append($0) } ? Array(reader.bytes) : nil
  }
}
