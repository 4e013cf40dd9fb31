using Fusion.Compiler.Declarations;

namespace Fusion.Compiler.Lower;

/// <summary>
/// From a declaration to graphs: expands blocks, evaluates <c>Forward</c>, names parameters and gives every value an explicit shape. One
/// graph
/// per declared size. What is wrong has an unknown value, so that one run finds every mistake, and none that only follows from another.
/// </summary>
public static class Lowering
{
    /// <param name="findGap">What a target has no kernel for, as a sentence, which becomes a warning at the layer.</param>
    public static LoweringResult Lower(NetworkSpec spec, Func<Graph, Node, string?>? findGap = null)
    {
        var errors = new LoweringErrors();
        var warnings = new LoweringErrors();
        var idle = new IdleOperations();
        IReadOnlyList<SizeSpec?> sizes = spec.Sizes.Count == 0 ? [null] : [.. spec.Sizes];
        var graphs = new List<Graph>();
        var taps = new List<IReadOnlyList<string>>();
        try
        {
            foreach (SizeSpec? size in sizes)
            {
                var lowering = new NetworkLowering(spec, size, errors, warnings, idle) { FindGap = findGap };
                taps.Add(lowering.Taps);
                if (lowering.Run() is { } graph) graphs.Add(graph);
            }
        }
        catch (LoweringException exception)
        {
            errors.Add(exception.Error);
        }

        if (graphs.Count == sizes.Count)
        {
            CheckSameParameters(spec, graphs, errors);
            CheckSameTaps(spec, taps, errors);
        }

        IReadOnlyList<string> names = [.. taps.SelectMany(tapped => tapped).Distinct()];
        if (errors.All.Count > 0 || graphs.Count < sizes.Count) return new LoweringResult([], errors.All) { Taps = names };
        idle.Report(warnings);
        foreach (LoweringError confusable in ConfusableSizes.Find(spec, graphs)) warnings.Add(confusable);
        return new LoweringResult(graphs, []) { Warnings = warnings.All, Taps = names };
    }

    private static void CheckSameTaps(NetworkSpec spec, IReadOnlyList<IReadOnlyList<string>> taps, LoweringErrors errors)
    {
        for (int i = 1; i < taps.Count; i++)
        {
            if (taps[i].SequenceEqual(taps[0])) continue;
            string? missing = taps[0].Except(taps[i]).FirstOrDefault(), added = taps[i].Except(taps[0]).FirstOrDefault();
            string found = missing is not null ? $"does not have the tap '{missing}', which it has with {Size(spec.Sizes[0])}"
                : added is not null ? $"has the tap '{added}', which it does not have with {Size(spec.Sizes[0])}"
                : $"has its taps in another order than with {Size(spec.Sizes[0])}";
            errors.Add(new Frame(spec.Body, "", "", null, 0).Error(
                spec.Sizes[i].Id, DiagnosticIds.DifferentTaps,
                $"With the size {Size(spec.Sizes[i])} '{spec.Body.ShortName}' {found}; taps are members of the class, so let none of them "
                    + "depend on the size"));
        }
    }

    private static void CheckSameParameters(NetworkSpec spec, IReadOnlyList<Graph> graphs, LoweringErrors errors)
    {
        var expected = graphs[0].Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Dimensions);
        for (int i = 1; i < graphs.Count; i++)
        {
            var found = graphs[i].Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Dimensions);
            string? name = expected.Keys.Concat(found.Keys).FirstOrDefault(name => Describe(expected, name) != Describe(found, name));
            if (name is null) continue;
            errors.Add(new Frame(spec.Body, "", "", null, 0).Error(
                spec.Sizes[i].Id, DiagnosticIds.DifferentParameters,
                $"With the size {Size(spec.Sizes[i])} the parameter '{name}' {Describe(found, name)}, but with {Size(spec.Sizes[0])} it "
                + $"{Describe(expected, name)}; the sizes share one set of weights, so let no layer depend on them, "
                + "for example with [GlobalAveragePool] before a linear layer"));
        }

        static string Describe(Dictionary<string, EquatableArray<int>> parameters, string name) =>
            parameters.TryGetValue(name, out EquatableArray<int> dimensions) ? $"is {dimensions}" : "does not exist";
    }

    private static string Size(SizeSpec size) => "(" + string.Join(", ", size.Dimensions) + ")";
}
