import ArgumentParser
import TrainingCost

/// How long the sequences are, which the cost of attention depends on.
struct SequenceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Tokens in a sequence: 4096, or phases by share of the tokens 4096:0.95,32768:0.05.",
      valueName: "length"),
    transform: PhaseList.init)
  var sequenceLength: PhaseList?

  @Option(
    help: ArgumentHelp(
      """
      A file of document lengths in tokens, for documents packed with attention inside each; - is \
      standard input.
      """, valueName: "file|-"))
  var packedLengths: String?

  mutating func validate() throws {
    if sequenceLength != nil && packedLengths != nil {
      throw ValidationError(
        "--packed-lengths says how long the sequences are; leave --sequence-length out")
    }
  }

  /// The phases; empty if nothing was said of them.
  func phases() throws -> [SequencePhase] {
    guard let packedLengths else { return sequenceLength?.phases ?? [] }
    let place = InputFile.place(packedLengths)
    let text = String(decoding: try InputFile.read(packedLengths), as: UTF8.self)
    let lengths = try text.split(whereSeparator: \.isWhitespace).map { word in
      guard let length = Int(word), length > 0 else {
        throw InputError(
          place: place, reason: "“\(word)” is no length in tokens",
          remedy: "give whole numbers from 1 up, separated by spaces or line ends")
      }
      return length
    }
    guard !lengths.isEmpty else {
      throw InputError(place: place, reason: "holds no lengths")
    }
    return [SequencePhase(.packed(documentLengths: lengths))]
  }
}

/// One length, or several with their shares.
struct PhaseList: Sendable {
  var phases: [SequencePhase]

  init(_ text: String) throws {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    phases = try parts.map { part in
      let pair = part.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      let length = try HumanValues.length(pair[0])
      switch pair.count {
      case 1 where parts.count == 1: return SequencePhase(.fixed(length: length))
      case 2:
        return SequencePhase(.fixed(length: length), share: try HumanValues.share(pair[1]))
      default:
        throw ValidationError("write phases with their shares of the tokens: 4096:0.95,32768:0.05")
      }
    }
  }
}
