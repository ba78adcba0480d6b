#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What one line of a listing says.
enum ListingLine {
  /// A heading, a total or an empty line.
  case nothing
  case file(FileListing.Entry)
  /// A line of `du`, which may be a folder.
  case tree(FileListing.Entry)

  init(_ line: Substring, number: Int) throws(ListingError) {
    var rest = Fields(line)
    let first = rest.next()
    let text = String(line)
    switch first {
    case "": self = .nothing
    // Sums at the end: of gsutil, and of aws s3 ls --summarize.
    case "TOTAL:": self = .nothing
    case "Total" where ["Objects:", "Size:"].contains(rest.next()): self = .nothing
    case "PRE": throw ListingError(line: number, reason: .folder(String(rest.remainder)))
    case _ where first.contains("://"):
      // gsutil heads each folder's files with its name and a colon.
      guard !first.hasSuffix(":") else {
        self = .nothing
        return
      }
      guard !line.hasSuffix("/") else {
        throw ListingError(line: number, reason: .folder(text))
      }
      throw ListingError(line: number, reason: .unknownForm(text))
    case _ where Self.isDate(first):
      guard Self.isTime(rest.next()), let bytes = try Self.size(&rest, number),
        !rest.remainder.isEmpty
      else { throw ListingError(line: number, reason: .unknownForm(text)) }
      self = .file(.init(name: String(rest.remainder), bytes: bytes))
    default:
      guard let bytes = try Self.number(first, number) else {
        throw ListingError(line: number, reason: .unknownForm(text))
      }
      self = try Self.sized(bytes, rest, isTree: line.contains("\t"), number, text)
    }
  }

  /// A line whose first field is a size: of gsutil with a time behind it, or any other.
  private static func sized(
    _ bytes: UInt64, _ fields: Fields, isTree: Bool, _ number: Int, _ text: String
  ) throws(ListingError) -> ListingLine {
    var rest = fields
    let time = rest.next()
    if isDate(time.prefix(10)), time.dropFirst(10).first == "T", rest.remainder.contains("://") {
      var name = rest.remainder
      if let metadata = name.range(ofText: "  metageneration=") { name = name[..<metadata] }
      return .file(.init(name: String(name), bytes: bytes))
    }
    guard !fields.remainder.isEmpty else {
      throw ListingError(line: number, reason: .unknownForm(text))
    }
    let entry = FileListing.Entry(name: String(fields.remainder), bytes: bytes)
    return isTree ? .tree(entry) : .file(entry)
  }

  /// A size in bytes, or a number and a unit as `--human-readable` writes them.
  private static func size(_ rest: inout Fields, _ line: Int) throws(ListingError) -> UInt64? {
    let digits = rest.next()
    var unitRest = rest
    let unit = unitRest.next()
    let powers = ["Bytes": 0, "Byte": 0, "KiB": 10, "MiB": 20, "GiB": 30, "TiB": 40, "PiB": 50]
    if let power = powers[String(unit)], !unitRest.remainder.isEmpty, let value = Double(digits),
      value >= 0, digits.contains(".") || power == 0
    {
      rest = unitRest
      let bytes = value * Double(1 << power)
      guard bytes < 0x1p63 else { throw ListingError(line: line, reason: .tooLarge) }
      return UInt64(bytes.rounded())
    }
    return try number(digits, line)
  }

  private static func number(_ digits: Substring, _ line: Int) throws(ListingError) -> UInt64? {
    guard !digits.isEmpty, digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
    guard let value = UInt64(digits) else { throw ListingError(line: line, reason: .tooLarge) }
    return value
  }

  private static func isDate(_ field: Substring) -> Bool { hasForm(field, "0000-00-00") }

  private static func isTime(_ field: Substring) -> Bool { hasForm(field, "00:00:00") }

  /// Whether `field` is `form` with any digit in place of each zero.
  private static func hasForm(_ field: Substring, _ form: String) -> Bool {
    field.utf8.count == form.utf8.count
      && zip(field.utf8, form.utf8).allSatisfy {
        $1 == UInt8(ascii: "0") ? 0x30...0x39 ~= $0 : $0 == $1
      }
  }
}

/// The fields of a line between spaces and tabs; the last may have spaces itself.
struct Fields {
  private var rest: Substring

  init(_ line: Substring) { rest = line }

  mutating func next() -> Substring {
    let start = remainder
    let end = start.firstIndex { $0 == " " || $0 == "\t" } ?? start.endIndex
    rest = start[end...]
    return start[..<end]
  }

  /// What is behind the fields that were taken, from its first field on.
  var remainder: Substring { rest.drop { $0 == " " || $0 == "\t" } }
}

extension Substring {
  /// Where `text` begins.
  fileprivate func range(ofText text: String) -> Index? {
    indices.first { self[$0...].hasPrefix(text) }
  }
}
