import Foundation
import MRSCore

extension SPARHeader {
  /// The voxel: its edges and centre along left-right, anterior-posterior and feet-head, and the angles (°) by which it is
  /// turned about these axes one after the other, each about the axis as it is turned already: R = R_lr·R_ap·R_cc. Left,
  /// posterior and head are positive in the file; here right and anterior are, which turns the first two angles round.
  var geometry: VoxelGeometry? {
    func triple(_ suffix: String, missing: Double?) -> SIMD3<Double>? {
      let values = ["lr", "ap", "cc"].compactMap { number("\($0)_\(suffix)") ?? missing }
      return values.count == 3 && values.allSatisfy(\.isFinite) ? SIMD3(values) : nil
    }
    guard let size = triple("size", missing: nil), (0..<3).allSatisfy({ size[$0] > 0 }),
      let centre = triple("off_center", missing: nil), let angles = triple("angulation", missing: 0)
    else { return nil }
    let turn = SIMD3(-1.0, -1.0, 1.0)
    let radians = turn * angles * .pi / 180
    let axes = (0..<3).map { axis in
      var vector = SIMD3<Double>(0, 0, 0)
      vector[axis] = 1
      // The last turn acts first.
      for index in [2, 1, 0] { vector = Self.turned(vector, about: index, by: radians[index]) }
      return vector
    }
    return VoxelGeometry(centre: turn * centre, size: size, directions: axes)
  }

  private static func turned(_ vector: SIMD3<Double>, about axis: Int, by angle: Double) -> SIMD3<Double> {
    let (one, other) = ((axis + 1) % 3, (axis + 2) % 3)
    var turned = vector
    turned[one] = vector[one] * cos(angle) - vector[other] * sin(angle)
    turned[other] = vector[one] * sin(angle) + vector[other] * cos(angle)
    return turned
  }

  /// What NIfTI-MRS has a field for.
  var standard: StandardFields {
    var standard = StandardFields()
    standard.set("Manufacturer", "Philips")
    standard.set("ProtocolName", string("scan_id"))
    standard.set("SoftwareVersions", string("equipment_sw_verions"))
    standard.set("InversionTime", number("spectrum_inversion_time").flatMap { $0 > 0 ? $0 / 1000 : nil })
    let position = [string("patient_position"), string("patient_orientation")].compactMap { $0 }.joined(separator: " ")
    standard.set("PatientPosition", position)
    return standard
  }
}
