namespace Fusion.Gpu.Tests.Support.Order;

/// <summary>What is known at one place of a method.</summary>
/// <param name="variables">The local variables.</param>
/// <param name="arguments">The arguments.</param>
/// <param name="stack">The stack, its bottom first.</param>
internal sealed class IlState(IlValue[] variables, IlValue[] arguments, IlValue[] stack)
{
    public IlValue[] Variables { get; } = variables;

    public IlValue[] Arguments { get; } = arguments;

    public Stack<IlValue> Stack { get; } = new(stack);

    public IlState Copy() => new([.. Variables], [.. Arguments], [.. Stack.Reverse()]);

    /// <summary>What is known where two paths meet.</summary>
    public IlState Or(IlState other) =>
        new(Or(Variables, other.Variables), Or(Arguments, other.Arguments), Or(Stack.Reverse(), other.Stack.Reverse()));

    public bool IsSame(IlState other) =>
        Variables.SequenceEqual(other.Variables) && Arguments.SequenceEqual(other.Arguments) && Stack.SequenceEqual(other.Stack);

    /// <summary>What is written through a variable's address may be in the variable, as what was there before may.</summary>
    public void Assign(IlValue address, IlValue value)
    {
        if (address.Variable is not { } variable) return;
        ref IlValue target = ref variable < 0 ? ref Arguments[-1 - variable] : ref Variables[variable];
        target = target.Or(value with { Variable = null });
    }

    private static IlValue[] Or(IEnumerable<IlValue> left, IEnumerable<IlValue> right) =>
        [.. left.Zip(right, (one, other) => one.Or(other))];
}
