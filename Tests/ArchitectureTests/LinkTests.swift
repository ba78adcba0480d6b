import Foundation
import TestSupport
import Testing

/// What the compiled modules ask the linker for.
@Suite struct LinkTests {
  /// The symbols that the object files of a module leave for others to define.
  private func undefinedSymbols(
    of module: String, in configurations: [String] = ["debug", "release"]
  ) throws -> [Substring]? {
    let folders = configurations.map {
      Repository.root.appendingPathComponent(".build/\($0)/\(module).build")
    }
    for folder in folders {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      let objects = names.filter { $0.hasSuffix(".o") }
      guard !objects.isEmpty else { continue }
      let process = Process()
      let pipe = Pipe()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = ["nm", "--undefined-only"] + objects
      process.currentDirectoryURL = folder
      process.standardOutput = pipe
      try process.run()
      let output = pipe.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      guard process.terminationStatus == 0 else { return nil }
      return String(decoding: output, as: UTF8.self).split(separator: "\n")
    }
    return nil
  }

  @Test(arguments: ["ByteLevelBPE", "Statistics", "JSONText", "TokenizerFormats", "Efficiency"])
  func coreLinksNeitherFoundationNorICU(module: String) throws {
    guard let symbols = try undefinedSymbols(of: module) else {
      Repository.reportSkip("the symbols of \(module): nm or its object files are not there")
      return
    }
    #expect(symbols.count > 20)
    // Swift's mangled names hold the module's name with its length; ICU's C functions begin with
    // what they work on and end with ICU's version.
    let foreign = symbols.filter { symbol in
      symbol.contains("10Foundation") || symbol.contains("20FoundationEssentials")
        || symbol.contains(#/ u(?:char|script|_|brk|text|norm)\w*_\d\d$/#)
    }
    #expect(foreign.isEmpty, "\(module): \(foreign.prefix(5))")
  }

  /// A call for each of the two dozen comparisons of 64 bytes costs more than they do.
  @Test(arguments: ["ByteLevelBPE", "Scripts"])
  func comparisonsOfBytesAreInlined(module: String) throws {
    guard let symbols = try undefinedSymbols(of: module, in: ["release"]) else {
      Repository.reportSkip("the calls of \(module): nm or its object files are not there")
      return
    }
    #expect(symbols.count > 20)
    // Functions' names end so; those of types, which debuggers read, do not.
    let calls = symbols.filter { $0.contains(#/9ByteMasks\w*(?:F|fC|vg)$/#) }
    #expect(calls.isEmpty, "\(module): \(calls.prefix(5))")
  }
}
