import Efficiency
import JSONText
import Scripts
import Testing

@testable import Reports

private typealias Fixture = ProfileFixtures

@Suite struct ProfileComparisonTests {
  private let first = Fixture.mixed("first", latin: 250, han: 400)
  private let second = Fixture.mixed("second", latin: 300, han: 200)

  private func comparison(_ script: Script? = nil) -> ProfileComparison {
    ProfileComparison(
      [.init(name: "first", profile: first), .init(name: "second", profile: second)],
      referenceScript: script)
  }

  private func row(_ code: String, _ comparison: ProfileComparison) throws -> ProfileComparison.Row
  {
    try #require(comparison.rows.first { $0.script?.code == code })
  }

  @Test func `the best of each script is set off, and equals share it`() throws {
    let comparison = comparison()
    #expect(try row("Latn", comparison).cells.map { $0?.isBest } == [true, false])
    #expect(try row("Hani", comparison).cells.map { $0?.isBest } == [false, true])
    let same = ProfileComparison([
      .init(name: "a", profile: first), .init(name: "a", profile: first),
    ])
    #expect(same.rows.allSatisfy { $0.cells.allSatisfy { $0?.isBest == true } })
    #expect(same.subjects.map(\.name) == ["a", "a (2)"])
  }

  @Test func `intervals are over files where there is the weight of three`() throws {
    let comparison = comparison()
    #expect(try row("Latn", comparison).cells.map { $0?.interval?.basis } == [.files, .files])
    // Han lies in one file and in a trace in another.
    #expect(try row("Hani", comparison).cells.map { $0?.interval?.basis } == [.units, .units])
    for row in comparison.rows {
      for cell in row.cells {
        let ratio = try #require(cell?.summary.bytesPerToken)
        #expect(cell?.interval?.reciprocal.contains(ratio) == true)
      }
    }
  }

  @Test func `sequence length is of the same text only`() throws {
    let cells = try row("Latn", comparison()).cells.compactMap { $0 }
    #expect(
      cells[1].sequenceLength
        == Double(cells[1].summary.units.tokens) / Double(cells[0].summary.units.tokens))
    let interval = try #require(cells[1].sequenceLengthInterval)
    #expect(interval.basis == .files && interval.range.contains(cells[1].sequenceLength ?? 0))

    let elsewhere = Fixture.mixed("second", latin: 300, han: 200, seed: 8)
    let other = ProfileComparison([
      .init(name: "first", profile: first), .init(name: "second", profile: elsewhere),
    ])
    #expect(other.difference == "first and second were measured on different files")
    #expect(other.rows.allSatisfy { $0.cells.allSatisfy { $0?.sequenceLength == nil } })
    #expect(other.sequenceLengthTable == nil)
    #expect(other.bytesPerTokenTable.footnotes.contains { $0.contains("different files") })
  }

  @Test func `premiums are by character and by byte of the reference script`() throws {
    let comparison = comparison(.latin)
    let latin = try row("Latn", comparison)
    #expect(latin.cells.allSatisfy { $0?.premiumPerCharacter == 1 && $0?.premiumPerByte == 1 })
    let han = try #require(try row("Hani", comparison).cells[0])
    let base = try #require(latin.cells[0]?.summary)
    let expected =
      Double(han.summary.units.tokens) / Double(han.summary.units.characters)
      / (Double(base.units.tokens) / Double(base.units.characters))
    #expect(abs((han.premiumPerCharacter ?? 0) - expected) < 1e-12)
    // Three bytes to a character of Han, one to a character of Latin.
    #expect(abs((han.premiumPerCharacter ?? 0) / (han.premiumPerByte ?? 1) - 3) < 1e-3)
    #expect(
      comparison.premiumTable?.footnotes.first?.contains("not the premium of parallel") == true)
    #expect(self.comparison().premiumTable == nil)
  }

  @Test func `JSON, CSV and table have the same numbers`() throws {
    let comparison = comparison(.latin)
    let scripts = try #require(comparison.json["scripts"]?.array)
    let lines = comparison.longTable.csvText().split(separator: "\r\n").dropFirst()
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    let table = comparison.bytesPerTokenTable
    for (index, script) in scripts.enumerated() {
      for (column, cell) in try #require(script["tokenizers"]?.array).enumerated() {
        let line = lines[index * 2 + column]
        #expect(line[0] == script["script"]?.string && line[1] == cell["name"]?.string)
        for (field, key) in [(2, "bytes"), (4, "tokens"), (5, "bytesPerToken")] {
          #expect(Double(line[field]) == cell[key]?.double)
        }
        #expect(Double(line[6]) == cell["interval"]?["low"]?.double)
        #expect(line[8] == cell["interval"]?["over"]?.string)
        #expect(Double(line[10]) == cell["normalizedSequenceLength"]?.double)
        #expect(Double(line[14]) == cell["premiumPerCharacter"]?.double)
        #expect(
          table.rows[index][2 + 3 * column].text
            == NumberFormat.decimals(3).text(of: cell["bytesPerToken"]?.double ?? 0))
      }
    }
  }

  @Test func `many tokenizers leave the intervals to programs`() {
    let many = ProfileComparison(
      (1...4).map { .init(name: "t\($0)", profile: Fixture.mixed("t\($0)", latin: 250, han: 300)) })
    #expect(
      many.bytesPerTokenTable.columns.map(\.title) == ["script", "bytes", "t1", "t2", "t3", "t4"])
    #expect(many.sequenceLengthTable?.columns.count == 4)
    #expect(many.json.text().contains("\"interval\""))
  }
}
