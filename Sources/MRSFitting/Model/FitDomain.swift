/// Where a fit compares its model with the data.
public enum FitDomain: Hashable, Sendable, Codable {
  /// The points of the spectrum in the window, over a smooth baseline.
  case frequency
  /// The samples of the FID but for those before `skipped` (s), in which what is broad decays, without a baseline.
  ///
  /// By Parseval's theorem the sum of squares over samples is that over the points of the spectrum. So the spectra of data
  /// and model are compared, both without the first samples; the window is the filter that time-domain fits put before
  /// them (AQSES: Poullet et al. 2007, doi:10.1002/nbm.1112), and none where it spans the whole spectrum. The first-order
  /// phase stays zero: samples that were left out cannot be moved by parts of a sample.
  case time(skipped: Double)
}
