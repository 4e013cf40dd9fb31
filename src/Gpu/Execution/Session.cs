using Fusion.Gpu.Devices;
using Fusion.Runtime;
using ILGPU.Runtime;

namespace Fusion.Gpu.Execution;

/// <summary>A network on a device: its stream, its memory, and its kernels. One run at a time.</summary>
internal sealed unsafe class Session(SharedDevice device, NetworkInfo info, SessionParts parts, int batch) : IDisposable
{
    private readonly VariantPlaces[] _places = [.. info.Variants.Select(variant => VariantPlaces.Of(variant, batch))];

    /// <summary>The samples of a run on the device.</summary>
    public int Batch => batch;

    /// <summary>Runs any number of samples, in pieces of <see cref="Batch"/>.</summary>
    /// <param name="variant">The network's size.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="bindings">The inputs in order, then the outputs in order; pinned.</param>
    /// <exception cref="GpuException">The device failed.</exception>
    public void Run(int variant, int samples, ReadOnlySpan<Binding> bindings)
    {
        device.CheckIsThere();
        VariantPlaces places = _places[variant];
        ReadOnlySpan<Binding> inputs = bindings[..places.Inputs.Count], outputs = bindings[places.Inputs.Count..];
        Span<float> hostInputs = parts.Memory.HostInputs.Span, hostOutputs = parts.Memory.HostOutputs.Span;
        try
        {
            device.Accelerator.Bind();
            for (int first = 0; first < samples; first += batch)
            {
                int count = Math.Min(batch, samples - first);
                for (int i = 0; i < inputs.Length; i++)
                    Samples(inputs[i], first, places.Inputs, i, count).CopyTo(places.Inputs.Slice(hostInputs, i, count));
                parts.Runs[variant].RunWithCopies();
                parts.Stream.Synchronize();
                for (int i = 0; i < outputs.Length; i++)
                    places.Outputs.Slice(hostOutputs, i, count).CopyTo(Samples(outputs[i], first, places.Outputs, i, count));
            }
        }
        catch (Exception exception) when (DeviceErrors.IsOfDriver(exception))
        {
            throw device.Failed(exception, $"running {info.Name}");
        }
    }

    /// <summary>Runs a whole batch that is on the device, and leaves the results there.</summary>
    /// <param name="variant">The network's size.</param>
    /// <param name="buffers">The inputs in order, then the outputs in order.</param>
    /// <exception cref="ArgumentException">A buffer has another length, is on another device, or is that of two outputs.</exception>
    /// <exception cref="GpuException">The device failed.</exception>
    public void Run(int variant, ReadOnlySpan<GpuBuffer> buffers)
    {
        device.CheckIsThere();
        VariantPlaces places = _places[variant];
        ReadOnlySpan<GpuBuffer> inputs = buffers[..places.Inputs.Count], outputs = buffers[places.Inputs.Count..];
        for (int i = 0; i < inputs.Length; i++) Check(inputs[i], info.Variants[variant].Inputs[i]);
        for (int i = 0; i < outputs.Length; i++)
        {
            Check(outputs[i], info.Variants[variant].Outputs[i]);
            for (int j = 0; j < i; j++)
            {
                if (outputs[j] == outputs[i])
                    throw OverlapCheck.OfOutputs(info.Variants[variant].Outputs[j].Name, info.Variants[variant].Outputs[i].Name);
            }
        }
        try
        {
            device.Accelerator.Bind();
            for (int i = 0; i < inputs.Length; i++)
                parts.Memory.Inputs.View.SubView(places.Inputs.OffsetOf(i), inputs[i].Length).CopyFrom(parts.Stream, inputs[i].View);
            parts.Runs[variant].Run();
            for (int i = 0; i < outputs.Length; i++)
                outputs[i].View.CopyFrom(parts.Stream, parts.Memory.Outputs.View.SubView(places.Outputs.OffsetOf(i), outputs[i].Length));
            parts.Stream.Synchronize();
        }
        catch (Exception exception) when (DeviceErrors.IsOfDriver(exception))
        {
            throw device.Failed(exception, $"running {info.Name}");
        }
    }

    /// <summary>Runs the kernels once and measures them.</summary>
    /// <param name="variant">The network's size.</param>
    /// <exception cref="GpuException">The device failed.</exception>
    public TimeSpan Measure(int variant)
    {
        device.CheckIsThere();
        try
        {
            using ScopedAcceleratorBinding binding = device.Accelerator.BindScoped();
            return DeviceClock.Measure(parts.Stream, parts.Runs[variant].Run);
        }
        catch (Exception exception) when (DeviceErrors.IsOfDriver(exception))
        {
            throw device.Failed(exception, $"running {info.Name}");
        }
    }

    public void Dispose()
    {
        device.Accelerator.Bind();
        parts.Dispose();
    }

    private static Span<float> Samples(Binding binding, int first, TensorPlaces places, int tensor, int count) =>
        new((byte*)binding.Pointer + first * binding.BytesPerSample, checked((int)places.FloatsOf(tensor, count)));

    private void Check(GpuBuffer buffer, TensorInfo tensor)
    {
        if (buffer.Length != tensor.Elements * batch)
            throw new ArgumentException(
                $"{tensor.Name}: a buffer of {buffer.Length} values was given; {tensor.Elements * batch} were expected ({batch} x " +
                $"{tensor.Elements}), for a whole batch.", tensor.Name);
        if (!buffer.IsOn(device))
            throw new ArgumentException(
                $"{tensor.Name}: a buffer on {buffer.Device.Name} was given; one on {device.Info.Name}, as the network's device " +
                "opened it, was expected.", tensor.Name);
    }
}
