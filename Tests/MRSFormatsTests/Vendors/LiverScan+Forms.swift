import Foundation
import MRSCore
import MRSFormats
import TestSupport

extension LiverScan {
  /// The scan in one vendor's form.
  struct Form {
    let name: String
    let file: URL
    /// `nil` where the file holds it.
    let water: URL?
    var overrides = SignalOverrides.none
  }

  /// Every form that holds coils and averages, and every one that holds what the scanner has combined.
  func forms(in folder: TemporaryFolder) throws -> [Form] {
    try raw(in: folder) + combined(in: folder)
  }

  private func raw(in folder: TemporaryFolder) throws -> [Form] {
    let nifti = folder.url.appending(path: "scan.nii")
    let waterOfNIfTI = folder.url.appending(path: "water.nii")
    try NIfTIMRSFile.write(scan, to: nifti)
    try NIfTIMRSFile.write(water, to: waterOfNIfTI)
    var list = PhilipsListWriter()
    list.add(water, mix: 1)
    list.add(scan, mix: 0)
    _ = try folder.write(list.data.bytes, as: "raw.data")
    _ = try folder.write(spar, as: "raw.SPAR")
    return [
      Form(name: "NIfTI-MRS, complex64", file: nifti, water: waterOfNIfTI),
      Form(name: "twix VB", file: try folder.write(twix(.vb), as: "vb.dat"), water: nil),
      Form(name: "twix VD", file: try folder.write(twix(.vd), as: "vd.dat"), water: nil),
      Form(
        name: "GE of 32 bits",
        file: try folder.write(GEWriter().bytes([scan.whole()], water: [water.whole()]), as: "1.7"),
        water: nil),
      Form(name: "data/list", file: try folder.write(list.list, as: "raw.list"), water: nil),
      Form(name: "Varian", file: try varian(scan, in: folder, "v"), water: try varian(water, in: folder, "vw")),
      Form(name: "Bruker", file: try bruker(scan, in: folder, "b"), water: try bruker(water, in: folder, "bw")),
    ]
  }

  /// GE's numbers of 16 bits, of which the water takes all.
  func short(in folder: TemporaryFolder) throws -> Form {
    let scale = 30_000 / water.height
    let bytes = GEWriter(pointSize: 2).bytes([scan.whole(scale: scale)], water: [water.whole(scale: scale)])
    return Form(name: "GE of 16 bits", file: try folder.write(bytes, as: "2.7"), water: nil)
  }

  private func combined(in folder: TemporaryFolder) throws -> [Form] {
    let times = SignalOverrides(
      dwellTime: Self.acquisition.dwellTime, spectrometerFrequency: Self.acquisition.spectrometerFrequency,
      echoTime: Self.acquisition.echoTime, repetitionTime: Self.acquisition.repetitionTime)
    let rda = ["DwellTime": "250", "MRFrequency": "127,7"]
    let csa = ["RealDwellTime": "250000", "ImagingFrequency": "127.7"]
    func pair(_ name: String, _ suffix: String, _ bytes: (FID) -> [UInt8]) throws -> Form {
      Form(
        name: name, file: try folder.write(bytes(combined), as: "scan\(suffix)"),
        water: try folder.write(bytes(combinedWater), as: "water\(suffix)"), overrides: times)
    }
    for name in ["scan.SPAR", "water.SPAR"] { _ = try folder.write(spar, as: name) }
    let philips = DICOMTests.enhanced(
      [combined, combinedWater], manufacturer: "Philips Medical Systems", of: Self.acquisition,
      extra: [DICOMBuilder.Element(0x0018, 0x9199, "CS", .text("YES"))])
    let (raw, h2o) = (folder.url.appending(path: "scan.RAW"), folder.url.appending(path: "water.H2O"))
    try LCModelRawFile.write(combined, identifier: "scan", to: raw)
    try LCModelRawFile.write(combinedWater, identifier: "water", to: h2o)
    return [
      try pair("RDA", ".rda") { RDATests.file([$0], changes: rda) },
      try pair("Siemens DICOM", ".IMA") { DICOMBuilder().file(DICOMTests.classic([$0], changes: csa)) },
      Form(
        name: "Philips DICOM", file: try folder.write(DICOMBuilder().file(philips), as: "p.dcm"), water: nil,
        overrides: times),
      try pair("SDAT/SPAR", ".SDAT") { Builders.sdat([$0]) },
      try pair("jMRUI text", ".txt") { Array(JMRUIWriter.text(FIDArray($0)).utf8) },
      try pair("jMRUI", ".mrui") { JMRUIWriter.binary(FIDArray($0), [1: Double($0.samples.count), 13: 1]) },
      Form(name: "LCModel RAW", file: raw, water: h2o, overrides: times),
    ]
  }

  private var spar: String {
    Builders.spar(
      samples: "\(Self.acquisition.points)", ["synthesizer_frequency": "127700000", "sample_frequency": "4000"])
  }

  private func twix(_ version: TwixBuilder.Version) -> [UInt8] {
    var builder = TwixBuilder(version: version)
    builder.settings = TwixBuilder.settings(Self.acquisition, vectorSize: Self.acquisition.points)
    // svs_se counts the water as phase 0; repetitions stand on Set in VB, on Ave later.
    builder.readouts = [(water, 0), (scan, 1)].flatMap { array, phase in
      (0..<array.averages).map { average in
        TwixBuilder.Readout(
          counters: [version == .vb ? 7 : 1: average, 5: phase],
          channels: (0..<array.coils).map { array[$0, average].samples })
      }
    }
    return builder.file()
  }

  private func varian(_ array: FIDArray, in folder: TemporaryFolder, _ name: String) throws -> URL {
    let writer = VarianWriter(receivers: "yyy")
    let place = folder.url.appending(path: name)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    _ = try folder.write(writer.procpar(["np": "\(2 * Self.acquisition.points)"]), as: "\(name)/procpar")
    return try folder.write(writer.fid(array), as: "\(name)/fid")
  }

  private func bruker(_ array: FIDArray, in folder: TemporaryFolder, _ name: String) throws -> URL {
    let place = folder.url.appending(path: name)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    for (file, bytes) in BrukerWriter(receivers: 3).files(array.whole()) {
      _ = try folder.write(bytes, as: "\(name)/\(file)")
    }
    return place.appending(path: "fid")
  }
}
