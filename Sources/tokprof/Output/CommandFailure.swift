import ArgumentParser
import ByteLevelBPE
import CorpusReading
import DatasetEstimate
import Efficiency
import JSONText
import Page
import ProfileStore
import Reports
import TokenizerFormats
import TrainingCost

/// How a command ends that could not do what it was asked: one line on standard error, and an exit
/// code that a script can act on.
struct CommandFailure {
  /// 2: the command line is wrong; 3: an input is; 4: a file, a disk or a lock stands in the way, and
  /// the same command may succeed later; 70: tokprof itself is wrong.
  let code: Int32
  /// What to print; empty when it was printed already.
  let message: String
  private let isHelp: Bool

  init(_ error: any Error, of command: any ParsableArguments.Type) {
    var isHelp = false
    switch error {
    case let error as CorpusError:
      code = error.isTemporary ? 4 : 3
      message = "error: \(error)"
    case let error as CountJournalError:
      code = error.isTemporary ? 4 : 3
      message = "error: \(VisibleText.escapingControls("\(error)"))"
    case let error as MetricsError:
      code = error.isTemporary ? 4 : 3
      message = "error: \(VisibleText.escapingControls("\(error)"))"
    case let error as TokenizerLoadError:
      code = error.code == .unreadable ? 4 : 3
      message = "error: \(VisibleText.escapingControls("\(error)"))"
    case let error as ProfileStoreError:
      code = error.isInput ? 3 : 4
      message = "error: \(error)"
    case let error as InputError:
      code = error.cause.rawValue
      message = "error: \(error)"
    case let error as UnknownTokenID:
      code = 3
      message = "error: \(error)"
    case let error as TrainingError:
      code = error.isInput ? 3 : 2
      message = "error: \(VisibleText.escapingControls("\(error)"))"
    case let error as ValidationError:
      // Thrown while a command runs; those of parsing come with the command's usage.
      code = 2
      message = "error: \(VisibleText.escapingControls("\(error)"))"
    case let error as HumanNumberError:
      code = 2
      message = "error: \(error)"
    case let error as PredictionError:
      code = 2
      message = "error: \(error)"
    case let error as SamplingError:
      code = 2
      message = "error: \(error)"
    case let error as PageServerError:
      code = 4
      message = "error: \(error)"
    case let error as OutputError:
      code = 4
      message = "error: \(error)"
    default:
      let status = command.exitCode(for: error).rawValue
      isHelp = status == 0
      // EX_USAGE of the argument parser is tokprof's 2.
      code = status == 64 ? 2 : status
      let text = command.fullMessage(for: error)
      message = text.hasPrefix("Error: ") ? "error: " + text.dropFirst("Error: ".count) : text
    }
    self.isHelp = isHelp
  }

  func exit() -> Never {
    if !message.isEmpty {
      if isHelp {
        StandardOutput.write(message + "\n")
      } else {
        StandardError.write(message + "\n")
      }
    }
    StandardOutput.exit(code)
  }
}

extension CorpusError {
  /// Whether the same command may succeed later.
  fileprivate var isTemporary: Bool {
    switch code {
    case .unreadable, .readFailed, .shrank: true
    default: false
    }
  }
}

extension MetricsError {
  /// Whether the same command may succeed later.
  fileprivate var isTemporary: Bool {
    switch self {
    case .corpus(let error): error.isTemporary
    case .noWords, .notAligned, .tooFewTexts: false
    }
  }
}

extension TrainingError {
  /// Whether a file is to blame rather than the command line.
  fileprivate var isInput: Bool {
    switch self {
    case .malformedJSON, .invalidConfig, .unsupportedModel: true
    default: false
    }
  }
}

extension ProfileStoreError {
  /// Whether what was asked for is to blame rather than the disk.
  fileprivate var isInput: Bool {
    switch code {
    case .readOnly, .permission, .busy, .diskFull, .interrupted, .inputOutput: false
    default: true
    }
  }
}

/// An input that cannot be used: where, what is wrong, and what helps.
struct InputError: Error, CustomStringConvertible {
  var place: String
  var reason: String
  var remedy: String?
  var cause = Cause.content

  /// What is to blame, as the exit code says it.
  enum Cause: Int32 {
    /// The command line asks for what cannot be.
    case usage = 2
    /// What stands in the input.
    case content = 3
    /// The input could not be read: the same command may succeed later.
    case unreadable = 4
  }

  var description: String {
    VisibleText.escapingControls("\(place): \(reason)" + (remedy.map { "; \($0)" } ?? ""))
  }
}
