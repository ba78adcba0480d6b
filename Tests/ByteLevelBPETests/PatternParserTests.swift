import ByteLevelBPE
import TestSupport
import Testing

/// What is refused, by name and position.
struct PatternParserTests {
  private func refusal(of source: String, _ dialect: PatternDialect) -> PatternError? {
    do {
      _ = try Pattern(source, dialect: dialect)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    (#"(a)\1"#, 3), (#"(?<n>a)\k<n>"#, 7), (#"a\X"#, 1), (#"a\R"#, 1), (#"\G."#, 0),
    (#"ab(?<=ab)c"#, 2), (#"(?(1)a|b)"#, 0), (#"a(?~b)"#, 1), (#"\g<1>"#, 0), (#"a\Kb"#, 1),
    (#"(?:a+b|a)*+"#, 9), (#"b(?>a+b|a)"#, 1), (#"\p{Klingon}"#, 0), (#"(?i)ss"#, 4),
    (#"(?i)xß"#, 5),
    (#"(?i)[ß]"#, 4), (#"a{3,2}"#, 1), (#"(?W)\w"#, 2), (#"(*FAIL)"#, 0),
  ])
  func unsupportedConstructsAreNamed(_ source: String, _ position: Int) throws {
    let error = try #require(refusal(of: source, .oniguruma))
    #expect(error.position == position)
    guard case .unsupported = error.reason else {
      Issue.record("\(error)")
      return
    }
  }

  @Test(arguments: [
    ("a(b", 1), ("a)b", 1), ("[a", 0), ("a[[b]", 1), ("*a", 0), ("a|+", 2), ("[z-a]", 1),
    ("[a-\\d]", 1), ("\\", 0), ("\\x{110000}", 0), ("\\uD800", 0), ("\\p{L", 0), ("[[:foo:]]", 1),
    ("{2}", 0), ("(?=a)*", 5),
  ])
  func malformedPatternsAreRefused(_ source: String, _ position: Int) throws {
    for dialect in [PatternDialect.oniguruma, .fancyRegex] {
      let error = try #require(refusal(of: source, dialect))
      #expect(error.position == position)
      guard case .malformed = error.reason else {
        Issue.record("\(error)")
        return
      }
    }
  }

  @Test(arguments: ["a**", "a{2}{3}", #"\q"#, "[a--b]", "[a~~b]", "(?U)a", "(?'n'a)", #"\012"#])
  func fancyRegexRefuses(_ source: String) {
    #expect(refusal(of: source, .fancyRegex) != nil)
  }

  /// Patterns that would take much time or memory are refused soon.
  @Test(arguments: [
    "(?:(?:a{1000}){1000}){1000}", "(?:(?:(?:){1000}){1000}){1000}", "a{1001}",
    "(?:a|b)*a(?:a|b){20}", String(repeating: "(", count: 10_000),
    String(repeating: "[", count: 10_000), String(repeating: "(?:a?)*", count: 20_000),
    String(repeating: "(?:a?", count: 90) + String(repeating: ")*", count: 90),
    (0..<400).map { String(UnicodeScalarText.letter($0)) }.joined(separator: "|"),
    "(?=aa)(?=ab)(?=ac)(?=ad)a",
  ])
  func hostilePatternsAreRefused(_ source: String) throws {
    let start = ContinuousClock.now
    let error = try #require(refusal(of: source, .oniguruma))
    #expect(start.duration(to: .now) < .seconds(20 * Sanitizer.patience))
    guard case .tooLarge = error.reason else {
      if case .malformed = error.reason { return }
      Issue.record("\(error)")
      return
    }
  }

  @Test func errorsAreReadable() throws {
    #expect(
      refusal(of: #"a\1"#, .oniguruma)?.description
        == "a back-reference is not supported in patterns (at character 2 of the pattern)")
  }
}

private enum UnicodeScalarText {
  static func letter(_ index: Int) -> Unicode.Scalar {
    Unicode.Scalar(UInt32(0x4E00 + index)) ?? " "
  }
}
