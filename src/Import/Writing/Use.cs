namespace Fusion.Import.Writing;

/// <summary>One argument of an operation as it is written.</summary>
/// <param name="Name">As the attribute's constructor or property calls it.</param>
/// <param name="Value">The value as <see cref="Operation.Properties"/> have it; null where it need not be written.</param>
internal sealed record Slot(string Name, object? Value)
{
    /// <summary>An expression over the parameters of a block, which is written in the place of the value.</summary>
    public string? Expression { get; init; }

    public bool IsWritten => Value is not null || Expression is not null;
}

/// <summary>A parameter of a use.</summary>
/// <param name="Name">In the graph.</param>
/// <param name="Suffix">What stands behind the use's own path in the declaration.</param>
internal sealed record OwnParameter(string Name, string Suffix);

/// <summary>One operation as a declaration writes it: an attribute of a layer, a function or an operator. It may stand for several nodes of
/// the graph.</summary>
/// <param name="Name">The attribute's or function's name.</param>
/// <param name="Slots">All arguments in the order of the attribute, also those that are not written.</param>
/// <param name="Inputs">The values that it reads: ids of nodes, or numbers below zero for what only the declaration has.</param>
/// <param name="Result">The value that it makes.</param>
internal sealed record Use(string Name, IReadOnlyList<Slot> Slots, IReadOnlyList<int> Inputs, int Result)
{
    /// <summary>Which of a function's results it is; null where there is one only.</summary>
    public int? Part { get; init; }

    /// <summary>Empty for what has no parameters.</summary>
    public IReadOnlyList<OwnParameter> Parameters { get; init; } = [];

    /// <summary>The path of its parameters in the graph.</summary>
    public string Path { get; init; } = "";

    /// <summary>The path that it must have in the declaration; null where any will do.</summary>
    public string? Wanted { get; init; }

    /// <summary>The channels of its first input; 0 where there is none.</summary>
    public int InputChannels { get; init; }

    /// <summary>The block that it is a use of; null for an operation.</summary>
    public Body? Block { get; init; }

    /// <summary>How often a block is applied in a row.</summary>
    public int Repeat { get; init; } = 1;

    /// <summary>Whether it is numbered as one of several, though it may be the only one.</summary>
    public bool IsNumbered { get; init; }

    /// <summary>The same as an expression over the parameters of the block around it.</summary>
    public string? RepeatExpression { get; init; }

    /// <summary>Whether its text is to be compared with others of any number.</summary>
    public bool HasAnyRepeat { get; init; }

    public object? Argument(string name) => Slots.FirstOrDefault(slot => slot.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value;

    public bool HasParameters => Parameters.Count > 0;

    /// <summary>Whether it can stand on a field of type Layer.</summary>
    public bool CanBeLayer => Block is not null || (Inputs.Count == 1 && Syntax.Attribute(Name) is not null && Name != "Parameter");

    public bool CanBeFunction => Block is null && !HasParameters && Syntax.FitsFunction(this);

    /// <summary>Whether layers are named after it and fields begin with it.</summary>
    public bool IsLayer => Block is not null
        || Name is "Conv" or "ConvTranspose" or "DepthwiseConv" or "Linear" or "MultiHeadAttention" or "Rnn" or "Gru" or "Lstm";

    public bool IsNorm => Name is "BatchNorm" or "LayerNorm" or "RmsNorm" or "GroupNorm" or "InstanceNorm";
}
