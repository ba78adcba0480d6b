/// What a scalar is to the patterns that have a ``BoundaryKernel``.
enum KernelClass {
  /// None of the following: punctuation, symbols, controls, unassigned.
  static let other: UInt8 = 0
  /// A lower-case letter (Ll).
  static let lower: UInt8 = 1
  /// An upper- or title-case letter (Lu, Lt).
  static let upper: UInt8 = 2
  /// A letter without case (Lm, Lo).
  static let caseless: UInt8 = 3
  /// A combining mark (M).
  static let mark: UInt8 = 4
  /// A number (N).
  static let number: UInt8 = 5
  /// U+0020.
  static let space: UInt8 = 6
  /// CR or LF.
  static let newline: UInt8 = 7
  /// Other white space.
  static let blank: UInt8 = 8
  /// U+0027, which begins contractions.
  static let apostrophe: UInt8 = 9
  /// U+002F, which o200k lets follow line breaks.
  static let slash: UInt8 = 10

  /// The class of every scalar, by its value. A megabyte, of which a text touches the pages of
  /// its own scripts; one load a scalar, where a two-stage table takes two in sequence.
  static let table: FixedTable<UInt8> = FixedTable(repeating: other, count: 0x110000) { table in
    func fill(_ property: String, _ value: UInt8) {
      guard let set = UnicodeProperty.scalars(named: property) else { return }
      for range in set.ranges {
        for scalar in range.first...range.last { table[Int(scalar)] = value }
      }
    }
    fill("Ll", lower)
    fill("Lu", upper)
    fill("Lt", upper)
    fill("Lm", caseless)
    fill("Lo", caseless)
    fill("M", mark)
    fill("N", number)
    fill("White_Space", blank)
    table[0x20] = space
    table[0x0A] = newline
    table[0x0D] = newline
    table[0x27] = apostrophe
    table[0x2F] = slash
  }
}
