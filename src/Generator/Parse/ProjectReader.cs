using Fusion.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fusion.Generator.Parse;

/// <summary>Checks what a project with networks must allow: it is no matter of one declaration, so it is said once, at the first of
/// them.</summary>
internal static class ProjectReader
{
    private const LanguageVersion Least = LanguageVersion.CSharp13;

    private static readonly string[] Ids = [Rules.UnsafeCode.Id, Rules.LanguageVersion.Id];

    public static bool IsOfProject(string id) => Ids.Contains(id);

    public static void Check(TypeReader network)
    {
        Compilation compilation = network.Session.Compilation;
        if (compilation.Options is CSharpCompilationOptions { AllowUnsafe: false })
        {
            network.Report(Rules.UnsafeCode, network.Identifier(), network.Type.Name);
        }

        if (compilation is CSharpCompilation { LanguageVersion: < Least and var version })
        {
            network.Report(Rules.LanguageVersion, network.Identifier(), network.Type.Name, version.ToDisplayString());
        }
    }

    /// <summary>The network that comes first in the project's files.</summary>
    public static INamedTypeSymbol? FirstNetwork(Compilation compilation, CancellationToken cancellation)
    {
        var order = compilation.SyntaxTrees.Select((tree, position) => (tree, position))
            .ToDictionary(pair => pair.tree, pair => pair.position);
        return Types(compilation.Assembly.GlobalNamespace, cancellation)
            .Where(type => type.GetAttributes()
                .Any(attribute => KnownTypes.IsNamed(attribute.AttributeClass, KnownTypes.FusedNetworkAttribute)))
            .Select(type => (Type: type, Location: type.Locations.First(location => location.IsInSource)))
            .OrderBy(network => order[network.Location.SourceTree!])
            .ThenBy(network => network.Location.SourceSpan.Start)
            .Select(network => network.Type)
            .FirstOrDefault();
    }

    /// <summary>The types of the project in a namespace or type.</summary>
    public static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        foreach (INamespaceOrTypeSymbol member in container.GetMembers().OfType<INamespaceOrTypeSymbol>())
        {
            if (member is INamedTypeSymbol type) yield return type;
            foreach (INamedTypeSymbol inner in Types(member, cancellation)) yield return inner;
        }
    }
}
