using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using Fusion.Gpu.Devices;
using Fusion.Gpu.Execution;
using Fusion.Gpu.Runtime;
using Fusion.Runtime;

namespace Fusion.Gpu;

/// <summary>The base of every generated network that runs on a device: its weights there, its workspace, and its kernels.</summary>
/// <remarks>
/// It may be called from many threads, whose runs follow one another. For runs at the same time, load the network once more: the device and
/// the compiled kernels are shared. A run allocates nothing on the device.
/// </remarks>
[RequiresDynamicCode(GpuDevice.DynamicCode)]
public abstract unsafe partial class GpuNetwork : IDisposable
{
    private readonly SharedDevice _device;
    private readonly Session _session;
    private readonly SizeTable _sizes;
    private readonly Lock _gate = new();
    private UseCount _users = new();

    /// <summary>Checks the weights, compiles the kernels, and copies the packed weights to the device.</summary>
    /// <param name="device">The device. The network keeps it open.</param>
    /// <param name="weights">The weights. They are copied, and may be changed or dropped afterwards.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <param name="programs">One for each size of the network, in order; none where there are no kernels of the precision that the
    /// options name. They share the weights.</param>
    /// <exception cref="WeightsException">The weights do not fit; the message lists every problem.</exception>
    /// <exception cref="GpuException">The device cannot run the network.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    [CLSCompliant(false)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected GpuNetwork(GpuDevice device, StateDict weights, GpuOptions? options, params ReadOnlySpan<GpuProgram> programs)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(weights);
        options ??= new GpuOptions();
        try
        {
            if (options.Batch < 1)
                throw new ArgumentOutOfRangeException(nameof(options), options.Batch, "GpuOptions.Batch: 1 or more samples were expected.");
            if (options.Threads is < 0 or > 1024)
                throw new ArgumentOutOfRangeException(nameof(options), options.Threads, "GpuOptions.Threads: 0 (all cores) to 1024 "
                    + "were expected.");
            PrecisionCheck.CheckKernels(GetType().DeclaringType?.Name ?? GetType().Name, programs, options.Precision);
            Info = programs[0].Info;
            _sizes = new SizeTable(Info);
            var check = new NetworkOptions { Strict = options.Strict, AllowNonFinite = options.AllowNonFinite };
            WeightsCheck.Check(Info, weights, check);
            _device = device.Share();
            try
            {
                PrecisionCheck.CheckDevice(_device, options.Precision);
                if (options.Profile) Profile = new NetworkProfile(WithKernels(programs));
                _session = SessionLoading.Load(_device, programs, weights, options, Profile);
            }
            catch
            {
                _device.Release();
                throw;
            }
        }
        finally
        {
            weights.Release();
        }
    }

    /// <summary>What the compiler knows about the network.</summary>
    public NetworkInfo Info { get; }

    /// <summary>The device that the network is on.</summary>
    public GpuDeviceInfo Device => _device.Info;

    /// <summary>The samples that the device computes at once.</summary>
    public int BatchSize => _session.Batch;

    /// <summary>The time of each kernel; null unless <see cref="GpuOptions.Profile"/> asked for it.</summary>
    public NetworkProfile? Profile { get; }

    /// <summary>Frees what the network has on the device, as soon as no run needs it any more.</summary>
    public void Dispose()
    {
        if (_users.Dispose()) Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens a <c>.safetensors</c> file for the constructor, which drops the weights once they are packed. For generated
    /// code.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Say whether it is read or mapped; null for the defaults.</param>
    /// <exception cref="WeightsException">The file is not a well-formed <c>.safetensors</c>.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected static StateDict OpenWeights(string path, GpuOptions? options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        CancellationToken cancellation = options?.Cancellation ?? default;
        cancellation.ThrowIfCancellationRequested();
        return WeightsFile.Open(path, options is { MapWeights: true }, cancellation);
    }

    /// <summary>The samples in a batch, from the length of a span. For generated code.</summary>
    /// <param name="length">The span's length.</param>
    /// <param name="perSample">The values in one sample.</param>
    /// <param name="parameter">The name of the parameter.</param>
    /// <exception cref="ArgumentException">The span is empty, or is not a whole number of samples.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected static int Batch(int length, int perSample, string parameter)
    {
        if (length == 0 || length % perSample != 0)
            throw new ArgumentException(
                $"{parameter}: {length} values were given; {perSample} (one sample) or a multiple of it (a batch) was expected.",
                parameter);
        return length / perSample;
    }

    /// <summary>Checks that a span holds as many samples as the batch has. For generated code.</summary>
    /// <param name="length">The span's length.</param>
    /// <param name="batch">The samples in the batch.</param>
    /// <param name="perSample">The values in one sample.</param>
    /// <param name="parameter">The name of the parameter.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected static void CheckLength(int length, int batch, int perSample, string parameter)
    {
        if (length != (long)batch * perSample)
            throw new ArgumentException(
                $"{parameter}: {length} values were given; {(long)batch * perSample} were expected ({batch} x {perSample}).", parameter);
    }

    /// <summary>Runs any number of samples, in pieces of <see cref="BatchSize"/>. For generated code.</summary>
    /// <param name="variant">The index of the network's size.</param>
    /// <param name="batch">The samples.</param>
    /// <param name="bindings">The inputs in order, then the outputs in order; pinned by the caller.</param>
    /// <exception cref="ObjectDisposedException">The network has been disposed of.</exception>
    /// <exception cref="ArgumentException">An output lies where it must not.</exception>
    /// <exception cref="GpuException">The device failed.</exception>
    [CLSCompliant(false)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void Execute(int variant, int batch, ReadOnlySpan<Binding> bindings)
    {
        OverlapCheck.Check(Info.Variants[variant], bindings, batch, BatchSize);
        Enter();
        RunEntered(variant, batch, bindings);
    }

    /// <summary>Runs a whole batch that is on the device, and leaves the results there. For generated code.</summary>
    /// <param name="variant">The index of the network's size.</param>
    /// <param name="buffers">The inputs in order, then the outputs in order, <see cref="BatchSize"/> samples each. An output may be an
    /// input's buffer, and not another output's.</param>
    /// <exception cref="ObjectDisposedException">The network or a buffer has been disposed of.</exception>
    /// <exception cref="ArgumentException">A buffer has another length, is on another device, or is that of two outputs.</exception>
    /// <exception cref="GpuException">The device failed.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void Execute(int variant, params ReadOnlySpan<GpuBuffer> buffers)
    {
        foreach (GpuBuffer buffer in buffers) ArgumentNullException.ThrowIfNull(buffer, nameof(buffers));
        Enter();
        int entered = 0;
        try
        {
            for (; entered < buffers.Length; entered++) buffers[entered].EnterUse();
            lock (_gate) _session.Run(variant, buffers);
        }
        finally
        {
            while (entered > 0) buffers[--entered].LeaveUse();
            if (_users.Leave()) Free();
        }
    }

    /// <summary>The description with the kernels that run on the device, for the profile.</summary>
    private static NetworkInfo WithKernels(ReadOnlySpan<GpuProgram> programs)
    {
        var variants = new NetworkVariant[programs.Length];
        for (int i = 0; i < variants.Length; i++)
            variants[i] = programs[i].Info.Variants[i] with { Kernels = [.. programs[i].Kernels.Select(kernel => kernel.Title)] };
        return programs[0].Info with { Variants = variants };
    }

    /// <summary>Keeps the network's memory until <see cref="UseCount.Leave"/>.</summary>
    private void Enter()
    {
        if (!_users.TryEnter()) throw new ObjectDisposedException(Info.Name);
    }

    /// <summary>The run of a user who has entered, and who leaves.</summary>
    private void RunEntered(int variant, int batch, ReadOnlySpan<Binding> bindings)
    {
        try
        {
            lock (_gate) _session.Run(variant, batch, bindings);
        }
        finally
        {
            if (_users.Leave()) Free();
        }
    }

    private void Free()
    {
        _session.Dispose();
        _device.Release();
    }
}
