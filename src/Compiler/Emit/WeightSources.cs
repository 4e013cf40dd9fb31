using System.Globalization;
using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Emit;

/// <summary>Prints where weights come from.</summary>
internal static class WeightSources
{
    /// <summary>The run time's description of a part.</summary>
    public static string Of(ConvolutionPart part)
    {
        string properties = string.Join(", ", new[]
        {
            part.After.Count > 0 ? $"After = [{string.Join(", ", part.After.Select(Norm))}]" : "",
            part.Before.Count > 0 ? $"Before = [{string.Join(", ", part.Before.Select(Norm))}]" : "",
            part.FlattenPixels > 0 ? $"FlattenPixels = {part.FlattenPixels}" : "",
        }.Where(text => text.Length > 0));
        return $"new {Constructor(part)}{(properties.Length > 0 ? $" {{ {properties} }}" : "")}";
    }

    public static string Double(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Constructor(ConvolutionPart part) => part.Source switch
    {
        Identity identity => $"IdentityPart({identity.Channels})",
        LayerSum sum => $"SumPart({sum.Outputs}, {Branches(sum, sum.Grid)})",
        LayerChain chain => $"ChainPart({Of(chain.First.Parts[0])}, {CodeWriter.Number(chain.First.Taps)}, {Of(chain.Second.Parts[0])})",
        TransposedLayer { Layer: Conv layer } transposed => Transposed(layer, transposed.BiasName, part.Outputs, transposed.LayerTaps),
        PhaseLayer phase => Transposed(phase.Layer, phase.BiasName, part.Outputs, phase.LayerTaps),
        _ =>
            $"WeightPart({Escape.Literal(part.WeightName)}, {(part.HasBias ? Escape.Literal(part.BiasName) : "null")}, " +
            $"{part.Outputs})",
    };

    private static string Transposed(Conv layer, string? bias, int outputs, IEnumerable<int> taps) =>
        $"TransposedPart({Escape.Literal(layer.WeightName)}, {(bias is null ? "null" : Escape.Literal(bias))}, {outputs}, {layer.Taps}, "
            + $"{string.Join(", ", taps.Select(tap => CodeWriter.Number(tap)))})";

    private static string Branches(LayerSum sum, SumGrid grid) => string.Join(", ", sum.Branches.Select(branch =>
        $"new SumBranch({Of(branch.Parts[0])}, {string.Join(", ", grid.TapsOf(branch).Select(tap => CodeWriter.Number(tap)))})"));

    private static string Norm(ChannelAffine affine) => affine switch
    {
        BatchNorm norm => $"new({Escape.Literal(norm.Path)}, {Double(norm.Epsilon)})",
        NumberAffine numbers => $"new({Double(numbers.Scale)}d, {Double(numbers.Offset)}d)",
        ChannelScale scale => $"new({Escape.Literal(scale.Path)}, {(scale.Bias is null ? "null" : Escape.Literal(scale.Bias))})",
        _ => throw new NotSupportedException($"{affine.Kind} has no form among weights."),
    };
}
