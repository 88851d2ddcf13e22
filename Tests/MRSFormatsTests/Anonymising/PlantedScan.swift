import Foundation
import MRSCore
import MRSFormats
import TestSupport
import Testing

/// A scan of one format whose files tell in many places who was measured.
struct PlantedScan: Sendable, CustomTestStringConvertible {
  static let surname = "Plantedname"
  static let name = "\(surname)^Ada"
  static let id = "PID48151623"
  static let birth = "19431224"
  static let hospital = "Planted Hospital"
  static let serial = "SN99173"
  /// Each of them must be nowhere.
  static let all = [surname, id, birth, hospital, serial]

  let format: String
  let files: [(name: String, bytes: [UInt8])]
  /// The one that is named.
  let main: String
  /// Whether names stand in texts that stay, where only the search finds them.
  var isElsewhere = true
  var overrides = SignalOverrides.none

  var testDescription: String { format }

  func write(in folder: TemporaryFolder) throws -> URL {
    for (name, bytes) in files { _ = try folder.write(bytes, as: name) }
    return folder.url.appending(path: main)
  }

  static var every: [PlantedScan] {
    [
      nifti, twix(.vb), twix(.vd), rda, enhanced(true), enhanced(false), classic, spar, list, jmruiText, jmrui, varian,
      bruker, raw,
    ]
      + [7, 9, 16, 24, 30].map(ge)
  }

  private static let signals = VendorScan.signals(coils: 2, averages: 2, points: 16)
  private static let one = FIDArray(
    acquisition: signals.acquisition, coils: 1, averages: 2, samples: Array(signals.samples[..<2]))

  /// Characters of 16 bits.
  private static func wide(_ text: String) -> [UInt8] {
    text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
  }

  private static var nifti: PlantedScan {
    let json = """
      {"PatientName": "\(name)", "SpectrometerFrequency": [123.25], "ResonantNucleus": ["1H"], "EchoTime": 0.03, \
      "PatientID": "\(id)", "ProtocolName": "liver_\(surname)", "PatientWeight": 80.5, "PatientDoB": "\(birth)", \
      "Note": {"Value": "of \(id)", "Description": "for \(surname.lowercased())"}, \
      "ProcessingApplied": [{"Time": "2026-01-01T00:00:00", "Program": "p", "Version": "1", "Method": "Phasing", \
      "Details": "fsl_mrs_proc, data=/home/\(surname)/a.nii"}], "InstitutionName": "\(hospital)"}
      """
    return PlantedScan(
      format: "NIfTI-MRS",
      files: [("liver_\(surname).nii", Builders.nifti(json: json) { (Double($0), 1) })], main: "liver_\(surname).nii")
  }

  private static func twix(_ version: TwixBuilder.Version) -> PlantedScan {
    var builder = TwixBuilder(version: version)
    builder.settings =
      TwixBuilder.settings(signals.acquisition, vectorSize: 8) + [
        ("tProtocolName", "\"liver_\(surname)\""),
        ("tReferenceImage0", "\"1.3.12.2.1107.5.2.34.18979.2019092515040823437500022\""),
      ]
    builder.dicom = """
      <ParamString."PatientName">  { "\(name)"  } <ParamString."PatientID">  { "\(id)"  }
      <ParamString."PatientBirthDay">  { "\(birth)"  } <ParamString."DeviceSerialNumber"> { "\(serial)" }
      <ParamDouble."flUsedPatientWeight"> { <Precision> 6 80.500000 } <ParamLong."PatientSex"> { 1 }
      <ParamString."InstitutionAddress"> { <Comment> "where" "\(hospital), Street 1" }
      <ParamString."tNote"> { "\(surname.uppercased()) was here" } <ParamString."tPath"> { "/data/\(surname)_1/x" }
      """
    builder.patient = name
    builder.clock = 17_280_000
    builder.readouts = (0..<2).map { average in
      TwixBuilder.Readout(
        counters: [version == .vb ? 7 : 1: average], channels: (0..<2).map { signals[$0, average].samples })
    }
    return PlantedScan(
      format: version == .vb ? "twix VB" : "twix VD", files: [("meas_\(surname).dat", builder.file())],
      main: "meas_\(surname).dat")
  }

  private static var rda: PlantedScan {
    let lines = """
      \(hospital)\r\nPatientID: \(id)\r\nPatientBirthDate: \(birth)\r\nPatientWeight: 80.500000\r\nDeviceSerialNumber: \
      \(serial)\r\nStudyDate: 20260102\r\nInstanceComments: \(id) of \(surname)\r\nProtocolName: liver_\(surname)
      """
    let bytes = RDATests.file([Builders.fid()], changes: ["PatientName": name, "StationName": lines])
    return PlantedScan(format: "RDA", files: [("a.rda", bytes)], main: "a.rda")
  }

  private static var identity: [DICOMBuilder.Element] {
    typealias Element = DICOMBuilder.Element
    return [
      Element(0x0008, 0x0018, "UI", .text("1.3.12.2.1107.5.2.34.18979.2019092515040823437500022")),
      Element(0x0008, 0x0020, "DA", .text("20260102")), Element(0x0008, 0x0030, "TM", .text("101500.25")),
      Element(0x0008, 0x0080, "LO", .text(hospital)), Element(0x0008, 0x0090, "PN", .text("Physician^\(surname)")),
      Element(0x0008, 0x1030, "LO", .text("study of \(surname)")),
      Element(
        0x0008, 0x1110, "SQ",
        .items([[Element(0x0008, 0x1155, "UI", .text("1.3.12.2.1107.5.2.34.18979.2019092515040823437500022"))]])),
      Element(0x0009, 0x0010, "LO", .text("SOMEONE")), Element(0x0009, 0x1001, "LO", .text(surname)),
      Element(0x0010, 0x0020, "LO", .text(id)), Element(0x0010, 0x0030, "DA", .text(birth)),
      Element(0x0010, 0x1030, "DS", .text("80.5")), Element(0x0018, 0x1000, "LO", .text(serial)),
      Element(0x0018, 0x1030, "LO", .text("liver_\(surname)")),
    ]
  }

  private static func enhanced(_ isExplicit: Bool) -> PlantedScan {
    let elements = DICOMTests.enhanced([Builders.fid()]).map { element in
      element.group == 0x0010
        ? DICOMBuilder.Element(0x0010, 0x0010, "PN", .text(name)) : element
    }.filter { $0.group != 0x0008 || $0.element != 0x0080 }
    let sorted = (elements + identity).sorted { ($0.group, $0.element) < ($1.group, $1.element) }
    return PlantedScan(
      format: isExplicit ? "enhanced DICOM" : "enhanced DICOM, implicit",
      files: [("\(surname).MR.1", DICOMBuilder(isExplicit: isExplicit).file(sorted))], main: "\(surname).MR.1")
  }

  private static var classic: PlantedScan {
    let elements = DICOMTests.classic(
      [Builders.fid()], changes: ["SequenceName": "*svs_se \(surname)", "FlipAngle": "90.0"], extra: identity
    ).map { $0.group == 0x0010 && $0.element == 0x0010 ? .init(0x0010, 0x0010, "PN", .text(name)) : $0 }
    let sorted = elements.sorted { ($0.group, $0.element) < ($1.group, $1.element) }
    return PlantedScan(
      format: "DICOM with CSA header", files: [("a.IMA", DICOMBuilder().file(sorted))], main: "a.IMA")
  }

  private static var spar: PlantedScan {
    let text = Builders.spar([
      "scan_id":
        "PRESS \(surname)\r\nexamination_name : \(name)\r\npatient_name : \(name)\r\npatient_birth_date : \(birth)\r\n"
        + "scan_date : 2026.01.02 10:15:00\r\nequipment : \(id)\r\npatient_id : \(id)\r\ninstitution : \(hospital)"
    ])
    return PlantedScan(
      format: "SDAT/SPAR",
      files: [
        ("\(surname)_act.SPAR", Array("! \(surname)\r\n\(text)".utf8)),
        ("\(surname)_act.SDAT", Builders.sdat([Builders.fid()])),
      ], main: "\(surname)_act.SDAT")
  }

  private static var list: PlantedScan {
    var writer = PhilipsListWriter()
    writer.add(VendorScan.water(coils: 2, averages: 2, points: 16), mix: 1)
    writer.add(signals, mix: 0)
    let list = writer.list.replacing("SECRET", with: "\(surname) \(id)").replacing(
      "# --- -----", with: "# by \(name)")
    let spar = Builders.spar(samples: "16", ["scan_id": "PRESS\r\npatient_name : \(name)\r\npatient_id : \(id)"])
    return PlantedScan(
      format: "data/list",
      files: [("raw.list", Array(list.utf8)), ("raw.data", writer.data.bytes), ("raw.SPAR", Array(spar.utf8))],
      main: "raw.data")
  }

  private static var jmruiText: PlantedScan {
    let text = JMRUIWriter.text(
      one,
      [
        "Filename": "/data/\(surname)/a.txt", "NameOfPatient": name, "DateOfExperiment": birth,
        "AdditionalInfo": "\(id), \(hospital)", "MagneticField": "3E0",
      ])
    return PlantedScan(format: "jMRUI text", files: [("a.txt", Array(text.utf8))], main: "a.txt", isElsewhere: false)
  }

  private static var jmrui: PlantedScan {
    let bytes = JMRUIWriter.binary(one, [1: 16]) + Array("\(name)\n\(id) \(birth)\n\(hospital)".utf8)
    return PlantedScan(format: "jMRUI", files: [("a.mrui", bytes)], main: "a.mrui", isElsewhere: false)
  }

  private static var varian: PlantedScan {
    let writer = VarianWriter(receivers: "yy")
    let text = writer.procpar(["np": "32", "comment": "\(hospital)", "operator_": name, "seqfil": "press"])
    let more = """
      pslabel 2 2 8 0 0 2 1 0 1 64\n1 "press_\(surname)"\n0 \nstudyid_ 2 2 8 0 0 2 1 0 1 64\n2 "\(id)"\n"\(birth)"\n0 \n
      """
    return PlantedScan(
      format: "Varian", files: [("fid", writer.fid(signals)), ("procpar", Array((more + text).utf8))], main: "procpar")
  }

  private static var bruker: PlantedScan {
    let writer = BrukerWriter(
      receivers: 2, delay: 4, method: ["PVM_Note": "<for \(surname)>"],
      acquisition: [
        "ACQ_operator": "( 16 )\n<\(name)>", "ACQ_institution": "( 16 )\n<\(hospital)>", "GRPDLY": "4.3",
        "ACQ_scan_name": "( 64 )\n<\(id)>", "ACQ_abs_time": "1767348900",
      ])
    let files = writer.files(signals).map { name, bytes in
      name == "fid"
        ? (name, bytes)
        : (name, Array(String(decoding: bytes, as: UTF8.self).replacing("SECRET", with: "\(surname) \(birth)").utf8))
    }
    return PlantedScan(format: "Bruker", files: files, main: "method")
  }

  private static var raw: PlantedScan {
    let header = "\(name)\n\(id)\n $SEQPAR\n hzpppm=123.25\n deltat=5e-4\n echot=30.\n seq='PRESS'\n $END\n"
    let text = Builders.raw(Builders.fid(), header: header).replacing("'test'", with: "'\(surname)'")
    return PlantedScan(format: "LCModel RAW", files: [("a.RAW", Array(text.utf8))], main: "a.RAW", isElsewhere: false)
  }

  private static func ge(_ revision: Double) -> PlantedScan {
    let writer = GEWriter(revision: revision, sequence: "/home/\(surname)/probe-p")
    var bytes = writer.bytes([signals], water: [VendorScan.water(coils: 2, averages: 2, points: 16)])
    func put(_ text: [UInt8], at offset: Int) { bytes.replaceSubrange(offset..<(offset + text.count), with: text) }
    put(Array("\(birth) 10:15".utf8), at: revision < 26 ? 16 : 92)
    for place in [5000, writer.starts.data - 100] {
      put(Array("\(name) \(id) \(hospital) \(serial)".utf8), at: place)
      put(wide(surname), at: place + 60)
    }
    return PlantedScan(format: "GE \(revision)", files: [("P1.7", bytes)], main: "P1.7", isElsewhere: false)
  }
}
