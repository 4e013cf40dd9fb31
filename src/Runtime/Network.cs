using System.ComponentModel;
using Fusion.Runtime;

namespace Fusion;

/// <summary>The base of every generated network: its packed weights, its workspaces and its threads.</summary>
/// <remarks>
/// A network may be run from many threads at once. A run allocates nothing once each of the concurrent callers has a workspace.
/// </remarks>
public abstract unsafe partial class Network : IDisposable
{
    /// <summary>A second thread pays from about this many multiply-adds on: a few dozen microseconds.</summary>
    private const long MultiplyAddsPerThread = 2_000_000;

    /// <summary>Runs of all networks that are in progress.</summary>
    private static int _runs;

    private readonly NativeBuffer _weights;
    private readonly WorkspacePool _workspaces;
    private readonly bool _chooseThreads;
    private readonly SizeTable _sizes;
    private UseCount _users = new();

    /// <summary>Checks the weights and packs them for the chosen instruction set.</summary>
    /// <param name="info">The network's description.</param>
    /// <param name="weights">The weights. They are copied, and may be changed or dropped afterwards.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <param name="packing">How the weights are laid out.</param>
    /// <exception cref="WeightsException">The weights do not fit; the message lists every problem.</exception>
    /// <exception cref="ArgumentException">An option has no meaning.</exception>
    [CLSCompliant(false)]
    protected Network(NetworkInfo info, StateDict weights, NetworkOptions? options, WeightPacking packing)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(weights);
        options ??= new NetworkOptions();
        try
        {
            options.RequireMeaning();
            WeightsCheck.Check(info, weights, options);
            Info = info;
            _sizes = new SizeTable(info);
            InstructionSet = InstructionSets.Resolve(options.InstructionSet, info);
            _chooseThreads = options.Threads == 0;
            Threads = _chooseThreads ? Environment.ProcessorCount : options.Threads;
            Profile = options.Profile ? new NetworkProfile(info) : null;
            _workspaces = new WorkspacePool(options.LargePages);
            _weights = Pack(weights, packing, options.LargePages);
            ThreadTeam.Process.Prepare(MostParticipants());
        }
        finally
        {
            weights.Release();
        }
    }

    /// <summary>What the compiler knows about the network.</summary>
    public NetworkInfo Info { get; }

    /// <summary>The instruction set that the kernels use; never <see cref="InstructionSet.Auto"/>.</summary>
    public InstructionSet InstructionSet { get; }

    /// <summary>The most threads that one run uses.</summary>
    public int Threads { get; }

    /// <summary>The time of each kernel; null unless <see cref="NetworkOptions.Profile"/> asked for it.</summary>
    public NetworkProfile? Profile { get; }

    /// <summary>The memory that the packed weights take.</summary>
    public long WeightBytes => _weights.Bytes;

    internal static int RunsInProgress => Volatile.Read(ref _runs);

    /// <summary>Of so many wanted threads, those that a run may have now: no more than other runs leave cores for.</summary>
    internal static int ParticipantsNow(int wanted)
    {
        int others = RunsInProgress - 1;
        return others <= 0 ? wanted : Math.Clamp(Environment.ProcessorCount - others, 1, wanted);
    }

    /// <summary>Frees the weights and workspaces, as soon as no run needs them any more.</summary>
    public void Dispose()
    {
        if (_users.Dispose()) Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Opens a <c>.safetensors</c> file for the constructor, which drops the weights once they are packed. For generated code.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Say whether it is read or mapped; null for the defaults.</param>
    /// <param name="cancellation">Checked between blocks of a few megabytes.</param>
    /// <exception cref="WeightsException">The file is not a well-formed <c>.safetensors</c>.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected static StateDict OpenWeights(string path, NetworkOptions? options, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        cancellation.ThrowIfCancellationRequested();
        return WeightsFile.Open(path, options is { MapWeights: true }, cancellation);
    }

    /// <summary>The index of the variant whose input has these dimensions.</summary>
    /// <param name="dimensions">As declared, channels last.</param>
    /// <exception cref="ArgumentException">The network was not declared for this size.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected int SizeNamed(params ReadOnlySpan<int> dimensions) => _sizes.Named(dimensions);

    /// <summary>The index of the only variant that spans of these lengths fit, for one and the same batch.</summary>
    /// <param name="lengths">The lengths of the inputs in order, then of the outputs in order.</param>
    /// <exception cref="ArgumentException">The lengths fit no size of the network, or several.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected int SizeFitting(params ReadOnlySpan<int> lengths) => _sizes.Fitting(lengths);

    /// <summary>The samples in a batch, from the length of a span.</summary>
    /// <param name="length">The span's length.</param>
    /// <param name="perSample">The values in one sample.</param>
    /// <param name="parameter">The name of the parameter.</param>
    /// <exception cref="ArgumentException">The span is empty, or is not a whole number of samples.</exception>
    protected static int Batch(int length, int perSample, string parameter)
    {
        if (length == 0 || length % perSample != 0)
            throw new ArgumentException(
                $"{parameter}: {length} values were given; {perSample} (one sample) or a multiple of it (a batch) was expected.",
                parameter);
        return length / perSample;
    }

    /// <summary>Checks that a span holds as many samples as the batch has.</summary>
    /// <param name="length">The span's length.</param>
    /// <param name="batch">The samples in the batch.</param>
    /// <param name="perSample">The values in one sample.</param>
    /// <param name="parameter">The name of the parameter.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    protected static void CheckLength(int length, int batch, int perSample, string parameter)
    {
        if (length != (long)batch * perSample)
            throw new ArgumentException(
                $"{parameter}: {length} values were given; {(long)batch * perSample} were expected ({batch} x {perSample}).", parameter);
    }

    private NativeBuffer Pack(StateDict weights, WeightPacking packing, LargePages largePages)
    {
        if (packing.IsNone)
        {
            throw new InvalidOperationException(
                $"The kernels of {Info.Name} are not part of this program: the generated file that holds them was left out of the build.");
        }
        long floats = packing.Floats(InstructionSet);
        var packed = new NativeBuffer(floats * sizeof(float), largePages);
        try
        {
            packing.Pack(new WeightPacker((float*)packed.Pointer, floats, weights), InstructionSet);
        }
        catch
        {
            packed.Dispose();
            throw;
        }
        packed.HasBeenWritten();
        return packed;
    }

    /// <summary>Keeps the weights from being freed until <see cref="LeaveUse"/>.</summary>
    /// <exception cref="ObjectDisposedException">The network has been disposed of.</exception>
    internal void EnterUse()
    {
        if (!_users.TryEnter()) throw new ObjectDisposedException(Info.Name);
    }

    /// <summary>The end of <see cref="EnterUse"/>.</summary>
    internal void LeaveUse()
    {
        if (_users.Leave()) Free();
    }

    /// <summary>Values among the weights as the kernels have them, of a network whose kernels change them; within a use.</summary>
    internal Span<float> WritableWeights(long offset, int count) => new((float*)_weights.Pointer + offset, count);

    private void Free()
    {
        _workspaces.Dispose();
        _weights.Dispose();
    }
}
