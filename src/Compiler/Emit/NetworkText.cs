namespace Fusion.Compiler.Emit;

/// <summary>The network that is printed, and where its text goes.</summary>
internal sealed record NetworkText(PlannedNetwork Network, CodeWriter Writer)
{
    public NetworkClass Class => Network.Class;

    /// <summary>The target whose run time the class derives from.</summary>
    public PlannedTarget Main => Network.Targets[0];

    /// <summary>That target's, one per size.</summary>
    public IReadOnlyList<CompiledVariant> Variants => Main.Variants;

    /// <summary>Every tensor of the state dict, once each, whichever variant needs it.</summary>
    public IReadOnlyList<Parameter> Parameters => [.. Variants.SelectMany(variant => variant.Declared.Parameters)
        .GroupBy(parameter => parameter.Name).Select(group => group.First())];

    /// <summary>Which of the inputs has the name.</summary>
    public int PlaceOf(string input) => Variants[0].Declared.Inputs.ToList().FindIndex(node => ((Input)node.Operation).Name == input);

    /// <summary>How the user's class calls a class of the kernels' namespace.</summary>
    public string Kernels(string className) => $"global::{Class.KernelNamespace}.{className}";
}
