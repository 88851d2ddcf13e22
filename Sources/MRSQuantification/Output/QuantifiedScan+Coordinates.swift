import Foundation
import MRSCore
import MRSFitting
import MRSFormats
import MRSModel

extension QuantifiedScan {
  /// The result as LCModel's .COORD, for programs that read those.
  ///
  /// Sums are named by their members, as LCModel has them. Phases and shift have LCModel's signs: what was taken off the
  /// data, and by how much they were moved towards larger ppm.
  /// - Throws: ``QuantifyError/noCurves(output:)`` for a network's result without a reconstruction.
  public func coordinates() throws(QuantifyError) -> LCModelCoordFile {
    guard let fit = curves else { throw .noCurves(output: "coord") }
    let megahertz = fid.acquisition.spectrometerFrequency.megahertz
    let offset = fit.parameters.frequency / megahertz
    let falling = Array(fit.ppm.indices.sorted { fit.ppm[$0] > fit.ppm[$1] })
    func ordered(_ values: [Double]) -> [Double] { falling.map { values[$0] } }
    let baseline = fit.baseline.real
    let residual = zip(fit.data.real, fit.model.real).map { $0 - $1 }
    return LCModelCoordFile(
      heading: [
        "Hepatica \(provenance.hepatica) in the layout of LCModel's .COORD; for research, not a medical device",
        "\(provenance.file.name)  (\(quantification.unit.rawValue))", "\(provenance.method); basis \(provenance.basis)",
        "",
      ],
      rows: quantification.amounts.map { row($0, named: $0.name, of: [$0.name]) }
        + sums.filter { $0.members.count > 1 }.map {
          row($0.amount, named: $0.members.joined(separator: "+"), of: $0.members)
        },
      reference: reference.isEmpty ? nil : referenceName,
      quality: .init(
        linewidth: (quantification.quality.linewidth ?? 0) / megahertz,
        signalToNoise: SignalToNoise.lcModel(of: zip(fit.model.real, baseline).map { $0 - $1 }, residual: residual),
        dataShift: -offset,
        phase: Self.degrees(fit.parameters.phase), firstOrderPhase: 360 * megahertz * fit.parameters.delay),
      ppm: ordered(fit.ppm.map { $0 - offset }), data: ordered(fit.data.real), fit: ordered(fit.model.real),
      background: ordered(baseline),
      curves: quantification.amounts.filter { $0.value > 0 }.compactMap { amount in
        fit.names.firstIndex(of: amount.name).map { k in
          .init(
            name: amount.name, concentration: amount.value,
            values: ordered(zip(fit.components[k].real, baseline).map { $0 + $1 }))
        }
      }, diagnostics: plainDoubts,
      input: [
        "hzpppm=\(megahertz)", "deltat=\(fid.acquisition.dwellTime)", "nunfil=\(fid.acquisition.points)",
        "ppmst=\(fit.ppm.max() ?? 0)", "ppmend=\(fit.ppm.min() ?? 0)", "filraw='\(provenance.file.name)'",
        "filbas='\(provenance.basis)'",
      ])
  }

  private func row(_ amount: Amount, named name: String, of members: [String]) -> LCModelCoordFile.Row {
    .init(
      name: name, concentration: amount.value, percent: amount.percentDeviation,
      ratio: ratio(of: members)?.value)
  }

  /// From radians, between −180 and 180.
  private static func degrees(_ radians: Double) -> Double {
    let degrees = (radians * 180 / .pi).truncatingRemainder(dividingBy: 360)
    return degrees > 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees
  }
}
