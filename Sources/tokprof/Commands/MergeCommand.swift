import ArgumentParser
import CorpusReading
import Efficiency
import JSONText
import Reports

struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Add up what “tokprof map” has measured in parts.",
    discussion: """
      The parts may come in any order: the profile, or the count, has the same bytes however the \
      work was split. A shard that comes twice is taken once. Profiles can be added, too. Of a \
      folder, the files *.ndjson and *.json in it are read.
      """)

  @Argument(
    help: ArgumentHelp(
      "States of “tokprof map”, profiles, folders, or - for standard input.", valueName: "file"),
    completion: .file())
  var files: [String]

  @Option(
    help: ArgumentHelp(
      "The shards that there must be: if one is missing, that is an error.", valueName: "file"),
    completion: .file())
  var manifest: String?

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp("Write to a file, whole or not at all.", valueName: "file"))
  var output: String = "-"

  mutating func run() throws {
    let expected = try manifest.map { try ShardManifest.read($0) }
    var merger = ShardMerger()
    for file in try MergeInputs.expand(files) { try add(file, to: &merger) }
    for key in merger.repeated {
      StandardError.note("met again and taken once: \(VisibleText.escapingControls("\(key)"))")
    }
    if merger.skipped > 0 {
      StandardError.warn("\(merger.skipped) files and records were left out of the parts")
    }
    do {
      if let expected { try merger.checkComplete(expected) }
      try OutputFile.write(try Self.document(merger), to: output)
    } catch let error as ShardError {
      throw InputError(
        place: expected != nil ? manifest ?? "" : "the parts", reason: error.reason,
        remedy: error.remedy)
    }
  }

  private func add(_ file: String, to merger: inout ShardMerger) throws {
    let bytes = try InputFile.read(file)
    let place = InputFile.place(file)
    do {
      if ShardStates.isFormat(of: bytes) {
        try merger.add(ShardStates(document: bytes))
      } else {
        try merger.add(EfficiencyProfile(document: bytes))
      }
    } catch let error as ShardError {
      throw InputError(place: place, reason: error.reason, remedy: error.remedy)
    } catch let error as ProfileFormatError {
      throw InputError(
        place: place, reason: "it is neither states nor a profile: \(error)",
        remedy: "run “tokprof map” of it again")
    }
  }

  private static func document(_ merger: ShardMerger) throws -> [UInt8] {
    let profile = try merger.profile()
    guard merger.kind == .count else { return profile.document }
    let files = profile.files.map { ($0.name, $0.counts) }
    return Array((CountDocument.json(files, profile.total).text(.indented) + "\n").utf8)
  }
}

/// The files that the arguments of `merge` stand for.
private enum MergeInputs {
  static func expand(_ paths: [String]) throws -> [String] {
    var files: [String] = []
    for path in paths {
      guard InputFile.isFolder(path) else {
        files.append(path)
        continue
      }
      // What is not whole yet has other endings.
      let found = try Corpus(paths: [path], options: CorpusOptions(format: .text)).files
        .map(\.path).filter { $0.hasSuffix(".ndjson") || $0.hasSuffix(".json") }
      if found.isEmpty {
        throw InputError(place: path, reason: "holds no file *.ndjson or *.json")
      }
      files += found
    }
    return files
  }
}
