extension TrainingPlan {
  /// Solves the training equation for the quantity that is left out.
  ///
  /// - Throws: `TrainingError` if an input cannot be used, more than one is left out, or none is
  ///   (then `audit` is the question).
  public func solve() throws(TrainingError) -> TrainingSolution {
    guard let unknown else {
      throw .contradiction(
        "everything is given: data, accelerators, time and speed",
        remedy: "leave one out, or audit the report")
    }
    var resolved = try ResolvedPlan(self)
    return try resolved.solve(for: unknown)
  }
}

extension ResolvedPlan {
  mutating func solve(for unknown: Unknown) throws(TrainingError) -> TrainingSolution {
    let factors = try factors(for: unknown)
    let devices = solvedDevices(unknown, factors)
    let time = solvedTime(unknown, factors)
    let deviceTime =
      givenDeviceTime?.estimate(DeviceSecondUnit.self)
      ?? factorsOfDeviceTime().estimate(DeviceSecondUnit.self)
    let tokens = self.tokens ?? factors.estimate(TokenUnit.self)
    let model = work.model
    let hardware = work.hardware(plan.recompute)
    let perDevice = TokensPerSecond(tokens.median.value / deviceTime.median.value)
    let stepRate = TokensPerSecond(perDevice.value / goodput.median.value)
    let hardwareInConvention = hardware[convention] ?? hardware.sixN

    var solution = TrainingSolution(
      unknown: unknown, level: plan.level, convention: convention,
      dataTokens: tokens.scaled(by: 1 / passes), processedTokens: tokens,
      flopsPerToken: model, hardwareFLOPsPerToken: hardware,
      flops: tokens.median * modelFLOPsPerToken,
      flopTotals: model.total(for: tokens.median),
      hardwareFLOPTotals: hardware.total(for: tokens.median),
      vocabularyShare: work.vocabularyShare(convention),
      scoreShare: work.headFLOPs == nil ? nil : work.scoreShare(convention),
      peak: peak?.median, isPeakStated: plan.statedPeak != nil, deviceTime: deviceTime,
      devices: devices,
      suggestedDevices: unknown == .devices ? devices.map(roundedUp) : nil, time: time,
      mfu: peak.map { UtilisationLedger(model, tokensPerSecond: stepRate, peak: $0.median) },
      hfu: peak.map { Ratio(hardwareInConvention.value * stepRate.value / $0.median.value) },
      solvedUtilisation: unknown == .utilisation ? factors.estimate(DimensionlessUnit.self) : nil,
      tokensPerSecondPerDevice: perDevice,
      lowerBound: lowerBound(tokens: tokens.median, devices: devices?.median),
      measuredRateBound: measuredRateBound(tokens: tokens.median, devices: devices?.median),
      varianceShares: factors.shares, comparison: nil, inputs: inputs.inputs, warnings: warnings,
      advice: [])
    solution.comparison = try comparison(for: solution)
    solution.warnings += plausibilityWarnings(mfu: solution.mfu, hfu: solution.hfu)
    solution.warnings += budgetWarnings(dataTokens: solution.dataTokens.median)
    solution.advice = advice(for: solution)
    return solution
  }

  /// The quantity solved for as a product in which each factor appears once.
  private func factors(for unknown: Unknown) throws(TrainingError) -> LogProduct {
    switch unknown {
    case .deviceTime, .time, .devices:
      try requirePeak()
      var product = factorsOfDeviceTime()
      if unknown == .time, let devices = plan.devices { product.divide(by: devices, .devices) }
      if unknown == .devices, let time = plan.time { product.divide(by: time, .time) }
      return product
    case .tokens:
      try requirePeak()
      guard var product = givenDeviceTime else {
        throw .missingInput(
          names: ["tokens", "accelerators and time"],
          remedy: "give the tokens, or accelerators and time to solve for the tokens")
      }
      multiply(&product, byRateOfOneDevice: 1)
      return product
    case .utilisation:
      guard let tokens, let peak, let deviceTime = givenDeviceTime else {
        throw .missingInput(
          names: ["accelerator"], remedy: "name one, or state the peak of one accelerator")
      }
      let hardware = work.hardware(plan.recompute)
      var product = LogProduct()
      product.multiply(by: tokens, .tokens)
      product.multiply(by: Estimate(hardware[convention] ?? hardware.sixN), .flopsPerToken)
      product.divide(by: deviceTime.estimate(DeviceSecondUnit.self), .deviceTime)
      product.divide(by: peak, .peak)
      product.divide(by: goodput, .goodput)
      return product
    }
  }

  private func requirePeak() throws(TrainingError) {
    if case .measured = speed { return }
    guard peak != nil else {
      throw .missingInput(
        names: ["accelerator"],
        remedy: "name one, state the peak of one accelerator, or give measured tokens per second")
    }
  }

  /// Accelerator-time as given: directly, or as accelerators · time.
  var givenDeviceTime: LogProduct? {
    var product = LogProduct()
    if let deviceTime = plan.deviceTime {
      product.multiply(by: deviceTime, .deviceTime)
      return product
    }
    guard let devices = plan.devices, let time = plan.time else { return nil }
    product.multiply(by: devices, .devices)
    product.multiply(by: time, .time)
    return product
  }

  /// The accelerator-time that the given tokens and speed ask for, whatever was reported.
  var expectedDeviceTime: LogProduct? {
    tokens == nil ? nil : factorsOfDeviceTime()
  }

  /// tokens · FLOPs per token ÷ (peak · utilisation · goodput), or with a measured throughput
  /// tokens ÷ (throughput · goodput).
  private func factorsOfDeviceTime() -> LogProduct {
    var product = LogProduct()
    if let tokens { product.multiply(by: tokens, .tokens) }
    multiply(&product, byRateOfOneDevice: -1)
    return product
  }

  /// Tokens per second of one accelerator, to the power 1 or −1.
  private func multiply(_ product: inout LogProduct, byRateOfOneDevice power: Int) {
    func append<Unit>(_ estimate: Estimate<Unit>, _ name: FactorName, _ sign: Int) {
      if sign * power > 0 {
        product.multiply(by: estimate, name)
      } else {
        product.divide(by: estimate, name)
      }
    }
    append(goodput, .goodput, 1)
    switch speed {
    case .measured(let perDevice): append(perDevice, .throughput, 1)
    case .modelUtilisation(let utilisation), .hardwareUtilisation(let utilisation):
      append(utilisation, .utilisation, 1)
      append(Estimate(operationsPerToken), .flopsPerToken, -1)
      if let peak { append(peak, .peak, 1) }
    }
  }

  private func solvedDevices(_ unknown: Unknown, _ factors: LogProduct) -> Estimate<DeviceUnit>? {
    if unknown == .devices { return factors.estimate(DeviceUnit.self) }
    if let devices = plan.devices { return devices }
    guard let deviceTime = plan.deviceTime, let time = plan.time else { return nil }
    var product = LogProduct()
    product.multiply(by: deviceTime, .deviceTime)
    product.divide(by: time, .time)
    return product.estimate(DeviceUnit.self)
  }

  private func solvedTime(_ unknown: Unknown, _ factors: LogProduct) -> Estimate<SecondUnit>? {
    if unknown == .time { return factors.estimate(SecondUnit.self) }
    if let time = plan.time { return time }
    guard let deviceTime = plan.deviceTime, let devices = plan.devices else { return nil }
    var product = LogProduct()
    product.multiply(by: deviceTime, .deviceTime)
    product.divide(by: devices, .devices)
    return product.estimate(SecondUnit.self)
  }

  private func roundedUp(_ devices: Estimate<DeviceUnit>) -> Devices {
    let multiple = Double(plan.deviceMultiple)
    // Logarithms round in the 13th digit; 1024.0000000001 must not become 1032.
    let groups = devices.median.value * (1 - 1e-9) / multiple
    return Devices(groups.rounded(.up) * multiple)
  }

  /// 100 % utilisation, nothing recomputed, no time lost, and the smaller of the chosen and the
  /// causal count, since a masked score need not be computed.
  func lowerBound(tokens: Tokens, devices: Devices?) -> TimeBound? {
    peak.map { bound(tokens: tokens, devices: devices, rate: $0.median) }
  }

  private func measuredRateBound(tokens: Tokens, devices: Devices?) -> TimeBound? {
    guard plan.statedPeak == nil, let accelerator = plan.accelerator,
      let rate = accelerator.measuredMatrixRate,
      [.bf16, .fp16].contains(plan.format ?? accelerator.trainingFormat)
    else { return nil }
    return bound(tokens: tokens, devices: devices, rate: rate)
  }

  private func bound(tokens: Tokens, devices: Devices?, rate: FLOPsPerSecond) -> TimeBound {
    let model = work.model
    var least = (convention, modelFLOPsPerToken)
    if let causal = model.causal, causal < least.1 { least = (.causal, causal) }
    let deviceTime = DeviceSeconds((tokens * least.1 / rate).value)
    return TimeBound(
      deviceTime: deviceTime, time: devices.map { deviceTime / $0 }, convention: least.0,
      rate: rate)
  }
}
