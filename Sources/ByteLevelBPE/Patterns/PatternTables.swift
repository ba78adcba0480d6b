/// The memory that the matcher's loops read, in one place and without reference counting.
///
/// The pointers live as long as this object; nothing is written to them after `init`.
final class PatternTables: @unchecked Sendable {
  /// `AutomatonTable.entries`.
  let entries: UnsafePointer<UInt32>
  /// The column of every byte: 0 where it is not ASCII.
  let byteColumns: UnsafePointer<UInt8>
  /// Of `ScalarClasses`: a scalar's block, and the columns of the blocks.
  let blocks: UnsafePointer<UInt16>
  let columns: UnsafePointer<UInt8>

  init(_ table: AutomatonTable, _ classes: ScalarClasses) {
    entries = Self.copy(table.entries)
    byteColumns = Self.copy(
      (0..<256).map { $0 < 0x80 ? classes.column(of: UInt32($0)) : 0 })
    blocks = Self.copy(classes.blocks)
    columns = Self.copy(classes.columns)
  }

  deinit {
    entries.deallocate()
    byteColumns.deallocate()
    blocks.deallocate()
    columns.deallocate()
  }

  private static func copy<Element>(_ elements: [Element]) -> UnsafePointer<Element> {
    let buffer = UnsafeMutableBufferPointer<Element>.allocate(capacity: max(1, elements.count))
    _ = buffer.initialize(from: elements)
    return UnsafePointer(buffer.baseAddress.unsafelyUnwrapped)
  }

  /// The column of a scalar: its class + 1.
  @inline(__always)
  func column(of scalar: UInt32) -> Int {
    Int(columns[Int(blocks[Int(scalar >> 6)]) << 6 | Int(scalar & 63)])
  }
}
