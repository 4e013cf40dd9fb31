namespace Fusion.Compiler.Declarations;

/// <summary>An annotated class as Parse leaves it: a value that compares by its content and holds nothing of the C# compiler.</summary>
/// <param name="Namespace">Empty for the global namespace.</param>
/// <param name="ContainingTypes">The types that the class is nested in, outermost first, as their declarations' heads: <c>partial class
/// Outer</c>.</param>
/// <param name="ClassName">The name of the class.</param>
/// <param name="Modifiers">The modifiers to repeat on the generated part, such as <c>public sealed</c>; without <c>partial</c>.</param>
/// <param name="Sizes">One entry per <c>[FusedNetwork]</c>: H, W, C; empty where <c>Forward</c>'s parameters carry the shapes.</param>
/// <param name="Body">The layers and the topology of the network itself.</param>
/// <param name="Arithmetic">How convolutions may be computed.</param>
/// <param name="Weights">How packed weights are kept in memory.</param>
/// <param name="Blocks">Every block that the network uses, directly or through another block, keyed by
/// <see cref="BlockSpec.Type"/>.</param>
public sealed record NetworkSpec(
    string Namespace,
    EquatableArray<string> ContainingTypes,
    string ClassName,
    string Modifiers,
    EquatableArray<SizeSpec> Sizes,
    BlockSpec Body,
    EquatableArray<BlockSpec> Blocks,
    Arithmetic Arithmetic = Arithmetic.Fast,
    WeightStorage Weights = WeightStorage.Float32)
{
    /// <summary>How inputs and results lie in the caller's memory.</summary>
    public Layout Layout { get; init; }

    /// <summary>The names of the class's members, which taps cannot have; empty where nothing is tapped.</summary>
    public EquatableArray<string> Members { get; init; } = [];
}

/// <summary>One declared input size, in channels-last order.</summary>
/// <param name="Id">The attribute, numbered among the expressions of the network's body.</param>
public sealed record SizeSpec(int Id, EquatableArray<int> Dimensions);

/// <summary>A block: constructor parameters, layers, topology. A network's own body is one as well, without parameters.</summary>
/// <param name="Type">The fully qualified type, the key under which <see cref="OperationSpec.BlockType"/> finds it.</param>
/// <param name="ShortName">The type's own name, for messages and plans.</param>
/// <param name="Id">The class, for diagnostics about it as a whole.</param>
public sealed record BlockSpec(
    string Type,
    string ShortName,
    int Id,
    EquatableArray<BlockParameter> Parameters,
    EquatableArray<LayerSpec> Layers,
    ForwardSpec? Forward)
{
    /// <summary>The methods that the topology and the expressions call.</summary>
    public EquatableArray<MethodSpec> Methods { get; init; } = [];
}

/// <summary>
/// A primary-constructor parameter of a block. <see cref="Type"/> is <c>int</c>, <c>double</c>, <c>bool</c>, <c>string</c> or
/// <c>Activation</c>; empty
/// where it is none of them, which is reported already.
/// </summary>
public sealed record BlockParameter(string Name, string Type, Expression? Default);

/// <summary>A <c>Layer</c> field with its operations in the order in which they are written.</summary>
/// <param name="Prefix">What <c>[Prefix(…)]</c> puts in the place of the field's name in the parameters' names; null where there is
/// none.</param>
public sealed record LayerSpec(int Id, string Name, Expression? Prefix, EquatableArray<OperationSpec> Operations)
{
    /// <summary>How many layers an array of them has; null where the field is one layer.</summary>
    public Expression? Count { get; init; }

    /// <summary>The layer whose numbering goes on in this one; null where it begins anew.</summary>
    public string? Continues { get; init; }

    /// <summary>Whether another layer goes on in the numbering of this one.</summary>
    public bool IsContinued { get; init; }

    /// <summary>Whether it is a <c>Tensor</c> that is a parameter, which is called without a value.</summary>
    public bool IsParameter => Operations.Count == 1 && Operations[0].Kind == "Parameter";
}

/// <summary>
/// One operation attribute. <see cref="BlockType"/> is set for <c>[Block&lt;T&gt;]</c>, whose arguments are the constructor's.
/// </summary>
/// <param name="Kind">The attribute's name without suffix: <c>Conv</c>, <c>BatchNorm</c>, <c>Block</c>; empty where Parse could not read
/// it.</param>
/// <param name="Arguments">Constructor arguments and named properties alike, under their parameter's or property's name; expression strings
/// already parsed.
/// <c>Name</c>, <c>When</c> and (for blocks) <c>Repeat</c> are among them; a block's positional arguments have no name. An expression may
/// speak of
/// <c>x</c>, the value that the layer is applied to, and, where the operation repeats, of <c>index</c>, the number of the
/// repetition.</param>
public sealed record OperationSpec(int Id, string Kind, string? BlockType, EquatableArray<Argument> Arguments)
{
    /// <summary>What its weights keep to while they are trained.</summary>
    public EquatableArray<ConstraintSpec> Constraints { get; init; } = [];
}

/// <summary>An attribute that constrains the weights of the operation before it.</summary>
/// <param name="Kind">The attribute's name without suffix.</param>
/// <param name="Factors">A row of A in <c>A w = c</c>; none where all are 1.</param>
/// <param name="Sum">c.</param>
public sealed record ConstraintSpec(int Id, string Kind, EquatableArray<double> Factors, double Sum);

/// <summary>The topology.</summary>
/// <param name="Inputs">The parameters of <c>Forward</c>.</param>
/// <param name="OutputNames">The names of the returned tuple's elements; one name, possibly empty, for a single output.</param>
public sealed record ForwardSpec(int Id, EquatableArray<ForwardInput> Inputs, EquatableArray<string> OutputNames,
    EquatableArray<Statement> Body)
{
    /// <summary>Whether it returns an array of tensors.</summary>
    public bool ReturnsArray { get; init; }
}

/// <summary>A parameter of <c>Forward</c>; <see cref="Dimensions"/> from <c>[Shape(…)]</c>, empty where there is none.</summary>
public sealed record ForwardInput(int Id, string Name, EquatableArray<int> Dimensions)
{
    /// <summary>Whether it takes all tensors from here on, as an array.</summary>
    public bool IsArray { get; init; }
}
