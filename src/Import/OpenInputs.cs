using Fusion.Import.Protocol;

namespace Fusion.Import;

/// <summary>What has to be said about inputs before a model can be imported.</summary>
internal static class OpenInputs
{
    /// <summary>An input of at most so many numbers may be a constant that is given on a line.</summary>
    private const long MostConstants = 64;

    /// <exception cref="ImportException">Something has to be said. The message names all of it, with examples.</exception>
    public static void Require(ModelFile model, IReadOnlyList<ModelValue> inputs, ImportOptions options)
    {
        List<string> problems = [], examples = [];
        // Whatever must be constant comes first: it may be all that is needed.
        foreach (ModelValue input in inputs.Where(input => !IsFloating(model, input)))
        {
            problems.Add(IsSmall(input)
                ? $"'{input.Name}' holds {input.Type}, of which a network takes none: it must be a constant"
                : $"'{input.Name}' {Shape(input)} holds {input.Type}, and a network takes floats: what is looked up by computed indices "
                    + "(embeddings) is not supported");
            if (IsSmall(input)) examples.Add($"--constant {input.Name}={Example(input)}");
        }

        foreach (ModelValue input in inputs.Where(input => IsFloating(model, input) && !options.Shapes.ContainsKey(input.Name)))
        {
            if (input.Dimensions is null)
            {
                problems.Add($"'{input.Name}' has no shape");
                examples.Add($"--shape {input.Name}=1x3x224x224");
                continue;
            }

            int[] open = [.. Enumerable.Range(0, input.Dimensions.Count).Where(dimension => InputShapes.IsOpen(input, dimension))];
            if (open.Length == 0) continue;
            problems.Add($"'{input.Name}' has the shape {Shape(input)}, of which {(open.Length == 1
                ? $"dimension {open[0]} is open"
                : $"dimensions {string.Join(", ", open[..^1])} and {open[^1]} are open")}");
            IEnumerable<long> sizes = input.Dimensions.Select((dimension, d) => dimension.Size is { } size and not 0 ? size
                : DimensionNames.Example(dimension.Name, d, input.Dimensions.Count, input.Dimensions[0].Size is null or 0));
            examples.Add($"--shape {input.Name}={string.Join("x", sizes)}");
        }

        if (problems.Count == 0) return;
        throw new ImportException((problems.Count == 1 ? $"The input {problems[0]}." : $"Of the inputs, {string.Join("; ", problems)}.")
            + (examples.Count == 0 ? "" : $" {(examples.Count == 1 ? "Give it" : "Give them")}, for example: "
                + $"{string.Join(" ", examples)}"));
    }

    /// <summary>Whether floats can be given for it: it holds them, or whole numbers of which floats are made at once.</summary>
    private static bool IsFloating(ModelFile model, ModelValue input)
    {
        if (input.Type.IsFloating() || input.Type == ElementType.Undefined) return true;
        ModelNode[] readers = [.. model.Graph.Nodes.Where(node => node.Reads.Contains(input.Name))];
        return readers.Length > 0 && input.Dimensions?.Count > 1 && readers.All(node => node.Operator == "Cast"
            && node.Attributes.GetValueOrDefault("to")?.Integer is { } type && ((ElementType)type).IsFloating());
    }

    private static bool IsSmall(ModelValue input) => input.Dimensions is not { } dimensions
        || dimensions.All(dimension => dimension.Size is > 0) && dimensions.Aggregate((Int128)1, (all, each) => all * each.Size!.Value)
            <= MostConstants
        || dimensions.Count <= 1;

    private static string Example(ModelValue input) => input.Type == ElementType.Boolean ? "false"
        : input.Name is "sr" or "sample_rate" or "sampling_rate" ? "16000"
        : "1";

    private static string Shape(ModelValue input) => $"[{(input.Dimensions is null ? "?" : string.Join(", ", input.Dimensions))}]";
}
