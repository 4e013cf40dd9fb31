namespace Fusion.Compiler.Emit.Training;

/// <summary>Prints what the run time needs to bring the weights that a training begins with to what is declared of them.</summary>
internal static class WeightProjectionText
{
    private const string Type = "global::Fusion.Training.WeightProjection";

    /// <summary>A part of the training's description.</summary>
    public static void Emit(CodeWriter writer, IEnumerable<WeightProjection> projections)
    {
        writer.Line("    Projections =");
        writer.Line("    [");
        foreach (WeightProjection projection in projections) writer.Line($"        {Text(projection)},");
        writer.Line("    ],");
    }

    /// <summary>The elements of a list: one where all are the same.</summary>
    public static string Factors(IReadOnlyList<double> factors) =>
        string.Join(", ", (factors.Distinct().Count() == 1 ? factors.Take(1) : factors).Select(WeightSources.Double));

    private static string Text(WeightProjection projection)
    {
        string name = Escape.Literal(projection.Target);
        if (projection is OrthogonalProjection orthogonal)
            return $"{Type}.Orthogonal({name}, {orthogonal.Groups}, {orthogonal.GroupRows}, {orthogonal.Columns})";
        var sums = ((ConservingProjection)projection).Orthonormal(out _);
        return $"{Type}.Conserving({name}, {projection.Rows}, {projection.Columns}, "
            + string.Join(", ", sums.Select(sum => $"([{Factors(sum.Factors)}], {WeightSources.Double(sum.Value)})"))
            + ")";
    }
}
