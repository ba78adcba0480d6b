extension Table {
  /// The table as comma-separated values after RFC 4180: a heading line, then the rows, each
  /// ended by CR LF.
  ///
  /// Numbers are written whole, not as people read them: integers with all their digits, others
  /// as the shortest decimal that reads back the same. A missing cell is empty. Text is as it is,
  /// controls too. Totals and remarks are left out, since a program would count them as data.
  ///
  /// - Complexity: O(*n*) in the size of the text.
  package func csvText() -> String {
    let heading = columns.map { Self.field($0.heading) }
    let lines = [heading] + rows.map { filled($0).map { Self.field($0.dataText) } }
    return lines.reduce(into: "") { $0 += $1.joined(separator: ",") + "\r\n" }
  }

  private static func field(_ text: String) -> String {
    let needsQuotes = text.utf8.contains { byte in
      switch byte {
      case UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\r"), UInt8(ascii: "\n"): true
      default: false
      }
    }
    if !needsQuotes { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}

extension Table.Cell {
  /// The cell as a program reads it.
  var dataText: String {
    switch value {
    case .text(let text): text
    case .number(let number, _): "\(number)"
    case .integer(let integer, _): "\(integer)"
    case .missing: ""
    }
  }
}
