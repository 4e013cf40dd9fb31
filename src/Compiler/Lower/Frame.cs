using Fusion.Compiler.Declarations;

namespace Fusion.Compiler.Lower;

/// <summary>One use of a block (or the network's own body) while it is expanded: the values of its names, and where it stands.</summary>
/// <param name="Declaration">What is expanded.</param>
/// <param name="Prefix">Of the parameters' names.</param>
/// <param name="Trail">The way here from the network, for messages: <c>layer2.1</c>; empty for the network itself.</param>
/// <param name="Parent">The frame that applies the block; null for the network itself.</param>
/// <param name="Use">The attribute in <paramref name="Parent"/>'s declaration that applies the block.</param>
internal sealed record Frame(BlockSpec Declaration, string Prefix, string Trail, Frame? Parent, int Use)
{
    /// <summary>Block parameters, the inputs and locals of <c>Forward</c>, and while a layer's arguments are evaluated <c>x</c> and
    /// <c>index</c>.</summary>
    public Dictionary<string, object> Values { get; init; } = [];

    private readonly Frame? _home;

    /// <summary>The use of the block itself, in which its layers are called; this frame but for methods.</summary>
    public Frame Home
    {
        get => _home ?? this;
        init => _home = value;
    }

    /// <summary>What the block is applied to; of several tensors, the first.</summary>
    public object Input { get; set; } = UnknownValue.Instance;

    /// <summary>Whether statements were left out that may have declared any name.</summary>
    public bool HasForgotten { get; set; }

    /// <summary>Whether it is that of a layer's arguments, which declare nothing.</summary>
    private bool IsScope { get; init; }

    /// <summary>The method that runs; null where none does.</summary>
    public MethodSpec? Method { get; init; }

    /// <summary>Of a local function, the frame in which it is declared.</summary>
    public Frame? Enclosing { get; init; }

    /// <summary>How far the numbering of each layer has come that has been called.</summary>
    public Dictionary<string, int> Numbers { get; init; } = [];

    public int Depth { get; } = Parent is null ? 0 : Parent.Depth + 1;

    public bool TryFind(string name, out object? value) =>
        Values.TryGetValue(name, out value) || (Enclosing is not null && Enclosing.TryFind(name, out value));

    /// <summary>Gives a name its value where it is declared.</summary>
    public void Assign(string name, object value)
    {
        Frame owner = this;
        while (!owner.Values.ContainsKey(name) && owner.Enclosing is { } around) owner = around;
        if (!owner.Values.ContainsKey(name)) owner = this;
        owner.Values[name] = value;
    }

    /// <summary>A mistake in what is expanded here.</summary>
    public LoweringError Error(int expression, string id, string message)
    {
        var uses = new List<DeclarationPlace>();
        for (Frame frame = this; frame.Parent is not null; frame = frame.Parent)
        {
            uses.Add(new DeclarationPlace(frame.Parent.Declaration.Type, frame.Use));
        }

        string trail = Trail.Length <= 60 ? Trail : Trail.Substring(0, 60) + "…";
        string place = trail.Length == 0 ? "" : $" (found in '{trail}')";
        return new LoweringError(Declaration.Type, expression, id, message.TrimEnd('.') + place, uses.ToEquatableArray());
    }

    /// <summary>Whether this is another expansion of the same use of a block.</summary>
    public bool IsSamePlace(Frame other) =>
        Trail == other.Trail && Use == other.Use && Declaration.Type == other.Declaration.Type
        && (Parent is null ? other.Parent is null : other.Parent is not null && Parent.IsSamePlace(other.Parent));

    /// <summary>The same place with a few names more.</summary>
    public Frame With(params (string Name, object Value)[] values)
    {
        var all = new Dictionary<string, object>(Values);
        foreach (var (name, value) in values)
        {
            if (!Declaration.Parameters.Any(parameter => parameter.Name == name)) all[name] = value;
        }

        return this with { Values = all, HasForgotten = false, IsScope = true };
    }

    /// <summary>What could not be read may have declared any name.</summary>
    public UnknownValue Forget()
    {
        HasForgotten |= !IsScope;
        return UnknownValue.Instance;
    }
}
