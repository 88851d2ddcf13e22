import MRSCore
import MRSModel
import Numerics

/// A patient who does not exist: the amounts a protocol's scenario gives one member of a group.
public struct VirtualPatient: Hashable, Sendable, Codable {
  public let id: String
  public let group: String
  /// mM, by species; lipids in mM of protons.
  public let amounts: [String: Double]
  public let fatFraction: Double
}

extension VirtualPatient {
  /// The patients of one virtual cohort: negatives first. Patient i draws from child i of `stream`.
  ///
  /// A positive patient's amounts are those of a negative one times ratioᵏ, k the ``StudyProtocol/CohortSection/effect``.
  public static func cohort(of studyProtocol: StudyProtocol, stream: RandomStream) -> [VirtualPatient] {
    let (species, lipids, cohort) = (studyProtocol.species, studyProtocol.lipids, studyProtocol.cohort)
    return (0..<(cohort.negatives + cohort.positives)).map { index in
      var stream = stream.child(index)
      let isPositive = index >= cohort.negatives
      let exponent = isPositive ? cohort.effect : 0
      var amounts: [String: Double] = [:]
      for entry in species {
        amounts[entry.name] = max(0, entry.amount.draw(using: &stream)) * .pow(entry.ratio, exponent)
      }
      let drawn = lipids.protonDensityFatFraction.draw(using: &stream) * .pow(lipids.ratio, exponent)
      let fat = min(max(drawn, lipids.fatFractionRange[0]), lipids.fatFractionRange[1])
      let molecule = TriglycerideModel(
        chainLength: lipids.chainLength.draw(using: &stream),
        doubleBonds: max(0.5, lipids.doubleBonds.draw(using: &stream)),
        interruptedDoubleBonds: max(0.05, lipids.interruptedDoubleBonds.draw(using: &stream)))
      let resonances = molecule.amounts(protonConcentration: studyProtocol.lipidProtons(fatFraction: fat))
      for (name, amount) in resonances.sorted(by: { $0.key < $1.key }) {
        amounts[name] = amount * .exp(lipids.ownVariation * stream.normal())
      }
      let number = String(1000 + index + 1).dropFirst()
      return VirtualPatient(
        id: "virtual-\(number)", group: isPositive ? cohort.positiveGroup : cohort.negativeGroup, amounts: amounts,
        fatFraction: fat)
    }
  }
}
