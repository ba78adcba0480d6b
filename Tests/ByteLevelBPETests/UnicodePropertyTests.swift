import ByteLevelBPE
import Testing

/// The tables are Unicode 16.0's, as both reference engines use.
struct UnicodePropertyTests {
  private func set(_ name: String) throws -> ScalarSet {
    try #require(UnicodeProperty.scalars(named: name))
  }

  /// Counts of the reference engines, found by matching every scalar.
  @Test(arguments: [
    ("L", 141_028), ("N", 1911), ("P", 855), ("S", 8514), ("Nd", 760), ("Z", 19), ("C", 957_236),
    ("Cn", 819_533), ("LC", 4147), ("Han", 99_030), ("Hangul", 11_739), ("White_Space", 25),
    ("Alphabetic", 142_759), ("Emoji", 1431), ("Any", 1_112_064), ("Assigned", 292_531),
    ("Cs", 0), ("Uppercase", 1978), ("Lowercase", 2569),
  ])
  func counts(_ name: String, _ count: Int) throws {
    #expect(try set(name).count == count)
  }

  @Test func lettersAreOfVersion16() throws {
    let letters = try set("L")
    for scalar: UInt32 in [0x1C89, 0xA7CB, 0x105C0] { #expect(letters.contains(scalar)) }
    for scalar: UInt32 in [0xA7CE, 0x323B0, 0x16EA0, 0x10940] {
      #expect(!letters.contains(scalar))
    }
    #expect(UnicodeProperty.version == "16.0.0")
  }

  @Test func whiteSpaceLeavesOutFormatCharacters() throws {
    let space = try set("White_Space")
    for scalar: UInt32 in [0x1C, 0x1F, 0x180E, 0x200B, 0xFEFF] { #expect(!space.contains(scalar)) }
    for scalar: UInt32 in [0x09, 0x0B, 0x85, 0xA0, 0x2028, 0x3000] {
      #expect(space.contains(scalar))
    }
  }

  @Test(arguments: [
    ("lu", "Uppercase_Letter"), ("Han", "Script=Hani"), ("IsHan", "han"), ("sc=Grek", "Greek"),
    ("gc=Nd", "Decimal Number"), ("White_Space", "whitespace"), ("Punct", "P"),
  ])
  func namesAreOneProperty(_ first: String, _ second: String) throws {
    #expect(try set(first) == set(second))
  }

  @Test func unknownNamesHaveNoScalars() {
    for name in ["", "Q", "Klingon", "Script=L", "gc=Han", "IsNothing"] {
      #expect(UnicodeProperty.scalars(named: name) == nil)
    }
  }

  @Test func generalCategoriesArePartition() throws {
    let majors = try ["L", "M", "N", "P", "S", "Z", "C"].map(set)
    #expect(majors.reduce(0) { $0 + $1.count } == 1_112_064)
    #expect(majors.reduce(ScalarSet.empty) { $0.union($1) } == .all)
  }
}

/// The algebra of sets against membership, scalar by scalar.
struct UnicodeScalarSetTests {
  @Test func operationsAgreeWithMembership() {
    var state: UInt64 = 7
    func random(_ limit: UInt64) -> UInt32 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt32((state >> 33) % limit)
    }
    func randomSet() -> ScalarSet {
      ScalarSet((0..<random(6)).map { _ in
        let first = 0xD7D0 + random(90)
        return first...(first + random(20))
      })
    }
    // The range crosses the surrogates, which belong to no set.
    for _ in 0..<300 {
      let (a, b) = (randomSet(), randomSet())
      for scalar: UInt32 in 0xD7C0...0xD850 {
        let (inA, inB) = (a.contains(scalar), b.contains(scalar))
        let isSurrogate = (0xD800...0xDFFF).contains(scalar)
        #expect(a.union(b).contains(scalar) == (inA || inB))
        #expect(a.intersection(b).contains(scalar) == (inA && inB))
        #expect(a.subtracting(b).contains(scalar) == (inA && !inB))
        #expect(a.complement.contains(scalar) == (!inA && !isSurrogate))
      }
      #expect(a.complement.complement == a)
      #expect(a.count + a.complement.count == 1_112_064)
    }
  }
}
