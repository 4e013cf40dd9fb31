namespace Fusion.Benchmarks;

/// <summary>What was measured on a device.</summary>
/// <param name="Device">The device, with its driver.</param>
/// <param name="Kind">What it is reached through.</param>
/// <param name="Multiprocessors">Its multiprocessors.</param>
/// <param name="Clock">How the networks were measured.</param>
internal sealed record Measurements(
    string Device, string Kind, int Multiprocessors, string Clock, ProductMeasurement? Product, IReadOnlyList<NetworkMeasurement> Networks);

/// <summary>A network's times.</summary>
/// <param name="MultiplyAdds">Of one sample.</param>
/// <param name="Difference">The largest difference from the processor's kernels, relative to the largest value.</param>
/// <param name="Milliseconds">A run on what is on the device: the median.</param>
/// <param name="CallMilliseconds">The same as the caller sees it, with the call and the wait.</param>
/// <param name="Runs">How many runs the median is of.</param>
/// <param name="Precision">That of the products.</param>
internal sealed record NetworkMeasurement(
    string Network, int Batch, long MultiplyAdds, double Difference, double Milliseconds, double CallMilliseconds, int Runs,
    IReadOnlyList<KernelMeasurement> Kernels, string Precision = "fp32")
{
    /// <summary>Whether PyTorch may take TF32 where it is compared.</summary>
    public bool IsTf32 => Precision == "tf32";
}

/// <summary>A kernel's time, launched alone.</summary>
internal sealed record KernelMeasurement(string Kernel, double Microseconds);

/// <summary>A product of two square matrices.</summary>
/// <param name="Edge">Rows and columns.</param>
/// <param name="Ours">GFLOP/s of the tile of generated code.</param>
/// <param name="Tiled">GFLOP/s of ILGPU's textbook kernel with tiles in shared memory.</param>
/// <param name="Naive">GFLOP/s of the one without.</param>
internal sealed record ProductMeasurement(int Edge, double Ours, double Tiled, double Naive);

/// <summary>What pytorch.py writes.</summary>
internal sealed record TorchMeasurements(string Device, string Torch, IReadOnlyList<TorchMeasurement> Results);

/// <summary>A network's time with PyTorch.</summary>
/// <param name="Tf32">Whether its matrix products may be of TF32.</param>
/// <param name="Mode">eager or graphs.</param>
internal sealed record TorchMeasurement(string Network, int Batch, bool Tf32, string Mode, double Milliseconds);
