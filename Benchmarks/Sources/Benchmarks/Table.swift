import Foundation

/// Rows of speeds, with a ratio to each peer.
struct Table {
  private var rows: [[String]]

  init(peers: [String]) {
    rows = [["", "tokprof", "instr/byte"] + peers.flatMap { [$0, "×"] }]
  }

  /// - Parameter times: seconds by engine and round, tokprof first.
  mutating func add(_ name: String, bytes: Int, _ times: [[Double]], instructions: Double?) {
    func speed(_ seconds: [Double]) -> String {
      String(format: "%.1f", Double(bytes) / 1e6 / max(Self.median(seconds), 1e-6))
    }
    var row = [name, speed(times[0])]
    row.append(instructions.map { String(format: "%.1f", $0 / Double(max(bytes, 1))) } ?? "–")
    for peer in times.dropFirst() {
      let ratios = zip(peer, times[0]).map { $0 / max($1, 1e-6) }
      row += [speed(peer), String(format: "%.2f", Self.median(ratios))]
    }
    rows.append(row)
  }

  func print() {
    let columns = rows[0].indices
    let widths = columns.map { column in rows.map { $0[column].count }.max() ?? 0 }
    for row in rows {
      let cells = columns.map { column in
        let padding = String(repeating: " ", count: widths[column] - row[column].count)
        return column == 0 ? row[column] + padding : padding + row[column]
      }
      Swift.print(cells.joined(separator: "  "))
    }
  }

  static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard let upper = sorted[safe: sorted.count / 2] else { return 0 }
    return sorted.count % 2 == 1 ? upper : (upper + sorted[sorted.count / 2 - 1]) / 2
  }
}

extension Array {
  fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}

/// What the figures were measured on.
enum Machine {
  static var description: String {
    let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let model = lines.split(separator: "\n").first { $0.hasPrefix("model name") }
      .flatMap { $0.split(separator: ":").last }.map { $0.trimmingCharacters(in: .whitespaces) }
    let date = Date().formatted(.iso8601.year().month().day())
    return "\(model ?? "unknown processor"), \(ProcessInfo.processInfo.processorCount) cores, \(date)"
  }
}
