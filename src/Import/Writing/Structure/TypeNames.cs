extern alias runtime;

using System.Globalization;
using System.Reflection;

namespace Fusion.Import.Writing.Structure;

/// <summary>Names of classes, no two alike.</summary>
internal sealed class TypeNames(string network)
{
    private static readonly char[] s_numbers = [.. "0123456789_-"];

    private const string SelfAttention = "SelfAttention";

    /// <summary>What any part may be called.</summary>
    private static readonly HashSet<string> s_generic =
        ["Block", "Blocks", "Body", "Conv", "Layer", "Layers", "Linear", "Main", "Model", "Module", "Modules", "Net", "Stage", "Stages"];

    private readonly HashSet<string> _taken =
    [
        network, "Layer", "Tensor", "Block", "Ops", "Activation", "Axes", "Padding", "Extent",
        // Blocks stand within the network's class: what that inherits, and what is generated for it.
        .. typeof(runtime::Fusion.Network).GetMembers(
            BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic).Select(member => member.Name),
        "Forward", "Load", "LoadGpu", "Initialize", "Run", "RunTapped", "Gpu", "Tapped", "Taps", "FusionPlan", "MultiplyAdds",
        "ParameterCount", "WorkspaceBytes",
    ];

    public string Take(string wanted)
    {
        string name = Identifiers.Type(wanted), unique = name;
        for (int number = 2; !_taken.Add(unique) || Syntax.Attribute(unique) is not null || Syntax.Functions.Contains(unique); number++)
            unique = name + number.ToString(CultureInfo.InvariantCulture);
        return unique;
    }

    /// <summary>What a block is, by what it does; else by what its part of the network was called.</summary>
    /// <param name="body">The inside of one of the parts.</param>
    /// <param name="stem">What all of them were called, without numbers; empty where that differs.</param>
    public static (string Name, string Summary) Describe(Body body, string stem)
    {
        var uses = body.Fields.SelectMany(field => field.Uses).ToList();
        var convs = uses.Where(use => use.Name is "Conv" or "DepthwiseConv").ToList();
        bool isResidual = body.Steps.Any(step => step.Field is null && step.Use.Name == "Add");
        bool isDepthwise = convs.Any(use => use.Name == "DepthwiseConv") || IsExpanded(uses);
        string se = uses.Any(use => use.Name == "SqueezeExcite") ? "Se" : "";
        if (uses.Any(use => use.Name is "MultiHeadAttention" || use.Block?.Name.StartsWith(SelfAttention, StringComparison.Ordinal) == true)
            || body.Steps.Any(step => step.Use.Name == "Attention"))
        {
            return isResidual
                ? ("TransformerBlock", "Tokens that attend to each other, and then each by itself.")
                : (SelfAttention, "Tokens that attend to each other.");
        }

        if (isResidual && isDepthwise && uses.Any(use => use.Name == "LayerNorm") && uses.Any(use => use.Name == "Linear"))
            return ("ConvNextBlock", "Filter each channel, normalise, expand, project, and a shortcut.");
        if (isResidual && isDepthwise)
            return ("InvertedResidual", "Expand, filter each channel, project; the shortcut joins the narrow ends.");
        if (isResidual && convs.Count(use => Kernel(use) == 1) >= 2 && convs.Count is 3 or 4 && isResidual)
            return (se + "Bottleneck", "Narrow, filter, widen, and a shortcut.");
        if (isResidual && convs.Count is 2 or 3 && isResidual && convs.Count(use => Kernel(use) == 3) == 2)
            return (se + "BasicBlock", "Two convolutions and a shortcut.");
        if (isResidual) return (se + "Residual", "Layers and a shortcut around them.");
        if (body.Steps.LastOrDefault()?.Use.Name == "ChannelShuffle")
            return ("ShuffleUnit", "Two views of the input side by side, and then all channels dealt out again.");
        if (body.Steps.LastOrDefault() is { Field: null, Use.Name: "Concat" } last)
        {
            string? own = Word(stem) ?? Joined(body, last, convs);
            return last.Use.Inputs.Contains(body.Inputs[0])
                ? ("DenseLayer", "More channels beside those that there are.")
                : (own ?? "Branches", "Several views of the same input side by side.");
        }

        if (convs.Count == 1 && uses.All(use => use.IsNorm || use == convs[0] || ActivationTable.Names.Contains(use.Name)
            || use.Name is "Activate" or "PRelu" or "LeakyRelu"))
        {
            var (kind, what) = convs[0].Name == "DepthwiseConv" ? ("Depthwise", "Depthwise convolution") : ("Conv", "Convolution");
            return uses.Any(use => use.IsNorm)
                ? (kind + "Norm", what + ", normalisation, activation.")
                : (kind + "Act", what + " and activation.");
        }

        if (isDepthwise && convs.Count == 2) return ("Separable", "Filter each channel, then mix the channels.");
        if (isDepthwise) return ("InvertedResidual", "Expand, filter each channel, project.");
        string? name = Word(stem) ?? Word(body.Fields is [{ } only] ? only.Name : "");
        if (uses.Count > 0 && uses.All(use => use.Block is not null)) return (name ?? "Stage", "Blocks one after another.");
        return (name ?? "Unit", "");
    }

    /// <summary>The name of a part as that of a class; null where it says nothing.</summary>
    private static string? Word(string name)
    {
        string word = string.Concat(name.TrimEnd(s_numbers).Split('_', StringSplitOptions.RemoveEmptyEntries)
            .Select(Identifiers.Type));
        return word.Length < 3 || s_generic.Contains(word) ? null : word;
    }

    private static bool IsExpanded(List<Use> uses) => uses.Any(use => use.Name == "Conv" && use.Argument("Groups") is int groups
        && groups > 1 && groups == use.InputChannels) || uses.Any(use => use.Block is { Name: "ConvNorm" or "ConvAct" }
        && use.Argument("groups") is int groups && groups > 1 && groups == (use.Argument("outputs") as int?));

    private static int Kernel(Use use) => use.Argument("kernel") is int kernel ? kernel : 0;

    /// <summary>SqueezeNet's and GoogLeNet's blocks are known by their branches.</summary>
    private static string? Joined(Body body, Step last, List<Use> convs) => last.Use.Inputs.Count switch
    {
        2 when body.Steps.Count == 4 && convs.Select(Kernel).SequenceEqual([1, 1, 3]) => "Fire",
        4 => "Inception",
        _ => null,
    };

    /// <summary>The module's name without its number.</summary>
    public static string Stem(Body body) =>
        body.Stem.TrimEnd('a', 'b', 'c', 'd', 'e') is var bare && bare.Length > 0 && char.IsDigit(bare[^1])
        ? bare.TrimEnd(s_numbers) : body.Stem.TrimEnd(s_numbers);
}
