package import enum JSONText.JSONValue
package import TrainingCost

extension TrainingSolution {
  /// The answer as JSON, with every input as it was understood.
  ///
  /// - Parameter data: Where the tokens come from; `nil` where none were given.
  package func document(_ data: DatasetTokens?) -> JSONValue {
    .object(
      [JSONValue.Member("solvedFor", .string(unknown.rawValue))]
        + members(data) + [
          .init("warnings", .array(warnings.map(\.json))),
          .init("advice", .array(advice.map { .string($0) })),
          .init("inputs", inputs.json),
        ])
  }

  /// The members of the JSON result, which an audit has too.
  package func members(_ data: DatasetTokens?) -> [JSONValue.Member] {
    let members: KeyValuePairs<String, JSONValue> = [
      "convention": .string(convention.rawValue),
      "level": .double(level),
      "flops": .double(flops.value),
      "flopTotals": flopTotals.json,
      "hardwareFlopTotals": hardwareFLOPTotals.json,
      "flopsPerToken": flopsPerToken.json,
      "hardwareFlopsPerToken": hardwareFLOPsPerToken.json,
      "vocabularyShare": .double(vocabularyShare?.value),
      "attentionShare": .double(scoreShare?.value),
      "tokensFrom": data.map { .string($0.description) } ?? .null,
      "dataTokens": dataTokens.json(level: level),
      "processedTokens": processedTokens.json(level: level),
      "gpuHours": .double(deviceTime.median.hours),
      "gpuHoursInterval": deviceTime.json(level: level, \.hours),
      "days": time?.json(level: level, \.days) ?? .null,
      "gpus": devices?.json(level: level) ?? .null,
      "suggestedGpus": .double(suggestedDevices?.value),
      "utilisation": solvedUtilisation?.json(level: level) ?? .null,
      "mfu": mfu?.json ?? .null,
      "hfu": .double(hfu?.value),
      "peakFlopsPerSecond": .double(peak?.value),
      "tokensPerSecondPerGpu": .double(tokensPerSecondPerDevice.value),
      "lowerBoundDays": .double(lowerBound?.time?.days),
      "lowerBoundGpuHours": .double(lowerBound?.deviceTime.hours),
      "lowerBoundConvention": lowerBound.map { .string($0.convention.rawValue) } ?? .null,
      "measuredRateBoundDays": .double(measuredRateBound?.time?.days),
      "measuredRateBoundGpuHours": .double(measuredRateBound?.deviceTime.hours),
      "varianceShares": .array(
        varianceShares.map {
          ["factor": .string($0.factor.rawValue), "share": .double($0.share.value)]
        }),
      "comparison": comparison?.json(level: level) ?? .null,
    ]
    return members.filter { $0.value != .null }.map { JSONValue.Member($0.key, $0.value) }
  }

  /// Time, accelerators, tokens and operations.
  package var resultTable: Table {
    var table = Table(
      title: "Training, solved for \(unknown.title)",
      columns: [
        Table.Column("Quantity"), .number("Median"), .number("Low"), .number("High"),
        Table.Column("Unit"),
      ],
      footnotes: [
        "Low and high: the \(percentText(level)) interval. "
          + "FLOPs by \(convention.sentence)."
      ])
    func add(_ title: String, _ cells: [Table.Cell], _ unit: String, isAnswer: Bool = false) {
      table.rows.append(
        ([.text(title)] + cells + [.text(unit)]).map { isAnswer ? $0.emphasized() : $0 })
    }
    if let time {
      add(
        "Wall-clock time", time.cells(level: level, .significant(4), \.days), "days",
        isAnswer: unknown == .time)
    }
    add(
      "Accelerator time", deviceTime.cells(level: level, .significant(4), \.hours), "GPU-hours",
      isAnswer: unknown == .deviceTime)
    if let devices {
      add(
        "Accelerators", devices.cells(level: level, .amount(devices.median.value)), "GPUs",
        isAnswer: unknown == .devices)
    }
    if let suggestedDevices {
      add(
        "Accelerators, rounded up",
        [
          .number(suggestedDevices.value, .decimals(0)), .missing,
          .missing,
        ], "GPUs")
    }
    add(
      "Tokens of the data", dataTokens.cells(level: level, .count(significant: 4)), "tokens",
      isAnswer: unknown == .tokens)
    add("Tokens processed", processedTokens.cells(level: level, .count(significant: 4)), "tokens")
    if let solvedUtilisation {
      add(
        "HFU, \(convention.title)", solvedUtilisation.cells(level: level, .percent(decimals: 1)),
        "of the peak", isAnswer: true)
    }
    add(
      "Speed",
      [.number(tokensPerSecondPerDevice.value, .significant(4)), .missing, .missing],
      "tokens/s/GPU")
    add(
      "Model FLOPs, \(convention.title)",
      [
        .number(flops.value, .significant(4)), .missing,
        .missing,
      ], "FLOP")
    return table.withoutEmptyColumns()
  }

  /// Operations and utilisation in each convention, which must never be mixed.
  package var conventionTable: Table {
    Table(
      title: "By FLOP convention",
      columns: [
        Table.Column("Convention"), .number("Per token", unit: "FLOP"),
        .number("Model", unit: "FLOP"), .number("Hardware", unit: "FLOP"), .number("MFU"),
      ],
      rows: FLOPConvention.allCases.compactMap { convention in
        flopsPerToken[convention].map { perToken in
          [
            .text(convention.title), .number(perToken.value, .count(significant: 4)),
            .number(flopTotals[convention]?.value, .significant(4)),
            .number(hardwareFLOPTotals[convention]?.value, .significant(4)),
            .number(mfu?[convention]?.value, .percent(decimals: 1)),
          ]
        }
      },
      footnotes: ["Hardware FLOPs count recomputation, model FLOPs and MFU do not."]
        + (peak.map {
          [
            "Peak: \(teraText($0)) TFLOP/s\(isPeakStated ? " as stated" : ", dense"), of one accelerator."
          ]
        } ?? [])
        + (hfu.map { ["HFU \(percentText($0.value)) (\(convention.title))."] } ?? [])
        + (vocabularyShare.map { ["The output head is \(percentText($0.value)) of the FLOPs."] }
          ?? [])
        + (scoreShare.map { ["Attention scores are \(percentText($0.value)) of the FLOPs."] } ?? [])
    )
  }

  /// The times that cannot be beaten, kept apart from the estimate.
  package var boundTable: Table? {
    guard let lowerBound else { return nil }
    var table = Table(
      title: "Strict lower bound, not an estimate",
      columns: [
        Table.Column("Supposing"), .number("Days"), .number("GPU-hours"),
        .number("Rate", unit: "TFLOP/s"),
      ],
      footnotes: [
        "No recomputation and no lost time; FLOPs: \(lowerBound.convention.title)."
      ])
    let bounds = [
      ("100% of the \(isPeakStated ? "stated" : "dense") peak", lowerBound),
      ("fastest measured matrix product", measuredRateBound),
    ]
    for case (let title, let bound?) in bounds {
      table.rows.append([
        .text(title), .number(bound.time?.days, .significant(4)),
        .number(bound.deviceTime.hours, .significant(4)),
        .number(bound.rate.tera, .significant(4)),
      ])
    }
    return table.withoutEmptyColumns()
  }

  /// Where the interval's width comes from.
  package var varianceTable: Table? {
    guard !varianceShares.isEmpty else { return nil }
    return Table(
      title: "Sources of uncertainty",
      columns: [Table.Column("Factor"), .number("Share of the variance")],
      rows: varianceShares.map {
        [.text($0.factor.rawValue.spacedKey), .number($0.share.value, .percent(decimals: 1))]
      })
  }

  /// Everything about a run but its inputs.
  package var tables: [Table] {
    [resultTable, boundTable, varianceTable, conventionTable, comparison?.table(level: level)]
      .compactMap { $0 }
  }
}

private func percentText(_ share: Double) -> String {
  NumberFormat.percent(decimals: 1).text(of: share)
}

private func teraText(_ rate: FLOPsPerSecond) -> String {
  NumberFormat.significant(4).text(of: rate.tera)
}

extension TokenizerComparison {
  package func json(level: Double) -> JSONValue {
    .object(present: [
      "name": .string(name),
      "tokenRatio": tokenRatio.json(level: level),
      "flopRatio": .double(flopRatio.value),
      "costRatio": costRatio.json(level: level),
      "gpuHours": deviceTime.json(level: level, \.hours),
      "days": time?.json(level: level, \.days) ?? .null,
      "savedDays": savedTime.map {
        [
          "median": .double($0.median.days), "low": .double($0.low.days),
          "high": .double($0.high.days),
        ]
      } ?? .null,
    ])
  }

  package func table(level: Double) -> Table {
    var table = Table(
      title: "With \(name)",
      columns: [
        Table.Column("Quantity"), .number("Median"), .number("Low"), .number("High"),
        Table.Column("Unit"),
      ],
      rows: [
        [.text("Tokens")] + tokenRatio.cells(level: level, .significant(4)) + [.text("times")],
        [
          .text("FLOPs per token"), .number(flopRatio.value, .significant(4)), .missing, .missing,
          .text("times"),
        ],
        [.text("Cost")] + costRatio.cells(level: level, .significant(4)) + [.text("times")],
        [.text("Accelerator time")] + deviceTime.cells(level: level, .significant(4), \.hours)
          + [.text("GPU-hours")],
      ])
    if let time {
      table.rows.append(
        [.text("Wall-clock time")] + time.cells(level: level, .significant(4), \.days)
          + [.text("days")])
    }
    if let savedTime {
      table.rows.append([
        .text("Time saved"), .number(savedTime.median.days, .significant(4)),
        tokenRatio.sigma > 0 ? .number(savedTime.low.days, .significant(4)) : .missing,
        tokenRatio.sigma > 0 ? .number(savedTime.high.days, .significant(4)) : .missing,
        .text("days"),
      ])
      table.footnotes.append("Negative savings are what it costs more.")
    }
    return table
  }
}

extension Unknown {
  package var title: String {
    switch self {
    case .time: "wall-clock time"
    case .devices: "accelerators"
    case .deviceTime: "accelerator time"
    case .utilisation: "utilisation"
    case .tokens: "tokens"
    }
  }
}

extension FLOPConvention {
  package var title: String {
    switch self {
    case .sixN: "6·N"
    case .fullAttention: "full attention"
    case .causal: "causal"
    }
  }

  /// The title with what it counts.
  package var sentence: String {
    explanation.hasPrefix(title) ? explanation : "\(title): \(explanation)"
  }
}

extension FLOPTotals {
  package subscript(convention: FLOPConvention) -> FLOPs? {
    switch convention {
    case .sixN: sixN
    case .fullAttention: fullAttention
    case .causal: causal
    }
  }
}
