import Foundation
import MRSCore
import MRSFormats
import TestSupport
import Testing

@Suite("BIDS")
struct BIDSTests {
  @Test("Entities stand in the standard's order, whatever the order they were given in")
  func name() throws {
    let name = try BIDSName("voi=liver,acq=press,sub=01").with(nucleus: "1H")
    #expect(name.folder == "sub-01/mrs")
    #expect(name.stem(.svs) == "sub-01_acq-press_nuc-1H_voi-liver_svs")
    #expect(name.stem(.mrsref) == "sub-01_acq-press_nuc-1H_voi-liver_mrsref")
    let session = try BIDSName("sub=A,ses=2").with(nucleus: "31P", run: 3)
    #expect(session.folder == "sub-A/ses-2/mrs")
    #expect(session.stem(.mrsi) == "sub-A_ses-2_nuc-31P_run-3_mrsi")
  }

  @Test(
    "What BIDS does not allow is refused by its name",
    arguments: [
      ("acq=press", "sub=…"), ("sub=01,acq=p-r", "letters and numbers"), ("sub=01,foo=2", "'foo=2'"),
      ("sub=01,sub=02", "twice"), ("sub=01,run=a", "whole number"), ("sub=", "letters and numbers"),
    ])
  func faults(text: String, said: String) {
    let error = #expect(throws: BIDSName.Fault.self) { try BIDSName(text) }
    #expect(error?.description.contains(said) == true, "\(error?.description ?? "none")")
  }

  @Test("The sidecar has what BIDS requires, in its units, and no name")
  func sidecar() throws {
    let signals = FIDArray(Builders.fid())
    let scan = Scan(
      url: URL(filePath: "/a.dat"), format: .siemensTwix, signals: signals, water: signals, averagesRepresented: 64,
      geometry: VoxelGeometry(
        centre: .zero, size: SIMD3(20, 25, 30), directions: [SIMD3(1, 0, 0), SIMD3(0, 1, 0), SIMD3(0, 0, 1)]),
      standard: StandardFields([
        "PatientName": .string("Planted"), "ExcitationFlipAngle": .number(90), "StationName": .string("Planted"),
      ]), fields: [], doubts: [])
    let name = try BIDSName("sub=01,voi=liver")
    let values = try BIDSSidecar.values(
      of: scan, content: .signals, name: name, reference: "sub-01/mrs/x_mrsref.nii.gz", path: "a")
    #expect(values["ResonantNucleus"] == .string("1H"))
    #expect(values["SpectrometerFrequency"] == .number(123.25))
    #expect(values["SpectralWidth"] == .number(2000))
    #expect(values["EchoTime"] == .number(0.03))
    #expect(values["NumberOfTransients"] == .number(64))
    #expect(values["FlipAngle"] == .number(90))
    #expect(values["BodyPart"] == .string("LIVER"))
    #expect(values["WaterSuppression"] == .bool(true))
    #expect(values["ReferenceSignal"] == .string("bids::sub-01/mrs/x_mrsref.nii.gz"))
    #expect(values["AcquisitionVoxelSize"] == .array([.number(20), .number(25), .number(30)]))
    #expect(!values.values.contains { $0.description.contains("Planted") })
    var acquisition = Builders.acquisition
    acquisition.echoTime = nil
    let silent = Scan(
      url: scan.url, format: .siemensTwix,
      signals: FIDArray(FID(samples: Builders.fid().samples, acquisition: acquisition)), averagesRepresented: nil,
      fields: [], doubts: [])
    let error = #expect(throws: FormatError.self) {
      try BIDSSidecar.values(of: silent, content: .signals, name: name, reference: nil, path: "a")
    }
    #expect(error?.description.contains("--echo-time") == true)
  }
}
