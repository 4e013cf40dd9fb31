using Fusion.Compiler.Declarations;
using Fusion.Compiler.Emit;

namespace Fusion.Compiler;

/// <summary>From graphs to the text of the generated part.</summary>
public static class NetworkCompiler
{
    public static string Compile(NetworkSpec spec, IReadOnlyList<Graph> graphs) => PlaceholderPart.Write(
        spec.Namespace, spec.ContainingTypes, spec.ClassName, spec.Modifiers,
        [.. graphs[0].Inputs.Select(node => node.Name)], [.. graphs[0].Outputs.Select(output => output.Name)],
        "The emitter is missing.").Replace(PlaceholderPart.Marker, "no emitter");
}
