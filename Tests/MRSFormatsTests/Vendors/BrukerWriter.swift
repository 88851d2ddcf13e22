import MRSCore

/// A ParaVision scan: samples, method and acqp.
struct BrukerWriter {
  enum Word { case int16, int32, float32 }
  var word = Word.int32
  var isBig = false
  var name = "fid"
  var isBlocked = false
  var receivers = 1
  /// Samples that the digital filter puts before the signal.
  var delay = 10
  /// Values other than the usual; "-" leaves the key out.
  var method: [String: String] = [:]
  var acquisition: [String: String] = [:]

  func samples(_ scan: FIDArray) -> [UInt8] {
    var file = ByteWriter(isBig: isBig)
    for average in 0..<scan.averages {
      let start = file.bytes.count
      for coil in 0..<scan.coils {
        for _ in 0..<delay { append(0, 0, &file) }
        let fid = scan[coil, average].samples
        for i in fid.indices { append(fid.real[i], fid.imaginary[i], &file) }
      }
      while isBlocked, (file.bytes.count - start) % 1024 != 0 { file.bytes.append(0xee) }
    }
    return file.bytes
  }

  private func append(_ real: Double, _ imaginary: Double, _ file: inout ByteWriter) {
    for value in [real, imaginary] {
      switch word {
      case .int16: file.append(int16: value)
      case .int32: file.append(int32: value)
      case .float32: file.append(float: value)
      }
    }
  }

  func text(_ values: [(String, String)], _ changes: [String: String]) -> String {
    let title = "##TITLE=Parameter List, ParaVision 6.0.1\n##JCAMPDX=4.24\n##OWNER=SECRET\n$$ 1970 SECRET\n"
    let names = Set(values.map(\.0))
    let all =
      values.map { ($0, changes[$0] ?? $1) } + changes.filter { !names.contains($0.key) }.sorted { $0.key < $1.key }
    return title + all.filter { $0.1 != "-" }.map { "##$\($0)=\($1)\n" }.joined() + "##END=\n"
  }

  func files(_ scan: FIDArray) -> [(String, [UInt8])] {
    let points = scan.acquisition.points + delay
    let format = word == .int16 ? "GO_16BIT_SGN_INT" : word == .int32 ? "GO_32BIT_SGN_INT" : "GO_32BIT_FLOAT"
    let acqp = text(
      [
        ("PULPROG", "( 32 )\n<PRESS.ppg>"), ("ACQ_dim_desc", "( 1 )\nSpectroscopic"),
        ("ACQ_size", "( 1 )\n\(2 * points)"),
        ("NI", "1"), ("NR", "\(scan.averages)"), ("SW_h", "4000"), ("BF1", "127.7"), ("NUCLEUS", "( 8 )\n<1H>"),
        ("ACQ_jobs", "( 1 )\n(\(2 * points), 1, 0, \(scan.averages), 101, 4000, \(scan.averages), 1, <job0>)"),
        ("ACQ_operator", "( 16 )\n<SECRET>"), ("ACQ_institution", "( 16 )\n<SECRET>"), ("ACQ_sw_version", "<PV 6.0.1>"),
        ("BYTORDA", isBig ? "big" : "little"), ("GO_raw_data_format", format), ("GRPDLY", "77.3"),
        ("GO_block_size", isBlocked ? "Standard_KBlock_Format" : "continuous"),
      ], acquisition)
    let parameters = text(
      [
        ("Method", "<Bruker:PRESS>"), ("PVM_EchoTime", "30"), ("PVM_RepetitionTime", "2000"), ("PVM_NAverages", "8"),
        ("PVM_SpecSWH", "( 1 )\n4000"), ("PVM_DigShift", "\(delay)"), ("PVM_EncNReceivers", "\(receivers)"),
        ("PVM_VoxArrSize", "( 1, 3 )\n2 3 4"), ("PVM_VoxArrPosition", "( 1, 3 )\n1 -2 3"),
        ("PVM_VoxArrGradOrient", "( 1, 3, 3 )\n1 0 0 0 1 0 \n0 0 1"),
      ], method)
    return [(name, samples(scan)), ("acqp", Array(acqp.utf8)), ("method", Array(parameters.utf8))]
  }
}
