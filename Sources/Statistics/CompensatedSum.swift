/// The sum in the order of the elements, with an error that does not grow with their number
/// (A. Neumaier, 1974).
func sum(_ elements: some Sequence<Double>) -> Double {
  var sum = 0.0
  var lost = 0.0
  for element in elements {
    let next = sum + element
    lost += abs(sum) >= abs(element) ? (sum - next) + element : (element - next) + sum
    sum = next
  }
  return sum + lost
}

/// The mean, and the sum of squared deviations from it.
func spread(_ elements: [Double]) -> (mean: Double, squares: Double) {
  let mean = sum(elements) / Double(elements.count)
  return (mean, sum(elements.lazy.map { ($0 - mean) * ($0 - mean) }))
}
