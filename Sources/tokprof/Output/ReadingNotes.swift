import CorpusReading
import Efficiency
import Reports

/// Tells, on standard error, what of a corpus was not read as it stands.
enum ReadingNotes {
  static func write(_ corpus: Corpus, _ readings: [FileReading]) {
    for error in corpus.unreadable { StandardError.warn("left out: \(error)") }
    writePassedOver(corpus)
    let illFormed = readings.filter { $0.illFormed.count > 0 }
    for reading in illFormed.prefix(mostNamed) { writeIllFormed(reading) }
    let rest = illFormed.dropFirst(mostNamed)
    if !rest.isEmpty {
      let parts = rest.reduce(0) { $0 + $1.illFormed.count }
      StandardError.warn(
        "\(rest.count) more \(rest.count == 1 ? "file has" : "files have") \(parts) "
          + "\(parts == 1 ? "part that is" : "parts that are") not UTF-8 and counted as U+FFFD")
    }
    for reading in readings { writeSkipped(reading) }
  }

  /// How many files, or errors of one file, are told one by one.
  private static let mostNamed = 10

  /// Tells what lay in folders and is no part of the corpus.
  static func writePassedOver(_ corpus: Corpus) {
    for passed in corpus.passedOver where passed.reason != .hidden {
      StandardError.note(
        "left out: \(VisibleText.escapingControls(passed.path)): \(passed.reason.sentence)")
    }
  }

  private static func writeIllFormed(_ reading: FileReading) {
    let path = VisibleText.escapingControls(reading.file.path)
    let illFormed = reading.illFormed
    let parts = illFormed.count == 1 ? "part is" : "parts are"
    let document = illFormed.firstDocument.map { $0 == 0 ? "" : " of document \($0 + 1)" }
    StandardError.warn(
      "\(path): \(illFormed.count) \(parts) not UTF-8 and counted as U+FFFD, the first at "
        + "byte \(illFormed.first ?? 0)\(document ?? "")")
  }

  private static func writeSkipped(_ reading: FileReading) {
    for error in reading.skipped.examples.prefix(mostNamed) {
      StandardError.warn("left out: \(error)")
    }
    if reading.skipped.count > mostNamed {
      let path = VisibleText.escapingControls(reading.file.path)
      StandardError.warn("\(path): \(reading.skipped.count - mostNamed) more were left out")
    }
  }
}

extension PassedOver.Reason {
  fileprivate var sentence: String {
    switch self {
    case .notRegular: "is no regular file"
    case .hidden: "is hidden"
    case .visitedFolder: "leads back to a folder that was read already"
    case .danglingLink: "is a link that points nowhere"
    case .notText: "is no text and no known container"
    }
  }
}
