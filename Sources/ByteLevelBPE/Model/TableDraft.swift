/// A table while it is written, which becomes a ``FixedTable`` where it stands: copying the 8 MB of a
/// pair table was an eighth of the time of making it, most of that for the pages of the copy.
struct TableDraft<Element: BitwiseCopyable & Sendable>: ~Copyable {
  /// The elements. Valid as long as the draft is, and then as long as the table made of it.
  let elements: UnsafeMutableBufferPointer<Element>
  let memory: TableMemory

  /// Creates a draft of `count` elements, all `initial`.
  init(repeating initial: Element, count: Int) {
    memory = TableMemory(byteCount: count * MemoryLayout<Element>.stride)
    let first = memory.base.bindMemory(to: Element.self, capacity: count)
    first.initialize(repeating: initial, count: count)
    elements = UnsafeMutableBufferPointer(start: first, count: count)
  }

  /// The address of the first element.
  var base: UnsafeMutablePointer<Element> { elements.baseAddress.unsafelyUnwrapped }
}
