using Fusion.Generator.Parse;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator;

/// <summary>A block by name, to be found again in the next compilation.</summary>
/// <param name="Key">Its name in the model, as of <see cref="TypeReader.KeyOf"/>.</param>
/// <param name="MetadataName">Its name for <see cref="IAssemblySymbol.GetTypeByMetadataName"/>.</param>
internal sealed record DeclaredBlock(string Key, string MetadataName)
{
    public static DeclaredBlock Of(INamedTypeSymbol type)
    {
        string name = type.MetadataName;
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
            name = outer.MetadataName + "+" + name;
        for (INamespaceSymbol space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
            name = space.MetadataName + "." + name;
        return new DeclaredBlock(TypeReader.KeyOf(type), name);
    }

    /// <summary>Whether there is a mistake in the block itself, be it one for C#.</summary>
    public bool IsWrong(Compilation compilation, IAssemblySymbol runtime, CancellationToken cancellation)
    {
        if (compilation.Assembly.GetTypeByMetadataName(MetadataName) is not { } type) return false;
        var session = new ParseSession(compilation, runtime, null, cancellation);
        try
        {
            BlockReader.Read(new TypeReader(session, type, isNetwork: false));
            return session.Failed;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The analysis of the declaration says what happened.
            return true;
        }
    }
}
