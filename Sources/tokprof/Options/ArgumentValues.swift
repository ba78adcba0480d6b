public import ArgumentParser
public import TrainingCost

// The choices of the training commands are spelled as in JSON: by their raw values.

extension Accumulation: ExpressibleByArgument {}
extension AdapterTargets: ExpressibleByArgument {}
extension FLOPConvention: ExpressibleByArgument {}
extension Optimizer: ExpressibleByArgument {}
extension Recompute: ExpressibleByArgument {}
extension StorageFormat: ExpressibleByArgument {}
extension TrainingCost.NumberFormat: ExpressibleByArgument {}
extension ZeROStage: ExpressibleByArgument {}
