namespace Fusion.Compiler.Operations;

/// <summary>The members of the enumeration <c>Fusion.Activation</c>, by which attributes and block parameters name an activation.</summary>
public static class ActivationTable
{
    private static readonly IReadOnlyList<(string Name, ElementwiseOperation? Operation)> Entries =
    [
        ("None", null),
        ("Relu", new Relu()),
        ("Relu6", new Relu6()),
        ("LeakyRelu", new LeakyRelu()),
        ("Silu", new Silu()),
        ("HardSwish", new HardSwish()),
        ("Sigmoid", new Sigmoid()),
        ("HardSigmoid", new HardSigmoid()),
        ("Tanh", new Tanh()),
        ("Gelu", new Gelu()),
        ("GeluTanh", new Gelu(Approximate: true)),
        ("Elu", new Elu()),
        ("Mish", new Mish()),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Entries.Select(entry => entry.Name)];

    /// <summary>The operation that an argument names, with its default properties; null for <c>None</c>.</summary>
    /// <exception cref="ShapeException">There is no such activation, or the argument is missing and there is no fallback.</exception>
    public static ElementwiseOperation? Create(OperationArguments arguments, string argument, string? fallback = null) =>
        Create(arguments.Activation(argument, fallback), argument);

    /// <param name="name">The activation.</param>
    /// <param name="argument">The argument that names it.</param>
    /// <exception cref="ShapeException">There is no such activation.</exception>
    public static ElementwiseOperation? Create(string name, string? argument = null)
    {
        foreach (var entry in Entries)
        {
            if (string.Equals(entry.Name, name, StringComparison.OrdinalIgnoreCase)) return entry.Operation;
        }

        throw new ShapeException($"The activation '{name}' does not exist; use one of {string.Join(", ", Names)}.", argument);
    }
}
