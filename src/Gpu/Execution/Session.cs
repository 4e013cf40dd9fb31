using Fusion.Gpu.Devices;
using Fusion.Gpu.Kernels;
using Fusion.Gpu.Runtime;
using Fusion.Runtime;
using ILGPU.Runtime;

namespace Fusion.Gpu.Execution;

/// <summary>A network on a device: its stream, its memory, and its kernels. One run at a time.</summary>
internal sealed unsafe class Session : IDisposable
{
    private readonly SharedDevice _device;
    private readonly NetworkInfo _info;
    private readonly AcceleratorStream _stream;
    private readonly SessionMemory _memory;
    private readonly VariantPlaces[] _places;
    private readonly KernelLaunch[][] _launches;
    private readonly KernelTimes? _times;

    /// <exception cref="GpuException">A kernel does not compile, or the memory does not suffice.</exception>
    public Session(SharedDevice device, ReadOnlySpan<GpuProgram> programs, StateDict weights, GpuOptions options)
    {
        _device = device;
        _info = programs[0].Info;
        Batch = options.Batch;
        _launches = KernelLoading.Load(device, programs, options);
        _places = [.. _info.Variants.Select(variant => VariantPlaces.Of(variant, options.Batch))];
        if (options.Profile)
        {
            Profile = new NetworkProfile(WithKernels(programs));
            _times = new KernelTimes(device, Profile);
        }
        using ScopedAcceleratorBinding binding = device.Accelerator.BindScoped();
        _stream = device.Accelerator.CreateStream();
        try
        {
            _memory = new SessionMemory(device, _stream, programs, _places, weights, options.Batch);
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    /// <summary>The samples of a run on the device.</summary>
    public int Batch { get; }

    /// <summary>The time of each kernel; null where nobody asked for it.</summary>
    public NetworkProfile? Profile { get; }

    /// <summary>Runs any number of samples, in pieces of <see cref="Batch"/>.</summary>
    /// <param name="variant">The network's size.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="bindings">The inputs in order, then the outputs in order; pinned.</param>
    /// <exception cref="GpuException">The device failed.</exception>
    public void Run(int variant, int samples, ReadOnlySpan<Binding> bindings)
    {
        _device.CheckIsThere();
        VariantPlaces places = _places[variant];
        ReadOnlySpan<Binding> inputs = bindings[..places.Inputs.Count], outputs = bindings[places.Inputs.Count..];
        try
        {
            using ScopedAcceleratorBinding binding = _device.Accelerator.BindScoped();
            for (int first = 0; first < samples; first += Batch)
            {
                int count = Math.Min(Batch, samples - first);
                for (int i = 0; i < inputs.Length; i++)
                    Samples(inputs[i], first, places.Inputs, i, count).CopyTo(places.Inputs.Slice(_memory.HostInputs.Span, i, count));
                _memory.Inputs.View.CopyFrom(_stream, _memory.HostInputs.View);
                Launch(variant);
                _memory.Outputs.View.CopyTo(_stream, _memory.HostOutputs.View);
                _stream.Synchronize();
                for (int i = 0; i < outputs.Length; i++)
                    places.Outputs.Slice(_memory.HostOutputs.Span, i, count).CopyTo(Samples(outputs[i], first, places.Outputs, i, count));
            }
        }
        catch (Exception exception) when (DeviceErrors.IsOfDriver(exception))
        {
            throw _device.Failed(exception, $"running {_info.Name}");
        }
    }

    /// <summary>Runs a whole batch that is on the device, and leaves the results there.</summary>
    /// <param name="variant">The network's size.</param>
    /// <param name="buffers">The inputs in order, then the outputs in order.</param>
    /// <exception cref="ArgumentException">A buffer has another length, or is on another device.</exception>
    /// <exception cref="GpuException">The device failed.</exception>
    public void Run(int variant, ReadOnlySpan<GpuBuffer> buffers)
    {
        _device.CheckIsThere();
        VariantPlaces places = _places[variant];
        ReadOnlySpan<GpuBuffer> inputs = buffers[..places.Inputs.Count], outputs = buffers[places.Inputs.Count..];
        for (int i = 0; i < inputs.Length; i++) Check(inputs[i], places.Inputs, i, _info.Variants[variant].Inputs[i]);
        for (int i = 0; i < outputs.Length; i++) Check(outputs[i], places.Outputs, i, _info.Variants[variant].Outputs[i]);
        try
        {
            using ScopedAcceleratorBinding binding = _device.Accelerator.BindScoped();
            for (int i = 0; i < inputs.Length; i++)
                _memory.Inputs.View.SubView(places.Inputs.OffsetOf(i), inputs[i].Length).CopyFrom(_stream, inputs[i].View);
            Launch(variant);
            for (int i = 0; i < outputs.Length; i++)
                outputs[i].View.CopyFrom(_stream, _memory.Outputs.View.SubView(places.Outputs.OffsetOf(i), outputs[i].Length));
            _stream.Synchronize();
        }
        catch (Exception exception) when (DeviceErrors.IsOfDriver(exception))
        {
            throw _device.Failed(exception, $"running {_info.Name}");
        }
    }

    public void Dispose()
    {
        using ScopedAcceleratorBinding binding = _device.Accelerator.BindScoped();
        _times?.Dispose();
        _memory.Dispose();
        _stream.Dispose();
    }

    private static Span<float> Samples(Binding binding, int first, TensorPlaces places, int tensor, int count) =>
        new((byte*)binding.Pointer + first * binding.BytesPerSample, checked((int)places.FloatsOf(tensor, count)));

    /// <summary>The description with the kernels that run on the device, for the profile.</summary>
    private static NetworkInfo WithKernels(ReadOnlySpan<GpuProgram> programs)
    {
        var variants = new NetworkVariant[programs.Length];
        for (int i = 0; i < variants.Length; i++)
            variants[i] = programs[i].Info.Variants[i] with { Kernels = [.. programs[i].Kernels.Select(kernel => kernel.Title)] };
        return programs[0].Info with { Variants = variants };
    }

    private void Check(GpuBuffer buffer, TensorPlaces places, int tensor, TensorInfo info)
    {
        long expected = places.FloatsOf(tensor, Batch);
        if (buffer.Length != expected)
            throw new ArgumentException(
                $"{info.Name}: a buffer of {buffer.Length} values was given; {expected} were expected ({Batch} x {info.Elements}), for a " +
                "whole batch.", info.Name);
        if (!buffer.IsOn(_device))
            throw new ArgumentException(
                $"{info.Name}: a buffer on {buffer.Device.Name} was given; one on {_device.Info.Name} was expected.",
                info.Name);
    }

    private void Launch(int variant)
    {
        if (_times is not null)
        {
            _times.Launch(variant, _launches[variant], _stream, _memory, Batch);
            return;
        }
        lock (_device.LaunchGate)
            foreach (KernelLaunch launch in _launches[variant]) launch.Launch(_stream, _memory, Batch);
    }
}
