import Testing

/// Expects equality up to a relative difference, by default the 10⁻⁹ that fits are held to.
func expectNear(
  _ value: Double, _ expected: Double, within tolerance: Double = 1e-9, _ what: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let difference = abs(value - expected)
  #expect(
    difference <= tolerance * abs(expected) || value == expected,
    "\(what) \(value) is not \(expected)", sourceLocation: sourceLocation)
}
