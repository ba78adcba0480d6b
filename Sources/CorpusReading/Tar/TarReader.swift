/// A tar archive (POSIX ustar and pax, GNU long names): its regular files one after the other.
final class TarReader: DocumentReader {
  private let source: any ByteSource
  private let context: ReadContext
  private let archive: String
  private var offset: Int64 = 0
  private var member: (source: LimitedSource, padding: Int, reader: any DocumentReader)?

  init(_ source: any ByteSource, context: ReadContext) {
    self.source = source
    self.context = context
    self.archive = context.path
  }

  func read(into batch: inout CorpusBatch) throws(CorpusError) -> ReadState {
    while !batch.isFull(context.options) {
      do throws(CorpusError) {
        if member == nil, try !openNext() {
          try source.verifyRest()
          return .end
        }
        guard let reader = member?.reader else { continue }
        guard try reader.read(into: &batch) == .end else { continue }
      } catch {
        guard member != nil else { throw error }
        try context.abandonFile(error, &batch)
      }
      try closeMember()
    }
    return .more
  }

  /// False at the archive's end.
  private func openNext() throws(CorpusError) -> Bool {
    context.path = archive
    var longName: String?
    while true {
      guard let header = try readHeader() else { return false }
      switch header.kind {
      case UInt8(ascii: "0"), 0:
        let name = longName ?? header.name
        longName = nil
        context.path = archive + "/" + name
        if try open(header.size) { return true }
      case UInt8(ascii: "L"):
        longName = String(decoding: try content(header.size).prefix { $0 != 0 }, as: UTF8.self)
      case UInt8(ascii: "x"):
        longName = Self.paxPath(try content(header.size)) ?? longName
      default:
        // Folders, links, devices and what the archive says of itself.
        try skip(header.size + padding(header.size))
      }
    }
  }

  /// Opens the member that begins here; false if it is no text and has been passed over.
  private func open(_ size: Int64) throws(CorpusError) -> Bool {
    let limited = LimitedSource(
      source, count: size, base: source.containerBase.map { $0 + offset }, path: context.path)
    offset += size
    do throws(CorpusError) {
      let reader = try makeReader(ofMember: limited, context: context)
      member = (limited, Int(padding(size)), reader)
      return true
    } catch {
      if error.code == .notText { context.passedOver.add(error) } else { try context.reject(error) }
    }
    try limited.skipRest()
    try skip(padding(size))
    return false
  }

  private func closeMember() throws(CorpusError) {
    guard let (source, padding, _) = member else { return }
    member = nil
    try source.skipRest()
    try skip(Int64(padding))
  }

  private func padding(_ size: Int64) -> Int64 { (512 - size % 512) % 512 }

  private func skip(_ count: Int64) throws(CorpusError) {
    try LimitedSource(source, count: count, base: nil, path: archive).skipRest()
    offset += count
  }

  /// The content of a small member that describes the next one.
  private func content(_ size: Int64) throws(CorpusError) -> [UInt8] {
    guard size <= 1 << 20 else { throw fault("a member's name is longer than 1 MiB") }
    let bytes = try source.head(Int(size + padding(size)))
    guard bytes.count == Int(size + padding(size)) else { throw truncated }
    offset += Int64(bytes.count)
    return Array(bytes[..<Int(size)])
  }

  private struct Header {
    var name: String
    var size: Int64
    var kind: UInt8
  }

  /// The next header, or `nil` at the block of zeros that ends the archive.
  private func readHeader() throws(CorpusError) -> Header? {
    let block = try source.head(512)
    guard block.count == 512 else { throw truncated }
    if block.allSatisfy({ $0 == 0 }) { return nil }
    var sum = 0
    for (index, byte) in block.enumerated() { sum += (148..<156).contains(index) ? 32 : Int(byte) }
    guard let stored = Self.number(block[148..<156]), stored == Int64(sum) else {
      throw fault("a header's checksum is wrong")
    }
    guard let size = Self.number(block[124..<136]), size >= 0, size <= 1 << 60 else {
      throw fault("a member's size is out of range")
    }
    offset += 512
    func text(_ range: Range<Int>) -> String {
      String(decoding: block[range].prefix { $0 != 0 }, as: UTF8.self)
    }
    let isPOSIX = block[257..<263].elementsEqual("ustar\0".utf8)
    let prefix = isPOSIX ? text(345..<500) : ""
    let name = text(0..<100)
    return Header(
      name: prefix.isEmpty ? name : prefix + "/" + name, size: size, kind: block[156])
  }

  /// Octal digits, or GNU's base 256 for large numbers.
  private static func number(_ field: ArraySlice<UInt8>) -> Int64? {
    var value: Int64 = 0
    if let first = field.first, first == 0x80 {
      for byte in field.dropFirst() {
        guard value >> 55 == 0 else { return nil }
        value = value << 8 | Int64(byte)
      }
      return value
    }
    for byte in field.drop(while: { $0 == 0x20 }) {
      if byte == 0 || byte == 0x20 { break }
      guard (0x30...0x37).contains(byte), value >> 58 == 0 else { return nil }
      value = value << 3 | Int64(byte - 0x30)
    }
    return value
  }

  /// The path among pax records, each `LENGTH KEY=VALUE` and a newline.
  private static func paxPath(_ bytes: [UInt8]) -> String? {
    for record in bytes.split(separator: UInt8(ascii: "\n")) {
      guard let space = record.firstIndex(of: UInt8(ascii: " ")) else { continue }
      let pair = record[(space + 1)...]
      if pair.starts(with: "path=".utf8) {
        return String(decoding: pair.dropFirst(5), as: UTF8.self)
      }
    }
    return nil
  }

  private func fault(_ reason: String) -> CorpusError {
    CorpusError(
      .corrupt, path: archive, position: .init(byte: offset), reason: reason,
      remedy: "fetch the archive again, or test it with tar -t")
  }

  private var truncated: CorpusError {
    CorpusError(
      .truncated, path: archive, position: .init(byte: offset),
      reason: "the tar archive ends without its end mark",
      remedy: "fetch the archive again, or test it with tar -t")
  }
}

/// So many bytes of another source.
final class LimitedSource: ByteSource {
  private let source: any ByteSource
  private var remaining: Int64
  private let path: String
  let containerBase: Int64?

  init(_ source: any ByteSource, count: Int64, base: Int64?, path: String) {
    self.source = source
    self.remaining = count
    self.containerBase = base
    self.path = path
  }

  var containerPosition: Int64 { source.containerPosition }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(CorpusError) -> Int {
    let wanted = Int(min(Int64(buffer.count), remaining))
    guard wanted > 0 else { return 0 }
    let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
    guard count > 0 else {
      throw CorpusError(
        .truncated, path: path,
        reason: "the archive ends \(remaining) bytes before this member does",
        remedy: "fetch the archive again, or test it with tar -t")
    }
    remaining -= Int64(count)
    return count
  }

  func skipRest() throws(CorpusError) {
    guard remaining > 0 else { return }
    var scratch = [UInt8](repeating: 0, count: Int(min(remaining, 1 << 16)))
    while remaining > 0 {
      _ = try scratch.withUnsafeMutableBufferPointer { (all) throws(CorpusError) -> Int in
        try read(into: UnsafeMutableRawBufferPointer(all))
      }
    }
  }
}
