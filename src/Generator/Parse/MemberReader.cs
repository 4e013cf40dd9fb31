using Fusion.Compiler;
using Fusion.Compiler.Emit;
using Fusion.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.Generator.Parse;

/// <summary>Finds members of the user's own that cannot stand beside those that are generated. Overloads of a generated method
/// can.</summary>
internal static class MemberReader
{
    private static readonly SymbolDisplayFormat TypeFormat = SymbolDisplayFormat.FullyQualifiedFormat;

    /// <summary>Reports each such member, and the class itself where it has the name of one.</summary>
    /// <returns>The names that are taken.</returns>
    public static EquatableArray<string> Check(TypeReader network, NetworkHead head) => Check(network, head, []);

    /// <summary>The same for what is generated only where something is tapped.</summary>
    public static EquatableArray<string> CheckTapped(TypeReader network, NetworkHead head) =>
        Check(network, head, [.. Generated(network, head with { HasTaps = false }).Select(member => member.Key)]);

    /// <summary>The names that a tap cannot have: those of all other members, and of the class.</summary>
    public static EquatableArray<string> Names(TypeReader network, NetworkHead head)
    {
        IEnumerable<string> own = network.Type.GetMembers().Where(member => !IsGenerated(member, head)).Select(member => member.Name);
        var names = new HashSet<string>(own.Concat(Generated(network, head).Select(member => member.Key)), StringComparer.Ordinal)
        {
            network.Type.Name,
        };
        for (INamedTypeSymbol? type = network.Session.Known.Network; type is not null; type = type.BaseType)
        {
            names.UnionWith(type.GetMembers().Where(member => member.DeclaredAccessibility is not Accessibility.Private)
                .Select(member => member.Name));
        }

        return names.Where(name => name.Length > 0 && char.IsLetter(name[0])).OrderBy(name => name, StringComparer.Ordinal)
            .ToEquatableArray();
    }

    private static EquatableArray<string> Check(TypeReader network, NetworkHead head, IReadOnlyList<string> known)
    {
        ILookup<string, string> generated = Generated(network, head);
        var taken = new List<string>();
        if (IsNew(network.Type)) Report(network.Type);
        foreach (ISymbol member in network.Type.GetMembers())
        {
            if (!IsNew(member) || member.IsImplicitlyDeclared || IsGenerated(member, head)) continue;
            bool isOverload = member is IMethodSymbol { MethodKind: MethodKind.Ordinary } method
                && generated[member.Name].All(signature => signature.Length > 0 && signature != Signature(method));
            if (!isOverload) Report(member);
        }

        return taken.Distinct().ToEquatableArray();

        bool IsNew(ISymbol symbol) => generated.Contains(symbol.Name) && !known.Contains(symbol.Name);

        void Report(ISymbol symbol)
        {
            taken.Add(symbol.Name);
            network.Report(Rules.GeneratedMember, symbol.Locations.FirstOrDefault() ?? network.Identifier(), symbol.Name,
                network.Type.Name);
        }
    }

    private static bool IsGenerated(ISymbol member, NetworkHead head)
    {
        string file = head.Class.UniqueName + ".g.cs";
        return member.DeclaringSyntaxReferences.Any(reference => System.IO.Path.GetFileName(reference.SyntaxTree.FilePath) == file);
    }

    /// <summary>The generated members' names, and the parameters of those that are methods. The part of a wrong declaration has the same
    /// ones.</summary>
    private static ILookup<string, string> Generated(TypeReader network, NetworkHead head)
    {
        IReadOnlyList<Target> targets = ProjectTargets.Of(network.Session.Compilation);
        string part = PlaceholderPart.Write(
            head.Class, head.Inputs, head.Outputs, head.Ranks, [], targets, "", taps: head.HasTaps ? [] : null);
        TypeDeclarationSyntax type = SyntaxFactory.ParseCompilationUnit(part).DescendantNodes().OfType<TypeDeclarationSyntax>()
            .First(type => type.BaseList is not null);
        return type.Members.SelectMany(Names).ToLookup(member => member.Name, member => member.Signature);
    }

    private static IEnumerable<(string Name, string Signature)> Names(MemberDeclarationSyntax member) => member switch
    {
        FieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => (variable.Identifier.ValueText, "")),
        PropertyDeclarationSyntax property => [(property.Identifier.ValueText, "")],
        BaseTypeDeclarationSyntax type => [(type.Identifier.ValueText, "")],
        MethodDeclarationSyntax method => [(method.Identifier.ValueText, Signature(method))],
        _ => [],
    };

    private static string Signature(MethodDeclarationSyntax method) =>
        "(" + string.Join(", ", method.ParameterList.Parameters.Select(parameter => parameter.Type!.ToString())) + ")";

    private static string Signature(IMethodSymbol method) =>
        (method.Arity > 0 ? method.Arity + " " : "") + "(" + string.Join(", ", method.Parameters.Select(parameter =>
            (parameter.RefKind == RefKind.None ? "" : "ref ") + parameter.Type.ToDisplayString(TypeFormat))) + ")";
}
