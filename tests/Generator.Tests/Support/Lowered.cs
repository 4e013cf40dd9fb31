using Fusion.Compiler.Declarations;
using Fusion.Compiler.Graphs;
using Fusion.Compiler.Lower;
using Fusion.Generator.Parse;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Tests.Support;

/// <summary>The graphs of declarations, without the rest of the pipeline.</summary>
internal static class Lowered
{
    public static IReadOnlyList<Graph> Graphs(string source, string network = "Net")
    {
        Compilation compilation = Project.Compile(source);
        IAssemblySymbol runtime = compilation.GetTypeByMetadataName("Fusion.Tensor")!.ContainingAssembly;
        var session = new ParseSession(compilation, runtime, null, default);
        NetworkModel model = NetworkReader.Read(session, compilation.GetTypeByMetadataName(network)!);
        Assert.Empty(session.Errors);
        Assert.NotNull(model.Spec);
        LoweringResult result = Lowering.Lower(model.Spec);
        Assert.Empty(result.Errors);
        return result.Graphs;
    }

    /// <summary>A block's declaration as Parse leaves it.</summary>
    public static BlockSpec Block(string source, string block)
    {
        Compilation compilation = Project.Compile(source);
        var session = new ParseSession(compilation, compilation.GetTypeByMetadataName("Fusion.Tensor")!.ContainingAssembly, null, default);
        BlockSpec spec = BlockReader.Read(new TypeReader(session, compilation.GetTypeByMetadataName(block)!, isNetwork: false));
        Assert.Empty(session.Errors);
        Assert.False(session.Failed);
        return spec;
    }

    public static Graph Graph(string source) => Assert.Single(Graphs(source));

    /// <summary>The names of the weights, in order, one line each.</summary>
    public static string Weights(string source) => string.Join("\n", Graph(source).Parameters
        .Select(parameter => parameter.Name).Where(name => name.EndsWith("weight", StringComparison.Ordinal)));
}
