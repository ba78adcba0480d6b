import Testing

@testable import TrainingCost

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0.000_123_4, "1.23e-4"), (0.099_995_1, "0.100"), (1, "1"), (9.996, "10.0"), (6, "6"),
    (-6, "-6"), (123_456, "123000"), (2_664_000, "2660000"), (4.813e24, "4.81e24"),
    (999_999_999, "1.00e9"), (0, "0"), (.infinity, "inf"),
  ])
  func significantDigits(value: Double, text: String) {
    #expect(NumberText.significant(value) == text)
  }

  @Test func moreDigitsAndPercentages() {
    #expect(NumberText.significant(4096, digits: 6) == "4096")
    #expect(NumberText.significant(989.4, digits: 4) == "989.4")
    #expect(NumberText.percent(0.3906) == "39.1 %")
  }
}
