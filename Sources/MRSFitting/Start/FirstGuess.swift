import MRSCore

/// Where a fit begins, and whether its data run the wrong way in frequency.
package struct FirstGuess: Sendable {
  /// Hz.
  package let frequency: Double
  /// rad.
  package let phase: Double
  /// The shared Gauss width, Hz.
  package let gaussian: Double
  /// The file's sign of frequency is probably the other one.
  package let isProbablyConjugated: Bool
  /// The part of the signal in the window, without what is broad, that the basis explains; 0 … 1.
  package let explained: Double

  package init(
    frequency: Double, phase: Double, gaussian: Double, isProbablyConjugated: Bool = false, explained: Double = 1
  ) {
    self.frequency = frequency
    self.phase = phase
    self.gaussian = gaussian
    self.isProbablyConjugated = isProbablyConjugated
    self.explained = explained
  }

  /// From the data as they are and with the frequency axis reversed.
  ///
  /// The basis must explain a larger part of what is in its window when the data are reversed, by more than one in
  /// twenty, and most of it: of data of something else little is explained either way, and either may be the larger part.
  init(registration: Registration, reversed: Registration) {
    self.init(
      frequency: registration.frequency, phase: registration.phase, gaussian: registration.gaussian,
      isProbablyConjugated: reversed.explained > 1.05 * registration.explained
        && reversed.explained > 0.7,
      explained: registration.explained)
  }
}

extension Acquisition {
  /// The points of a spectrum in `window` where all resonances lie `frequency` (Hz) from where the acquisition has them.
  func spectralIndices(in window: ClosedRange<ChemicalShift>, movedBy frequency: Double) -> Range<Int> {
    let move = Int((frequency / frequencyStep).rounded())
    let resting = spectralIndices(in: window)
    guard !resting.isEmpty else { return resting }
    return (resting.lowerBound + move..<resting.upperBound + move).clamped(to: 0..<points)
  }
}
