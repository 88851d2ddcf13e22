import Foundation

/// A run of the built command that leaves a folder: of each verb, and of each way to quantify, at least one.
enum SmallRun: String, Sendable, CaseIterable {
  case demo, study, prior, simulate, synthesize, synthesizeClasses, train, trainClasses, classify
  case evaluate, process, fit, map, posterior, mcmc, network, lcmodelBasis, rawBasis, jsonBasis, list, stored,
    storedByNetwork

  /// The runs whose folders it takes.
  var needs: [SmallRun] {
    switch self {
    case .demo, .simulate, .synthesize: []
    case .study, .prior, .evaluate, .process, .fit, .map, .posterior, .mcmc, .network, .list: [.demo]
    case .synthesizeClasses: [.demo, .simulate]
    case .train, .stored: [.synthesize]
    case .trainClasses: [.synthesizeClasses]
    case .classify: [.demo, .trainClasses]
    case .lcmodelBasis, .rawBasis, .jsonBasis: [.demo, .simulate]
    case .storedByNetwork: [.synthesize, .train]
    }
  }

  /// The command's arguments but for protocol, folder and threads.
  func arguments(inputs: [SmallRun: URL]) -> [String] {
    func path(_ run: SmallRun, _ name: String) -> String { inputs[run]?.appending(path: name).path ?? name }
    let scan = [
      "quantify", path(.demo, "cohort/virtual-003.nii.gz"), "--water", path(.demo, "cohort/virtual-003-water.nii.gz"),
    ]
    switch self {
    case .demo: return ["demo", "--seed", "3"]
    case .study: return ["study", path(.demo, "cohort/cohort.csv"), "--seed", "3"]
    case .prior: return ["prior", path(.demo, "cohort/cohort.csv")]
    case .simulate: return ["simulate", "--export", "basis", "--export", "raw", "--export", "json"]
    case .synthesize: return ["synthesize", "--seed", "5"]
    case .synthesizeClasses:
      return [
        "synthesize", "--task", "classification", "--basis", path(.simulate, "basis.json"), "--prior",
        path(.demo, "prior.json"), "--seed", "6",
      ]
    case .train: return ["train", inputs[.synthesize]?.path ?? "", "--seed", "7"]
    case .trainClasses:
      return ["train", inputs[.synthesizeClasses]?.path ?? "", "--task", "classification", "--seed", "8"]
    case .classify: return ["classify", path(.demo, "cohort/cohort.csv"), "--network", path(.trainClasses, "network")]
    case .evaluate:
      return [
        "evaluate", "--network", path(.demo, "qcnn"), "--prior", path(.demo, "prior.json"), "--examples", "9", "--seed",
        "10",
      ]
    case .process: return ["process"] + Array(scan.dropFirst()) + ["--also", "removeWater", "--also", "reference"]
    case .fit: return scan
    case .map: return scan + ["--method", "map", "--prior", path(.demo, "prior.json")]
    case .posterior:
      return scan + ["--method", "posterior", "--draws", "300", "--prior", path(.demo, "prior.json")]
    case .mcmc: return scan + ["--method", "mcmc", "--draws", "20"]
    case .network: return scan + ["--method", "network", "--network", path(.demo, "qcnn")]
    case .lcmodelBasis: return scan + ["--basis", path(.simulate, "small.BASIS")]
    case .rawBasis: return scan + ["--basis", path(.simulate, "raw")]
    case .jsonBasis: return scan + ["--basis", path(.simulate, "fsl-mrs")]
    case .list: return ["quantify", path(.demo, "cohort/cohort.csv")]
    case .stored: return ["quantify", path(.synthesize, "validation.h5")]
    case .storedByNetwork:
      return [
        "quantify", path(.synthesize, "validation.h5"), "--method", "network", "--network", path(.train, "network"),
      ]
    }
  }

  /// What it prints on standard output, among the rest.
  var prints: [String] {
    switch self {
    case .demo: ["cCNN", "effect 1.0", "no effect", "Report: "]
    case .study: ["cCNN", "Bayes rule", "discriminant, MAP", "score +tCho", "nuisances only", "Report: "]
    case .prior: ["Priors between patients", "LC-HCC", "Glycogen"]
    case .simulate: ["Basis of small", "Glycogen", "signal at t = 0"]
    case .synthesize: ["Spectra for quantification", "training", "validation"]
    case .synthesizeClasses: ["Spectra for classification", "LC, LC-HCC"]
    case .train: ["Training of the qCNN", "validation loss"]
    case .trainClasses: ["Training of the cCNN", "validation loss"]
    case .classify: ["Scores of LC-HCC", "virtual-008"]
    case .evaluate: ["RMSE MAP", "P below NLSF", "Glycogen", "Doubted or refused", "Report: "]
    case .process: ["combineCoils: one coil", "reference: referenced to the water", "SNR", "page.html"]
    case .fit, .lcmodelBasis, .rawBasis, .jsonBasis:
      ["amount (mM)", "Glycogen", "normal priors of amounts", "Quality: SNR"]
    case .map: ["amount (mM)", "Glycogen", "prior.json"]
    case .posterior: ["amount (mM)", "Glycogen", "posterior by 300 importance draws"]
    case .mcmc: ["amount (mM)", "Glycogen", "4 Markov chains of 20 draws", "R-hat"]
    case .network: ["amount (mM)", "Glycogen", "quantification network"]
    case .list: ["8 spectra in "]
    case .stored, .storedByNetwork: ["16 spectra in "]
    }
  }

  /// The files that it must leave, besides manifest, protocol, log and timing.
  var leaves: [String] {
    let bundle = ["architecture.json", "card.json", "manifest.json", "weights.safetensors"]
    let study =
      [
        "basis.json", "prior.json", "amounts.csv", "comparison.json", "errors.csv", "comparison.csv", "diagnosis.json",
        "diagnosis.csv", "report.html",
      ] + ["qcnn", "ccnn"].flatMap { folder in bundle.map { "\(folder)/\($0)" } }
    switch self {
    case .demo:
      let scans = (1...8).flatMap { ["cohort/virtual-00\($0).nii.gz", "cohort/virtual-00\($0)-water.nii.gz"] }
      return study + scans + ["cohort/cohort.csv", "cohort/truth.json", "diagnosis-no-effect.json"]
    case .study: return study
    case .prior: return ["prior.json", "priors.csv", "priors.svg", "report.html"]
    case .simulate:
      return ["basis.json", "basis.svg", "small.BASIS"]
        + SmallStudy.species.flatMap { ["raw/\($0).RAW", "fsl-mrs/\($0).json"] }
    case .synthesize, .synthesizeClasses:
      return ["basis.json", "prior.json", "spectra.svg", "training.h5", "validation.h5"]
    case .train, .trainClasses: return ["curve.json"] + bundle.map { "network/\($0)" }
    case .classify: return ["result.json", "scores.csv"]
    case .evaluate:
      return ["evaluation.json", "errors.csv", "coverage.csv", "thirds.csv", "doubts.csv", "report.html"]
    case .fit, .map, .posterior, .mcmc, .lcmodelBasis, .rawBasis, .jsonBasis:
      return ["result.json", "result.csv", "result.coord", "spectrum.svg", "page.svg"]
    case .process: return ["scan.nii.gz", "water.nii.gz", "result.json", "quality.csv", "page.html", "profile.toml"]
    case .network: return ["result.json", "result.csv", "spectrum.svg", "page.svg"]
    case .list, .stored, .storedByNetwork: return ["results.csv", "results.jsonl"]
    }
  }
}
