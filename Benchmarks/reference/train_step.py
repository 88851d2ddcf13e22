"""How long a training step of the default network takes in stock PyTorch, beside `hepatica train`.

    python3 train_step.py BUNDLE [THREADS]

BUNDLE is the folder 'network' of a training with the default architecture (`[networks.physics]`), whose weights give the sizes. Each
step does what Hepatica's does: 512 of 16,384 examples in memory, forward, the loss of correlated targets, backward, clipped gradient,
AdamW, running mean of the weights. Printed are milliseconds a step in single precision and with autocast to bfloat16.

Hepatica's step is the difference of two trainings whose 'repeats' differ, over the difference in steps (32 a repeat):

    hepatica train --out FOLDER --set networks.physics.streamedExamples=16384 --set networks.physics.repeats=10 \\
      --set training.doubts= --set training.validations=2 --set training.engineThreads=THREADS     and with repeats=50
"""

import json
import struct
import sys
import time
from pathlib import Path

import torch
from torch import nn

BATCH, EXAMPLES, WIDTH = 512, 16384, 384


def sizes(bundle):
    """How many numbers the first layer takes and the last one gives."""
    with open(Path(bundle) / "weights.safetensors", "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
    return header["layers.1.weight"]["shape"][1], header["output.weight"]["shape"][0]


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.LayerNorm(WIDTH), nn.Linear(WIDTH, WIDTH), nn.SiLU(), nn.Linear(WIDTH, WIDTH))

    def forward(self, x):
        return x + self.layers(x)


def loss(outputs, targets, base, rows, columns):
    """Of means, log variances and the strict lower triangle of a whole covariance, told about a base and in its units."""
    count = targets.shape[1]
    start, unit = base[:, :count], base[:, count:]
    mean = outputs[:, :count] * unit.exp() + start
    log_variance = 9 * torch.tanh((outputs[:, count : 2 * count] + 3) / 9) - 3 + 2 * unit
    lower = torch.zeros(len(targets), count, count)
    lower[:, rows, columns] = outputs[:, 2 * count :] * (unit[:, columns] - unit[:, rows]).exp()
    error = targets - mean
    error = error + torch.einsum("nij,ni->nj", lower, error)
    return (0.5 * (error * error * torch.exp(-log_variance) + log_variance)).mean()


def main(bundle, threads):
    torch.set_num_threads(threads)
    inputs, outputs = sizes(bundle)
    count = next(n for n in range(1, outputs) if 2 * n + n * (n - 1) // 2 == outputs)
    network = nn.Sequential(
        nn.Linear(inputs, WIDTH), nn.SiLU(), Residual(), Residual(), nn.LayerNorm(WIDTH), nn.Linear(WIDTH, outputs))
    optimizer = torch.optim.AdamW(network.parameters(), lr=1e-3, weight_decay=0.02, betas=(0.9, 0.98))
    mean = torch.optim.swa_utils.AveragedModel(
        network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.999))
    x, y, base = torch.randn(EXAMPLES, inputs), torch.randn(EXAMPLES, count), 0.1 * torch.randn(EXAMPLES, 2 * count)
    rows, columns = torch.tril_indices(count, count, -1)

    def milliseconds(steps, half):
        begun = time.time()
        for _ in range(steps):
            chosen = torch.randint(0, EXAMPLES, (BATCH,))
            optimizer.zero_grad()
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
                found = network(x[chosen])
            loss(found.float(), y[chosen], base[chosen], rows, columns).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            mean.update_parameters(network)
        return 1000 * (time.time() - begun) / steps

    milliseconds(10, False)
    for _ in range(3):
        print(f"{milliseconds(60, False):.1f} ms a step, {milliseconds(60, True):.1f} ms with bfloat16")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 2)
