using Fusion.Tool.Shell;

namespace Fusion.Tool.Skeletons;

/// <summary>What kind of layer a module is, from the names and shapes of its tensors.</summary>
/// <param name="Kind">The attribute: <c>Conv</c>.</param>
/// <param name="Inputs">Channels that it reads, of each group where it is a convolution.</param>
/// <param name="Outputs">Channels that it makes.</param>
/// <param name="Kernel">The kernel of a convolution.</param>
/// <param name="HasBias">Whether a convolution or linear layer has a bias.</param>
internal sealed record LayerGuess(string Kind, int Inputs, int Outputs, IReadOnlyList<int> Kernel, bool HasBias)
{
    public bool IsConvolution => Kind == "Conv";

    /// <summary>Whether every channel may be read by itself: what a depthwise convolution looks like.</summary>
    public bool IsLikelyDepthwise => IsConvolution && Inputs == 1 && Outputs > 1;

    /// <summary>The layer that a module is; null where its tensors are those of none.</summary>
    /// <param name="module">A module without others in it.</param>
    /// <param name="rank">The dimensions of the network's positions: 2 for images.</param>
    public static LayerGuess? Of(Module module, int rank)
    {
        if (!module.Tensors.TryGetValue("weight", out var weight)) return null;
        IReadOnlyList<int> shape = weight.Dimensions;
        IReadOnlyList<int>? bias = module.Tensors.TryGetValue("bias", out var found) ? found.Dimensions : null;
        if (shape.Any(size => size == 0) || bias is { Count: not 1 }) return null;
        int others = module.Tensors.Count - (bias is null ? 1 : 2);
        string name = module.Path.ToLowerInvariant();
        if (module.Tensors.ContainsKey("running_mean") && module.Tensors.ContainsKey("running_var"))
            return others == 2 && shape.Count == 1 && bias is not null ? Channelwise("BatchNorm") : null;
        if (others > 0) return null;
        if (shape.Count == 1)
            return bias is not null ? Channelwise("LayerNorm")
                : name.EndsWith("prelu", StringComparison.Ordinal) && shape[0] > 1 ? Channelwise("PRelu")
                : name.Contains("norm", StringComparison.Ordinal) ? Channelwise("RmsNorm")
                : null;
        if (shape.Count == 2)
            return name.Contains("emb", StringComparison.Ordinal) && bias is null ? null
                : new LayerGuess("Linear", shape[1], shape[0], [], bias is not null);
        if (shape.Count - 2 != rank) return null;
        bool isTransposed = bias is not null && bias[0] != shape[0] && bias[0] == shape[1]
            || name.Contains("transpose", StringComparison.Ordinal) || name.Contains("deconv", StringComparison.Ordinal);
        return isTransposed
            ? new LayerGuess("ConvTranspose", shape[0], shape[1], [.. shape.Skip(2)], bias is not null)
            : new LayerGuess("Conv", shape[1], shape[0], [.. shape.Skip(2)], bias is not null);

        LayerGuess Channelwise(string kind) => new(kind, shape[0], shape[0], [], false);
    }

    /// <summary>The attribute.</summary>
    /// <param name="groups">Groups of a convolution; as many as it has outputs for one that is depthwise.</param>
    /// <param name="isNormalized">Whether a normalisation follows in the same field, so that none is the default for the bias.</param>
    /// <param name="name">The name in the block, where it is not the field's.</param>
    /// <param name="number">How a number of channels is written.</param>
    public string Attribute(int groups, bool isNormalized, string? name, Func<int, string> number)
    {
        List<string> arguments = [];
        bool isDepthwise = IsConvolution && groups == Outputs && Inputs == 1 && groups > 1;
        if (Kind is "Conv" or "ConvTranspose" or "Linear" && !isDepthwise) arguments.Add(number(Outputs));
        if (Kernel.Count > 0)
        {
            arguments.Add(Kernel.Distinct().Count() == 1 ? $"{Kernel[0]}" : $"\"({string.Join(", ", Kernel)})\"");
            bool isEven = Kernel.Any(size => size % 2 == 0);
            if (isEven) arguments.Add(IsConvolution ? "Padding = Padding.Same" : "Padding = 0, Stride = 2");
            if (groups > 1 && !isDepthwise) arguments.Add($"Groups = {groups}");
        }
        if (Kind is "Conv" or "ConvTranspose" or "Linear" && HasBias == isNormalized)
            arguments.Add($"Bias = {(HasBias ? "true" : "false")}");
        if (name is not null) arguments.Add($"Name = {SafeText.Literal(name)}");
        return (isDepthwise ? "DepthwiseConv" : Kind) + (arguments.Count == 0 ? "" : $"({string.Join(", ", arguments)})");
    }
}
