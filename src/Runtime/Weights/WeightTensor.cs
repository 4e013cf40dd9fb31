namespace Fusion;

/// <summary>A named tensor of a <see cref="StateDict"/>.</summary>
public sealed unsafe class WeightTensor
{
    private readonly float[]? _values;

    /// <summary>Where the values lie that a file was opened for, and how many there are.</summary>
    private readonly WeightMemory? _owner;
    private readonly float* _mapped;
    private readonly int _count;

    internal WeightTensor(string name, string dataType, IReadOnlyList<int> dimensions, float[]? values)
    {
        Name = name;
        DataType = dataType;
        Dimensions = dimensions;
        _values = values;
    }

    internal WeightTensor(string name, string dataType, IReadOnlyList<int> dimensions, WeightMemory owner, float* values, int count)
        : this(name, dataType, dimensions, null)
    {
        _owner = owner;
        _mapped = values;
        _count = count;
    }

    /// <summary>The name: <c>layer1.0.conv1.weight</c>.</summary>
    public string Name { get; }

    /// <summary>The type of the values in the file that they came from: <c>F32</c>, <c>F16</c>, <c>BF16</c>, <c>I64</c> ...</summary>
    public string DataType { get; }

    /// <summary>The shape, in PyTorch's order.</summary>
    public IReadOnlyList<int> Dimensions { get; }

    /// <summary>Whether the values can be used: they were floating-point numbers of 32 or 16 bits.</summary>
    public bool IsFloat => _values is not null || _owner is not null;

    /// <summary>The values, converted to 32 bits, row by row.</summary>
    /// <exception cref="WeightsException">The tensor holds something else, see <see cref="IsFloat"/>.</exception>
    public ReadOnlySpan<float> Values
    {
        get
        {
            if (_values is not null) return _values;
            if (_owner is null) throw new WeightsException($"{Name}: the values are of type {DataType}; F32, F16 or BF16 were expected.");
            ObjectDisposedException.ThrowIf(_owner.IsDisposed, _owner);
            return new ReadOnlySpan<float>(_mapped, _count);
        }
    }

    /// <summary>The name, type and shape.</summary>
    public override string ToString() => $"{Name}: {DataType} {Shapes.Describe(Dimensions)}";
}
