"""Reference FIDs of MEGA-PRESS, from first principles: make.py's operators and dense matrix exponentials, one for every sample
of the editing pulse with the whole Hamiltonian, shifts, couplings and field at once. No rotations, no splitting.

    python3 make_edited.py     writes edited.json beside this file (about a minute)
"""

import json

import numpy
from make import CARRIER, HERE, MEGAHERTZ, TIMES, operators, rounded, species
from scipy.linalg import expm

FIRST, SECOND = 0.014, 0.054  # TE1 and TE2, s
MIDDLES = (0.024, 0.058)  # of the editing pulses, s from the excitation
DURATION, POINTS = 0.014, 512
CONDITIONS = {"on": [1.9], "off": [7.5], "lactate": [4.1], "both": [1.9, 4.56]}
NAMES = ("GABA", "Glu", "Lac", "NAA")


def waveform():
    """γB1/2π in Hz: a Gaussian cut off at 1 %, of 180°."""
    tau = 2 * (numpy.arange(POINTS) + 0.5) / POINTS - 1
    shape = numpy.exp(-numpy.log(100) * tau**2)
    return 0.5 * shape / (shape.sum() * DURATION / POINTS)


def fid(part, shifts_of_pulse):
    shifts = part["shifts"]
    spins = operators([0.5] * len(shifts))
    hamiltonian = sum((shift - CARRIER) * MEGAHERTZ * spins[k][2] for k, shift in enumerate(shifts))
    for first, second, hertz in part.get("couplings", []):
        a, b = spins[int(first) - 1], spins[int(second) - 1]
        hamiltonian = hamiltonian + hertz * sum(a[c] @ b[c] for c in range(3))
    hamiltonian = 2 * numpy.pi * hamiltonian
    x, y, z = (sum(spin[c] for spin in spins) for c in range(3))
    m = numpy.real(numpy.diag(z))

    # The pulse as one unitary. In the frame that turns with the mean of its frequencies each sample holds still.
    offsets = [(shift - CARRIER) * MEGAHERTZ for shift in shifts_of_pulse]
    mean = numpy.mean(offsets)
    step = DURATION / POINTS
    pulse = numpy.eye(len(m), dtype=complex)
    for index, strength in enumerate(waveform()):
        time = (index + 0.5) * step - DURATION / 2
        field = strength * sum(numpy.exp(2j * numpy.pi * (offset - mean) * time) for offset in offsets)
        whole = hamiltonian + 2 * numpy.pi * (-mean * z + field.real * x + field.imag * y)
        pulse = expm(-1j * step * whole) @ pulse
    turn = expm(-1j * numpy.pi * mean * DURATION * z)
    pulse = turn @ pulse @ turn

    state = z.astype(complex)

    def apply(propagator, order=None):
        nonlocal state
        state = propagator @ state @ propagator.conj().T
        if order is not None:
            state = state * (numpy.abs(m[:, None] - m[None, :] - order) < 0.5)

    def wait(seconds):
        apply(expm(-1j * seconds * hamiltonian))

    half = DURATION / 2
    apply(expm(-0.5j * numpy.pi * y), -1)
    wait(FIRST / 2)
    apply(expm(-1j * numpy.pi * x), +1)
    wait(MIDDLES[0] - half - FIRST / 2)
    apply(pulse, +1)
    wait(FIRST + SECOND / 2 - MIDDLES[0] - half)
    apply(expm(-1j * numpy.pi * x), -1)
    wait(MIDDLES[1] - half - FIRST - SECOND / 2)
    apply(pulse, -1)
    wait(FIRST + SECOND - MIDDLES[1] - half)

    detector = (x + 1j * y) / numpy.trace(spins[0][0] @ spins[0][0])
    sampling = expm(-1j * (TIMES[1] - TIMES[0]) * hamiltonian)
    samples = []
    for _ in TIMES:
        samples.append(numpy.sum(state * detector.T))
        apply(sampling)
    return numpy.array(samples)


def make():
    result = {}
    for name, entry in species():
        if name not in NAMES:
            continue
        result[name] = {}
        for condition, shifts in CONDITIONS.items():
            whole = sum(part.get("copies", 1) * fid(part, shifts) for part in entry["part"])
            result[name][condition] = {"real": rounded(whole.real), "imaginary": rounded(whole.imag)}
    lines = [
        f'"{name}":{{' + ",\n".join(f'"{key}":{json.dumps(value, separators=(",", ":"))}' for key, value in own.items()) + "}"
        for name, own in result.items()
    ]
    head = f'{{"megahertz":{MEGAHERTZ},"carrier":{CARRIER},"echoTimes":[{FIRST},{SECOND}],"times":{json.dumps(TIMES)},\n"species":{{\n'
    (HERE / "edited.json").write_text(head + ",\n".join(lines) + "}}\n")


if __name__ == "__main__":
    make()
