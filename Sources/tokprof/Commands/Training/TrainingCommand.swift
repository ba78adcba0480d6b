import ArgumentParser

struct TrainingCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "training",
    abstract: "Turn tokens into operations, time, memory and traffic of a training, and back.",
    discussion: """
      Both sides of one equation:

        accelerators · time · dense peak · utilisation · goodput
          = tokens · epochs · FLOPs per token · recompute

      “time” solves it for whatever is left out; “audit” is for reports that leave out nothing.
      """,
    subcommands: [
      TrainingTimeCommand.self, TrainingAuditCommand.self, TrainingMemoryCommand.self,
      TrainingCommunicationCommand.self, TrainingInferenceCommand.self,
      TrainingParametersCommand.self, TrainingFLOPsCommand.self, TrainingStorageCommand.self,
      TrainingAdviceCommand.self, TrainingAcceleratorsCommand.self,
    ])
}
