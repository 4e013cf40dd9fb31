using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp;

namespace Fusion.Import.Tests.Writing.Support;

/// <summary>The graphs of samples/Zoo.</summary>
internal static class ZooGraphs
{
    private static readonly Lazy<CSharpCompilation> s_zoo = new(() => FrontEnd.Compile([.. Sources()]));

    public static IReadOnlyList<string> Names => FrontEnd.Networks(s_zoo.Value);

    /// <summary>One for each size.</summary>
    public static IReadOnlyList<Graph> Of(string network) => FrontEnd.Graphs(s_zoo.Value, network);

    private static IEnumerable<string> Sources([CallerFilePath] string file = "") =>
        Directory.GetFiles(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../../../samples/Zoo")), "*.cs")
            .Where(path => Path.GetFileName(path) != "ZooNetwork.cs").Order(StringComparer.Ordinal).Select(File.ReadAllText);
}
