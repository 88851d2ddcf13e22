import MRSCore

extension TwixMeasurement {
  /// The value of a parameter in the headers that are written as XProtocol: `<ParamString."Name"> { "value" }`, also with a
  /// number and its precision; `nil` where it is missing or empty.
  func parameter(_ name: String, in places: [String] = ["Dicom", "Meas", "Config"]) -> String? {
    for place in places {
      guard let text = parts[place] else { continue }
      var start = text.startIndex
      while let found = text[start...].position(of: Array(".\"\(name)\">".utf8)) {
        start = found + name.utf8.count + 4
        if let value = Self.value(text[start...].prefix(512)) { return value }
      }
    }
    return nil
  }

  /// What stands between the braces that follow: the first quoted text, or the last word.
  private static func value(_ text: ArraySlice<UInt8>) -> String? {
    guard let open = text.firstIndex(where: { $0 > 0x20 }), text[open] == UInt8(ascii: "{"),
      let close = text[open...].firstIndex(of: UInt8(ascii: "}"))
    else { return nil }
    let inside = text[(open + 1)..<close]
    let quoted = inside.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
    let value =
      quoted.count >= 3
      ? LatinText.string(quoted[1])
      : LatinText.string(inside).split(separator: " ").last.map(String.init) ?? ""
    let kept = value.trimmed
    return kept.isEmpty || kept.hasPrefix("<") ? nil : kept
  }

  var standard: StandardFields {
    var fields = StandardFields()
    for (key, name) in [
      ("Manufacturer", "Manufacturer"), ("ManufacturersModelName", "ManufacturersModelName"),
      ("DeviceSerialNumber", "DeviceSerialNumber"), ("SoftwareVersions", "SoftwareVersions"),
      ("InstitutionName", "InstitutionName"), ("InstitutionAddress", "InstitutionAddress"),
      ("TxCoil", "TransmittingCoil"), ("ProtocolName", "tProtocolName"), ("PatientPosition", "tPatientPosition"),
      ("PatientName", "tPatientName"), ("PatientID", "PatientID"), ("PatientDoB", "PatientBirthDay"),
    ] { fields.set(key, parameter(name)) }
    fields.set("PatientSex", parameter("PatientSex").flatMap { ["1": "F", "2": "M", "3": "O"][$0] })
    fields.set("PatientWeight", parameter("flUsedPatientWeight").flatMap(Double.init).flatMap { $0 > 0 ? $0 : nil })
    let settings = settings
    fields.set("SequenceName", settings.sequenceFile)
    fields.set("ExcitationFlipAngle", settings.number("adFlipAngleDegree[0]"))
    fields.set("MagneticFieldStrength", settings.number("sProtConsistencyInfo.flNominalB0"))
    fields.set("TxOffset", settings.number("sSpecPara.dDeltaFrequency"))
    fields.set("RxCoil", settings.string("sCoilSelectMeas.aRxCoilSelectData[0].asList[0].sCoilElementID.tCoilID"))
    fields.set("InversionTime", settings.number("alTI[0]").flatMap { $0 > 0 ? $0 / 1e6 : nil })
    fields.set("MixingTime", settings.number("alTM[0]").flatMap { $0 > 0 ? $0 / 1e6 : nil })
    return fields
  }

  /// Statements for people to inspect: those that were used, and who was measured.
  var fields: [HeaderField] {
    let settings = settings
    let used = [
      "tSequenceFileName", "alTE[0]", "alTR[0]", "sTXSPEC.asNucleusInfo[0].tNucleus",
      "sTXSPEC.asNucleusInfo[0].lFrequency", "sRXSPEC.alDwellTime[0]", "lAverages", "lRepetitions", "lContrasts",
      "sSpecPara.lVectorSize", "sSpecPara.ucRemoveOversampling", "sSpecPara.lAutoRefScanMode",
      "sSpecPara.lAutoRefScanNo", "sSpecPara.dDeltaFrequency", "sSpecPara.lPreparingScans",
      "sSpecPara.sVoI.dThickness", "sSpecPara.sVoI.dPhaseFOV", "sSpecPara.sVoI.dReadoutFOV", "sPrepPulses.ucWaterSat",
    ]
    return standard.values.sorted { $0.key < $1.key }.map { HeaderField(name: $0.key, value: $0.value.description) }
      + used.compactMap { key in settings.string(key).map { HeaderField(name: key, value: $0) } }
  }
}
