import Reports
import TrainingCost

/// `POST /api/training`: how long a training takes, or whatever else is left out.
enum TrainingCall {
  static let members: Set<String> = EstimateCall.members.union([
    "tokens", "tokensLow", "tokensHigh", "tokensLevel", "params", "activeParams", "gpu",
    "config", "precision", "gpus", "days", "gpuHours", "mfu", "hfu", "goodput", "epochs",
  ])

  static func answer(_ body: CallBody, _ data: PageData) throws(HTTPRefusal) -> JSONValue {
    let tokens = try tokens(body, data)
    var plan = TrainingPlan(model: try model(body))
    plan.level = try body.share("level") ?? plan.level
    plan.epochs = try body.count("epochs") ?? plan.epochs
    plan.format = try body.choice("precision")
    let gpu = try body.text("gpu")
    let devices = try body.counts("gpus")
    let days = try body.counts("days")
    let hours = try body.counts("gpuHours")
    let goodput = try body.shares("goodput")
    let performance = try performance(body)
    return try refusing {
      plan.data = try tokens?.data()
      plan.accelerator = try gpu.map { name throws(TrainingError) in try Accelerator.named(name) }
      plan.devices = try devices.map { try estimate($0, plan.level) { Devices($0) } }
      plan.time = try days.map { try estimate($0, plan.level) { .days($0) } }
      plan.deviceTime = try hours.map { try estimate($0, plan.level) { .hours($0) } }
      plan.goodput = try goodput.map { try estimate($0, plan.level) { Ratio($0) } }
      if let (share, isHardware) = performance {
        let ratio = try estimate(share, plan.level) { Ratio($0) }
        plan.performance = isHardware ? .hardwareUtilisation(ratio) : .modelUtilisation(ratio)
      }
      return try plan.solve().document(tokens)
    }
  }

  private static func model(_ body: CallBody) throws(HTTPRefusal) -> ModelSize {
    let params = try body.count("params")
    let active = try body.count("activeParams")
    if let config = try body.object("config") {
      guard params == nil, active == nil else {
        throw body.wrong("config", "has the parameters in itself; leave params out")
      }
      return try refusing {
        .architecture(try Architecture(configuration: Array(config.utf8), file: "config"))
      }
    }
    guard let params else {
      throw body.wrong("params", "is missing; how many parameters has the model?")
    }
    return .parameters(total: Parameters(params), active: active.map { Parameters($0) })
  }

  /// The tokens as stated or as predicted; `nil` to solve for them.
  private static func tokens(
    _ body: CallBody, _ data: PageData
  ) throws(HTTPRefusal) -> DatasetTokens? {
    let level = try body.share("tokensLevel") ?? 0.95
    if let profile = try body.text("profile") {
      let prediction = try EstimateCall.estimate(body, data, level: level)
      return DatasetTokens(
        prediction, description: "profile “\(profile)” of the dataset's bytes")
    }
    guard let tokens = try body.count("tokens") else { return nil }
    guard let low = try body.count("tokensLow"), let high = try body.count("tokensHigh") else {
      return DatasetTokens(tokens: tokens, interval: nil, description: "tokens")
    }
    guard 0 < low, low <= tokens, tokens <= high else {
      throw body.wrong("tokens", "must lie from tokensLow to tokensHigh, all above 0")
    }
    return DatasetTokens(
      tokens: tokens, interval: .init(level: level, low: low, high: high), description: "tokens")
  }

  private static func performance(
    _ body: CallBody
  ) throws(HTTPRefusal) -> (share: (low: Double, high: Double), isHardware: Bool)? {
    let model = try body.shares("mfu")
    let hardware = try body.shares("hfu")
    guard model == nil || hardware == nil else {
      throw body.wrong("mfu", "and hfu each say how fast steps are; give one")
    }
    return model.map { ($0, false) } ?? hardware.map { ($0, true) }
  }

  private static func estimate<Unit>(
    _ ends: (low: Double, high: Double), _ level: Double, _ quantity: (Double) -> Quantity<Unit>
  ) throws(TrainingError) -> Estimate<Unit> {
    ends.low == ends.high
      ? Estimate(quantity(ends.low))
      : try Estimate(low: quantity(ends.low), high: quantity(ends.high), level: level)
  }
}
