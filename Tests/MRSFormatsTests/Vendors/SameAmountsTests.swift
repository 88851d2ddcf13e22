import Foundation
import MRSCore
import MRSFormats
import MRSProfile
import MRSQuantification
import TestSupport
import Testing

@Suite("One scan in every vendor's form")
struct SameAmountsTests {
  @Test("Raw coils, averages and water, or what a scanner combined of them, give the same mM within 0.1 %")
  func amounts() async throws {
    let folder = try TemporaryFolder()
    let liver = try await LiverScan()
    let basis = folder.url.appending(path: "basis.json")
    try BasisFile.write(liver.basis, as: .hepatica, to: basis)
    let (exact, exactWater) = (folder.url.appending(path: "exact.nii"), folder.url.appending(path: "exact-water.nii"))
    try NIfTIMRSFile.write(liver.scan, precision: .complex128, to: exact)
    try NIfTIMRSFile.write(liver.water, precision: .complex128, to: exactWater)
    let quantifier = ScanQuantifier(
      studyProtocol: liver.studyProtocol, stream: RandomStream(seed: 1), worker: .quiet(tasks: 2))
    func quantified(_ form: LiverScan.Form) async throws -> QuantifiedScan {
      try await quantifier.quantify(
        QuantifyRequest(file: form.file, basis: basis, water: form.water, overrides: form.overrides))
    }
    let reference = try await quantified(.init(name: "", file: exact, water: exactWater))
    #expect(reference.quantification.unit == .millimolar)
    for (name, amount) in LiverScan.truth {
      let found = try #require(reference.quantification[name])
      #expect(abs(found.value - amount) < max(4 * found.standardDeviation, 0.03 * amount), "\(name): \(found)")
    }
    /// The largest difference of an amount, of the amount itself and of its deviation.
    func difference(_ form: LiverScan.Form) async throws -> (relative: Double, inDeviations: Double) {
      let result = try await quantified(form)
      #expect(result.quantification.unit == .millimolar, "\(form.name)")
      var largest = (relative: 0.0, inDeviations: 0.0)
      for name in LiverScan.truth.keys {
        let one = try #require(reference.quantification[name])
        let other = try #require(result.quantification[name], "\(form.name)")
        largest.relative = max(largest.relative, abs(other.value / one.value - 1))
        largest.inDeviations = max(largest.inDeviations, abs(other.value - one.value) / other.standardDeviation)
      }
      return largest
    }
    for form in try liver.forms(in: folder) {
      let difference = try await difference(form)
      #expect(difference.relative < 1e-3, "\(form.name): \(difference)")
    }
    // Where water takes the 16 bits, rounding is noise as any other: the least of the amounts moves by a fifth, which is half of
    // the deviation that is told with it.
    let short = try await difference(liver.short(in: folder))
    print("16 bits: \(short)")
    #expect(short.inDeviations < 1 && short.relative < 0.3)
  }
}
