import ArgumentParser
import Reports
import TrainingCost

struct TrainingTimeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "time",
    abstract: "How long a training takes, or how many accelerators or tokens it may have.",
    discussion: """
      Solves for what is left out: the time if accelerators are given, accelerators if days are, \
      accelerator-hours if neither is, tokens if those are missing, and the utilisation if all \
      else is given. The strict lower bound (100% of the dense peak) is printed apart from the \
      estimate.

      Examples:
        tokprof training time --tokens 15T --params 70B --gpu H100-SXM --gpus 1024
        tokprof training time --tokens 2T --config config.json --gpu A100 --days 30
        tokprof estimate … --json | tokprof training time --estimate - --params 7B \\
          --gpu A100 --gpus 64
      """)

  @OptionGroup var options: TrainingPlanOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    let (plan, data) = try options.plan()
    let solution = try plan.solve()
    let remarks =
      (data.map { ["tokens: from \($0.description)"] } ?? [])
      + solution.warnings.map { "Warning: \($0.text)." }
      + solution.advice.map { "Advice: \($0)." }
    ResultOutput(
      json: solution.document(data),
      tables: solution.tables + [solution.inputs.table(remarks: remarks)]
    ).print(asJSON: json)
  }
}
