import MRSCore
import MRSModel

/// MRSModel: amounts of a group of people are log-normal together; a seed gives the same ones each time.
///
/// Prints three people's choline and glycogen in mM.
func drawAmounts() throws {
  let group = try AmountDistribution(
    names: ["Cho", "Glycogen"], logMeans: [0, 4], logCovariance: Matrix(columns: [[0.09, 0.02], [0.02, 0.25]]))
  for person in 0..<3 {
    var stream = RandomStream(seed: 1).child(person)
    print(
      zip(group.names, group.draw(using: &stream)).map { "\($0) \(($1 * 100).rounded() / 100)" }.joined(separator: ", ")
    )
  }
}
