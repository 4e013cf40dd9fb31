namespace Fusion.Kernels.Tests.Support;

/// <summary>A layer's weights that are a value, too: as they are and, as of autoencoders, transposed.</summary>
internal static class TiedWeights
{
    public static IReadOnlyList<Graph> All { get; } =
    [
        Build.Graph("TiedTable", g =>
        {
            // Tokens are looked up in the table that makes their scores.
            int table = g.Add(new ParameterValue("head.weight", [11, 20]));
            int tokens = g.Sum(g.Input("x", 4, 20), g.Add(new Gather([3, 0, 3, 10]), table));
            g.Output("y", g.Add(new Linear("head", 11, true), g.Add(new LayerNorm("norm"), tokens)));
        }),
        Build.Graph("TiedTransposed", g =>
        {
            int hidden = g.Relu(g.Add(new Linear("encode", 6, true), g.Input("x", 7, 19)));
            g.Output("y", g.Add(new MatMul(), hidden, g.Add(new ParameterValue("encode.weight", [6, 19]))));
        }),
        Build.Graph("TiedScores", g =>
        {
            int table = g.Add(new ParameterValue("table", [9, 16]));
            g.Output("y", g.Add(new MatMul(TransposeB: true), g.Relu(g.Sum(g.Input("x", 9, 16), table)), table));
        }),
    ];
}
