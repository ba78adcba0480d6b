@testable import TrainingCost

/// A number that a widely read article on training cost states, and what the program says.
struct Claim: Sendable {
  /// Row in the list of claims: article and number.
  var id: String
  /// What it is a number of.
  var what: String
  /// The article's number; `nil` where the article gives none and the program should.
  var article: Double?
  /// How closely the article rounds, as a ratio.
  var rounding = 0.0
  /// The right number.
  var right: Double
  /// How closely the program has to meet it, as a ratio. 0 is to the last digit.
  var tolerance = 0.0
  /// What the article did wrong; `nil` if its number is right.
  var error: String?
  /// What the program says.
  var compute: @Sendable () throws -> Double

  /// A number that the article has right.
  static func right(
    _ id: String, _ what: String, _ article: Double, rounding: Double = 0,
    exactly right: Double? = nil, tolerance: Double = 1e-12,
    compute: @escaping @Sendable () throws -> Double
  ) -> Claim {
    Claim(
      id: id, what: what, article: article, rounding: rounding, right: right ?? article,
      tolerance: tolerance, error: nil, compute: compute)
  }

  /// A number that the article has wrong, and why.
  static func wrong(
    _ id: String, _ what: String, _ article: Double, is right: Double, tolerance: Double = 1e-12,
    because error: String, compute: @escaping @Sendable () throws -> Double
  ) -> Claim {
    Claim(
      id: id, what: what, article: article, right: right, tolerance: tolerance, error: error,
      compute: compute)
  }

  /// A number that the article leaves open.
  static func open(
    _ id: String, _ what: String, is right: Double, tolerance: Double = 1e-12,
    compute: @escaping @Sendable () throws -> Double
  ) -> Claim {
    Claim(id: id, what: what, article: nil, right: right, tolerance: tolerance, compute: compute)
  }

  static let all =
    fromArticle0 + fromArticle1 + fromArticle1Continued + fromArticle2
    + fromArticle3 + fromArticle4

  /// Rows that state no number the program could give, and why.
  static let notComputed = [
    "A0-01": "a formula; the equation's tests hold it",
    "A0-02": "a statement about bounds; the equation's tests hold it",
    "A0-03": "a formula; the equation's tests hold it",
    "A0-07": "an explanation without a number",
    "A0-08": "a list of influences",
    "A0-14": "a definition of the ratio, in Statistics",
    "A0-15": "a definition of the regression, in Statistics",
    "A0-17": "about vocabularies; the tests of the command line hold it",
    "A0-18": "about vocabularies; the tests of the command line hold the right number",
    "A0-19": "a conjecture to be measured by profiles",
    "A1-06": "a statement about what is negligible",
    "A1-08": "a statement about batches",
    "A1-16": "about inference with a cache, which training has not",
    "A2-10": "a definition of the number of steps",
    "A3-09": "a proportionality; the memory tests hold the formula",
    "A4-03": "a heuristic without a number",
    "A4-06": "a price ratio that follows from nothing stated",
    "A4-09": "a latency ratio that follows from nothing stated",
    "A4-16": "the size of a raw corpus",
    "A4-20": "a mislabelled corpus: the 627·10⁹ tokens are SlimPajama's, not the Pile's",
    "A4-21": "a rounded number of exercises (8.5 K)",
  ]
}

// MARK: - What the claims are computed with

extension Claim {
  static func qwen() throws -> Architecture {
    try SampleConfig.architecture(SampleConfig.qwen2Large)
  }

  static func qwenWork(_ length: Int) throws -> TokenWork {
    try TokenWork(
      model: .architecture(qwen()), phases: [SequencePhase(.fixed(length: length))])
  }

  /// Tokens of the batch that article 1 counts with: 4 × 32,768.
  static let batch = 131_072.0

  static func layer() throws -> LayerRun {
    guard let run = try qwen().layers.first else { throw Missing() }
    return run
  }

  /// Forward FLOPs of a matrix of so many weights over the batch.
  static func matrix(_ weights: Int) -> Double { 2 * Double(weights) * batch }

  /// Article 1's own formula, with its rounded constants: FLOPs of a token's forward pass.
  static func articleForward(_ length: Double, parameters: Double = 72e9) -> Double {
    2.6e6 * length + 2 * parameters
  }

  static func peak(_ name: String, _ format: NumberFormat = .bf16) throws -> FLOPsPerSecond {
    try Accelerator.named(name).peak(format).rate.median
  }

  static func question(
    parameters: Double, active: Double? = nil, tokens: Double, accelerator: String
  ) throws -> TrainingPlan {
    var plan = TrainingPlan(
      model: .parameters(
        total: Parameters(parameters), active: active.map { Parameters($0) }))
    plan.data = .tokens(Estimate(Tokens(tokens)))
    plan.accelerator = try .named(accelerator)
    return plan
  }

  /// Days of Qwen2-72B on 7·10¹² tokens with 6000 A100.
  static func qwenDays(
    length: Int, utilisation: Double, convention: FLOPConvention
  ) throws -> Double {
    var plan = TrainingPlan(model: .architecture(try qwen()))
    plan.data = .tokens(Estimate(Tokens(7e12)))
    plan.phases = [SequencePhase(.fixed(length: length))]
    plan.convention = convention
    plan.accelerator = try .named("A100")
    plan.devices = Estimate(Devices(6000))
    plan.performance = .modelUtilisation(Estimate(Ratio(utilisation)))
    guard let time = try plan.solve().time else { throw Missing() }
    return time.median.days
  }

  static func required<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw Missing() }
    return value
  }

  struct Missing: Error {}
}
