namespace Fusion.Gpu;

/// <summary>How a network is loaded on a device, and run.</summary>
public sealed record GpuOptions
{
    /// <summary>
    /// The samples that the device computes at once; 1 by default. It is fixed at load, with the memory that it takes. <c>Run</c> takes any
    /// number of samples: more are run in pieces of this size; fewer take as long as so many.
    /// </summary>
    public int Batch { get; init; } = 1;

    /// <summary>
    /// Whether the time of each kernel is measured, see <see cref="GpuNetwork.Profile"/>. Kernels then run one by one, and a run takes
    /// longer.
    /// </summary>
    public bool Profile { get; init; }

    /// <summary>
    /// How convolutions multiply; fp32 by default. Other precisions need an NVIDIA GPU of compute capability 8.0 or later, and a project
    /// that asks for their kernels: <c>&lt;FusionGpuPrecisions&gt;tf32&lt;/FusionGpuPrecisions&gt;</c>.
    /// </summary>
    public GpuPrecision Precision { get; init; }

    /// <summary>The most kernels that are compiled at once; 0, the default: as many as there are cores.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// Whether a run on a CUDA device is one graph, as it is by default, which the driver starts with one call. Otherwise, and elsewhere,
    /// kernels are launched one after the other.
    /// </summary>
    public bool Graphs { get; init; } = true;

    /// <summary>
    /// Whether weights that the network does not have are an error, as they are by default. Missing weights, wrong shapes and wrong
    /// types always are.
    /// </summary>
    public bool Strict { get; init; } = true;

    /// <summary>Whether weights may be NaN or infinite. By default they are an error: a file with such a weight is broken.</summary>
    public bool AllowNonFinite { get; init; }

    /// <summary>As <see cref="NetworkOptions.MapWeights"/>: for files that nobody writes to.</summary>
    public bool MapWeights { get; init; }

    /// <summary>Told of each kernel that is compiled while the network is loaded, on the thread that compiled it.</summary>
    public IProgress<GpuProgress>? Progress { get; init; }

    /// <summary>Ends loading, between two kernels.</summary>
    public CancellationToken Cancellation { get; init; }
}
