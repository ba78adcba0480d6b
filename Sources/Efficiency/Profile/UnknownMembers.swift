import JSONText

/// What later versions may write that this one does not know, at any depth.
extension JSONValue {
  /// The members that `known` lacks, within the objects and arrays that lead to them; `nil` if it
  /// lacks none. In an array `null` stands for an element that has none.
  ///
  /// - Complexity: O(members).
  func members(unknownTo known: JSONValue) -> JSONValue? {
    switch (self, known) {
    case (.object(let members), .object):
      let unknown = members.compactMap { member -> Member? in
        guard let other = known[member.key] else { return member }
        return member.value.members(unknownTo: other).map { Member(member.key, $0) }
      }
      return unknown.isEmpty ? nil : .object(unknown)
    case (.array(let elements), .array(let others)) where elements.count == others.count:
      let unknown = zip(elements, others).map { element, other in
        // An array in another order than it is written in here would have them change hands.
        element.names(other) ? element.members(unknownTo: other) ?? .null : .null
      }
      return unknown.contains { $0 != .null } ? .array(unknown) : nil
    default: return nil
    }
  }

  /// Puts in what ``members(unknownTo:)`` has found; what has no place any more is left out.
  func adding(unknown: JSONValue) -> JSONValue {
    switch (self, unknown) {
    case (.object(var members), .object(let additions)):
      for addition in additions {
        if let place = members.firstIndex(where: { $0.key.utf8.elementsEqual(addition.key.utf8) }) {
          members[place].value = members[place].value.adding(unknown: addition.value)
        } else {
          members.append(addition)
        }
      }
      return .object(members)
    case (.array(let elements), .array(let additions)) where elements.count == additions.count:
      return .array(zip(elements, additions).map { $0.adding(unknown: $1) })
    default: return self
    }
  }

  /// Whether the texts that both objects have, such as names, are the same.
  private func names(_ other: JSONValue) -> Bool {
    guard case .object(let members) = self else { return false }
    return members.allSatisfy { member in
      guard case .string = member.value, let same = other[member.key] else { return true }
      return member.value == same
    }
  }
}
