import Foundation
import MRSCore
import Numerics

extension LCModelBasisFile {
  /// Writes sampled functions as LCModel's own program for it does (format 6E13.5, six digits): conjugated, the first
  /// point halved, transformed forward, in rising index. CONC, TRAMP and VOLUME are 1 and ISHIFT 0.
  ///
  /// Names longer than six characters are cut by LCModel, not here. NMUSED holds what LCModel did with RAW files to make
  /// a basis; of it only XTRASH is written, since nothing was done to a simulated function (PPMAPP and the rest are for
  /// reference peaks it does not have).
  /// - Precondition: all functions are sampled on the acquisition's points, 0 Hz at 4.65 ppm.
  static func write(
    _ basis: BasisSet, linewidth: Frequency?, identifier: String, to url: URL
  ) throws(FormatError) {
    let acquisition = basis.acquisition
    var bytes = Array(header(acquisition, linewidth: linewidth, identifier: identifier).utf8)
    let plan = FourierTransform(count: acquisition.points)
    for function in basis.functions {
      guard case .sampled(var fid) = function.signal else { continue }
      fid[0] = fid[0] / 2
      let spectrum = plan.forward(fid.conjugated)
      let peak = spectrum.magnitude.max() ?? 0
      guard FortranField.isRepresentable(peak) else {
        throw .unrepresentable(
          path: url.path(percentEncoded: false), what: "\(function.name) reaches \(peak.isNaN ? "nan" : "\(peak)")",
          advice: "LCModel reads finite single-precision numbers only.")
      }
      let name = FortranField.quoted(function.name)
      bytes += Array(
        """
         $NMUSED
         XTRASH = 0.00
         $END
         $BASIS
         ID = \(name),
         METABO = \(name),
         CONC = 1.,
         TRAMP = 1.,
         VOLUME = 1.,
         ISHIFT = 0
         $END

        """.utf8)
      for i in spectrum.indices {
        bytes += FortranField.exponential(spectrum.real[i], width: 13, digits: 5)
        bytes += FortranField.exponential(spectrum.imaginary[i], width: 13, digits: 5)
        if i % 3 == 2 || i == spectrum.count - 1 { bytes.append(0x0a) }
      }
    }
    try FileBytes.write(bytes, to: url)
  }

  private static func header(_ acquisition: Acquisition, linewidth: Frequency?, identifier: String) -> String {
    let frequency = acquisition.spectrometerFrequency.megahertz
    var text = " $SEQPAR\n"
    if let linewidth { text += " FWHMBA = \(linewidth.hertz / frequency),\n" }
    text += " HZPPPM = \(frequency),\n"
    if let time = acquisition.echoTime { text += " ECHOT = \(time * 1000),\n" }
    text += " SEQ = \(FortranField.quoted(acquisition.sequence ?? ""))\n $END\n"
    text += " $BASIS1\n IDBASI = \(FortranField.quoted(identifier)),\n FMTBAS = '(6E13.5)',\n"
    return text + " BADELT = \(acquisition.dwellTime),\n NDATAB = \(acquisition.points)\n $END\n"
  }
}
