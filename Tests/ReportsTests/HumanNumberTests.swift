import Testing

@testable import Reports

@Suite struct HumanNumberTests {
  @Test(
    arguments: [
      ("3.2TB", 3_200_000_000_000), ("64MB", 64_000_000), ("10GiB", 10_737_418_240), ("512", 512),
      ("512B", 512), ("7B", 7), ("64 MB", 64_000_000), (" 1kB ", 1000), ("1KB", 1000),
      ("10gb", 10_000_000_000), ("1.5kib", 1536), ("3.2T", 3_200_000_000_000), ("1e3", 1000),
      ("1.5e3kB", 1_500_000), ("1E", 1_000_000_000_000_000_000), ("2_000_000", 2_000_000),
      ("0", 0), ("0.000TB", 0), ("18446744073709551615", UInt64.max), ("15EiB", 15 << 60),
      ("1.1GiB", 1_181_116_006), ("0.5Ki", 512), ("1e-3kB", 1), ("+5", 5), ("00012", 12),
      ("0.0005kB", 1), ("0.0004kB", 0), ("1.0", 1), (".5kB", 500), ("5.kB", 5000),
      ("1e-400GB", 0),
    ] as [(String, UInt64)])
  func `sizes are read`(text: String, bytes: UInt64) throws {
    #expect(try HumanNumber.bytes(text) == bytes)
  }

  @Test(
    arguments: [
      ("15T", 15_000_000_000_000), ("7B", 7_000_000_000), ("7b", 7_000_000_000),
      ("1.5e12", 1_500_000_000_000), ("2_000_000", 2_000_000), ("7.6158B", 7_615_800_000),
      ("405G", 405_000_000_000), ("12k", 12_000), ("1.5M", 1_500_000), ("1e0", 1),
      ("18446744.073709551615T", UInt64.max),
    ] as [(String, UInt64)])
  func `counts are read`(text: String, count: UInt64) throws {
    #expect(try HumanNumber.count(text) == count)
  }

  @Test(arguments: [
    ("1%", 0.01), ("0.01", 0.01), ("100 %", 1), ("0", 0), ("1", 1), ("33.3%", 0.333),
  ])
  func `shares are read`(text: String, share: Double) throws {
    #expect(try HumanNumber.fraction(text) == share)
  }

  @Test(arguments: [("3.1e24", 3.1e24), ("989T", 989e12), ("0.45", 0.45), ("1_0.5K", 10_500)])
  func `numbers are read`(text: String, number: Double) throws {
    #expect(try HumanNumber.number(text) == number)
  }

  @Test(
    arguments: [
      ("", HumanNumberError.Code.empty), ("  ", .empty), ("-1", .negative), ("abc", .malformed),
      ("1,5", .malformed), ("1__0", .malformed), ("_1", .malformed), ("1_", .malformed),
      ("1.2.3", .malformed), (".", .malformed), ("3 XB", .unknownUnit),
      ("64Mb", .ambiguousUnit), ("1.5", .notWhole), ("0.1", .notWhole), ("1.5B", .notWhole),
      ("18446744073709551616", .tooLarge), ("20EB", .tooLarge), ("1e400", .tooLarge),
      ("1e99999999999999999999", .tooLarge), ("16EiB", .tooLarge), ("3\u{1b}[2J", .unknownUnit),
      ("1.234567890123456789012TB", .tooManyDigits), ("٣", .malformed), ("1%", .unknownUnit),
    ] as [(String, HumanNumberError.Code)])
  func `what is no size is refused for the right reason`(
    text: String, code: HumanNumberError.Code
  ) {
    #expect { try HumanNumber.bytes(text) } throws: { ($0 as? HumanNumberError)?.code == code }
  }

  @Test func `refusals say what is wrong and what is allowed`() {
    #expect(
      message { try HumanNumber.bytes("64Mb") }
        == "“64Mb”: “Mb” may be read as bits; write a size such as 512, 64MB, 3.2TB or 10GiB")
    #expect(
      message { try HumanNumber.count("10GiB") }
        == "“10GiB”: “GiB” is no unit of a count; write a count such as 2_000_000, 1.5e12, 7B or 15T"
    )
    #expect(
      message { try HumanNumber.count("1.5") }
        == "“1.5”: a count is a whole number; write a count such as 2_000_000, 1.5e12, 7B or 15T")
    #expect(
      message { try HumanNumber.fraction("50") }
        == "“50”: a share is at most 1; write a share such as 0.01 or 1%")
    #expect(message { try HumanNumber.bytes("3\u{1b}[2J") }.contains(#"“3\u{1b}[2J”"#))
  }

  private func message(_ body: () throws -> some Any) -> String {
    do { return "no error: \(try body())" } catch { return "\(error)" }
  }

  @Test func `a formatted number reads back within its digits`() throws {
    var random = SplitMix64(seed: 8)
    for _ in 0..<3000 {
      // Below 10^19, for rounding up must not leave 64 bits.
      let value = random.next() % 9_000_000_000_000_000_000 >> (random.next() % 63)
      for digits in [1, 3, 6] {
        let size = NumberFormat.bytes(significant: digits).text(of: value)
        let count = NumberFormat.count(significant: digits).text(of: value)
        let tolerance = 0.500001 * power(10, 1 - digits) * Double(value)
        for read in [try HumanNumber.bytes(size), try HumanNumber.count(count)] {
          #expect(
            (Double(read) - Double(value)).magnitude <= max(tolerance, 0.5), "\(size) \(count)")
        }
      }
      #expect(try HumanNumber.bytes(NumberFormat.bytes(significant: 20).text(of: value)) == value)
      #expect(try HumanNumber.count(NumberFormat.count(significant: 20).text(of: value)) == value)
      #expect(try HumanNumber.count(NumberFormat.plain.text(of: value)) == value)
      let number = Double(bitPattern: random.next()).magnitude
      if number.isFinite {
        #expect(try HumanNumber.number("\(number)") == number)
      }
    }
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent.magnitude).reduce(1) { product, _ in
      exponent < 0 ? product / base : product * base
    }
  }
}
