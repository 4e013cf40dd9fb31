using Fusion.Docs.Tests.Operations;

namespace Fusion.Import.Tests.Writing.Support;

/// <summary>The examples of the reference of operations as networks.</summary>
internal static class ExampleGraphs
{
    /// <summary>The network whose only layer the example is.</summary>
    public static Graph Graph(this OperationExample example)
    {
        string declaration = example.Declaration, inputs = example.Inputs.Length == 1 ? $"[Shape({example.Inputs[0]})] Tensor x"
            : string.Join(", ", example.Inputs.Select((shape, i) => $"[Shape({shape})] Tensor {"ab"[i]}"));
        string body = example.IsWhole() ? declaration.Replace("(Tensor x)", $"({inputs})")
            : declaration[0] == '[' ? $"{declaration} Layer layer; Tensor Forward({inputs}) => layer(x);"
            : $"Tensor Forward({inputs}) => {declaration};";
        string source = $"[FusedNetwork] public partial class Net {{ {body} }}";
        return Assert.Single(FrontEnd.Graphs(FrontEnd.Compile(source), "Net"));
    }

    /// <summary>Whether it brings a Forward of its own.</summary>
    public static bool IsWhole(this OperationExample example) => example.Declaration.Contains("Forward(", StringComparison.Ordinal);
}
