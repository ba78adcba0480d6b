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

  /// Creates a table of `count` elements, all `initial`, and lets `fill` write it.
  package init<Failure: Error>(
    repeating initial: Element, count: Int,
    fill: (UnsafeMutableBufferPointer<Element>) throws(Failure) -> Void
  ) throws(Failure) {
    // 64 bytes: one cache line, so that a bucket of a hash table never straddles two.
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: Swift.max(count, 1) * MemoryLayout<Element>.stride, alignment: 64)
    let memory = raw.bindMemory(to: Element.self, capacity: Swift.max(count, 1))
    memory.initialize(repeating: initial, count: count)
    base = UnsafePointer(memory)
    self.count = count
    try fill(UnsafeMutableBufferPointer(start: memory, count: count))
  }

  package init(_ elements: [Element]) {
    count = elements.count
    // An empty table has an address and no element that could be read.
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: Swift.max(count, 1) * MemoryLayout<Element>.stride, alignment: 64)
    let memory = raw.bindMemory(to: Element.self, capacity: Swift.max(count, 1))
    elements.withUnsafeBufferPointer { elements in
      guard let first = elements.baseAddress else { return }
      memory.initialize(from: first, count: elements.count)
    }
    base = UnsafePointer(memory)
  }

  deinit { UnsafeMutableRawPointer(mutating: base).deallocate() }

  package subscript(index: Int) -> Element {
    precondition(index >= 0 && index < count)
    return base[index]
  }
}
