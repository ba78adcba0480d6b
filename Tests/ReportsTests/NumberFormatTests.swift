import Foundation
import Testing

@testable import Reports

@Suite struct NumberFormatTests {
  @Test(
    arguments: [
      (NumberFormat.decimals(0), 1_234_567.0, "1,234,567"), (.decimals(2), 2.675, "2.67"),
      (.decimals(2), 0.125, "0.12"), (.decimals(2), 0.375, "0.38"), (.decimals(0), 0.5, "0"),
      (.decimals(0), 1.5, "2"), (.decimals(1), 0.05, "0.1"), (.decimals(3), 0, "0.000"),
      (.decimals(1), -0.01, "0.0"), (.decimals(1), -0.06, "-0.1"), (.decimals(0), 999.5, "1,000"),
      (.decimals(1), 1e22, "10,000,000,000,000,000,000,000.0"),
      (.significant(3), 4.1, "4.10"), (.significant(3), 0.00123456, "0.00123"),
      (.significant(3), 123_456, "123,456"), (.significant(3), 9.999, "10.0"),
      (.significant(3), 0, "0"), (.significant(3), 1.5e-9, "1.50e-9"),
      (.significant(3), 1.234e20, "1.23e20"), (.significant(2), 99.96, "100"),
      (.percent(decimals: 1), 0.1234, "12.3%"), (.percent(decimals: 0), 1, "100%"),
      (.count(significant: 3), 1.5e13, "15T"), (.count(significant: 3), 1.499e13, "15.0T"),
      (.count(significant: 3), 1.234e12, "1.23T"), (.count(significant: 3), 999_950, "1.00M"),
      (.count(significant: 3), 7, "7"), (.count(significant: 3), 1.234, "1.23"),
      (.count(significant: 3), 1e15, "1e15"), (.count(significant: 3), 1.2345e18, "1.23e18"),
      (.count(significant: 3), 999.7e12, "1.00e15"), (.count(significant: 2), 123_000, "123K"),
      (.bytes(significant: 3), 3.2e12, "3.2TB"), (.bytes(significant: 3), 512, "512B"),
      (.bytes(significant: 3), 1023, "1.02kB"), (.bytes(significant: 3), -5e6, "-5MB"),
      (.bytes(significant: 3), 2.5e21, "2.5e21B"),
      (.plain, 4, "4"), (.plain, 0.1, "0.1"), (.plain, .infinity, "∞"), (.plain, .nan, "NaN"),
      (.duration, 0, "0 s"), (.duration, 45.6, "45.6 s"), (.duration, 0.0123, "12.3 ms"),
      (.duration, 59.97, "1 min"), (.duration, 725, "12 min 5 s"), (.duration, 3599.7, "1 h"),
      (.duration, 12_000, "3 h 20 min"), (.duration, 86_399, "1.00 days"),
      (.duration, 86_400, "1 day"), (.duration, 45.6 * 86_400, "45.6 days"),
      (.duration, 86_400 * 999.4, "999 days"), (.duration, 86_400 * 1000, "2.74 years"),
      (.duration, 2e-7, "200 ns"), (.duration, -90, "-1 min 30 s"),
    ] as [(NumberFormat, Double, String)])
  func `numbers are written`(format: NumberFormat, value: Double, text: String) {
    #expect(format.text(of: value) == text)
  }

  @Test func `whole numbers keep every digit`() {
    #expect(NumberFormat.decimals(0).text(of: UInt64.max) == "18,446,744,073,709,551,615")
    #expect(NumberFormat.decimals(0).text(of: Int64.min) == "-9,223,372,036,854,775,808")
    #expect(NumberFormat.plain.text(of: Int128.max) == "\(Int128.max)")
    #expect(
      NumberFormat.bytes(significant: 3).text(of: 10_000_000_000_000_000_000 as UInt64) == "10EB")
    #expect(NumberFormat.count(significant: 3).text(of: 0) == "0")
  }

  @Test func `fixed decimals agree with the C library on any double`() {
    var random = SplitMix64(seed: 6)
    for _ in 0..<4000 {
      let value = Double(bitPattern: random.next())
      guard value.isFinite, value.magnitude < 1e25 else { continue }
      for places in [0, 2, 7] {
        let expected = String(format: "%.\(places)f", value)
        let text = NumberFormat.decimals(places).text(of: value).replacing(",", with: "")
        #expect(text == expected || "-" + text == expected)
      }
    }
    for _ in 0..<2000 {
      // Ties and near ties, where rounding goes wrong.
      let nudge: Double = random.next() % 2 == 0 ? 0 : 1e-12
      let value = Double(random.next() % 100_000) / 8 + nudge
      let expected = String(format: "%.2f", value)
      #expect(NumberFormat.decimals(2).text(of: value).replacing(",", with: "") == expected)
    }
  }

  @Test func `extreme doubles have their exact digits`() {
    let tiny = DecimalDigits(exactly: .leastNonzeroMagnitude)
    #expect(tiny.digits.count == 751)
    #expect(tiny.pointPosition == -323)
    #expect(tiny.rounded(toSignificant: 3).exponentText() == "4.94e-324")
    let huge = DecimalDigits(exactly: .greatestFiniteMagnitude)
    #expect(huge.digits.count == 309)
    #expect(huge.rounded(toSignificant: 5).exponentText() == "1.7977e308")
    #expect(NumberFormat.significant(4).text(of: Double.leastNormalMagnitude) == "2.225e-308")
  }
}

/// A generator of the same numbers every time.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
