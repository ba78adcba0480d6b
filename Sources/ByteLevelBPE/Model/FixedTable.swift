/// An immutable table at a fixed address.
///
/// Lookups in vocabulary, merge and class tables are the innermost loops of the program. An
/// `Array` costs a bounds check and, reached through a class, a retain on each; this table is
/// filled once, before it is shared, and read through its address from then on. Whoever keeps a
/// `base` keeps the table alive as long.
package final class FixedTable<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  // Unchecked because of the pointer; nothing writes through it after `init` has returned.
  package let base: UnsafePointer<Element>
  package let count: Int
  private let memory: TableMemory

  /// Creates a table of `count` elements, all `initial`, and lets `fill` write it.
  package convenience init<Failure: Error>(
    repeating initial: Element, count: Int,
    fill: (UnsafeMutableBufferPointer<Element>) throws(Failure) -> Void
  ) throws(Failure) {
    let draft = TableDraft(repeating: initial, count: count)
    try fill(draft.elements)
    self.init(draft)
  }

  /// Creates a table of what was written into `draft`, where it stands.
  init(_ draft: consuming TableDraft<Element>) {
    base = UnsafePointer(draft.base)
    count = draft.elements.count
    memory = draft.memory
  }

  /// Creates a table of `elements`, behind which `spare` more, of zero bytes, may be read.
  package init(_ elements: UnsafeBufferPointer<Element>, spare: Int = 0) {
    // An empty table has an address and no element that could be read.
    count = elements.count
    memory = TableMemory(byteCount: (count + spare) * MemoryLayout<Element>.stride)
    let copies = memory.base.bindMemory(to: Element.self, capacity: count)
    if let first = elements.baseAddress { copies.initialize(from: first, count: count) }
    base = UnsafePointer(copies)
  }

  /// Creates a table of the elements of `lists`, one list behind the other.
  package init(joining lists: [[Element]]) {
    count = lists.reduce(0) { $0 + $1.count }
    memory = TableMemory(byteCount: count * MemoryLayout<Element>.stride)
    let copies = memory.base.bindMemory(to: Element.self, capacity: count)
    var filled = 0
    for list in lists {
      let rest = UnsafeMutableBufferPointer(start: copies + filled, count: list.count)
      _ = rest.initialize(from: list)
      filled += list.count
    }
    base = UnsafePointer(copies)
  }

  /// Creates a table of `elements`.
  package init(_ elements: [Element]) {
    count = elements.count
    memory = TableMemory(byteCount: count * MemoryLayout<Element>.stride)
    let copies = memory.base.bindMemory(to: Element.self, capacity: count)
    _ = UnsafeMutableBufferPointer(start: copies, count: count).initialize(from: elements)
    base = UnsafePointer(copies)
  }

  /// The elements. Valid as long as the table is.
  package var elements: UnsafeBufferPointer<Element> {
    UnsafeBufferPointer(start: base, count: count)
  }

  package subscript(index: Int) -> Element {
    precondition(index >= 0 && index < count)
    return base[index]
  }
}
