import ArgumentParser
import JSONText
import Reports
import TrainingCost

struct TrainingParametersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "parameters",
    abstract: "Count the parameters of a config.json, or of single layers.",
    discussion: """
      Layers are written as:
        dense:INPUTS,OUTPUTS
        conv:INPUT-CHANNELS,OUTPUT-CHANNELS,WIDTH,HEIGHT
        rnn:INPUTS,HIDDEN
        lstm:INPUTS,HIDDEN
        transformer:LAYERS,HIDDEN,VOCABULARY     GPT-2's shape: L·(12h² + 13h) + V·h

      Examples:
        tokprof training parameters --config config.json
        tokprof training parameters conv:3,64,3,3 dense:784,10
      """)

  @Option(
    help: ArgumentHelp("The model's Hugging Face config.json, or its folder.", valueName: "file"))
  var config: String?

  @Argument(
    help: ArgumentHelp("Layers to count.", valueName: "layer"),
    transform: LayerDescription.init)
  var layers: [LayerDescription] = []

  @Flag(help: "Print JSON.")
  var json = false

  mutating func validate() throws {
    if (config == nil) == layers.isEmpty {
      throw ValidationError("give either --config config.json or layers such as dense:784,10")
    }
  }

  func run() async throws {
    guard let config else { return try countLayers() }
    let shape = try Architecture(configurationAt: config)
    ResultOutput(json: shape.json, tables: [shape.table, shape.layerTable]).print(asJSON: json)
  }

  private func countLayers() throws {
    let counts = try layers.map { (layer: $0.text, parameters: try $0.parameters()) }
    let total = counts.reduce(Parameters(0)) { $0 + Parameters(Double($1.parameters)) }
    ResultOutput(
      json: [
        "layers": .array(
          counts.map {
            ["layer": .string($0.layer), "parameters": .integer($0.parameters)]
          }),
        "parameters": .double(total.value),
      ],
      tables: [
        Table(
          title: "Parameters", columns: [Table.Column("Layer"), .number("Parameters")],
          rows: counts.map { [.text($0.layer), .integer($0.parameters)] },
          totals: ["total", .number(total.value, .decimals(0))],
          footnotes: ["Each output unit has a bias of its own."])
      ]
    ).print(asJSON: json)
  }
}

/// A layer as it is written on the command line.
struct LayerDescription: Sendable {
  let text: String
  private let kind: String
  private let sizes: [Int]

  private static let sizeNames: KeyValuePairs = [
    "dense": "INPUTS,OUTPUTS", "conv": "INPUT-CHANNELS,OUTPUT-CHANNELS,WIDTH,HEIGHT",
    "rnn": "INPUTS,HIDDEN", "lstm": "INPUTS,HIDDEN", "transformer": "LAYERS,HIDDEN,VOCABULARY",
  ]

  init(_ text: String) throws {
    let pair = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard let form = Self.sizeNames.first(where: { $0.key == pair[0] }) else {
      throw ValidationError(
        "a layer starts with "
          + Self.sizeNames.map { "\($0.key):" }.joined(separator: ", ")
          + " such as dense:784,10")
    }
    let sizes = (pair.count == 2 ? pair[1] : "")
      .split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    let known = sizes.compactMap { $0 }
    guard known.count == form.value.split(separator: ",").count, known.count == sizes.count else {
      throw ValidationError("write \(form.key):\(form.value) in whole numbers")
    }
    self.text = text
    kind = form.key
    self.sizes = known
  }

  func parameters() throws(TrainingError) -> Int {
    switch kind {
    case "dense": try LayerParameters.dense(inputs: sizes[0], outputs: sizes[1])
    case "conv":
      try LayerParameters.convolution(
        inputChannels: sizes[0], outputChannels: sizes[1], width: sizes[2], height: sizes[3])
    case "rnn": try LayerParameters.recurrent(inputs: sizes[0], hidden: sizes[1])
    case "lstm": try LayerParameters.lstm(inputs: sizes[0], hidden: sizes[1])
    default:
      try LayerParameters.transformer(
        layers: sizes[0], hidden: sizes[1], vocabulary: sizes[2])
    }
  }
}

extension Architecture {
  fileprivate var json: JSONValue {
    let count = parameterCount
    return .object(present: [
      "modelType": .string(name),
      "parameters": .integer(count.total),
      "activeParameters": .integer(count.active),
      "matrixParameters": .integer(count.activeMatrix),
      "nonEmbeddingParameters": .integer(count.nonEmbedding),
      "embedding": .integer(count.embedding),
      "head": .integer(count.head),
      "attention": .integer(count.attention),
      "feedForward": .integer(count.feedForward),
      "norms": .integer(count.norms),
      "idleExperts": .integer(count.idleExperts),
      "predictionModules": .integer(count.predictionModules),
      "layers": .integer(layerCount),
      "hiddenSize": .integer(hiddenSize),
      "vocabularySize": .integer(vocabularySize),
      "tiedEmbeddings": .bool(tiedEmbeddings),
      "contextLength": contextLength.map { .integer($0) } ?? .null,
      "layerRuns": .array(layers.map(\.json)),
    ])
  }

  /// What was understood of the layers.
  fileprivate var layerTable: Table {
    Table(
      title: "Layers as understood",
      columns: [
        .number("Layers"), Table.Column("Attention"), .number("Heads"), .number("KV heads"),
        .number("Head size"), .number("Window"), .number("FFN"), Table.Column("Gated"),
        .number("Experts"), .number("Active"), .number("Shared FFN"),
      ],
      rows: layers.map { run in
        let routing = run.feedForward.routing
        return [
          .integer(run.count), .text(run.attention.kind), .integer(run.attention.heads),
          run.attention.keyValueHeads.cell, .integer(run.attention.headSize),
          run.attention.window.cell, .integer(run.feedForward.innerSize),
          .text(run.feedForward.isGated ? "yes" : "no"), (routing?.experts).cell,
          (routing?.activeExperts).cell, (routing?.sharedInnerSize).cell,
        ]
      }
    ).withoutEmptyColumns()
  }

  fileprivate var table: Table {
    let count = parameterCount
    return Table(
      title: "Parameters of \(name)",
      columns: [Table.Column("Part"), .number("Parameters")],
      rows: [
        ["embedding", .integer(count.embedding)],
        [
          .text(tiedEmbeddings ? "output head (tied to the embedding)" : "output head"),
          .integer(count.head),
        ],
        ["attention", .integer(count.attention)],
        ["feed-forward", .integer(count.feedForward)],
        ["norms and other vectors", .integer(count.norms)],
      ],
      totals: ["total", .integer(count.total)],
      footnotes: [
        "Active, the N of 6·N: \(grouped(count.active)); experts a token does not go through: "
          + "\(grouped(count.idleExperts)).",
        "Multiplied with each token (the head is in, the look-up is not): "
          + "\(grouped(count.activeMatrix)).",
        "Without embedding and head (Kaplan's N): \(grouped(count.nonEmbedding)).",
      ]
        + (count.predictionModules > 0
          ? [
            "Modules for multi-token prediction, not in the total: "
              + "\(grouped(count.predictionModules))."
          ] : [])
        + ["\(layerCount) layers of width \(hiddenSize), vocabulary \(vocabularySize)."])
  }

  private func grouped(_ count: Int) -> String {
    Reports.NumberFormat.decimals(0).text(of: count)
  }
}

extension LayerRun {
  fileprivate var json: JSONValue {
    let routing = feedForward.routing
    return .object(present: [
      "layers": .integer(count), "attention": .string(attention.kind),
      "heads": .integer(attention.heads), "keyValueHeads": attention.keyValueHeads.json,
      "headSize": .integer(attention.headSize), "window": attention.window.json,
      "feedForwardSize": .integer(feedForward.innerSize), "isGated": .bool(feedForward.isGated),
      "experts": (routing?.experts).json, "activeExperts": (routing?.activeExperts).json,
      "sharedFeedForwardSize": (routing?.sharedInnerSize).json,
    ])
  }
}

extension Attention {
  fileprivate var kind: String {
    switch projection {
    case .grouped(let heads, let keyValueHeads, _) where heads == keyValueHeads: "multi-head"
    case .grouped(_, 1, _): "multi-query"
    case .grouped: "grouped-query"
    case .latent: "latent"
    }
  }

  /// Latent attention keeps no heads of keys and values.
  fileprivate var keyValueHeads: Int? {
    switch projection {
    case .grouped(_, let keyValueHeads, _): keyValueHeads
    case .latent: nil
    }
  }

  fileprivate var headSize: Int {
    switch projection {
    case .grouped(_, _, let headSize): headSize
    case .latent(_, _, _, let unrotated, let rotated, _): unrotated + rotated
    }
  }
}

extension Int? {
  fileprivate var json: JSONValue { map { .integer($0) } ?? .null }
  fileprivate var cell: Table.Cell { map { .integer($0) } ?? .missing }
}
