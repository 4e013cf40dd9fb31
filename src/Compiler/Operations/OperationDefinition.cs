namespace Fusion.Compiler.Operations;

/// <summary>How a declaration becomes nodes: the entry of one operation in <see cref="OperationTable"/>.</summary>
/// <param name="Name">The attribute's name without suffix, and the name of the function in <c>Ops</c>.</param>
/// <param name="Lower">Appends the nodes of one use and returns their results: one, or the parts of a <c>Split</c>.</param>
public sealed record OperationDefinition(string Name, Func<LoweringContext, IReadOnlyList<int>> Lower)
{
    /// <summary>An operation that is one node.</summary>
    public static OperationDefinition Single(string name, Func<OperationArguments, IReadOnlyList<Shape>, string, Operation> bind) =>
        new(name, context => [context.Add(bind(context.Arguments, context.InputShapes, context.Path))]) { Bind = bind };

    /// <summary>Makes the record from arguments, the shapes of its inputs and the parameter path; null for operations that lower to several
    /// nodes.</summary>
    public Func<OperationArguments, IReadOnlyList<Shape>, string, Operation>? Bind { get; init; }

    /// <summary>How many values a layer may be called with where this is its first operation.</summary>
    public int MostInputs { get; init; } = 1;

    /// <summary>
    /// Whether the result has the input's shape whatever the arguments are. Lowering goes on with that where one of them is wrong.
    /// </summary>
    public bool KeepsShape { get; init; }

    /// <summary>Arguments on which the result's shape does not depend. Lowering goes on without them where one of them is wrong.</summary>
    public IReadOnlyList<string> Immaterial { get; init; } = [];

    /// <summary>Arguments of every call as a function of <c>Ops</c>, which has no parameters of its own.</summary>
    public IReadOnlyList<(string Name, object Value)> OfFunction { get; init; } = [];

    public OperationDefinition KeepingShape() => this with { KeepsShape = true };

    public OperationDefinition AsFunction(params (string Name, object Value)[] arguments) => this with { OfFunction = arguments };

    public OperationDefinition WhoseShapeIgnores(params string[] arguments) => this with { Immaterial = arguments };
}

/// <summary>What an <see cref="OperationDefinition"/> may see and do while it lowers one use of its operation.</summary>
/// <param name="Builder">Where nodes go.</param>
/// <param name="Arguments">The evaluated arguments.</param>
/// <param name="Inputs">The values that the operation is applied to.</param>
/// <param name="Path">The prefix of the parameters' names, without the trailing dot; also the nodes' name.</param>
/// <param name="Origin">The declaration's id for diagnostics.</param>
public sealed record LoweringContext(GraphBuilder Builder, OperationArguments Arguments, IReadOnlyList<int> Inputs, string Path, int Origin)
{
    /// <summary>Makes a value inside the operation readable after a run, under the name of the layer and this part of it.</summary>
    public Action<string, int> Tap { get; init; } = (_, _) => { };

    public IReadOnlyList<Shape> InputShapes => [.. Inputs.Select(id => Builder[id].Shape)];

    /// <summary>Appends a node on the operation's own inputs.</summary>
    public int Add(Operation operation) => Add(operation, [.. Inputs]);

    public int Add(Operation operation, params int[] inputs) => Builder.Add(operation, inputs, Path, Origin);
}
