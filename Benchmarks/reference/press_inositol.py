"""What plain numpy takes for myo-inositol under PRESS, TE 12 + 18 ms at 3 T: dense matrices of 2^6 states, one
eigendecomposition of H, pulses and delays as dense unitaries. The rival of `Scripts/benchmark basis`.

    python3 press_inositol.py        (needs numpy; set OPENBLAS_NUM_THREADS=1 for one core)
"""
import time

import numpy as np

SHIFTS = [3.5217, 4.0538, 3.5217, 3.6144, 3.2690, 3.6144]
COUPLINGS = [(0, 1, 2.889), (0, 5, 9.998), (1, 2, 3.006), (2, 3, 9.997), (3, 4, 9.485), (4, 5, 9.482)]
MEGAHERTZ, CARRIER = 123.25, 4.65
X = np.array([[0, 1], [1, 0]], complex) / 2
Y = np.array([[0, -1j], [1j, 0]], complex) / 2
Z = np.array([[1, 0], [0, -1]], complex) / 2


def single(operator, spin, spins):
    result = np.eye(1)
    for k in range(spins):
        result = np.kron(result, operator if k == spin else np.eye(2))
    return result


def unitary(matrix, time):
    energies, vectors = np.linalg.eigh(matrix)
    return (vectors * np.exp(-1j * energies * time)) @ vectors.conj().T


def operators(offset=0.0):
    spins = len(SHIFTS)
    x, y, z = ([single(o, k, spins) for k in range(spins)] for o in (X, Y, Z))
    h = sum(2 * np.pi * ((s - CARRIER) * MEGAHERTZ + offset) * z[k] for k, s in enumerate(SHIFTS))
    for j, k, hertz in COUPLINGS:
        h = h + 2 * np.pi * hertz * (x[j] @ x[k] + y[j] @ y[k] + z[j] @ z[k])
    return sum(x), sum(y), sum(z), h


def press():
    fx, fy, fz, h = operators()
    energies, vectors = np.linalg.eigh(h)

    def delay(seconds):
        return (vectors * np.exp(-1j * energies * seconds)) @ vectors.conj().T

    rho = fz.astype(complex)
    excitation, refocusing = unitary(fy, np.pi / 2), unitary(fx, np.pi)
    for u in (excitation, delay(0.006), refocusing, delay(0.015), refocusing, delay(0.009)):
        rho = u @ rho @ u.conj().T
    detector = vectors.conj().T @ (fx + 1j * fy) @ vectors
    rho = vectors.conj().T @ rho @ vectors
    amplitudes = 4 / len(h) * rho * detector.T
    frequencies = (energies[None, :] - energies[:, None]) / (2 * np.pi)
    keep = abs(amplitudes) > 1e-9
    return frequencies[keep], amplitudes[keep]


def pulse_at_one_position(steps=32, duration=5e-3):
    """A shaped pulse as a product of dense exponentials; the work does not depend on its shape."""
    fx, _, _, h = operators(offset=500.0)
    u = np.eye(len(h), dtype=complex)
    for k in range(steps):
        u = unitary(h + 2 * np.pi * 800 * np.sin(np.pi * (k + 0.5) / steps) * fx, duration / steps) @ u
    return u


def median(work, runs):
    work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return sorted(times)[runs // 2]


if __name__ == "__main__":
    print(f"sum of the lines {press()[1].sum():.6f} protons")
    print(f"myo-inositol, ideal pulses: {median(press, 9) * 1e3:.3g} ms")
    step = median(pulse_at_one_position, 3) / 32
    print(f"myo-inositol, two pulses of 256 samples at 32 positions, extrapolated: {step * 256 * 64:.3g} s")
