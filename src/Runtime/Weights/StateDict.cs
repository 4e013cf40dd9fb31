using System.Diagnostics.CodeAnalysis;

namespace Fusion;

/// <summary>Named tensors: the weights of a network, as PyTorch's <c>state_dict</c>. Reads and writes <c>.safetensors</c>.</summary>
public sealed class StateDict
{
    private readonly Dictionary<string, WeightTensor> _byName = new(StringComparer.Ordinal);
    private readonly List<WeightTensor> _tensors = [];
    private Dictionary<string, string>? _fileMetadata;
    private SortedDictionary<string, string>? _metadata;

    /// <summary>The tensors in the order in which they were added, or lie in the file.</summary>
    public IReadOnlyList<WeightTensor> Tensors => _tensors;

    /// <summary>Free text that the file carries: <c>format</c> = <c>pt</c>.</summary>
    // Sorted when it is asked for: loading a network does not ask.
    public IDictionary<string, string> Metadata =>
        _metadata ??= new SortedDictionary<string, string>(_fileMetadata ?? [], StringComparer.Ordinal);

    /// <summary>The tensor of that name.</summary>
    /// <exception cref="WeightsException">There is none.</exception>
    public WeightTensor this[string name] =>
        _byName.TryGetValue(name, out WeightTensor? tensor)
            ? tensor
            : throw new WeightsException($"{name}: there is no tensor of this name.");

    /// <summary>Reads a <c>.safetensors</c> file. Its header is not trusted: whatever it holds, the result is a state dict or a
    /// WeightsException.</summary>
    /// <param name="path">The file. It is not needed any more after the call.</param>
    /// <param name="cancellation">Checked between blocks of a few megabytes.</param>
    /// <exception cref="WeightsException">The file is not a well-formed <c>.safetensors</c>.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    public static StateDict Load(string path, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return SafetensorsReader.Read(path, cancellation);
    }

    /// <summary>Reads a <c>.safetensors</c> file from its stream, to the stream's end.</summary>
    /// <param name="stream">The stream; it need not be able to seek, and is left open.</param>
    /// <param name="cancellation">Checked between blocks of a few megabytes.</param>
    /// <exception cref="WeightsException">The content is not a well-formed <c>.safetensors</c>.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    public static StateDict Load(Stream stream, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return SafetensorsReader.Read(stream, cancellation);
    }

    /// <summary>Whether there is a tensor of that name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out WeightTensor? tensor) => _byName.TryGetValue(name, out tensor);

    /// <summary>Adds a tensor.</summary>
    /// <param name="name">The name; not yet in use.</param>
    /// <param name="dimensions">The shape, in PyTorch's order.</param>
    /// <param name="values">The values, row by row. The array is kept, not copied.</param>
    /// <exception cref="ArgumentException">The name is in use, or the shape does not fit the number of values.</exception>
    public void Add(string name, IReadOnlyList<int> dimensions, float[] values)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(dimensions);
        ArgumentNullException.ThrowIfNull(values);
        if (dimensions.Any(size => size < 0))
            throw new ArgumentException($"{name}: the shape {Shapes.Describe(dimensions)} has a negative size.", nameof(dimensions));
        if (Shapes.Elements(dimensions) != values.Length)
            throw new ArgumentException(
                $"{name}: the shape {Shapes.Describe(dimensions)} needs {Shapes.Elements(dimensions)} values; {values.Length} were given.",
                nameof(values));
        if (_byName.ContainsKey(name)) throw new ArgumentException($"{name}: there is already a tensor of this name.", nameof(name));
        Add(new WeightTensor(name, "F32", [.. dimensions], values));
    }

    /// <summary>
    /// Writes a <c>.safetensors</c> file: the floating-point tensors, as F32. It is written beside the file and then moved into its place,
    /// so that a failure leaves the old file as it was. The new one has its Unix permissions. Where a program was killed while it wrote, a
    /// later call for the same file removes what it left.
    /// </summary>
    /// <param name="path">The file; its folder must be there.</param>
    /// <exception cref="IOException">The file cannot be written, is marked read-only, or is a device, a pipe or another thing that is no
    /// file.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SafetensorsWriter.Write(path, this);
    }

    /// <summary>Writes a <c>.safetensors</c> file to a stream: the floating-point tensors, as F32.</summary>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        SafetensorsWriter.Write(stream, this);
    }

    /// <summary>What keeps the values, where that is not the tensors themselves.</summary>
    internal IDisposable? Owner { get; init; }

    /// <summary>Closes what <see cref="WeightsFile.Open"/> has opened: the values are gone. Does nothing to others.</summary>
    internal void Release() => Owner?.Dispose();

    /// <summary>Keeps a file's metadata.</summary>
    internal void AddMetadata(Dictionary<string, string> metadata) => _fileMetadata = metadata;

    internal void Add(WeightTensor tensor)
    {
        _byName.Add(tensor.Name, tensor);
        _tensors.Add(tensor);
    }
}
