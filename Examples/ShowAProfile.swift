import MRSProfile

/// MRSProfile: what an analysis of a brain assumes.
///
/// Prints the tissue's water, and what is left of the signal of NAA at TE 30 ms and TR 2 s.
func showAProfile() throws {
  let brain = try AnalysisProfile.load("brain")
  print("\(brain.water.tissue): \(brain.water.protonConcentration) mM of protons")
  print(brain.attenuations(of: ["NAA"], echoTime: 0.030, repetitionTime: 2)["NAA"] ?? 0)
}
