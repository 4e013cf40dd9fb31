#!/usr/bin/env python3
"""Measures the networks of benchmarks/Gpu with PyTorch: eager and as a CUDA graph, TF32 off and on. Writes JSON.

    pytorch.py FILE

Channels last, inference mode, cuDNN's benchmark mode, random weights; medians of device events. Needs nothing but torch.
"""
import json
import statistics
import sys
import time

import torch
from torch import nn

WORKS = [("resnet-50", 1), ("se-resnet-50", 1), ("efficientnet-b0", 1), ("mobilenet-v2", 1), ("resnet-50", 32)]
SECONDS = 3.0


def conv(inputs, outputs, kernel, stride=1, groups=1, activation=None):
    layers = [nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False), nn.BatchNorm2d(outputs)]
    return nn.Sequential(*layers, activation) if activation is not None else nn.Sequential(*layers)


class Squeeze(nn.Module):
    """Squeeze and excitation."""

    def __init__(self, channels, inner, activation):
        super().__init__()
        self.gate = nn.Sequential(
            nn.AdaptiveAvgPool2d(1), nn.Conv2d(channels, inner, 1), activation, nn.Conv2d(inner, channels, 1), nn.Sigmoid())

    def forward(self, x):
        return x * self.gate(x)


class Bottleneck(nn.Module):
    def __init__(self, inputs, width, stride, se):
        super().__init__()
        layers = [conv(inputs, width, 1, activation=nn.ReLU(True)), conv(width, width, 3, stride, activation=nn.ReLU(True)),
                  conv(width, 4 * width, 1)]
        if se:
            layers.append(Squeeze(4 * width, width // 4, nn.ReLU(True)))
        self.body = nn.Sequential(*layers)
        self.shortcut = conv(inputs, 4 * width, 1, stride) if stride > 1 or inputs != 4 * width else nn.Identity()
        self.relu = nn.ReLU(True)

    def forward(self, x):
        return self.relu(self.body(x) + self.shortcut(x))


def resnet(se):
    layers, inputs = [conv(3, 64, 7, 2, activation=nn.ReLU(True)), nn.MaxPool2d(3, 2, 1)], 64
    for width, stride, count in [(64, 1, 3), (128, 2, 4), (256, 2, 6), (512, 2, 3)]:
        for i in range(count):
            layers.append(Bottleneck(inputs, width, stride if i == 0 else 1, se))
            inputs = 4 * width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(2048, 1000))


class Inverted(nn.Module):
    """Expand, filter each channel, weigh the channels where it says so, project."""

    def __init__(self, inputs, expand, kernel, outputs, stride, activation, se):
        super().__init__()
        inner = inputs * expand
        layers = [conv(inputs, inner, 1, activation=activation())] if expand > 1 else []
        layers.append(conv(inner, inner, kernel, stride, inner, activation()))
        if se:
            layers.append(Squeeze(inner, max(1, inputs // 4), nn.SiLU(True)))
        self.body = nn.Sequential(*layers, conv(inner, outputs, 1))
        self.adds = stride == 1 and inputs == outputs

    def forward(self, x):
        return x + self.body(x) if self.adds else self.body(x)


def inverted(stages, activation, se, last):
    layers, inputs = [conv(3, 32, 3, 2, activation=activation())], 32
    for expand, kernel, outputs, stride, count in stages:
        for i in range(count):
            layers.append(Inverted(inputs, expand, kernel, outputs, stride if i == 0 else 1, activation, se))
            inputs = outputs
    layers.append(conv(inputs, last, 1, activation=activation()))
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(last, 1000))


NETWORKS = {
    "resnet-50": lambda: resnet(False),
    "se-resnet-50": lambda: resnet(True),
    "mobilenet-v2": lambda: inverted(
        [(1, 3, 16, 1, 1), (6, 3, 24, 2, 2), (6, 3, 32, 2, 3), (6, 3, 64, 2, 4), (6, 3, 96, 1, 3), (6, 3, 160, 2, 3), (6, 3, 320, 1, 1)],
        lambda: nn.ReLU6(True), False, 1280),
    "efficientnet-b0": lambda: inverted(
        [(1, 3, 16, 1, 1), (6, 3, 24, 2, 2), (6, 5, 40, 2, 2), (6, 3, 80, 2, 3), (6, 5, 112, 1, 3), (6, 5, 192, 2, 4), (6, 3, 320, 1, 1)],
        lambda: nn.SiLU(True), True, 1280),
}


def median(run):
    """Milliseconds between two events on the device."""
    before, after = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
    times, began = [], time.monotonic()
    while len(times) < 10 or time.monotonic() - began < SECONDS:
        before.record()
        run()
        after.record()
        after.synchronize()
        times.append(before.elapsed_time(after))
    return statistics.median(times)


def measure(name, batch, tf32):
    torch.backends.cuda.matmul.allow_tf32 = tf32
    torch.backends.cudnn.allow_tf32 = tf32
    torch.backends.cudnn.benchmark = True
    network = NETWORKS[name]().eval().cuda().to(memory_format=torch.channels_last)
    x = torch.randn(batch, 3, 224, 224, device="cuda").to(memory_format=torch.channels_last)
    results = []
    with torch.inference_mode():
        for _ in range(10):
            network(x)
        torch.cuda.synchronize()
        results.append(("eager", median(lambda: network(x))))
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            network(x)
        for _ in range(10):
            graph.replay()
        torch.cuda.synchronize()
        results.append(("graphs", median(graph.replay)))
    return [{"network": name, "batch": batch, "tf32": tf32, "mode": mode, "milliseconds": ms} for mode, ms in results]


def main():
    results = []
    for name, batch in WORKS:
        for tf32 in (False, True):
            for result in measure(name, batch, tf32):
                results.append(result)
                print(f"{name}, batch {batch}, TF32 {'on' if tf32 else 'off'}, {result['mode']}: {result['milliseconds']:.3f} ms", flush=True)
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        json.dump({"device": torch.cuda.get_device_name(), "torch": torch.__version__, "results": results}, file, indent=2)


if __name__ == "__main__":
    main()
