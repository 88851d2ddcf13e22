extension StudyProtocol {
  public func validate() throws {}
}
