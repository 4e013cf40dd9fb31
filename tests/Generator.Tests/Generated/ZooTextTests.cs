using System.Runtime.CompilerServices;
using System.Text;
using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.Generator.Tests.Generated;

/// <summary>The text that is generated for the zoo: short, and nothing in it twice.</summary>
public class ZooTextTests
{
    /// <summary>For EfficientNet-B0, which has every kind of kernel.</summary>
    private const int MostBytes = 2_000_000;

    /// <summary>For networks with more layers, or more sizes.</summary>
    private const int MostBytesOfAny = 2_500_000;

    private static readonly Lazy<IReadOnlyList<SyntaxTree>> Trees =
        new(() => Project.Generate(Project.Compile(Declarations())).Result.GeneratedTrees);

    [Fact]
    public void The_text_of_a_network_is_short()
    {
        var sizes = Trees.Value.GroupBy(tree => Path.GetFileName(tree.FilePath).Split('.')[0])
            .Select(network => (Name: network.Key, Bytes: network.Sum(tree => Encoding.UTF8.GetByteCount(tree.ToString()))))
            .OrderByDescending(size => size.Bytes).ToList();
        Assert.True(sizes.Count >= 13, $"Only {sizes.Count} networks were generated.");
        Assert.True(sizes[0].Bytes <= MostBytesOfAny, string.Join("\n", sizes));
        Assert.InRange(sizes.Single(size => size.Name.Contains("EfficientNetB0", StringComparison.Ordinal)).Bytes, 1, MostBytes);
    }

    /// <summary>What an editor reads at every keystroke is a small part.</summary>
    [Fact]
    public void The_kernels_are_in_a_file_of_their_own()
    {
        foreach (var network in Trees.Value.GroupBy(tree => Path.GetFileName(tree.FilePath).Split('.')[0]))
        {
            int members = network.Single(tree => !tree.FilePath.EndsWith(".Kernels.g.cs", StringComparison.Ordinal)).Length;
            int kernels = network.Single(tree => tree.FilePath.EndsWith(".Kernels.g.cs", StringComparison.Ordinal)).Length;
            Assert.True(members * 3 < kernels, $"{network.Key}: {members} characters of members, {kernels} of kernels");
        }
    }

    /// <summary>Layers and blocks of one shape share their microkernel.</summary>
    [Fact]
    public void No_method_is_printed_twice()
    {
        foreach (SyntaxTree tree in Trees.Value)
        {
            foreach (ClassDeclarationSyntax set in tree.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>()
                .Where(type => type.Identifier.Text.EndsWith("Kernels", StringComparison.Ordinal)))
            {
                var twice = set.Members.OfType<MethodDeclarationSyntax>()
                    .GroupBy(method => method.ParameterList.ToString() + method.Body)
                    .Where(group => group.Count() > 1
                        && !group.First().ParameterList.ToString().StartsWith("(KernelArguments*", StringComparison.Ordinal))
                    .Select(group => string.Join(", ", group.Select(method => method.Identifier.Text)));
                Assert.Empty(twice);
            }
        }
    }

    private static string[] Declarations([CallerFilePath] string file = "") =>
    [
        .. Directory.GetFiles(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "samples", "Zoo")), "*.cs")
            .Where(path => Path.GetFileName(path) != "ZooNetwork.cs").Order(StringComparer.Ordinal).Select(File.ReadAllText),
    ];
}
