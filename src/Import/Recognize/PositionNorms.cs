using Fusion.Compiler.Rewrite;
using Fusion.Import.Fold;

namespace Fusion.Import.Recognize;

/// <summary>Layer normalisation from its parts.</summary>
internal static class PositionNorms
{
    /// <summary>(x − mean) / √(mean((x − mean)²) + ε), over the channels.</summary>
    public static Finding? LayerNorm(EditableNode node)
    {
        if (node is not { Operation: Divide { Reversed: false }, Inputs: [var centred, { Operation: Sqrt, Inputs: [var variance] }] })
            return null;
        if (variance is not { Operation: Affine { Scale: 1, Offset: > 0 and var epsilon }, Inputs: [var mean] }) return null;
        if (Mean(mean) is not { } squares || !IsSquare(squares, centred)) return null;
        return centred is { Operation: Subtract { Reversed: false }, Inputs: [var x, var centre] } && Mean(centre) == x
            ? new Finding(new LayerNorm("", false, epsilon), x) : null;
    }

    /// <summary>Weight and bias behind it.</summary>
    public static Finding? WithWeights(EditableNode node, Dictionary<string, ConstantTensor> weights)
    {
        foreach (var (sum, bias) in node.Pairs<Add>())
        {
            if (sum
                is not
                {
                    Operation: ChannelScale { Bias: null } scale,
                    Inputs: [{ Operation: LayerNorm { Affine: false } norm, Inputs: [var x] }]
                }) continue;
            if (bias is not { Operation: ParameterValue parameter } || parameter.Dimensions.Count != 1) continue;
            string path = scale.Path.EndsWith(".weight", StringComparison.Ordinal) ? scale.Path[..^7] : scale.Path;
            ConstantTensor weight = weights[scale.Path], added = weights[parameter.Path];
            weights[path + ".weight"] = weight;
            weights[path + ".bias"] = added;
            return new Finding(new LayerNorm(path, true, norm.Epsilon), x);
        }

        return null;
    }

    private static EditableNode? Mean(EditableNode node) =>
        node.Of<Reduce>(reduce => reduce is { Mode: GlobalPoolMode.Average, Axes: Axes.Channels });

    private static bool IsSquare(EditableNode node, EditableNode x) => node.Of<Square>() == x || node.Of<Pow>(pow => pow.Exponent == 2) == x
        || (node is { Operation: Multiply, Inputs: [var left, var right] } && left == x && right == x);
}
