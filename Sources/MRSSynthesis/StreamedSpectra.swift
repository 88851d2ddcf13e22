import MRSCore

/// Spectra drawn on demand: number i is a function of the stream and of i alone, drawn from group i mod G.
///
/// Those with one i div G, one a group, are alike but for the amounts by which the groups differ: a network learns that
/// difference, and not by what the examples of either group differ by chance (common random numbers).
public struct StreamedSpectra: SpectrumSource {
  public let count: Int
  public let groups: [String]
  private let synthesizers: [SpectrumSynthesizer]
  private let stream: RandomStream

  /// - Precondition: at least one synthesizer, one for each group, all of one model.
  public init(
    count: Int, groups: [String], synthesizers: [SpectrumSynthesizer], stream: RandomStream
  ) {
    precondition(!synthesizers.isEmpty && synthesizers.count == groups.count)
    self.count = count
    self.groups = groups
    self.synthesizers = synthesizers
    self.stream = stream
  }

  /// The same stream with another number of spectra.
  public func counting(_ count: Int) -> StreamedSpectra {
    StreamedSpectra(count: count, groups: groups, synthesizers: synthesizers, stream: stream)
  }

  public var acquisition: Acquisition { synthesizers[0].model.acquisition }
  public var species: [String] { synthesizers[0].model.names }

  public func spectra(in range: Range<Int>) -> [LabelledSpectrum] {
    range.map { index in
      let (place, group) = index.quotientAndRemainder(dividingBy: synthesizers.count)
      let example = synthesizers[group].example(place, of: stream)
      return LabelledSpectrum(fid: example.fid, truth: example.parameters, noise: example.noise, group: group)
    }
  }
}
