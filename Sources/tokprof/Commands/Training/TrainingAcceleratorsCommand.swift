import ArgumentParser
import JSONText
import Reports
import TrainingCost

struct TrainingAcceleratorsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accelerators",
    abstract: "The accelerators that are known, their dense peaks, and where those come from.",
    aliases: ["gpus"])

  @Argument(help: ArgumentHelp("One accelerator, in full. (default: all)", valueName: "name"))
  var name: String?

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    let chosen = try name.map { name throws(TrainingError) in [try Accelerator.named(name)] }
    let parts = chosen ?? Accelerator.all
    ResultOutput(
      json: ["accelerators": .array(parts.map(\.json))],
      tables: chosen?.flatMap(\.tables) ?? [Self.table(of: parts)]
    ).print(asJSON: json)
  }

  private static func table(of parts: [Accelerator]) -> Table {
    Table(
      title: "Accelerators",
      columns: [
        Table.Column("Name"), Table.Column("Vendor", dropOrder: 1),
        .number("bf16/fp16", unit: "TFLOP/s"), .number("fp8", unit: "TFLOP/s"),
        .number("Memory", unit: "GB"), .number("Memory", unit: "GB/s"),
        .number("Link", unit: "GB/s"),
      ],
      rows: parts.map { part in
        let peak = try? part.peak(part.trainingFormat)
        let eighth = try? part.peak(.fp8)
        return [
          .text(part.name), .text(part.vendor),
          .number(peak?.rate.median.tera, .significant(4)),
          .number(eighth?.rate.median.tera, .significant(4)),
          .number(part.memory.giga, .significant(3)),
          .number(part.memoryBandwidth?.median.giga, .significant(4)),
          .number(part.link.oneWay?.giga, .significant(3)),
        ]
      },
      footnotes: ["Peaks are dense, with fp32 accumulate; links in one direction."])
  }
}

extension Accelerator {
  fileprivate var json: JSONValue {
    .object(present: [
      "name": .string(name),
      "aliases": .array(aliases.map { .string($0) }),
      "vendor": .string(vendor),
      "densePeaks": .array(
        densePeaks.map {
          [
            "format": .string($0.format.rawValue),
            "accumulation": .string($0.accumulation.rawValue),
            "flopsPerSecond": .double($0.rate.median.value),
          ]
        }),
      "hasStructuredSparsity": .bool(hasStructuredSparsity),
      "measuredMatrixFlopsPerSecond": .double(measuredMatrixRate?.value),
      "memoryBytes": .double(memory.value),
      "memoryBytesPerSecond": .double(memoryBandwidth?.median.value),
      "link": .string(link.name),
      "linkBytesPerSecond": .double(link.oneWay?.value),
      "source": .string(source),
      "unconfirmed": .string(unconfirmed),
      "note": .string(note),
    ])
  }

  fileprivate var tables: [Table] {
    [
      Table(
        title: "\(name) (\(vendor))",
        columns: [Table.Column("Peak"), .number("Rate", unit: "TFLOP/s")],
        rows: allPeaks.map { [.text($0.label), .number($0.rate.median.tera, .significant(4))] },
        footnotes: [
          "Only dense peaks are a base for utilisation.",
          "Memory: \(giga(memory.giga)) GB"
            + (memoryBandwidth.map { ", \(giga($0.median.giga)) GB/s" } ?? "") + ".",
          "Link: \(link.name)"
            + (link.oneWay.map { ", \(giga($0.giga)) GB/s in one direction" } ?? "") + ".",
        ]
          + (measuredMatrixRate.map {
            ["Fastest bf16 matrix product measured: \(giga($0.tera)) TFLOP/s."]
          } ?? [])
          + [
            aliases.isEmpty ? nil : "Also called: \(aliases.joined(separator: ", ")).",
            note.isEmpty ? nil : "Note: \(note).", "Source: \(source).",
            unconfirmed.isEmpty ? nil : "Not confirmed by a source at hand: \(unconfirmed).",
          ].compactMap { $0 })
    ]
  }

  private func giga(_ number: Double) -> String {
    Reports.NumberFormat.significant(4).text(of: number)
  }
}
