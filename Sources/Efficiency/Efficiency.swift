// Efficiency
