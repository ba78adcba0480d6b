import Testing

@testable import TrainingCost

@Suite struct LayerParametersTests {
  @Test func sizesThatAreNoLayersAreRefused() {
    #expect(throws: TrainingError.self) {
      try LayerParameters.dense(inputs: .max, outputs: .max)
    }
    #expect(throws: TrainingError.self) { try LayerParameters.recurrent(inputs: 0, hidden: 3) }
    #expect(throws: TrainingError.self) {
      try LayerParameters.convolution(
        inputChannels: 64, outputChannels: 64, width: 3, height: 3, groups: 5)
    }
    #expect(throws: TrainingError.self) {
      try LayerParameters.transformer(layers: -1, hidden: 8, vocabulary: 8)
    }
  }

  /// A depthwise 3×3 convolution has nine weights and a bias per channel.
  @Test func groupsDivideTheChannels() throws {
    let depthwise = try LayerParameters.convolution(
      inputChannels: 64, outputChannels: 64, width: 3, height: 3, groups: 64)
    #expect(depthwise == 64 * 10)
  }
}
