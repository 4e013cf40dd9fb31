using Fusion.Gpu.Tests.Support;

namespace Fusion.Gpu.Tests.Declared;

/// <summary>Networks of several sizes, as the generator makes them: the size that is meant runs, as it does on the processor.</summary>
public sealed class SizeTests
{
    private const float Tolerance = 1e-5f;

    [DeviceTheory]
    [InlineData(6, 8)]
    [InlineData(5, 5)]
    public async Task TheLengthsSayWhichSizeIsMeant(int height, int width)
    {
        const int samples = 3;
        using GpuDevice device = TestDevice.Open();
        StateDict weights = NetworkWeights.Initialize(Sizes.Description, seed: 1);
        using var processor = Sizes.Load(weights);
        using var network = Sizes.LoadGpu(device, weights, new GpuOptions { Batch = samples });
        float[] input = RandomFloats.Of(samples * height * width * 4, 2);
        float[] expected = new float[samples * 10], found = new float[samples * 10];
        processor.Run(input, expected);

        network.Run(input, found);
        Close.Check(expected, found, Tolerance);

        Array.Clear(found);
        await network.RunAsync(input, found);
        Close.Check(expected, found, Tolerance);

        using GpuBuffer onInput = device.Allocate(input.Length), onOutput = device.Allocate(found.Length);
        onInput.CopyFrom(input);
        network.Run(onInput, onOutput);
        onOutput.CopyTo(found);
        Close.Check(expected, found, Tolerance);

        Array.Clear(found);
        network.At(height, width, 4).Run(onInput, onOutput);
        onOutput.CopyTo(found);
        Close.Check(expected, found, Tolerance);
    }

    [DeviceTheory]
    [InlineData(4, 6)]
    [InlineData(6, 4)]
    public async Task ASizeIsNamedWhereTheLengthsFitSeveral(int height, int width)
    {
        using GpuDevice device = TestDevice.Open();
        StateDict weights = NetworkWeights.Initialize(Turned.Description, seed: 1);
        using var processor = Turned.Load(weights);
        using var network = Turned.LoadGpu(device, weights);
        float[] input = RandomFloats.Of(height * width * 4, 2), expected = new float[10], found = new float[10];
        processor.At(height, width, 4).Run(input, expected);

        network.At(height, width, 4).Run(input, found);
        Close.Check(expected, found, Tolerance);

        Array.Clear(found);
        await network.At(height, width, 4).RunAsync(input, found);
        Close.Check(expected, found, Tolerance);

        Assert.Throws<ArgumentException>(() => network.Run(input, found));
        using GpuBuffer onInput = device.Allocate(input.Length), onOutput = device.Allocate(found.Length);
        Assert.Contains("fit several sizes", Assert.Throws<ArgumentException>(() => network.Run(onInput, onOutput)).Message);
    }

    [DeviceFact]
    public void WhatFitsNoSizeIsRefused()
    {
        using GpuDevice device = TestDevice.Open();
        using var network = Sizes.LoadGpu(device, NetworkWeights.Initialize(Sizes.Description, seed: 1), new GpuOptions { Batch = 2 });
        Assert.Throws<ArgumentException>(() => network.Run(new float[7 * 4], new float[10]));
        Assert.Throws<ArgumentException>(() => network.At(7, 7, 4));
        Assert.Throws<ArgumentException>(() => network.At(6, 8, 4).Run(new float[5 * 5 * 4], new float[10]));
        // Of a size, but not of a whole batch.
        using GpuBuffer one = device.Allocate(6 * 8 * 4), result = device.Allocate(10);
        Assert.Contains("fit no size", Assert.Throws<ArgumentException>(() => network.Run(one, result)).Message);
        Assert.Throws<InvalidOperationException>(() => default(Sizes.Gpu.Sized).Run(one, result));
    }
}
