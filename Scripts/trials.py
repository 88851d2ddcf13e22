"""Small inputs, and what every verb that leaves something is given, for the scripts that disturb runs: try-kills, try-faults."""
import os
import shlex
import shutil
import subprocess
import sys

# The default study with few patients, averages and examples: its network measures them.
FEW = """
[scan]
coils = 2
averages = 16
waterAverages = 2
[cohort]
negatives = 5
positives = 5
priorSubjects = 3
[diagnosis]
networks = 2
replicateExamples = 64
limitExamples = 64
[training]
classificationExamples = 64
"""


def species(name, role, median, ratio, t2):
    """A line of the table of species."""
    return (
        f'{{ name = "{name}", role = "{role}", ratio = {ratio}, t1 = 1000.0, shiftDeviation = 0.005, source = "made for this", '
        f'amount = {{ kind = "logNormal", median = {median}, variation = 0.4 }}, '
        f't2 = {{ kind = "normal", mean = {t2}, deviation = {t2 / 4} }} }}'
    )


LAYERS = """layers = [
  { kind = "convolution", channels = 4, kernel = 9 }, { kind = "maxPool", width = 4 }, { kind = "relu" },
  { kind = "flatten" }, { kind = "linear", width = 16 }, { kind = "relu" },
]
batchSize = 16
"""
# Four metabolites, and networks that are trained in a second.
SMALL = f"""
name = "small"
title = "A small study"
species = [
  {species("GPC", "target", 2.3, 1.15, 60)}, {species("Glycogen", "target", 50, 0.75, 20)},
  {species("Glu", "target", 4, 1.15, 60)}, {species("Cr", "nuisance", 0.3, 1, 60)},
]
[acquisition]
points = 512
[scan]
coils = 2
averages = 4
waterAverages = 2
[cohort]
negatives = 4
positives = 4
priorSubjects = 2
[diagnosis]
networks = 2
[training]
quantification = "paper"
classification = "classes"
quantificationExamples = 512
classificationExamples = 64
validationExamples = 16
testExamples = 12
quantificationEpochs = 3
classificationEpochs = 1
engineThreads = 1
[networks.paper]
{LAYERS}streamedExamples = 64
repeats = 2
[networks.classes]
{LAYERS}"""

# What a verb is given. INPUT is the folder of inputs, OUT what it leaves; commands after "then" follow one another.
VERBS = {
    "demo": ["demo", "--seed", "3", "--out", "OUT"],
    "simulate": ["simulate", "--export", "basis", "--export", "json", "--out", "OUT"],
    "synthesize": ["synthesize", "--seed", "5", "--out", "OUT"],
    "train": ["train", "INPUT/spectra", "--seed", "7", "--out", "OUT"],
    "quantify": ["quantify", "INPUT/few", "--out", "OUT"],
    "stored": ["quantify", "INPUT/spectra/validation.h5", "--out", "OUT"],
    "files": [
        "quantify", "INPUT/few/virtual-001.nii.gz", "--csv", "OUT/a.csv", "--figure", "OUT/f.svg", "--page", "OUT/p.svg", "--coord",
        "OUT/a.coord", "--force"],
    "scan": ["quantify", "INPUT/few/virtual-001.nii.gz", "--out", "OUT"],
    "shards": [
        "quantify", "INPUT/few", "--out", "OUT", "--shard", "0/2", "then",
        "quantify", "INPUT/few", "--out", "OUT", "--shard", "1/2", "then", "merge", "OUT"],
    "checkpoints": ["train", "INPUT/spectra", "--seed", "7", "--checkpoints", "OUT.checkpoints", "--out", "OUT"],
    "classify": ["classify", "INPUT/cohort/cohort.csv", "--network", "INPUT/demo/ccnn", "--out", "OUT"],
    "export": ["export-network", "INPUT/demo/qcnn", "--out", "OUT/network.onnx", "--force"],
    "anonymise": [
        "anonymise", "INPUT/few/virtual-001.nii.gz", "INPUT/few/virtual-002.nii.gz", "--out", "OUT", "--force"],
    "cohort": ["study", "INPUT/cohort/cohort.csv", "--seed", "4", "--out", "OUT"],
    "prior": ["prior", "INPUT/cohort/cohort.csv", "--out", "OUT"],
    "study": ["study", "--virtual", "--repeats", "2", "--effects", "8", "--seed", "4", "--out", "OUT"],
    "evaluate": ["evaluate", "--examples", "6", "--methods", "nlsf,map", "--seed", "10", "--out", "OUT"],
    "process": ["process", "INPUT/few/virtual-001.nii.gz", "--out", "OUT"],
    "replace": ["process", "INPUT/few/virtual-001.nii.gz", "--out", "OUT", "--force"],
    "convert": ["convert", "INPUT/few/virtual-001.nii.gz", "--out", "OUT/one.nii.gz", "--force"],
    "bids": ["convert", "INPUT/few/virtual-001.nii.gz", "--bids", "sub=01", "--out", "OUT", "--force"],
}
# Verbs that know no protocol.
PLAIN = {"convert", "anonymise", "export-network", "merge"}
# Of the above, those that write into a folder that is there, and those whose command can be given again after its end.
IN_FOLDER = {"convert", "files", "export"}
AGAIN = IN_FOLDER | {"bids", "anonymise", "replace"}


class Trial:
    def __init__(self, hepatica, root):
        self.hepatica, self.root = hepatica, root
        self.input = os.path.join(root, "input")
        self.temporary = os.path.join(root, "tmp")
        os.makedirs(self.input)
        os.makedirs(self.temporary)
        self.small, self.few = (os.path.join(self.input, name) for name in ("small.toml", "few.toml"))
        for path, text in ((self.small, SMALL), (self.few, FEW)):
            with open(path, "w") as file:
                file.write(text)

    def command(self, verb, out):
        words = [w.replace("INPUT", self.input).replace("OUT", out) for w in VERBS[verb]]
        protocol = self.few if verb == "study" else self.small
        commands = [[]]
        for word in words:
            if word == "then":
                commands.append([])
            else:
                commands[-1].append(word)
        lines = []
        for command in commands:
            options = [] if command[0] in PLAIN else ["--protocol", protocol, "--threads", "2"]
            lines.append(shlex.join([self.hepatica] + command + options))
        return ["sh", "-c", "exec " + lines[0]] if len(lines) == 1 else ["sh", "-c", " && ".join(lines)]

    def start(self, command):
        environment = dict(os.environ, TMPDIR=self.temporary)
        return subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            start_new_session=True)

    def finish(self, command):
        process = self.start(command)
        output = process.communicate()[0].decode(errors="replace")
        return process.returncode, output

    def inputs(self):
        """A cohort, spectra, and two scans with their waters."""
        for words in (["demo", "--seed", "3"], ["synthesize", "--seed", "5"]):
            out = os.path.join(self.input, words[0])
            code, output = self.finish([self.hepatica] + words + ["--out", out, "--protocol", self.small, "--quiet"])
            if code != 0:
                sys.exit(f"{words[0]} failed:\n{output}")
        os.rename(os.path.join(self.input, "demo", "cohort"), os.path.join(self.input, "cohort"))
        os.rename(os.path.join(self.input, "synthesize"), os.path.join(self.input, "spectra"))
        os.makedirs(os.path.join(self.input, "few"))
        for name in ("virtual-001", "virtual-002"):
            shutil.copy(os.path.join(self.input, "cohort", name + ".nii.gz"), os.path.join(self.input, "few"))

    def take(self, folder):
        """The inputs of an earlier trial."""
        self.input = os.path.abspath(folder)
        self.small, self.few = (os.path.join(self.input, name) for name in ("small.toml", "few.toml"))

    def tree(self, folder):
        """The bytes of every file by its path, hidden ones too."""
        found = {}
        for place, folders, names in os.walk(folder):
            for name in folders:
                if not os.listdir(os.path.join(place, name)):
                    found[os.path.relpath(os.path.join(place, name), folder) + "/"] = b""
            for name in names:
                path = os.path.join(place, name)
                with open(path, "rb") as file:
                    found[os.path.relpath(path, folder)] = file.read()
        return found

    def place(self, verb, name):
        """An empty folder, and in it what the verb is to leave."""
        parent = os.path.join(self.root, "work")
        shutil.rmtree(parent, ignore_errors=True)
        os.makedirs(parent)
        out = os.path.join(parent, "out")
        if verb in IN_FOLDER:
            os.makedirs(out)
        return parent, out


def built():
    """The command of the release build."""
    home = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
    shown = subprocess.run(
        ["swift", "build", "-c", "release", "--show-bin-path"], cwd=home, capture_output=True, text=True, check=True)
    return os.path.join(shown.stdout.strip(), "hepatica")
