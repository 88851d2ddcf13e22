"""Errors of `hepatica quantify` in simulated brains with known amounts that it did not make.

    python3 brain_recovery.py KIND,KIND,… COUNT HEPATICA [OPTION …]

KIND is one of KINDS below: which basis, whose macromolecules, lipids, baseline, noise and widths. HEPATICA is a built command,
the OPTIONs go to its verb `quantify`. LCMODEL and CHALLENGE in the environment name LCModel's 3t.basis and the fitting
challenge's press3T_30ms.BASIS. Printed are for each kind, of amounts and of ratios to tCr: median error, RMS error, and how many
90 % intervals hold the truth. Needs numpy and scipy.
"""

import functools
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from scipy.interpolate import CubicSpline

CARRIER = 4.65  # ppm
LCMODEL = os.environ.get("LCMODEL", "3t.basis")
CHALLENGE = os.environ.get("CHALLENGE", "press3T_30ms.BASIS")
# Of creatine plus phosphocreatine; 20 % log-normal spread.
AMOUNTS = dict(
    Ala=0.05, Asp=0.35, Asc=0.08, Cr=0.6, GABA=0.2, Glc=0.1, Gln=0.3, GSH=0.22, Glu=1.1, GPC=0.2, Ins=0.8, Lac=0.08,
    NAA=1.2, NAAG=0.2, PCr=0.4, PCh=0.06, PCho=0.06, sIns=0.04, Tau=0.15, Gly=0.08, PE=0.15)
T2 = dict(NAA=270, NAAG=270, Cr=154, PCr=154, GPC=210, PCh=210, PCho=210, Ins=196)  # ms, others 180; 8 % spread
# Hepatica's own recipe until now, after LCModel: amount, and lines of position (ppm), width (ppm), protons.
OURS = [
    (0.8, [(0.91, 0.14, 3)]), (0.3, [(1.21, 0.15, 2)]), (0.7, [(1.43, 0.17, 2)]), (0.4, [(1.67, 0.15, 2)]),
    (1.5, [(2.08, 0.15, 1.33), (2.25, 0.20, 0.33), (1.95, 0.15, 0.33), (3.0, 0.20, 0.4)])]
# As a review lists them (Cudalbu 2021): position, area over that at 0.91 ppm, width; each is drawn about it.
OTHER = [
    (0.91, 1, 0.13), (1.21, 0.35, 0.15), (1.39, 0.9, 0.16), (1.67, 0.65, 0.2), (2.04, 1.5, 0.2), (2.26, 0.55, 0.18),
    (2.56, 0.15, 0.15), (2.70, 0.2, 0.2), (2.99, 0.55, 0.17), (3.21, 0.35, 0.2), (3.62, 0.25, 0.15), (3.75, 0.4, 0.17),
    (3.86, 0.35, 0.2), (4.03, 0.45, 0.22)]
# As measured at 7 T (Bell 2024, github.com/HarrisBrainLab/MMSim): position, area over that at 0.95 ppm, width; narrow beside the others.
NARROW = [
    (0.95, 1, 0.108), (1.235, 0.41, 0.077), (1.427, 0.98, 0.087), (1.705, 0.79, 0.104), (2.07, 1.69, 0.128),
    (2.295, 1.33, 0.108), (3.03, 0.87, 0.087), (3.24, 0.07, 0.162), (3.98, 1.0, 0.2)]
SUMS = dict(
    tNAA=("NAA", "NAAG"), tCr=("Cr", "PCr"), tCho=("GPC", "PCh", "PCho"), Ins=("Ins",), Glx=("Glu", "Gln"))
# Basis, macromolecules, share with lipids, baseline over the tallest metabolite, signal over noise, width (Hz), skewed share.
KINDS = {
    "easy": (LCMODEL, None, 0, 0, (30, 100), (4, 8), 0),
    "ours": (LCMODEL, "ours", 0, 0.03, (20, 100), (4, 10), 0.5),
    "other": (LCMODEL, "other", 0, 0, (20, 100), (4, 10), 0.5),
    "otherbent": (LCMODEL, "other", 0, 0.05, (15, 100), (4, 12), 0.5),
    "measured": (LCMODEL, "measured", 0, 0.03, (20, 100), (4, 10), 0.5),
    "narrow": (LCMODEL, "narrow", 0, 0.03, (20, 100), (4, 10), 0.5),
    "random": (LCMODEL, "random", 0, 0.03, (20, 100), (4, 10), 0.5),
    "lipid": (LCMODEL, "other", 1, 0.03, (20, 100), (4, 10), 0.5),
    "poor": (LCMODEL, "other", 0.5, 0.05, (6, 12), (9, 15), 0.5),
    "own": (CHALLENGE, "measured", 0, 0.03, (20, 100), (4, 10), 0.5),
}


@functools.cache
def read_basis(path):
    """FIDs with metabolites at negative frequency; megahertz; dwell time."""
    text = Path(path).read_text()
    field = lambda name: float(re.search(name + r"\s*=\s*([-+.\dEe]+)", text).group(1))
    points = int(field("NDATAB"))
    functions = {}
    for header, numbers in re.findall(r"\$BASIS\s(.*?)\$END(.*?)(?=\$|\Z)", text, re.S):
        values = np.array(numbers.split(), float)[: 2 * points]
        fid = np.fft.ifft(values[0::2] + 1j * values[1::2]).conj()
        if abs(fid[0]) < 0.75 * abs(fid[1]):
            fid[0] *= 2  # LCModel's own are halved
        functions[re.search(r"METABO\s*=\s*'(.*?)'", header).group(1).strip()] = fid
    return functions, field("HZPPPM"), field("BADELT")


def own_width(path, name):
    """The Lorentz width (Hz) that a function has: LCModel's are of two widths."""
    return 0.5 if path == LCMODEL and name in ("NAA", "NAAG", "Ins") else 2.0


@functools.cache
def measured_macromolecules(points, dwell, megahertz):
    """Those of the challenge, measured in vivo, for one proton of its creatine, from 0.35 to 4.35 ppm."""
    functions, field, step = read_basis(CHALLENGE)
    fid = functions["Mac"]
    frequency = np.fft.fftshift(np.fft.fftfreq(8192, step))
    ppm = CARRIER + frequency / field
    window = 1 / (1 + np.exp((ppm - 4.35) / 0.03)) / (1 + np.exp((0.35 - ppm) / 0.03))
    fid = np.fft.ifft(np.fft.ifftshift(np.fft.fftshift(np.fft.fft(fid, 8192)) * window))[: len(fid)]
    known, wanted = np.arange(len(fid)) * step, np.arange(points) * dwell * megahertz / field
    fid = np.interp(wanted, known, fid.real, right=0) + 1j * np.interp(wanted, known, fid.imag, right=0)
    return fid / (abs(functions["Cr"][1]) / 5)


def spectrum(kind, index):
    """The true amounts and the FID in LCModel's sign."""
    path, macromolecules, lipids, bent, signal_to_noise, widths, skewed = KINDS[kind]
    functions, megahertz, dwell = read_basis(path)
    draw = np.random.default_rng([index, sum(map(ord, kind))])
    points = len(functions["Cr"])
    time = np.arange(points) * dwell
    frequency = np.fft.fftshift(np.fft.fftfreq(points, dwell))
    ppm = CARRIER + frequency / megahertz
    proton = abs(functions["Cr"][1]) / 5
    truth = {name: AMOUNTS[name] * np.exp(0.2 * draw.normal()) for name in functions if name in AMOUNTS}
    total = draw.uniform(*widths)
    shifts = {name: 0.003 * draw.normal() for name in functions}
    for follower, leader in (("PCr", "Cr"), ("PCh", "GPC"), ("PCho", "GPC")):
        if follower in shifts:
            shifts[follower] = shifts[leader] + 0.0005 * draw.normal()
    # Half of the fields have a Lorentz part of up to 2.5 Hz.
    shared = 0.2 + (0.3 * draw.random() if draw.random() < 0.5 else draw.uniform(0, 2.5))
    fid = np.zeros(points, complex)
    for name in truth:
        width = shared + 1000 / np.pi / (T2.get(name, 180) * np.exp(0.08 * draw.normal())) - own_width(path, name)
        fid += truth[name] * functions[name] * np.exp((2j * np.pi * shifts[name] * megahertz - np.pi * width) * time)
    lorentz = 1.8 + shared
    gauss = np.sqrt(max((total - 0.5346 * lorentz) ** 2 - 0.2166 * lorentz**2, 1))
    line = np.exp(-((np.pi * gauss * time) ** 2) / (4 * np.log(2)))
    if draw.random() < skewed:
        share, moved = draw.uniform(0.1, 0.3), draw.choice([-1, 1]) * draw.uniform(0.4, 0.8) * total
        line = line * (1 - share + share * np.exp(2j * np.pi * moved * time))
    fid *= line

    def broad(position, width, area, lorentzian=0.0):
        hertz = width * megahertz
        return area * proton * np.exp(
            2j * np.pi * (position - CARRIER) * megahertz * time
            - (1 - lorentzian) * (np.pi * hertz * time) ** 2 / (4 * np.log(2)) - lorentzian * np.pi * hertz * time)

    level = 2.4 * np.exp(0.25 * draw.normal())  # protons at 0.91 ppm
    if macromolecules == "ours":
        for amount, lines in OURS:
            amount, wider = amount * np.exp(0.25 * draw.normal()), 0.03 + 0.01 * draw.normal()
            fid += sum(broad(position, width + wider, amount * protons) for position, width, protons in lines)
    elif macromolecules in ("other", "narrow"):
        lorentzian, scale = draw.uniform(0, 0.5), 1 + 0.12 * draw.normal()
        for position, area, width in OTHER if macromolecules == "other" else NARROW:
            fid += broad(
                position + 0.012 * draw.normal(), width * scale * np.exp(0.15 * draw.normal()),
                level * area * np.exp(0.25 * draw.normal()), lorentzian)
    elif macromolecules == "random":
        fid += broad(0.91 + 0.01 * draw.normal(), 0.14 * np.exp(0.15 * draw.normal()), level)
        for _ in range(14):
            fid += broad(draw.uniform(1.15, 4.15), draw.uniform(0.1, 0.3), 0.72 * draw.gamma(1.5))
    elif macromolecules == "measured":
        known = measured_macromolecules(points, dwell, megahertz)
        near = (ppm > 0.75) & (ppm < 1.05)
        area = 2 * np.fft.fftshift(np.fft.fft(known)).real[near].sum() / points
        fid += proton * known * 1.125 * level / area * np.exp(-((np.pi * 0.5 * total * time) ** 2) / (4 * np.log(2)))
    if draw.random() < lipids:
        amount, narrow = 2 * np.exp(0.8 * draw.normal()), draw.uniform(0.06, 0.12)
        for position, width, share in (
            (0.89, 0.12, 0.35), (1.28, narrow, 1.3), (1.34, 0.15, 0.5), (2.04, 0.14, 0.2), (2.24, 0.12, 0.12),
            (2.8, 0.15, 0.1)):
            fid += broad(position + 0.01 * draw.normal(), width, amount * share * np.exp(0.2 * draw.normal()))
    values = np.fft.fftshift(np.fft.fft(fid))
    top = values[(ppm > 1.9) & (ppm < 4.0)].real.max()
    if bent:
        knots = np.arange(-2, 9, 0.4)
        baseline = sum(
            part * CubicSpline(knots, bent * top * draw.normal(size=len(knots)))(np.clip(ppm, -2, 8.9))
            for part in (1, 1j))
        values = values + baseline * np.exp(-(((ppm - 2.3) / 2.2) ** 4))
    noise = top / np.exp(draw.uniform(*np.log(signal_to_noise)))
    values = values + noise * (draw.normal(size=points) + 1j * draw.normal(size=points))
    values *= np.exp(1j * (draw.uniform(-0.4, 0.4) + 2 * np.pi * frequency * draw.uniform(-1e-5, 1e-5)))
    return truth, np.fft.ifft(np.fft.ifftshift(values)).conj()


def estimate(row, parts, over=None):
    """The sum of species, or its ratio to another sum, with its standard deviation."""
    names = [one["name"] for one in row["amounts"]]
    amounts = np.array([one["amount"] for one in row["amounts"]])
    covariance = np.array([[np.inf if one is None else one for one in line] for line in row["covariance"]])
    upper = np.array([float(name in parts) for name in names])
    value, gradient = upper @ amounts, upper
    if over:
        lower = np.array([float(name in over) for name in names])
        value = value / (lower @ amounts)
        gradient = (upper - value * lower) / (lower @ amounts)
    own = gradient != 0
    return value, np.sqrt(gradient[own] @ covariance[np.ix_(own, own)] @ gradient[own])


def main(kinds, count, hepatica, options):
    for kind in kinds:
        path = KINDS[kind][0]
        _, megahertz, dwell = read_basis(path)
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            (folder / "spectra").mkdir()
            truths = {}
            for index in range(count):
                name = f"s{index:04d}.raw"
                truths[name], fid = spectrum(kind, index)
                lines = [" $NMID", " ID='drawn', FMTDAT='(2E15.6)'", " VOLUME=1", " TRAMP=1", " $END"]
                lines += [f"{value.real:15.6E}{value.imag:15.6E}" for value in fid]
                (folder / "spectra" / name).write_text("\n".join(lines) + "\n")
            subprocess.run(
                [hepatica, "quantify", folder / "spectra", "--dwell-time", str(1000 * dwell), "--frequency",
                 str(megahertz), "--basis", path, "--echo-time", "30", "--out", folder / "run", "--quiet", *options],
                check=True, stdout=subprocess.DEVNULL)
            found = [json.loads(line) for line in (folder / "run" / "results.jsonl").read_text().splitlines()]
        print(kind, f"{len(found)} spectra")
        for name, parts in SUMS.items():
            for what, over in (("amount", None), ("ratio", SUMS["tCr"])):
                if name == "tCr" and over:
                    continue
                errors, held = [], []
                for one in found:
                    truth = truths[one["spectrum"]]
                    right = sum(truth.get(part, 0) for part in parts)
                    if over:
                        right /= sum(truth[part] for part in over)
                    value, deviation = estimate(one, parts, over)
                    errors.append(value / right - 1)
                    held.append(abs(value - right) <= 1.645 * deviation)
                print(f"  {name:5s} {what:6s} bias {100 * np.median(errors):6.1f} %   RMS error "
                      f"{100 * np.sqrt(np.mean(np.square(errors))):5.1f} %   90 % intervals hold {100 * np.mean(held):3.0f} %")


if __name__ == "__main__":
    main(sys.argv[1].split(","), int(sys.argv[2]), sys.argv[3], sys.argv[4:])
