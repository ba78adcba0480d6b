/// Scalars as the parts of `tokenizers` see them, each with its own version of Unicode.
package enum ReferenceScalars {
  /// What `Digits` isolates.
  package static let numeric = set(ReferenceTables.numeric)
  /// What `Punctuation` isolates.
  package static let punctuation = set(ReferenceTables.punctuation)
  /// Word characters.
  package static let word = set(ReferenceTables.word)
  /// White space.
  package static let whiteSpace = set(ReferenceTables.whiteSpace)
  /// What `StripAccents` removes.
  package static let accents = set(ReferenceTables.accents)
  /// The scalars that existed in Unicode 9.0, the version of the normalization forms.
  package static let unicode9 = set(ReferenceTables.unicode9)

  private static func set(_ table: StaticString) -> ScalarSet {
    var reader = UnicodeTableReader(table)
    return reader.scalarSet()
  }

  /// The lower-case form of a scalar, one or two scalars, or `nil` when it is its own.
  package static func lowercase(_ scalar: UInt32) -> (UInt32, UInt32?)? {
    // The one mapping to two: capital I with dot above.
    if scalar == 0x130 { return (0x69, 0x307) }
    guard let index = index(of: scalar, in: lowercaseMappings, by: { $0.scalar }),
      lowercaseMappings[index].scalar == scalar
    else { return nil }
    return (lowercaseMappings[index].lower, nil)
  }

  private static let lowercaseMappings: [(scalar: UInt32, lower: UInt32)] = {
    var reader = UnicodeTableReader(ReferenceTables.lowercase)
    var mappings: [(scalar: UInt32, lower: UInt32)] = []
    var scalar: UInt32 = 0
    while let distance = reader.next(), let difference = reader.nextSigned() {
      scalar += distance
      mappings.append((scalar, UInt32(Int32(scalar) + difference)))
    }
    return mappings
  }()

  /// Whether a scalar has another lower-case form, by scalar.
  package static let lowercaseFlags = ScalarTable { table in
    table[0x130] = 1
    for mapping in lowercaseMappings { table[Int(mapping.scalar)] = 1 }
  }

  /// Whether `StripAccents` removes a scalar, by scalar.
  package static let accentFlags = ScalarTable { table in
    for range in accents.ranges where range.last < ScalarTable.limit {
      for scalar in range.first...range.last { table[Int(scalar)] = 1 }
    }
  }

  /// The number of a scalar's script in `UnicodeScripts`; `nil` for one, such as the space, that
  /// belongs to the script before it.
  package static func script(_ scalar: UInt32) -> UInt32? {
    guard let index = index(of: scalar, in: scripts, by: { $0.first }),
      scalar <= scripts[index].last
    else { return nil }
    return scripts[index].script
  }

  private static let scripts: [(first: UInt32, last: UInt32, script: UInt32)] = {
    var reader = UnicodeTableReader(ReferenceTables.scripts)
    var ranges: [(first: UInt32, last: UInt32, script: UInt32)] = []
    var end: UInt32 = 0
    while let distance = reader.next(), let length = reader.next(), let script = reader.next() {
      let first = end + distance
      end = first + length
      ranges.append((first, end - 1, script))
    }
    return ranges
  }()

  /// The last element whose key is not greater than `scalar`.
  private static func index<Element>(
    of scalar: UInt32, in table: [Element], by key: (Element) -> UInt32
  ) -> Int? {
    var low = 0
    var high = table.count
    while low < high {
      let middle = (low + high) / 2
      if key(table[middle]) <= scalar { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : low - 1
  }
}

/// A byte for each scalar below U+30000: answers at the speed of the text.
package struct ScalarTable: Sendable {
  package static let limit: UInt32 = 0x30000
  package let values: FixedTable<UInt8>

  package init(_ fill: (UnsafeMutableBufferPointer<UInt8>) -> Void) {
    values = FixedTable(repeating: 0, count: Int(Self.limit), fill: fill)
  }

  /// The quick check (UAX #15, section 9) of a Unicode normalization form at Unicode 9.0: 0 for a
  /// starter that nothing changes, the combining class of a mark that stays as it is, and
  /// `mayChange` for the rest.
  package static func quickCheck(of form: NormalizationForm) -> ScalarTable {
    ScalarTable { table in
      var reader = UnicodeTableReader(form.table)
      var end: UInt32 = 0
      while let distance = reader.next(), let length = reader.next(), let value = reader.next() {
        let first = end + distance
        end = first + length
        guard end <= limit else { break }
        for scalar in first..<end { table[Int(scalar)] = UInt8(value) }
      }
    }
  }

  /// What the quick check says of a scalar that may change.
  package static let mayChange: UInt8 = 255
}

/// The Unicode normalization forms (UAX #15).
package enum NormalizationForm: String, Sendable, CaseIterable {
  case nfc = "NFC"
  case nfd = "NFD"
  case nfkc = "NFKC"
  case nfkd = "NFKD"

  fileprivate var table: StaticString {
    switch self {
    case .nfc: ReferenceTables.nfc
    case .nfd: ReferenceTables.nfd
    case .nfkc: ReferenceTables.nfkc
    case .nfkd: ReferenceTables.nfkd
    }
  }
}
