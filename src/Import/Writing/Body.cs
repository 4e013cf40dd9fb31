namespace Fusion.Import.Writing;

/// <summary>A field of a class: a layer with its operations, or a parameter.</summary>
/// <param name="Name">A C# name.</param>
/// <param name="Uses">The operations in their order.</param>
internal sealed record Field(string Name, IReadOnlyList<Use> Uses)
{
    public bool IsParameter => Uses is [{ Name: "Parameter" }];

    /// <summary>What stands before the numbers of the operations in the names of parameters, where that is not the field's name.</summary>
    public string? Prefix { get; init; }
}

/// <summary>One call in Forward: of a layer, where there is a field, or of a function.</summary>
/// <param name="Field">The layer; null for a function or operator.</param>
/// <param name="Use">The function; of a layer, its first operation.</param>
/// <param name="Result">The value that it makes.</param>
internal sealed record Step(Field? Field, Use Use, int Result)
{
    /// <summary>Where it holds, a shortcut is the input itself, or is added; null where the step has no condition.</summary>
    public string? Condition { get; init; }
}

/// <summary>The inside of a class: what a network or a block consists of.</summary>
/// <param name="Inputs">The values that it is given.</param>
/// <param name="Fields">In the order in which they are written.</param>
/// <param name="Steps">In an order in which they can run.</param>
/// <param name="Outputs">The values that it returns.</param>
internal sealed record Body(
    IReadOnlyList<int> Inputs, IReadOnlyList<Field> Fields, IReadOnlyList<Step> Steps, IReadOnlyList<int> Outputs)
{
    /// <summary>The class; empty where it is not named yet.</summary>
    public string Name { get; init; } = "";

    /// <summary>The channels of its first input; 0 where nobody knows.</summary>
    public int InputChannels => Steps.Select(step => step.Use).FirstOrDefault(use => use.Inputs.Count > 0 && use.Inputs[0] == Inputs[0]
        && use.InputChannels > 0)?.InputChannels ?? 0;

    /// <summary>What its part of the network was called.</summary>
    public string Stem { get; init; } = "";

    /// <summary>What the class is, in a sentence.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Parameters of a block, as they stand in the class's head.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>For each parameter what it is where it is not given; null where it must be.</summary>
    public IReadOnlyList<object?> Defaults { get; init; } = [];

    public IReadOnlyList<string> InputNames { get; init; } = ["x"];

    /// <summary>Empty for a single result without a name.</summary>
    public IReadOnlyList<string> OutputNames { get; init; } = [];

    /// <summary>What a parameter is where it is not given.</summary>
    public object? DefaultOf(string parameter)
    {
        int at = Parameters.ToList().FindIndex(text => text.Split(' ')[1] == parameter);
        return at < 0 ? null : Defaults[at];
    }

    /// <summary>Whether the layers run one after another, so that nobody need say how they are connected.</summary>
    public bool IsChain
    {
        get
        {
            if (Inputs.Count != 1 || Outputs.Count != 1 || Fields.Count != Steps.Count || OutputNames.Count > 0) return false;
            int value = Inputs[0];
            for (int i = 0; i < Steps.Count; i++)
            {
                if (Steps[i].Field != Fields[i] || Fields[i].IsParameter || Steps[i].Use.Inputs is not [var input] || input != value)
                    return false;
                value = Steps[i].Result;
            }

            return value == Outputs[0] && Fields.Count > 0;
        }
    }
}
