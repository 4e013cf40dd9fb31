extern alias runtime;

using System.Globalization;
using System.Reflection;

namespace Fusion.Import.Writing.Structure;

/// <summary>Names of classes, no two alike.</summary>
internal sealed class TypeNames(string network)
{
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
    public static (string Name, string Summary) Describe(Body body)
    {
        var uses = body.Fields.SelectMany(field => field.Uses).ToList();
        var convs = uses.Where(use => use.Name is "Conv" or "DepthwiseConv").ToList();
        bool isResidual = body.Steps.Any(step => step.Field is null && step.Use.Name == "Add");
        bool isDepthwise = convs.Any(use => use.Name == "DepthwiseConv") || IsExpanded(uses);
        string se = uses.Any(use => use.Name == "SqueezeExcite") ? "Se" : "";
        if (uses.Any(use => use.Name is "MultiHeadAttention") || body.Steps.Any(step => step.Use.Name == "Attention"))
            return ("TransformerBlock", "Tokens that attend to each other, and then each by itself.");
        if (isResidual && isDepthwise)
            return ("InvertedResidual", "Expand, filter each channel, project; the shortcut joins the narrow ends.");
        if (isResidual && convs.Count(use => Kernel(use) == 1) >= 2 && convs.Count is 3 or 4 && isResidual)
            return (se + "Bottleneck", "Narrow, filter, widen, and a shortcut.");
        if (isResidual && convs.Count is 2 or 3 && isResidual && convs.Count(use => Kernel(use) == 3) == 2)
            return (se + "BasicBlock", "Two convolutions and a shortcut.");
        if (isResidual) return (se + "Residual", "Layers and a shortcut around them.");
        if (body.Steps.LastOrDefault() is { Field: null, Use.Name: "Concat" } last)
        {
            string stem = Stem(body);
            return last.Use.Inputs.Contains(body.Inputs[0])
                ? ("DenseLayer", "More channels beside those that there are.")
                : (stem.Length > 2 ? stem : "Branches", "Several views of the same input side by side.");
        }

        if (convs.Count == 1 && uses.All(use => use.IsNorm || use == convs[0] || ActivationTable.Names.Contains(use.Name)
            || use.Name is "Activate" or "PRelu" or "LeakyRelu"))
            return uses.Any(use => use.IsNorm)
                ? ("ConvNorm", "Convolution, normalisation, activation.")
                : ("ConvAct", "Convolution and activation.");
        if (isDepthwise && convs.Count == 2) return ("Separable", "Filter each channel, then mix the channels.");
        if (isDepthwise) return ("InvertedResidual", "Expand, filter each channel, project.");
        if (uses.Count > 0 && uses.All(use => use.Block is not null)) return ("Stage", "Blocks one after another.");
        return (Stem(body) is { Length: > 2 } own ? own : "Unit", "");
    }

    private static bool IsExpanded(List<Use> uses) => uses.Any(use => use.Name == "Conv" && use.Argument("Groups") is int groups
        && groups > 1 && groups == use.InputChannels) || uses.Any(use => use.Block is { Name: "ConvNorm" or "ConvAct" }
        && use.Argument("groups") is int groups && groups > 1 && groups == (use.Argument("outputs") as int?));

    private static int Kernel(Use use) => use.Argument("kernel") is int kernel ? kernel : 0;

    /// <summary>The module's name without its number.</summary>
    private static string Stem(Body body) =>
        body.Stem.TrimEnd('a', 'b', 'c', 'd', 'e') is var bare && bare.Length > 0 && char.IsDigit(bare[^1])
        ? bare.TrimEnd("0123456789_".ToCharArray()) : body.Stem.TrimEnd("0123456789_".ToCharArray());
}
