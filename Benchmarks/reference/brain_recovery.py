"""Errors of `hepatica quantify` in brain spectra that it did not make.

    python3 brain_recovery.py BASIS COUNT HEPATICA [HEPATICA ...]

BASIS is an LCModel .BASIS of the brain (names as in LCModel's own test), HEPATICA a built command; several are compared
on the same spectra. Amounts, own shifts and widths, macromolecules, baseline, phases and noise are drawn; once with
Voigt lines, once with a part of every line moved by 3 to 6 Hz. Needs numpy and scipy.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from scipy.interpolate import CubicSpline

CARRIER = 4.65  # ppm
# Of creatine plus phosphocreatine; 20 % log-normal spread.
AMOUNTS = dict(
    Ala=0.05, Asp=0.35, Cr=0.6, GABA=0.2, Glc=0.05, Gln=0.3, GSH=0.25, Glu=1.1, GPC=0.25, Ins=0.85, Lac=0.06, NAA=1.05,
    NAAG=0.24, PCr=0.4, sIns=0.08, Tau=0.03)
# Amount, and lines of position (ppm), width (ppm), protons.
MACROMOLECULES = [
    (0.8, [(0.91, 0.14, 3)]), (0.3, [(1.21, 0.15, 2)]), (0.7, [(1.43, 0.17, 2)]), (0.4, [(1.67, 0.15, 2)]),
    (1.5, [(2.08, 0.15, 1.33), (2.25, 0.20, 0.33), (1.95, 0.15, 0.33), (3.0, 0.20, 0.4)])]
RATIOS = dict(tNAA=("NAA", "NAAG"), tCho=("GPC", "PCh"), Ins=("Ins",), Glx=("Glu", "Gln"), GSH=("GSH",))


def read_basis(path):
    """FIDs with metabolites at negative frequency and a whole first point; megahertz; dwell time."""
    text = Path(path).read_text()
    field = lambda name: float(re.search(name + r"\s*=\s*([-+.\dEe]+)", text).group(1))
    points = int(field("NDATAB"))
    functions = {}
    for header, numbers in re.findall(r"\$BASIS\s(.*?)\$END(.*?)(?=\$|\Z)", text, re.S):
        values = np.array(numbers.split(), float)[: 2 * points]
        fid = np.fft.ifft(values[0::2] + 1j * values[1::2]).conj()
        fid[0] *= 2
        functions[re.search(r"METABO\s*=\s*'(.*?)'", header).group(1).strip()] = fid
    return functions, field("HZPPPM"), field("BADELT")


def spectrum(functions, megahertz, dwell, kind, seed):
    """The true amounts and the FID in LCModel's sign."""
    draw = np.random.default_rng(seed)
    points = len(next(iter(functions.values())))
    time = np.arange(points) * dwell
    frequency = np.fft.fftshift(np.fft.fftfreq(points, dwell))
    ppm = CARRIER + frequency / megahertz
    truth = {name: value * np.exp(0.2 * draw.normal()) for name, value in AMOUNTS.items()}
    truth["PCh"] = 0.0
    if draw.random() < 0.5:
        truth["PCh"] = 0.3 * truth["GPC"]
        truth["GPC"] *= 0.7
    lorentz, gauss = draw.uniform(0.5, 3), draw.uniform(3, 7)
    shifts = {name: 0.003 * draw.normal() for name in functions}
    for follower, leader in (("PCr", "Cr"), ("PCh", "GPC")):
        shifts[follower] = shifts[leader] + 0.0005 * draw.normal()
    fid = np.zeros(points, complex)
    for name, function in functions.items():
        width = max(0, lorentz + 0.12 * draw.normal())
        fid += truth[name] * function * np.exp((2j * np.pi * shifts[name] * megahertz - np.pi * width) * time)
    line = np.exp(-((np.pi * gauss * time) ** 2) / (4 * np.log(2)))
    if kind == "skewed":
        share, moved = draw.uniform(0.1, 0.3), draw.choice([-1, 1]) * draw.uniform(3, 6)
        line = line * (1 - share + share * np.exp(2j * np.pi * moved * time))
    fid *= line
    for amount, lines in MACROMOLECULES:
        amount *= np.exp(0.25 * draw.normal())
        wider = 0.03 + 0.01 * draw.normal()
        for position, width, protons in lines:
            hertz = (width + wider) * megahertz
            fid += amount * protons * np.exp(
                2j * np.pi * (position - CARRIER) * megahertz * time - (np.pi * hertz * time) ** 2 / (4 * np.log(2)))
    values = np.fft.fftshift(np.fft.fft(fid))
    top = values[(ppm > 0.2) & (ppm < 4.2)].real.max()
    knots = np.arange(-2, 9, 0.4)
    baseline = sum(
        part * CubicSpline(knots, 0.06 * top * draw.normal(size=len(knots)))(np.clip(ppm, -2, 8.9)) for part in (1, 1j))
    noise = top / draw.uniform(30, 90) * (draw.normal(size=points) + 1j * draw.normal(size=points))
    values = values + baseline * np.exp(-(((ppm - 2.3) / 2.2) ** 4)) + noise
    values *= np.exp(1j * (draw.uniform(-0.4, 0.4) + 2 * np.pi * frequency * draw.uniform(-1e-5, 1e-5)))
    return truth, np.fft.ifft(np.fft.ifftshift(values)).conj()


def ratios(amounts):
    creatine = amounts["Cr"] + amounts["PCr"]
    return np.array([sum(amounts[part] for part in parts) / creatine for parts in RATIOS.values()])


def main(basis, count, commands):
    functions, megahertz, dwell = read_basis(basis)
    for kind in ("Voigt", "skewed"):
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            (folder / "spectra").mkdir()
            truths = {}
            for index in range(count):
                name = f"s{index:04d}.raw"
                truths[name], fid = spectrum(functions, megahertz, dwell, kind, index)
                lines = [" $NMID", " ID='drawn', FMTDAT='(2E15.6)'", " VOLUME=1", " TRAMP=1", " $END"]
                lines += [f"{value.real:15.6E}{value.imag:15.6E}" for value in fid]
                (folder / "spectra" / name).write_text("\n".join(lines) + "\n")
            for number, command in enumerate(commands):
                run = folder / f"run{number}"
                subprocess.run(
                    [command, "quantify", folder / "spectra", "--dwell-time", str(1000 * dwell), "--frequency",
                     str(megahertz), "--basis", basis, "--out", run, "--quiet"], check=True, stdout=subprocess.DEVNULL)
                found = [json.loads(line) for line in (run / "results.jsonl").read_text().splitlines()]
                errors = np.array([
                    ratios({row["name"]: row["amount"] for row in one["amounts"]}) / ratios(truths[one["spectrum"]]) - 1
                    for one in found])
                print(f"{kind} lines, {command}, {len(errors)} spectra")
                for name, column in zip(RATIOS, errors.T):
                    print(f"  {name:5s} bias {100 * np.median(column):6.2f} %   RMS error {100 * np.sqrt(np.mean(column**2)):6.2f} %")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
