import CorpusReading
import Efficiency
import Reports

/// Tells, on standard error, what of a corpus was not read as it stands.
enum ReadingNotes {
  static func write(_ corpus: Corpus, _ readings: [FileReading]) {
    for error in corpus.unreadable { StandardError.warn("left out: \(error)") }
    writePassedOver(corpus)
    for reading in readings { write(reading) }
  }

  /// Tells what lay in folders and is no part of the corpus.
  static func writePassedOver(_ corpus: Corpus) {
    for passed in corpus.passedOver where passed.reason != .hidden {
      StandardError.note(
        "left out: \(VisibleText.escapingControls(passed.path)): \(passed.reason.sentence)")
    }
  }

  private static func write(_ reading: FileReading) {
    let path = VisibleText.escapingControls(reading.file.path)
    let illFormed = reading.illFormed
    if illFormed.count > 0 {
      let parts = illFormed.count == 1 ? "part is" : "parts are"
      let document = illFormed.firstDocument.map { $0 == 0 ? "" : " of document \($0 + 1)" }
      StandardError.warn(
        "\(path): \(illFormed.count) \(parts) not UTF-8 and counted as U+FFFD, the first at "
          + "byte \(illFormed.first ?? 0)\(document ?? "")")
    }
    for error in reading.skipped.examples.prefix(10) { StandardError.warn("left out: \(error)") }
    if reading.skipped.count > 10 {
      StandardError.warn("\(path): \(reading.skipped.count - 10) more were left out")
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
