/// What a Parquet file's footer says, as far as reading text needs it
/// (https://github.com/apache/parquet-format, `parquet.thrift`).
struct ParquetMetadata {
  /// A leaf of the schema.
  struct Leaf {
    /// The names from the root, with those that only spell a list left out: `messages.content`.
    var name: String
    /// The names as they are written: `messages.list.element.content`.
    var fullName: String
    var isByteArray: Bool
    var maxDefinition = 0
    var maxRepetition = 0
    /// The definition level from which on the innermost list has an element.
    var elementDefinition = 0
  }

  struct Chunk {
    var type = -1
    var codec = 0
    var valueCount = 0
    var compressedSize = 0
    var dataOffset = 0
    var dictionaryOffset: Int?
    var isElsewhere = false
    var isEncrypted = false

    /// Where the chunk's first page lies.
    var start: Int {
      // Some writers put 0 for “no dictionary”.
      if let dictionaryOffset, dictionaryOffset > 0 { return min(dictionaryOffset, dataOffset) }
      return dataOffset
    }
  }

  struct RowGroup {
    var chunks: [Chunk] = []
    var rowCount = 0
  }

  private(set) var leaves: [Leaf] = []
  private(set) var rowGroups: [RowGroup] = []

  private struct Element {
    var type: Int?
    var repetition = 0
    var name = ""
    var childCount = 0
  }

  init(_ bytes: UnsafeRawBufferPointer) throws(FormatFault) {
    var reader = ThriftReader(bytes)
    var elements: [Element] = []
    var groups: [RowGroup] = []
    var rowCount = -1
    var isEncrypted = false
    try reader.readStruct { (reader, field, kind) throws(FormatFault) in
      switch (field, kind) {
      case (2, .list):
        try reader.readList { (reader, kind) throws(FormatFault) in
          elements.append(try Self.element(&reader, kind))
        }
      case (4, .list):
        try reader.readList { (reader, kind) throws(FormatFault) in
          groups.append(try Self.rowGroup(&reader, kind))
        }
      case (3, _): rowCount = try reader.readSize(kind)
      case (8, _):
        isEncrypted = true
        return false
      default: return false
      }
      return true
    }
    guard !isEncrypted else {
      throw FormatFault(reason: "is encrypted Parquet", isUnsupported: true)
    }
    var index = 1
    guard let root = elements.first else { throw FormatFault(reason: "the schema is empty") }
    var pending = [
      (children: root.childCount, prefix: Leaf(name: "", fullName: "", isByteArray: false))
    ]
    while let parent = pending.popLast() {
      guard parent.children > 0 else { continue }
      guard index < elements.count, pending.count < 64 else {
        throw FormatFault(reason: "the schema is broken")
      }
      pending.append((parent.children - 1, parent.prefix))
      let element = elements[index]
      index += 1
      let leaf = parent.prefix.appending(element.name, repetition: element.repetition)
      if let type = element.type, element.childCount == 0 {
        var leaf = leaf
        leaf.isByteArray = type == 6
        guard leaf.maxDefinition < 256 else { throw FormatFault(reason: "the schema is too deep") }
        leaves.append(leaf)
      } else {
        pending.append((element.childCount, leaf))
      }
    }
    guard groups.allSatisfy({ $0.chunks.count == leaves.count }) else {
      throw FormatFault(reason: "a row group has another number of columns than the schema")
    }
    // The footer has no checksum of its own; this is what tells that a row group has been lost.
    guard groups.reduce(0, { $0 &+ $1.rowCount }) == rowCount else {
      throw FormatFault(reason: "the row groups have another number of rows than the file")
    }
    rowGroups = groups
  }

  private static func element(
    _ reader: inout ThriftReader, _ kind: ThriftReader.Kind
  ) throws(FormatFault) -> Element {
    try requireStruct(kind)
    var element = Element()
    try reader.readStruct { (reader, field, kind) throws(FormatFault) in
      switch field {
      case 1: element.type = try reader.readSize(kind)
      case 3: element.repetition = try reader.readSize(kind)
      case 4: element.name = try reader.readString(kind)
      case 5: element.childCount = try reader.readSize(kind)
      default: return false
      }
      return true
    }
    return element
  }

  private static func rowGroup(
    _ reader: inout ThriftReader, _ kind: ThriftReader.Kind
  ) throws(FormatFault) -> RowGroup {
    try requireStruct(kind)
    var group = RowGroup()
    try reader.readStruct { (reader, field, kind) throws(FormatFault) in
      switch (field, kind) {
      case (1, .list):
        try reader.readList { (reader, kind) throws(FormatFault) in
          group.chunks.append(try Self.chunk(&reader, kind))
        }
      case (3, _): group.rowCount = try reader.readSize(kind)
      default: return false
      }
      return true
    }
    return group
  }

  private static func chunk(
    _ reader: inout ThriftReader, _ kind: ThriftReader.Kind
  ) throws(FormatFault) -> Chunk {
    try requireStruct(kind)
    var chunk = Chunk()
    try reader.readStruct { (reader, field, kind) throws(FormatFault) in
      switch (field, kind) {
      case (1, .binary): chunk.isElsewhere = try !reader.readString(kind).isEmpty
      case (3, .structure):
        try reader.readStruct { (reader, field, kind) throws(FormatFault) in
          switch field {
          case 1: chunk.type = try reader.readSize(kind)
          case 4: chunk.codec = try reader.readSize(kind)
          case 5: chunk.valueCount = try reader.readSize(kind)
          case 7: chunk.compressedSize = try reader.readSize(kind)
          case 9: chunk.dataOffset = try reader.readSize(kind)
          case 11: chunk.dictionaryOffset = try reader.readSize(kind)
          default: return false
          }
          return true
        }
      case (8, _):
        chunk.isEncrypted = true
        return false
      default: return false
      }
      return true
    }
    return chunk
  }

  private static func requireStruct(_ kind: ThriftReader.Kind) throws(FormatFault) {
    guard kind == .structure else { throw FormatFault(reason: "the metadata are broken") }
  }
}

extension ParquetMetadata.Leaf {
  /// The names that writers give to the two inner levels of a list.
  private static let listNames: Set<String> = ["list", "element", "item", "array", "bag"]

  fileprivate func appending(_ part: String, repetition: Int) -> Self {
    var leaf = self
    leaf.fullName = fullName.isEmpty ? part : fullName + "." + part
    if fullName.isEmpty || !Self.listNames.contains(part) {
      leaf.name = name.isEmpty ? part : name + "." + part
    }
    if repetition != 0 { leaf.maxDefinition += 1 }
    if repetition == 2 {
      leaf.maxRepetition += 1
      leaf.elementDefinition = leaf.maxDefinition
    }
    return leaf
  }
}
