import Foundation
import MRSFormats

extension ConvertRun {
  /// Writes scans of one file into a BIDS data set: NIfTI-MRS and JSON, the water as `mrsref`, and what the data set as a whole needs
  /// where it is not there.
  func writeBIDS(
    _ scans: [Scan], _ given: BIDSName, run: Int?, input: URL, to root: URL
  ) throws -> [Output] {
    guard let scan = scans.first else { return [] }
    let name = given.with(nucleus: scan.acquisition.nucleus, run: run)
    let folder = root.appending(path: name.folder)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let isGrid = (scan.part?.coordinates ?? []).contains { ["x", "y", "z"].contains($0.axis) } && scans.count > 1
    let stem = name.stem(isGrid ? .mrsi : .svs)
    let reference = scan.water == nil ? nil : "\(name.folder)/\(name.stem(.mrsref)).nii.gz"
    var outputs: [Output] = []
    var files: [(content: NIfTIMRSFile.Content, stem: String, link: String?)] = [(.signals, stem, reference)]
    if scan.water != nil { files.append((.water, name.stem(.mrsref), nil)) }
    for (content, stem, link) in files {
      let place = folder.appending(path: stem + ".nii.gz")
      let sidecar = folder.appending(path: stem + ".json")
      let values = try BIDSSidecar.values(
        of: scan, content: content, name: name, reference: link, path: input.path)
      try requireFree(sidecar)
      let parts = content == .water && !isGrid ? [scan] : scans
      outputs.append(try writeNIfTI(parts, content, input: input, to: place))
      try BIDSSidecar.write(values, to: sidecar)
      outputs.append(Output(file: sidecar.path, input: input.path, content: "BIDS sidecar"))
    }
    try BIDSDataset(root: root).complete(subject: name.entities["sub"] ?? "")
    return outputs
  }
}
