import ArgumentParser
import JSONText
import Reports

struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare tokenizers, script by script: bytes per token, sequence length, days.",
    discussion: """
      The names are profiles, or with --over tokenizers that are profiled on the same text. With \
      --bytes and a model, what the choice means in training time is told as well.

      Examples:
        tokprof compare gpt2 qwen2.5
        tokprof compare gpt2/ qwen/ llama/ --over corpora --reference-script Latn
        tokprof compare gpt2 qwen2.5 --bytes 3.2TB --mix Hani:0.6,Latn:0.4 \\
          --params 7B --gpu H100-SXM --gpus 512 --mfu 0.4
      """)

  @OptionGroup var compared: ComparedOptions
  @OptionGroup(title: "A dataset and its training") var dataset: ComparedDatasetOptions
  @Flag var form: ResultForm = .text

  mutating func run() async throws {
    let job = try compared.prepare()
    let subjects = try await job.subjects()
    try finish(subjects)
  }

  private func finish(_ subjects: [ProfileComparison.Subject]) throws {
    let comparison = try compared.comparison(subjects)
    let dataset = try dataset.comparison(comparison)
    let tables = comparison.tables + (dataset.map { [$0.table] } ?? [])
    switch form {
    case .text: StandardOutput.write(tables.map { $0.text() }.joined(separator: "\n"))
    case .json:
      var members = comparison.json.members ?? []
      if let dataset { members.append(.init("dataset", dataset.json)) }
      StandardOutput.write(JSONValue.object(members).text(.indented) + "\n")
    case .csv:
      let tables = [comparison.longTable] + (dataset.map { [$0.table] } ?? [])
      StandardOutput.write(tables.map { $0.csvText() }.joined(separator: "\r\n"))
    case .markdown:
      StandardOutput.write(tables.map { $0.markdownText() }.joined(separator: "\n"))
    case .latex: StandardOutput.write(tables.map { $0.laTeXText() }.joined(separator: "\n"))
    }
  }
}

/// The form of a result on standard output.
enum ResultForm: EnumerableFlag {
  case text, json, csv, markdown, latex

  static func name(for value: ResultForm) -> NameSpecification { .long }

  static func help(for value: ResultForm) -> ArgumentHelp? {
    switch value {
    case .text: "Print tables for people. (default)"
    case .json: "Print JSON."
    case .csv: "Print comma-separated values, a row for each script and tokenizer."
    case .markdown: "Print tables in Markdown."
    case .latex: "Print tables in LaTeX."
    }
  }
}
