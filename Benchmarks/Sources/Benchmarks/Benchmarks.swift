import Foundation

/// Prints one table of how fast tokprof counts, with its peers side by side.
///
///     Benchmarks TOKPROF TOKENIZER [ROUNDS] [MEGABYTES]
///
/// Every figure is CPU time on one thread. tokprof and the peers take turns, each in a process of its
/// own, and ratios are medians of the ratios of single rounds: on a shared machine they hold where
/// absolute figures do not.
@main
struct Benchmarks {
  let program: String
  let tokenizer: String
  let rounds: Int
  let megabytes: Int
  let peers: [Engine]

  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.first == "--worker" {
      try Worker.run(tokenizer: arguments[1], files: Array(arguments.dropFirst(2)))
      return
    }
    guard arguments.count >= 2 else {
      print("usage: Benchmarks TOKPROF TOKENIZER [ROUNDS] [MEGABYTES]")
      exit(2)
    }
    let benchmarks = Benchmarks(
      program: arguments[0], tokenizer: arguments[1],
      rounds: arguments.count > 2 ? max(1, Int(arguments[2]) ?? 5) : 5,
      megabytes: arguments.count > 3 ? max(1, Int(arguments[3]) ?? 16) : 16,
      peers: Engine.peers(for: arguments[1]))
    try benchmarks.run()
  }

  func run() throws {
    print(Machine.description)
    print("\(tokenizer), one thread, MB/s of CPU time, median of \(rounds) rounds; ×: the median ratio")
    if peers.isEmpty { print("no peers: \(Engine.python) has none of their packages") }
    print("")
    let folder = try Folder()
    var table = Table(peers: peers.map(\.name))
    for text in try Texts.classes(limit: megabytes << 20) {
      let (first, second) = text.halves
      let files = [
        try folder.write("first", first), try folder.write("second", second),
      ]
      let passes = [files[0], files[1], files[1]]
      let times = try measure(passes)
      let counts = Instructions.ofPasses(passes, tokenizer: tokenizer)
      for (pass, state) in [(1, "never seen"), (2, "again")] {
        table.add(
          "\(text.name), \(state)", bytes: second.count, times.map { $0.map { $0[pass] } },
          instructions: counts[pass])
      }
    }
    for text in Texts.worstCases {
      let file = try folder.write("worst", text.bytes)
      // The peers would take minutes for some of these, and are measured on a sixteenth of them.
      let short = try folder.write("short", text.bytes.prefix(text.bytes.count / 16))
      var times = try measure([file], engines: [.own])
      let others = try measure([short], engines: peers)
      times += others.map { $0.map { $0.map { $0 * 16 } } }
      table.add(
        "1 MiB of \(text.name)", bytes: text.bytes.count, times.map { $0.map { $0[0] } },
        instructions: Instructions.ofPasses([file], tokenizer: tokenizer)[0])
    }
    table.print()
    print("")
    try Startup(program: program, tokenizer: tokenizer, rounds: rounds, folder: folder).run()
    try Attribution(
      program: program, tokenizer: tokenizer, rounds: rounds, limit: megabytes << 20, folder: folder
    ).run()
  }

  /// CPU seconds by engine, round and pass; tokprof comes first.
  private func measure(_ passes: [String], engines: [Engine]? = nil) throws -> [[[Double]]] {
    let engines = engines ?? [.own] + peers
    var times = engines.map { _ in [[Double]]() }
    for _ in 0..<rounds {
      for (place, engine) in engines.enumerated() {
        times[place].append(try engine.seconds(tokenizer: tokenizer, passes: passes))
      }
    }
    return times
  }
}
