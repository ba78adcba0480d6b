package import enum JSONText.JSONValue
package import TrainingCost

extension Estimate {
  /// The median with the interval of probability `level`, in the unit that `number` reads off.
  package func json(level: Double, _ number: (Quantity<Unit>) -> Double = \.value) -> JSONValue {
    let interval = interval(level: level)
    return [
      "median": .double(number(median)), "low": .double(number(interval.low)),
      "high": .double(number(interval.high)),
    ]
  }

  /// The cells median, low and high; exact values have no interval.
  package func cells(
    level: Double, _ format: NumberFormat, _ number: (Quantity<Unit>) -> Double = \.value
  ) -> [Table.Cell] {
    guard sigma > 0 else { return [.number(number(median), format), .missing, .missing] }
    let interval = interval(level: level)
    return [median, interval.low, interval.high].map { .number(number($0), format) }
  }
}

extension UtilisationLedger {
  package var json: JSONValue {
    .object(present: [
      "sixN": .double(sixN.value), "fullAttention": .double(fullAttention?.value),
      "causal": .double(causal?.value),
    ])
  }
}

extension FLOPTotals {
  package var json: JSONValue {
    .object(present: [
      "sixN": .double(sixN.value), "fullAttention": .double(fullAttention?.value),
      "causal": .double(causal?.value),
    ])
  }
}

extension FLOPLedger {
  package var json: JSONValue {
    .object(present: [
      "sixN": .double(sixN.value), "fullAttention": .double(fullAttention?.value),
      "causal": .double(causal?.value),
    ])
  }
}

extension TrainingWarning {
  package var json: JSONValue { ["kind": .string(kind.rawValue), "text": .string(text)] }
}

extension [UnderstoodInput] {
  /// The inputs by their keys; a key that occurs once for each phase has an array.
  package var json: JSONValue {
    var members: [JSONValue.Member] = []
    for input in self {
      if let index = members.firstIndex(where: { $0.key == input.key }) {
        let others = members[index].value.array ?? [members[index].value]
        members[index].value = .array(others + [input.json])
      } else {
        members.append(.init(input.key, input.json))
      }
    }
    return .object(members)
  }

  /// The inputs as rows, their notes as remarks below.
  package func table(title: String = "Inputs as understood", remarks: [String] = []) -> Table {
    Table(
      title: title,
      columns: [
        Table.Column("Input"), .number("Value"), .number("Low"), .number("High"),
        Table.Column("Unit", dropOrder: 2), Table.Column("Origin", dropOrder: 1),
      ],
      rows: map(\.row),
      footnotes: compactMap { $0.note.isEmpty ? nil : "\($0.key.spacedKey): \($0.note)" }
        + remarks
    ).withoutEmptyColumns()
  }
}

extension UnderstoodInput {
  package var json: JSONValue {
    var members: [JSONValue.Member] = []
    switch value {
    case .text(let text): members.append(.init("value", .string(text)))
    case .number(let number): members.append(.init("value", .double(number)))
    case .interval(let low, let median, let high):
      members += [
        .init("value", .double(median)), .init("low", .double(low)), .init("high", .double(high)),
      ]
    }
    if !unit.isEmpty { members.append(.init("unit", .string(unit))) }
    members.append(.init("origin", .string(origin.rawValue)))
    if !note.isEmpty { members.append(.init("note", .string(note))) }
    return .object(members)
  }

  fileprivate var row: [Table.Cell] {
    let cells: [Table.Cell] =
      switch value {
      case .text(let text): [.text(text), .missing, .missing]
      case .number(let number): [cell(number), .missing, .missing]
      case .interval(let low, let median, let high): [cell(median), cell(low), cell(high)]
      }
    return [.text(key.spacedKey)] + cells + [.text(shownUnit), .text(origin.rawValue)]
  }

  private func cell(_ number: Double) -> Table.Cell {
    switch unit {
    case SecondUnit.symbol: .number(Seconds(number).days, .significant(4))
    case DeviceSecondUnit.symbol: .number(DeviceSeconds(number).hours, .significant(4))
    case ByteUnit.symbol: .number(number, .bytes(significant: 4))
    default: .number(number, .amount(number))
    }
  }

  /// People are told days and accelerator-hours, and sizes carry their unit.
  private var shownUnit: String {
    switch unit {
    case SecondUnit.symbol: "days"
    case DeviceSecondUnit.symbol: "accelerator-hours"
    case ByteUnit.symbol: ""
    default: unit
    }
  }
}

extension NumberFormat {
  /// How an amount of any size is written: a short number as it is, a large one with its letter.
  package static func amount(_ number: Double) -> Self {
    if number >= 1e6 { return .count(significant: 4) }
    if number == number.rounded() { return .decimals(0) }
    return "\(number)".utf8.count <= 6 ? .plain : .significant(4)
  }
}
