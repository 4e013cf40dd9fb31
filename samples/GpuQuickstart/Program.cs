using Fusion.Samples;

return CommandLine.Run(
    () => new CommandLine("samples/GpuQuickstart",
        "Lists the devices of this machine, runs a network on the best of them, compares with the processor's kernels, and shows the time "
        + "of each kernel.", [
        new("--network", "NAME", $"{string.Join(", ", GpuSample.All.Select(sample => sample.Name))} (se-resnet-50; without a GPU, small)"),
        new("--device", "NAME", "the device, by its name or a part of it (the best)"),
        new("--batch", "N", "how many samples it computes at once (1)"),
        new("--weights", "FILE", "weights to load (.safetensors); they are random without it"),
        new("--help", null, "this text")], args),
    GpuTour.Run);
