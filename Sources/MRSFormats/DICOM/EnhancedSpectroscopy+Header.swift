import MRSCore

extension EnhancedSpectroscopy {
  /// How the signals are sampled.
  /// - Throws: ``FormatError`` for a width or frequency that is missing or cannot be.
  func acquisition(
    _ fids: [ComplexVector], overrides: SignalOverrides
  ) throws(FormatError) -> (Acquisition, [Doubt]) {
    func positive(_ tag: DICOMTag, _ name: String, _ unit: String) throws(FormatError) -> Double {
      guard let value = dataset.holder(of: tag)?.number(tag, as: "FD"), value > 0 else {
        throw .missingField(
          path: path, field: "\(tag) \(name)",
          advice: "It must be a positive number (\(unit)); the signal has no frequency axis without it.")
      }
      return value
    }
    let width = try positive(.spectralWidth, "Spectral Width", "hertz")
    try SamplingLimits.check(dwellTime: 1 / width, field: "(0018,9052) Spectral Width", path: path, unit: "hertz")
    let megahertz = try positive(.transmitterFrequency, "Transmitter Frequency", "megahertz")
    try SamplingLimits.check(megahertz: megahertz, field: "(0018,9098) Transmitter Frequency", path: path)
    let nucleus = dataset.string(.resonantNucleus).flatMap { $0.split(separator: "\\").first.map(String.init) }
    func time(_ tag: DICOMTag, as type: String) -> Double? {
      dataset.holder(of: tag)?.number(tag, as: type).flatMap { $0 == 0 ? nil : $0 / 1000 }
    }
    let times = StatedTimes(
      echo: echoTime ?? ("Echo Time", time(.effectiveEchoTime, as: "FD") ?? time(.echoTime, as: "DS")),
      repetition: ("(0018,0080) Repetition Time", time(.repetitionTime, as: "DS")), nucleus: nucleus ?? "1H",
      readout: StatedTimes.readout(of: fids, dwellTime: 1 / width), overrides: overrides)
    let acquisition = Acquisition(
      nucleus: nucleus ?? "1H", spectrometerFrequency: .megahertz(megahertz), dwellTime: 1 / width, points: points,
      carrierShift: (nucleus ?? "1H") == "1H" ? .bodyWater : .ppm(0),
      sequence: SequenceName.localisation(
        in: dataset.string(.pulseSequenceName), dataset.string(.sequenceName), dataset.string(.volumeLocalization),
        dataset.string(.protocolName)),
      echoTime: times.echoTime, repetitionTime: times.repetitionTime)
    let assumed: [Doubt] = nucleus == nil ? [.assumedField(field: "(0018,9100) Resonant Nucleus", value: "1H")] : []
    return (acquisition, assumed + times.doubts)
  }

  /// Of semi-LASER's three echo times Siemens' Effective Echo Time is the first; the protocol within has the rest.
  private var echoTime: StatedTimes.Field? {
    settings.flatMap { $0.echoTime.name.contains("+") ? $0.echoTime : nil }
  }

  /// The protocol that Siemens XA puts into a private attribute.
  private var settings: SiemensProtocol? {
    isUIH || isPhilips ? nil : SiemensProtocol(within: dataset.file.bytes)
  }

  func standard() -> StandardFields {
    var fields = DICOMReader.standard(dataset)
    if fields["SequenceName"] == nil { fields.set("SequenceName", dataset.string(.sequenceName)) }
    fields.set("TxOffset", settings?.number("sSpecPara.dDeltaFrequency"))
    return fields
  }

  /// What was used, for people to inspect.
  func ownFields() -> [HeaderField] {
    let texts: [(String, DICOMTag)] = [
      ("SOP Class UID", .sopClass), ("Volume Localization Technique", .volumeLocalization),
      ("Water Referenced Phase Correction", .waterReferenced), ("Series Description", .seriesDescription),
    ]
    let numbers: [(String, DICOMTag, String)] = [
      ("Spectral Width", .spectralWidth, "FD"), ("Transmitter Frequency", .transmitterFrequency, "FD"),
      ("Chemical Shift Reference", .chemicalShiftReference, "FD"),
    ]
    return texts.compactMap { name, tag in dataset.string(tag).map { HeaderField(name: name, value: $0) } }
      + numbers.compactMap { name, tag, type in
        dataset.number(tag, as: type).map { HeaderField(name: name, value: "\($0)") }
      } + [
        HeaderField(name: "Rows × Columns × Frames × Points", value: "\(rows) × \(columns) × \(frames) × \(points)")
      ]
  }

  /// Directions from the plane of the image, edges from its pixels; the centre of a single voxel is that of its slabs where the
  /// file gives them, else the position of the first pixel, which is its centre.
  func geometry() -> VoxelGeometry? {
    let directions = dataset.holder(of: .imageOrientation)?.numbers(.imageOrientation, as: "DS") ?? []
    let spacing = dataset.holder(of: .pixelSpacing)?.numbers(.pixelSpacing, as: "DS") ?? []
    let slabs = dataset.items(.volumeLocalizationSequence)
    let slab = columns * rows == 1 ? slabs.first : nil
    guard directions.count == 6, spacing.count == 2,
      let z = dataset.holder(of: .sliceThickness)?.number(.sliceThickness, as: "DS")
        ?? slab?.number(DICOMTag(0x0018, 0x9104), as: "FD"),
      let centre = slab?.vector(.midSlabPosition, as: "FD")
        ?? dataset.holder(of: .imagePosition)?.vector(.imagePosition, as: "DS"),
      spacing[0] > 0, spacing[1] > 0, z > 0
    else { return nil }
    let row = SIMD3(directions[0], directions[1], directions[2])
    let column = SIMD3(directions[3], directions[4], directions[5])
    guard abs(row.length - 1) < 0.01, abs(column.length - 1) < 0.01 else { return nil }
    return VoxelGeometry(
      dicomCentre: centre, size: SIMD3(spacing[1], spacing[0], z), dicomDirections: [row, column, row.cross(column)])
  }
}
