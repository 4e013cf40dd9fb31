using Fusion.Compiler.Declarations;

namespace Fusion.Compiler.Lower;

/// <summary>
/// From a declaration to graphs: expands blocks, evaluates <c>Forward</c>, names parameters and gives every value an explicit shape. One
/// graph per declared size. Stops at the first mistake, because what follows from a mistake is no mistake of its own.
/// </summary>
public static class Lowering
{
    public static LoweringResult Lower(NetworkSpec spec)
    {
        try
        {
            IReadOnlyList<SizeSpec?> sizes = spec.Sizes.Count == 0 ? [null] : [.. spec.Sizes];
            var graphs = new List<Graph>();
            var warnings = new List<LoweringError>();
            foreach (SizeSpec? size in sizes)
            {
                var lowering = new NetworkLowering(spec, size);
                Graph graph = lowering.Run();
                warnings.AddRange(lowering.Warnings);
                if (graphs.Count > 0) CheckSameParameters(spec, graphs[0], graph, spec.Sizes[0], size!);
                graphs.Add(graph);
            }

            return new LoweringResult(graphs, []) { Warnings = [.. Once(warnings.Concat(ConfusableSizes.Find(spec, graphs)))] };
        }
        catch (LoweringException exception)
        {
            return new LoweringResult([], [exception.Error]);
        }
    }

    /// <summary>What several sizes, or several uses of a block, have wrong at one place is one mistake.</summary>
    private static IEnumerable<LoweringError> Once(IEnumerable<LoweringError> errors) =>
        errors.GroupBy(error => (error.Type, error.ExpressionId, error.Id)).Select(group => group.First());

    private static void CheckSameParameters(NetworkSpec spec, Graph first, Graph second, SizeSpec firstSize, SizeSpec secondSize)
    {
        var expected = first.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Dimensions);
        var found = second.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Dimensions);
        foreach (string name in expected.Keys.Concat(found.Keys))
        {
            string before = Describe(expected, name), after = Describe(found, name);
            if (before == after) continue;
            throw new Frame(spec.Body, "", "", null, 0).Error(
                secondSize.Id, DiagnosticIds.DifferentParameters,
                $"With the size {Size(secondSize)} the parameter '{name}' {after}, but with {Size(firstSize)} it {before}; the sizes " +
                "share one set of weights, so let no layer depend on them, for example with [GlobalAveragePool] before a linear layer");
        }

        static string Describe(Dictionary<string, EquatableArray<int>> parameters, string name) =>
            parameters.TryGetValue(name, out EquatableArray<int> dimensions) ? $"is {dimensions}" : "does not exist";

        static string Size(SizeSpec size) => "(" + string.Join(", ", size.Dimensions) + ")";
    }
}
