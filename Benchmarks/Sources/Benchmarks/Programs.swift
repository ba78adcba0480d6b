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

/// What telling the scripts apart costs over counting: `profile` against `count` of one text, each
/// less what it takes for a line.
///
/// Both read a pipe, because `profile` also takes the SHA-256 of a file, which says where numbers come
/// from and has nothing to do with scripts. What that adds stands beside it.
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
      var digestRatios: [Double] = []
      for _ in 0..<rounds {
        let count = try cpu(["count"], piping: file) - cpu(["count"], piping: line)
        let profile = try cpu(profiling, piping: file) - cpu(profiling, piping: line)
        let digested = try cpu(profiling + [file]) - cpu(profiling + [line])
        // Less than this is the difference of two runs of one line.
        guard count > 0.05 else { continue }
        ratios.append(profile / count)
        digestRatios.append(digested / count)
      }
      guard !ratios.isEmpty else {
        print("script attribution, \(text.name): the text is too short to tell")
        continue
      }
      print(
        String(
          format: "script attribution, %@: %+.0f %% over counting, %+.0f %% with the file's SHA-256",
          text.name, (Table.median(ratios) - 1) * 100, (Table.median(digestRatios) - 1) * 100))
    }
  }

  private var profiling: [String] { ["profile", "--name", "benchmark", "--no-store"] }

  private func cpu(_ arguments: [String]) throws -> Double {
    try Command.run(command(arguments)).cpu
  }

  private func cpu(_ arguments: [String], piping file: String) throws -> Double {
    try Command.run(
      ["sh", "-c", "cat \"$0\" | \"$@\"", file] + command(arguments + ["-"])
    ).cpu
  }

  private func command(_ arguments: [String]) -> [String] {
    [program, arguments[0], "-t", tokenizer, "--threads", "1", "--json"] + arguments.dropFirst()
  }
}
