"""Reference FIDs of every species of the spin-system library, from first principles.

A density matrix in the full Hilbert space of protons and passive nuclei (31P, 14N), dense matrices, propagators by
scipy.linalg.expm: no F_z blocks, no eigenbasis, no averaging over the states of passive nuclei, no transition lines,
and no code shared with the package. Only the numbers of the TOML files are common.

    python3 make.py            writes fids.json beside this file (about two minutes)
    python3 make.py NAA Lac    prints how far the stored values of these species are from a fresh calculation
"""

import json
import pathlib
import sys
import tomllib

import numpy
import scipy
from scipy.linalg import expm

HERE = pathlib.Path(__file__).resolve().parent
SPIN_SYSTEMS = HERE.parents[2] / "Sources" / "MRSSimulation" / "Resources" / "SpinSystems"
MEGAHERTZ = 123.25
CARRIER = 4.65
ECHO_TIMES = (0.012, 0.018)
TIMES = [0.0072 * k for k in range(64)]


def single(spin):
    """Ix, Iy, Iz of one spin in units of ħ, states from m = +I to m = -I."""
    m = numpy.arange(spin, -spin - 1, -1)
    raising = numpy.diag(numpy.sqrt(spin * (spin + 1) - m[1:] * (m[1:] + 1)), 1)
    return (raising + raising.T) / 2, (raising - raising.T) / 2j, numpy.diag(m)


def operators(spins):
    """[(Ix, Iy, Iz)] of every spin in the product space."""
    result = []
    for index in range(len(spins)):
        rows = []
        for component in range(3):
            product = numpy.eye(1)
            for other, spin in enumerate(spins):
                factor = single(spin)[component] if other == index else numpy.eye(int(2 * spin + 1))
                product = numpy.kron(product, factor)
            rows.append(product.astype(complex))
        result.append(rows)
    return result


def fid(part, sequence):
    """s(t) of one part at TIMES, 1 for the magnetisation of one proton along x."""
    shifts = part["shifts"]
    protons = len(shifts)
    passive = [(0.5, part["phosphorus"])] if "phosphorus" in part else []
    passive += [(1.0, part["nitrogen"])] if "nitrogen" in part else []
    spins = operators([0.5] * protons + [spin for spin, _ in passive])

    hamiltonian = sum((shift - CARRIER) * MEGAHERTZ * spins[k][2] for k, shift in enumerate(shifts))
    for first, second, hertz in part.get("couplings", []):
        a, b = spins[int(first) - 1], spins[int(second) - 1]
        hamiltonian = hamiltonian + hertz * sum(a[c] @ b[c] for c in range(3))
    for nucleus, (_, couplings) in enumerate(passive):
        for proton, hertz in couplings:
            hamiltonian = hamiltonian + hertz * spins[int(proton) - 1][2] @ spins[protons + nucleus][2]
    hamiltonian = 2 * numpy.pi * hamiltonian

    x, y, z = (sum(spins[k][c] for k in range(protons)) for c in range(3))
    state = z

    def apply(generator, amount):
        nonlocal state
        propagator = expm(-1j * amount * generator)
        state = propagator @ state @ propagator.conj().T

    apply(y, numpy.pi / 2)
    if sequence == "press30":
        first, second = ECHO_TIMES
        apply(hamiltonian, first / 2)
        apply(x, numpy.pi)
        apply(hamiltonian, first / 2 + second / 2)
        apply(x, numpy.pi)
        apply(hamiltonian, second / 2)

    detector = (x + 1j * y) / numpy.trace(spins[0][0] @ spins[0][0])
    step = expm(-1j * (TIMES[1] - TIMES[0]) * hamiltonian)
    samples = []
    for _ in TIMES:
        samples.append(numpy.sum(state * detector.T))
        state = step @ state @ step.conj().T
    return numpy.array(samples)


def species():
    for library in ("liver", "brain", "lipids"):
        with open(SPIN_SYSTEMS / f"{library}.toml", "rb") as file:
            yield from sorted(tomllib.load(file).items())


def signal(entry, sequence):
    return sum(part.get("copies", 1) * fid(part, sequence) for part in entry["part"])


def rounded(values):
    return [float(f"{value:.6f}") for value in values]


def check(names):
    stored = json.loads((HERE / "fids.json").read_text())["species"]
    for name, entry in species():
        if name in names:
            for sequence, planes in stored[name].items():
                difference = signal(entry, sequence) - (numpy.array(planes["real"]) + 1j * numpy.array(planes["imaginary"]))
                print(name, sequence, f"largest difference {numpy.abs(difference).max():.1e} protons")


def make():
    result = {}
    for name, entry in species():
        result[name] = {}
        for sequence in ("pulseAcquire", "press30"):
            samples = signal(entry, sequence)
            result[name][sequence] = {"real": rounded(samples.real), "imaginary": rounded(samples.imag)}
        print(name, flush=True)
    document = {
        "versions": {"python": sys.version.split()[0], "numpy": numpy.__version__, "scipy": scipy.__version__},
        "megahertz": MEGAHERTZ, "carrier": CARRIER, "echoTimes": ECHO_TIMES, "times": rounded(TIMES), "species": result,
    }
    text = json.dumps(document, separators=(",", ":"), sort_keys=True)
    # One sequence of one species a line, so that a change shows where it is.
    (HERE / "fids.json").write_text(text.replace('"press30"', '\n"press30"').replace('"pulseAcquire"', '\n"pulseAcquire"') + "\n")


if __name__ == "__main__":
    check(sys.argv[1:]) if len(sys.argv) > 1 else make()
