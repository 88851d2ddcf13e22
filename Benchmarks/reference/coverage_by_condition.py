"""How often intervals hold the truth, by signal over noise, width and fat, on spectra of a `hepatica synthesize` run.

    hepatica synthesize --out run --set training.quantificationExamples=64 --set training.validationExamples=3500
    python3 Benchmarks/reference/coverage_by_condition.py HEPATICA run map|fit [further options of quantify]

Three thirds of each condition; a share of 90 % of n spectra is known to ± 1.96·√(0.09/n): to 1 % of 3,458, to 1.7 % of a third.
Needs numpy, scipy and h5py.
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import h5py
import numpy as np
from scipy.stats import norm

SUMS = {
    "tTMA": ["GPC", "PCh", "Cho", "Bet", "TMAO", "Carnitine"],
    "tCho": ["GPC", "PCh", "Cho"],
    "Glx": ["Glu", "Gln"],
    "Lip130": ["Lip130"],
    "GSH": ["GSH"],
    "Glycogen": ["Glycogen"],
}


def main():
    command, run, method, *options = sys.argv[1:]
    file = Path(run) / "validation.h5"
    with h5py.File(file) as spectra:
        amounts = spectra["amounts"][:]
        names = [name.decode() for name in spectra["species"][:]]
        shared = dict(zip([n.decode() for n in spectra["shared_names"][:]], spectra["shared"][:].T))
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "out"
        subprocess.run(
            [command, "quantify", file, "--basis", Path(run) / "basis.json", "--method", method, "--out", out, *options],
            check=True, stdout=subprocess.DEVNULL)
        rows = [json.loads(line) for line in (out / "results.jsonl").open()]
    fat = amounts[:, [k for k, name in enumerate(names) if name.startswith("Lip")]].sum(axis=1)
    order = np.array([row["index"] for row in rows])
    conditions = {
        "signal/noise": 1 / shared["noise [mM of protons]"][order],
        "width": shared["gaussian [Hz]"][order],
        "fat": fat[order],
    }
    width = norm.ppf(0.95)
    print(f"{method}, {len(rows)} spectra: share of 90 % intervals that hold, root mean square of (found/truth − 1)")
    for name, members in SUMS.items():
        truth = amounts[:, [names.index(member) for member in members]].sum(axis=1)[order]
        found = [next(x for x in row["sums"] + row["amounts"] if x["name"] == name) for row in rows]
        value = np.array([x["amount"] for x in found])
        deviation = np.array([x["standardDeviation"] or np.inf for x in found])
        holds = abs(value - truth) < width * deviation
        error = value / truth - 1
        line = f"{name:9s} all {holds.mean():.3f} ({np.sqrt(np.mean(error**2)):.2f})"
        for condition, values in conditions.items():
            thirds = np.digitize(values, np.quantile(values, [1 / 3, 2 / 3]))
            shares = [f"{holds[thirds == t].mean():.3f} ({np.sqrt(np.mean(error[thirds == t]**2)):.2f})" for t in range(3)]
            line += f" | {condition} " + ", ".join(shares)
        print(line, flush=True)


if __name__ == "__main__":
    main()
