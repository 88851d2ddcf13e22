import MRSCore

extension NetworkQuantifier {
  /// What a spectrum looks like other than ordinary, without its amounts: for methods that have none of their own to say so.
  /// - Parameters:
  ///   - fid: in mM, of the training's acquisition.
  ///   - isAsked: which kinds are told.
  /// - Throws: as ``quantify(_:)-(FID)``.
  public func doubts(of fid: FID, among isAsked: (UnlikenessNetwork.Kind) -> Bool) throws -> [Doubt] {
    guard let features, let unlikeness else { return [] }
    let seen = [try accepted(fid)]
    let shown = features.encoded(seen)
    return try unlikeness.doubts(
      of: seen, numbers: features.numbers(inputs: shown.inputs, sideInputs: shown.sideInputs), among: isAsked
    ).flatMap(\.self)
  }
}
