// DatasetEstimate
