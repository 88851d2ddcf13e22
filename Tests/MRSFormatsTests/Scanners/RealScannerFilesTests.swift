import Foundation
import MRSCore
import MRSFormats
import TestSupport
import Testing

/// Files of Siemens and Philips scanners. The figures are those that spec2nii 0.8.15 (with pyMapVBVD 0.7.0) and pydicom 3.0.2
/// read; its samples were compared with ours once, all of them, and are the same numbers.
@Suite("Real files of scanners", .enabled(if: SharedData.root != nil, Comment(rawValue: SharedData.reason)))
struct RealScannerFilesTests {
  private func isNear(_ affine: [[Double]]?, _ wanted: [[Double]]) -> Bool {
    guard let affine else { return false }
    return zip(affine, wanted).allSatisfy { zip($0, $1).allSatisfy { abs($0 - $1) < 2e-5 } }
  }

  @Test("Twix of VB: two signals of 8 channels × 8224 samples in 32 channel readouts")
  func twixVB() throws {
    let url = SharedData.url("siemens/twix_vb_slaser_water.dat")
    let raw = try SignalFile.read(url, overrides: SignalOverrides(keepsOversampling: true))
    #expect(raw.signals.coils == 8)
    #expect(raw.signals.averages == 2)
    #expect(raw.acquisition.points == 8192)
    #expect(raw.acquisition.dwellTime == 1e-4)
    let readouts = raw.fields.first { $0.name == "readouts" }?.value ?? ""
    #expect(readouts.hasPrefix("4 (1 of noise, 1 of phase correction, 2 of signal) of 8 channels × 8224 samples, 32"))
    #expect(raw.acquisition.spectrometerFrequency.megahertz == 297.205946)
    #expect(raw.acquisition.echoTime == 0.01996)
    #expect(raw.acquisition.repetitionTime == 3.26)
    #expect(raw.acquisition.sequence == "SLASER")
    #expect(
      isNear(
        raw.geometry?.affine,
        [
          [-0.001931, -0.026722, 7.999955, -0.447316], [1.638786, -7.973054, -0.026568, -19.236768],
          [19.932746, 0.655508, 0.00296, -5.060458], [0, 0, 0, 1],
        ]))
    let scan = try SignalFile.read(url)
    #expect(scan.acquisition.points == 4096)
    #expect(scan.acquisition.dwellTime == 2e-4)
    #expect(abs(scan.signals[0, 0].peak(in: 1...9) - 4.65) < 0.1)
  }

  @Test("Twix of VE: one signal and one water reference of 34 channels")
  func twixVD() throws {
    let scan = try SignalFile.read(SharedData.url("siemens/twix_vd_svs_se.dat"))
    #expect(scan.signals.coils == 34)
    #expect(scan.signals.averages == 1)
    #expect(scan.water?.averages == 1)
    #expect(scan.acquisition.points == 1024)
    #expect(abs(scan.acquisition.dwellTime - 8.334e-4) < 1e-12)
    #expect(scan.acquisition.spectrometerFrequency.megahertz == 123.254849)
    #expect(scan.acquisition.sequence == "PRESS")
    #expect(isNear(scan.geometry?.affine, [[20, 0, 0, 0], [0, -20, 0, 0], [0, 0, -20, 0], [0, 0, 0, 1]]))
    let water = try #require(scan.water)
    #expect(water.samples[0].energy > 10 * scan.signals.samples[0].energy)
    #expect(scan.doubts.isEmpty)
  }

  @Test("Twix of a gradient echo is refused by its name")
  func imaging() throws {
    let error = #expect(throws: FormatError.self) { try SignalFile.read(SharedData.url("siemens/twix_vd_imaging.dat")) }
    #expect(error?.description.contains("'gre'") == true)
  }

  @Test("RDA of one voxel, with NAA and water where they belong")
  func rda() throws {
    let scan = try SignalFile.read(SharedData.url("siemens/SVS_30.rda"))
    #expect(scan.acquisition.points == 1024)
    #expect(scan.acquisition.dwellTime == 8.33e-4)
    #expect(scan.acquisition.spectrometerFrequency.megahertz == 123.234655)
    #expect(scan.averagesRepresented == 64)
    #expect(Float(scan.signals.samples[0].real[0]) == 110841.914062)
    #expect(Float(scan.signals.samples[0].imaginary[0]) == -11848.975586)
    #expect(abs(scan.signals[0, 0].peak(in: 1.8...2.3) - 2.01) < 0.06)
    #expect(abs(scan.signals[0, 0].peak(in: 4...5.5) - 4.65) < 0.04)
    #expect(
      isNear(
        scan.geometry?.affine,
        [
          [-19.354221, 9.817999, -1.147106, -41.602906], [5.02818, 36.940556, -5.793637, -21.569007],
          [-0.36268, -11.789919, -19.108059, -4.958838], [0, 0, 0, 1],
        ]))
    let image = try SignalFile.read(SharedData.url("siemens/SVS_30.IMA"))
    #expect(zip(image.signals.samples[0].real, scan.signals.samples[0].real).allSatisfy { Float($0) == Float($1) })
    #expect(abs(image.acquisition.dwellTime - 8.334e-4) < 1e-15)
  }

  @Test("RDA of 2 × 3 voxels gives all of them, in their places")
  func grid() throws {
    let scans = try SignalFile.readAll(SharedData.url("siemens/CSI_example.rda"))
    #expect(scans.count == 6)
    #expect(scans[0].signals.samples[0].real[0] == 1)
    #expect(scans[0].signals.samples[0].imaginary[0] == -384)
    #expect(
      isNear(
        scans[0].geometry?.affine,
        [
          [-7.5, 0, 0, 56.814294], [0, -6.963643, -5.570519, 51.965995], [0, -2.785259, 13.927287, 68.618481],
          [0, 0, 0, 1],
        ]))
  }

  @Test("DICOM with a CSA header: the echo time is that of the header, not the sum of 36 places that are filled")
  func csa() throws {
    let scan = try SignalFile.read(SharedData.url("siemens/slaser_7t_water.dcm"))
    #expect(scan.acquisition.points == 4096)
    #expect(scan.acquisition.dwellTime == 2e-4)
    #expect(scan.acquisition.echoTime == 0.09)
    #expect(scan.acquisition.repetitionTime == 4.33)
    #expect(abs(scan.signals[0, 0].peak(in: 1...9) - 4.65) < 0.05)
    #expect(
      isNear(
        scan.geometry?.affine,
        [
          [5.999743, -0.055499, 0.00078, 0.063717], [-0.053984, -5.841689, -4.560402, -16.738436],
          [0.012883, 1.36806, -19.473128, -16.007935], [0, 0, 0, 1],
        ]))
    let metabolites = try SignalFile.read(SharedData.url("siemens/slaser_7t_ws.dcm"))
    #expect(abs((metabolites.acquisition.echoTime ?? 0) - 0.01996) < 1e-12)
  }

  @Test("Enhanced DICOM of XA60: ethanol in a phantom at room temperature, whose water is at 4.8 ppm")
  func enhanced() throws {
    let scan = try SignalFile.read(SharedData.url("siemens/SVS_XA60.dcm"))
    #expect(scan.acquisition.points == 1024)
    #expect(abs(scan.acquisition.bandwidth.hertz - 1199.9040076793856) < 1e-9)
    #expect(scan.acquisition.spectrometerFrequency.megahertz == 123.255089)
    #expect(scan.averagesRepresented == 80)
    // CH₃ at 1.18 ppm, less the 0.15 that water is taken too low.
    #expect(abs(scan.signals[0, 0].peak(in: 0.5...1.5) - 1.03) < 0.04)
    #expect(
      isNear(scan.geometry?.affine, [[30, 0, 0, 0], [0, -30, 0, -57.44115], [0, 0, -30, -8.03879], [0, 0, 0, 1]]))
  }

  @Test("Enhanced DICOM of Philips: its second frame is the water; NAA of a phantom at room temperature")
  func philips() throws {
    let scan = try SignalFile.read(SharedData.url("philips/IM-0001-0002.dcm"))
    #expect(scan.acquisition.points == 1024)
    #expect(scan.acquisition.spectrometerFrequency.megahertz == 63.89575)
    #expect(abs((scan.acquisition.echoTime ?? 0) - 0.0319136) < 1e-6)
    #expect(abs(scan.signals[0, 0].peak(in: 1.6...2.3) - 1.84) < 0.04)
    #expect(scan.water.map { abs($0[0, 0].peak(in: 1...8) - 4.65) < 0.04 } == true)
  }
}
