/// The columns of an Arrow schema, with the places of their buffers in a record batch
/// (https://arrow.apache.org/docs/format/Columnar.html, `Schema.fbs`).
struct ArrowSchema {
  enum Kind {
    case text(isLarge: Bool)
    case list(isLarge: Bool)
    case other
  }

  /// A field, in the depth-first order in which batches list nodes and buffers.
  struct Column {
    /// The names from the root, those of list elements left out.
    var name: String
    var kind: Kind
    /// The index of the node, and of the first buffer.
    var node: Int
    var buffer: Int
    /// The columns of the lists around this one, the outermost first.
    var lists: [Int]
    var isDictionary: Bool
  }

  private(set) var columns: [Column] = []
  private var bufferCount = 0

  init(_ schema: FlatTable) throws(FormatFault) {
    guard try schema.integer(0, Int16.self) == 0 else {
      throw FormatFault(reason: "is big-endian Arrow", isUnsupported: true)
    }
    for field in try schema.tables(1) {
      try add(field, prefix: "", lists: [], isElement: false, depth: 0)
    }
  }

  private mutating func add(
    _ field: FlatTable, prefix: String, lists: [Int], isElement: Bool, depth: Int
  ) throws(FormatFault) {
    // A hostile buffer can let a field be its own child, so depth and number are bounded.
    guard depth < 32, columns.count < 100_000 else {
      throw FormatFault(reason: "the schema is too deep or too wide")
    }
    let part = try field.string(0)
    let name = isElement ? prefix : prefix.isEmpty ? part : prefix + "." + part
    let isDictionary = try field.table(4) != nil
    let type = isDictionary ? 2 : try field.integer(2, UInt8.self)
    let index = columns.count
    let (kind, buffers) = try Self.layout(type, field)
    columns.append(
      Column(
        name: name, kind: kind, node: index, buffer: bufferCount, lists: lists,
        isDictionary: isDictionary))
    bufferCount += buffers
    guard !isDictionary else { return }
    var lists = lists
    var isList = false
    if case .list = kind {
      isList = true
      lists.append(index)
    }
    for child in try field.tables(5) {
      try add(child, prefix: name, lists: lists, isElement: isList, depth: depth + 1)
    }
  }

  /// The kind by the schema's type number, and how many buffers a column of it has.
  private static func layout(
    _ type: UInt8, _ field: FlatTable
  ) throws(FormatFault) -> (Kind, Int) {
    switch type {
    case 1: (.other, 0)  // null
    case 4, 5: (.text(isLarge: false), 3)
    case 19, 20: (.text(isLarge: true), 3)
    case 12, 17: (.list(isLarge: false), 2)
    case 21: (.list(isLarge: true), 2)
    case 13, 16: (.other, 1)  // struct, fixed-size list
    case 14: (.other, try field.table(3)?.integer(0, Int16.self) == 1 ? 2 : 1)  // union
    case 2, 3, 6...11, 15, 18: (.other, 2)
    default:
      throw FormatFault(
        reason: "has columns of Arrow's type \(type) (such as string views), which is not read",
        isUnsupported: true)
    }
  }
}
