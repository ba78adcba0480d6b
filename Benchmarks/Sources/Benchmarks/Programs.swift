import Foundation

/// The time from the start of the program to the first count: start-up, loading, a line of text.
struct Startup {
  let program: String
  let tokenizer: String
  let rounds: Int
  let folder: Folder

  func run() throws {
    let text = try folder.write("line.txt", "Hello, world! It is one line.\n".utf8)
    let commands = [
      ("start of the program", [program, "--version"]),
      ("first count", [program, "count", "-t", tokenizer, "--json", text]),
    ]
    for (name, command) in commands {
      var best = (cpu: Double.infinity, wall: Double.infinity)
      for _ in 0..<max(20, rounds) {
        let (_, cpu, wall) = try Command.run(command)
        best = (min(best.cpu, cpu), min(best.wall, wall))
      }
      let instructions = Instructions.of(command).map { String(format: "%.0f M", $0 / 1e6) } ?? "–"
      print(
        String(format: "%@: %.1f ms, %.1f ms of CPU", name, best.wall * 1e3, best.cpu * 1e3)
          + " (best of \(max(20, rounds))), \(instructions) instructions")
    }
  }
}

/// What telling the scripts apart costs over counting: `profile` against `count` of one file, each
/// less what it takes for a line.
struct Attribution {
  let program: String
  let tokenizer: String
  let rounds: Int
  let limit: Int
  let folder: Folder

  func run() throws {
    let line = try folder.write("one.txt", "one line\n".utf8)
    for text in try Texts.classes(limit: limit) {
      let file = try folder.write("class.txt", text.bytes)
      var ratios: [Double] = []
      for _ in 0..<rounds {
        let count = try cpu(["count", "--json"], file) - cpu(["count", "--json"], line)
        let profile = try cpu(profiling, file) - cpu(profiling, line)
        // Less than this is the difference of two runs of one line.
        if count > 0.05 { ratios.append(profile / count) }
      }
      guard !ratios.isEmpty else {
        print("script attribution, \(text.name): the text is too short to tell")
        continue
      }
      print(
        String(
          format: "script attribution, %@: %+.0f %% over counting", text.name,
          (Table.median(ratios) - 1) * 100))
    }
  }

  private var profiling: [String] { ["profile", "--name", "benchmark", "--no-store", "--json"] }

  private func cpu(_ arguments: [String], _ file: String) throws -> Double {
    try Command.run(
      [program, arguments[0], "-t", tokenizer, "--threads", "1"] + arguments.dropFirst() + [file]
    ).cpu
  }
}
