namespace Fusion;

/// <summary>A named tensor of a <see cref="StateDict"/>.</summary>
public sealed class WeightTensor
{
    private readonly ReadOnlyMemory<float> _values;

    internal WeightTensor(string name, string dataType, IReadOnlyList<int> dimensions, float[]? values)
        : this(name, dataType, dimensions, (ReadOnlyMemory<float>)values) => IsFloat = values is not null;

    internal WeightTensor(string name, string dataType, IReadOnlyList<int> dimensions, ReadOnlyMemory<float> values)
    {
        Name = name;
        DataType = dataType;
        Dimensions = dimensions;
        IsFloat = true;
        _values = values;
    }

    /// <summary>The name: <c>layer1.0.conv1.weight</c>.</summary>
    public string Name { get; }

    /// <summary>The type of the values in the file that they came from: <c>F32</c>, <c>F16</c>, <c>BF16</c>, <c>I64</c> ...</summary>
    public string DataType { get; }

    /// <summary>The shape, in PyTorch's order.</summary>
    public IReadOnlyList<int> Dimensions { get; }

    /// <summary>Whether the values can be used: they were floating-point numbers of 32 or 16 bits.</summary>
    public bool IsFloat { get; }

    /// <summary>The values, converted to 32 bits, row by row.</summary>
    /// <exception cref="WeightsException">The tensor holds something else, see <see cref="IsFloat"/>.</exception>
    public ReadOnlySpan<float> Values => Memory.Span;

    internal ReadOnlyMemory<float> Memory =>
        IsFloat ? _values : throw new WeightsException($"{Name}: the values are of type {DataType}; F32, F16 or BF16 were expected.");

    /// <summary>The name, type and shape.</summary>
    public override string ToString() => $"{Name}: {DataType} {Shapes.Describe(Dimensions)}";
}
