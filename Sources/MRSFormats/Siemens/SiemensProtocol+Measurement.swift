import Foundation
import MRSCore

extension SiemensProtocol {
  /// The sequence's file without its folder: `svs_se` of `%SiemensSeq%\svs_se`.
  var sequenceFile: String? {
    string("tSequenceFileName").map { String($0.split(whereSeparator: { $0 == "\\" || $0 == "/" }).last ?? "") }
  }

  /// TE in s. Of a single echo it is alTE[0]. Semi-LASER may write its three parts, alTE[0] to alTE[2], which are summed;
  /// sequences that fill all places with one number (eja_svs_slaser: 36 places) mean the first.
  var echoTime: StatedTimes.Field {
    let times = (0..<64).map { number("alTE[\($0)]") }.prefix { $0 != nil }.compactMap(\.self)
    guard let first = times.first else { return ("alTE[0]", nil) }
    guard isSummed(times.count) else { return ("alTE[0]", first / 1e6) }
    return ("alTE[0] + alTE[1] + alTE[2]", times.reduce(0, +) / 1e6)
  }

  private func isSummed(_ count: Int) -> Bool {
    count == 3 && (self.count("lContrasts") ?? 1) == 1 && SequenceName.localisation(in: sequenceFile) == "SLASER"
  }

  /// TR in s.
  var repetitionTime: StatedTimes.Field { ("alTR[0]", number("alTR[0]").map { $0 / 1e6 }) }

  /// The place of the voxel of interest, sSpecPara.sVoI; `nil` for a signal without one.
  ///
  /// The phase direction lies as near as it can to the patient's axes and is turned about the normal by the in-plane
  /// rotation, as Siemens defines it: for a mostly transverse normal n it is (0, n_T, −n_C)/√(n_C² + n_T²), for a coronal one
  /// (n_C, −n_S, 0), for a sagittal one (−n_C, n_S, 0), each over √(n_S² + n_C²). Readout = n × phase. x is the readout, y the phase
  /// direction.
  var voxel: VoxelGeometry? {
    let key = "sSpecPara.sVoI"
    guard let thickness = number(key + ".dThickness"), let phase = number(key + ".dPhaseFOV"),
      let readout = number(key + ".dReadoutFOV"), thickness > 0, phase > 0, readout > 0
    else { return nil }
    let stated = vector(key + ".sNormal")
    guard stated.length > 0 else { return nil }
    let normal = stated / stated.length
    let angle = number(key + ".dInPlaneRot") ?? 0
    let unturned = Self.phaseDirection(normal)
    let y = Foundation.cos(angle) * unturned - Foundation.sin(angle) * normal.cross(unturned)
    let x = normal.cross(y)
    let table = SIMD3(
      number("lScanRegionPosSag") ?? 0, number("lScanRegionPosCor") ?? 0, number("lScanRegionPosTra") ?? 0)
    return VoxelGeometry(
      dicomCentre: vector(key + ".sPosition") + table, size: SIMD3(readout, phase, thickness),
      dicomDirections: [x, y, x.cross(y)])
  }

  private static func phaseDirection(_ n: SIMD3<Double>) -> SIMD3<Double> {
    let (sagittal, coronal, transverse) = (abs(n.x), abs(n.y), abs(n.z))
    // Two components that differ by less than this are alike; the transverse, then the coronal one wins.
    let alike = 1e-5
    if transverse >= sagittal - alike, transverse >= coronal - alike {
      return SIMD3(0, n.z, -n.y) / (n.y * n.y + n.z * n.z).squareRoot()
    }
    let length = (n.x * n.x + n.y * n.y).squareRoot()
    return coronal >= sagittal - alike ? SIMD3(n.y, -n.x, 0) / length : SIMD3(-n.y, n.x, 0) / length
  }
}
