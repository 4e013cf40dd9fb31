using Fusion.Compiler.Declarations;

namespace Fusion.Compiler.Lower;

/// <summary>The tensors that a block, or another operation of a layer, is applied to.</summary>
internal static class BlockInputs
{
    /// <summary>What is wrong with their number, as a sentence; null where nothing is.</summary>
    /// <param name="block">Null where the operation is none.</param>
    /// <param name="given">How many tensors there are.</param>
    /// <param name="isCalled">Whether a call gives them; otherwise, the operation before does.</param>
    public static string? FindMistake(LayerStep step, BlockSpec? block, LayerValue layer, int given, bool isCalled)
    {
        IReadOnlyList<ForwardInput> inputs = block?.Forward?.Inputs ?? [];
        // What is wrong with Forward itself is reported there.
        if (block?.Forward is not null && inputs.Count == 0) return null;
        bool takesMore = inputs.Count > 0 && inputs[inputs.Count - 1].IsArray;
        int least = takesMore ? inputs.Count - 1 : Math.Max(inputs.Count, 1);
        int most = block is null ? OperationTable.Find(step.Operation.Kind)?.MostInputs ?? 1 : least;
        if (given >= least && (takesMore || given <= most)) return null;
        string kind = step.Operation.Kind;
        string operation = block is null ? $"{kind}" : $"the block '{block.ShortName}'";
        string taken = most > least ? $"one to {Count(most)}" : (takesMore ? "at least " : "") + Count(least);
        string names = string.Join(", ", inputs.Count == 0 ? ["x"] : inputs.Select(input => input.IsArray ? "…" : input.Name));
        string made = given == 1 ? "one" : given.ToString(System.Globalization.CultureInfo.InvariantCulture);
        string name = layer.Layer.Name;
        return isCalled
            ? $"The layer '{name}' is called with {Count(given)}, but {operation} takes {taken}; call it as in '{name}({names})'"
            : $"{char.ToUpperInvariant(operation[0])}{operation.Substring(1)} takes {taken}, but there "
                + $"{(given == 1 ? "is" : "are")} {made} here; put it into a layer of its own, and call that in Forward";
    }

    /// <summary>The values of <c>Forward</c>'s parameters; the last one may take what is left, as an array.</summary>
    public static IReadOnlyList<object> Bind(BlockSpec block, IReadOnlyList<object> inputs)
    {
        if (block.Forward?.Inputs is not { Count: > 0 } parameters) return inputs;
        if (inputs.Count == 1 && inputs[0] is UnknownValue) return [.. parameters.Select(_ => inputs[0])];
        if (!parameters[parameters.Count - 1].IsArray) return inputs;
        int before = parameters.Count - 1;
        return [.. inputs.Take(before), new Several(inputs.Skip(before))];
    }

    private static string Count(int tensors) => tensors == 1 ? "one tensor" : tensors + " tensors";
}
