import MRSModel

extension StudyProtocol {
  /// How spectra are acquired: nucleus, frequency, sampling, sequence and its times.
  public struct AcquisitionSection: Hashable, Sendable, Codable {
    public var nucleus: String
    /// MHz.
    public var spectrometerFrequency: Double
    /// ms.
    public var dwellTime: Double
    public var points: Int
    /// ppm: what lies at 0 Hz when water is at body temperature; `profile.water.temperature` moves it with water.
    public var carrierShift: Double
    public var sequence: String
    /// ms.
    public var firstEchoTime: Double
    /// ms. TE is the sum of both; only PRESS knows them apart.
    public var secondEchoTime: Double
    /// ms; of STEAM alone.
    public var mixingTime: Double
    /// ms.
    public var repetitionTime: Double
    public var pulses: Pulses
    /// ms, of SLASER alone: from the excitation over the four refocusing pulses to the echo, five times from middle to middle;
    /// none for equal distances of the pulses.
    public var intervals: [Double]?
  }

  /// How pulses are simulated.
  public enum Pulses: String, Hashable, Sendable, Codable {
    /// Instantaneous and everywhere the same.
    case ideal
    /// Of finite length, each selecting a slice: the section `localisation`.
    case shaped
  }

  /// The pulses of a localised sequence and where it is sampled; read where `acquisition.pulses` is shaped.
  public struct LocalisationSection: Hashable, Sendable, Codable {
    /// ppm: the shift to which the pulses are tuned.
    public var transmitterShift: Double
    /// A file of the 90° pulse's shape (Siemens .pta, Varian .RF, Bruker), played out in `excitationDuration`; empty for a
    /// Hamming-windowed sinc of `excitationBandwidth`.
    public var excitationFile: String
    /// The same of the 180° pulses; empty for one by Shinnar and Le Roux.
    public var refocusingFile: String
    /// ms.
    public var excitationDuration: Double
    /// Hz.
    public var excitationBandwidth: Double
    /// ms.
    public var refocusingDuration: Double
    /// Hz.
    public var refocusingBandwidth: Double
    /// The same of the adiabatic pulses of SLASER, played out with `adiabaticPeak`; none for one of `adiabaticShape` and
    /// `adiabaticBandwidth`.
    public var adiabaticFile: String?
    /// How the slice gradient is modulated during `adiabaticFile`, a value a sample (Varian .GRD, Bruker, a column); none
    /// for a constant one.
    public var adiabaticGradientFile: String?
    /// Hz, γB₁/2π at the peak of the adiabatic pulses: of those of `adiabaticFile`; of others where it is not to follow from
    /// the sweep.
    public var adiabaticPeak: Double?
    /// What the adiabatic pulses are where no file gives them; none for a hyperbolic secant.
    public var adiabaticShape: AdiabaticShape?
    /// ms.
    public var adiabaticDuration: Double
    /// Hz.
    public var adiabaticBandwidth: Double
  }

  /// A full passage that is made here.
  public enum AdiabaticShape: String, Hashable, Sendable, Codable {
    /// HS1, under a constant gradient.
    case hyperbolicSecant = "hyperbolic-secant"
    /// GOIA-WURST(16, 4), under a gradient that falls to a tenth in the middle.
    case goia
  }

  /// What a virtual scanner leaves: coils and averages of the scan and of its water, and what goes wrong in them.
  public struct ScanSection: Hashable, Sendable, Codable {
    public var coils: Int
    public var averages: Int
    public var waterAverages: Int
    /// Hz.
    public var frequencyJitter: Double
    /// Degrees.
    public var phaseJitter: Double
    public var badAverages: Double
    /// Hz over the scan.
    public var drift: Distribution
  }
}
