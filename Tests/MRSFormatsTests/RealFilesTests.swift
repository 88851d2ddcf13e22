import Foundation
import MRSCore
import MRSFormats
import TestSupport
import Testing

/// Where resonances lie in real files says whether sign, carrier and bytes are right all at once. In-vivo shifts move
/// with temperature and shim by hundredths of a ppm; a conjugated file would put NAA at 7.3 ppm.
@Suite("Real files", .enabled(if: SharedData.root != nil, Comment(rawValue: SharedData.reason)))
struct RealFilesTests {
  private let inVivo = 0.04

  @Test("The Osprey SDAT has NAA, creatine and choline where they belong, and water at 4.65 ppm")
  func sdat() throws {
    let scan = try SignalFile.read(SharedData.url("osprey/sub-01_ses-01_PRESS_raw-act_noID.SDAT"))
    #expect(scan.format == .philipsSDAT)
    #expect(scan.averagesRepresented == 48)
    #expect(scan.acquisition.points == 2048)
    #expect(scan.acquisition.dwellTime == 5e-4)
    #expect(scan.acquisition.echoTime == 0.03)
    #expect(scan.acquisition.repetitionTime == 2)
    #expect(scan.acquisition.sequence == "PRESS")
    let fid = scan.signals[0, 0]
    #expect(abs(fid.peak(in: 1.8...2.3) - 2.01) < inVivo)
    #expect(abs(fid.peak(in: 2.9...3.1) - 3.03) < inVivo)
    #expect(abs(fid.peak(in: 4.2...5.2) - 4.65) < inVivo)
    // The SPAR names the same scan.
    let byHeader = try SignalFile.read(SharedData.url("osprey/sub-01_ses-01_PRESS_raw-act_noID.SPAR"))
    #expect(byHeader.signals == scan.signals)
    let water = try SignalFile.read(SharedData.url("osprey/sub-01_ses-01_PRESS_raw-ref_noID.SDAT"))
    #expect(abs(water.signals[0, 0].peak(in: 0.1...9) - 4.65) < inVivo)
  }

  @Test("LCModel's own RAW finds its control file, and has NAA and water where they belong")
  func raw() throws {
    let scan = try SignalFile.read(SharedData.url("lcmodel/data.raw"))
    #expect(scan.format == .lcmodelRaw)
    #expect(scan.acquisition.dwellTime == 5e-4)
    #expect(abs(scan.acquisition.spectrometerFrequency.megahertz - 127.786142) < 1e-9)
    #expect(scan.acquisition.points == 1024)
    let fid = scan.signals[0, 0]
    #expect(abs(fid.peak(in: 1.8...2.3) - 2.01) < inVivo)
    #expect(abs(fid.peak(in: 0.1...9) - 4.65) < inVivo)
  }

  @Test("The NIfTI-MRS files have NAA and water where they belong, and TxOffset −2 does not move them")
  func nifti() throws {
    let processed = try SignalFile.read(SharedData.url("nifti-mrs/metab.nii.gz"))
    #expect(processed.acquisition.points == 4095)
    #expect(processed.acquisition.echoTime == 0.011)
    #expect(processed.acquisition.repetitionTime == 5)
    #expect(processed.acquisition.sequence == "STEAM")
    #expect(processed.doubts == [.dwellTimeUnitAssumed(seconds: 8.33e-5)])
    let fid = processed.signals[0, 0]
    #expect(abs(fid.peak(in: 1.8...2.3) - 2.01) < inVivo)
    #expect(abs(fid.peak(in: 4.3...5.2) - 4.65) < inVivo)
    let raw = try SignalFile.read(SharedData.url("nifti-mrs/metab_raw.nii.gz"))
    #expect(raw.signals.coils == 4)
    #expect(raw.signals.averages == 16)
    #expect(abs(raw.signals[0, 3].peak(in: 1.8...2.3) - 2.01) < inVivo)
    let water = try SignalFile.read(SharedData.url("nifti-mrs/wref_raw.nii.gz"))
    #expect(abs(water.signals[3, 1].peak(in: 0.1...9) - 4.65) < inVivo)
    #expect(raw.fields.contains { $0.name == "TxOffset" && $0.value == "-2" })
    #expect(raw.fields.first { $0.name == "PatientDoB" }?.identifiesSubject == true)
  }

  @Test("The creatine of both basis files has its CH3 line at 3.03 and its CH2 line at 3.91 ppm")
  func basis() throws {
    // Digital resolution: 3 T, 0.5 ms × 1024 points zero-filled fourfold gives 0.004 ppm a point.
    let tolerance = 0.008
    for name in ["lcmodel/3t.basis", "osprey/3T_PRESS_Philips_35ms_noMM.BASIS"] {
      let basis = try LCModelBasisFile.read(SharedData.url(name))
      #expect(basis.functions.count == 17)
      let function = try #require(basis.functions.first { $0.name == "Cr" })
      guard case .sampled(let samples) = function.signal else {
        Issue.record("a basis file holds samples")
        return
      }
      let fid = FID(samples: samples, acquisition: basis.acquisition)
      #expect(abs(fid.peak(in: 2.8...3.2) - 3.027) < tolerance, "\(name)")
      #expect(abs(fid.peak(in: 3.7...4.1) - 3.913) < tolerance, "\(name)")
      // The first point is doubled: the decay begins at its top, not at half of it.
      #expect(abs(samples[0].length / samples[1].length - 1.03) < 0.03, "\(name)")
    }
  }

  @Test("The Osprey basis has 0 Hz at 4.68 ppm by its singlets; LCModel's own is left at 4.65")
  func carrier() throws {
    let osprey = try LCModelBasisFile.open(SharedData.url("osprey/3T_PRESS_Philips_35ms_noMM.BASIS"))
    #expect(abs(osprey.basis.acquisition.carrierShift.ppm - 4.68) < 0.005)
    #expect(osprey.doubts.count == 1)
    #expect(osprey.basis.acquisition.echoTime == 0.035)
    #expect(osprey.basis.acquisition.sequence == "PRESS")
    let own = try LCModelBasisFile.open(SharedData.url("lcmodel/3t.basis"))
    #expect(own.basis.acquisition.carrierShift == .bodyWater)
    #expect(own.doubts.isEmpty)
    #expect(own.basis.acquisition.echoTime == nil)
    let given = try LCModelBasisFile.read(
      SharedData.url("osprey/3T_PRESS_Philips_35ms_noMM.BASIS"), carrier: .given(.bodyWater))
    #expect(given.acquisition.carrierShift == .bodyWater)
  }
}
