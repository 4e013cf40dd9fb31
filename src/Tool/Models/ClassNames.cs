using System.Reflection;
using System.Text;
using Fusion.Tool.Shell;
using Microsoft.CodeAnalysis.CSharp;

namespace Fusion.Tool.Models;

/// <summary>Names of classes and namespaces that are written into declarations.</summary>
internal static class ClassNames
{
    /// <summary>What the generator adds to a network.</summary>
    private static readonly string[] s_generated =
    [
        "Forward", "Load", "LoadGpu", "Initialize", "Run", "RunSize", "RunTapped", "RunTappedSize", "RunAsync", "At", "Sized", "Tapped",
        "Gpu", "Create", "Description", "ParameterCount", "MultiplyAdds", "WorkspaceBytes", "FusionPlan", "Taps", "Program", "System",
    ];

    /// <summary>What a declaration may say, or a network have: as the name of a class or namespace it would hide that.</summary>
    private static readonly Lazy<HashSet<string>> s_taken = new(() =>
    [
        .. typeof(Network).Assembly.GetExportedTypes().Where(type => !type.IsNested).SelectMany(Spellings),
        .. typeof(Ops).GetMethods(BindingFlags.Public | BindingFlags.Static).Select(method => method.Name),
        .. typeof(Network).GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static)
            .Select(member => member.Name),
        .. s_generated,
    ]);

    /// <summary>What every file of a new project imports by itself.</summary>
    private static readonly HashSet<string> s_imported =
    [
        "System", "System.IO", "System.Linq", "System.Collections.Generic", "System.Net.Http", "System.Threading",
        "System.Threading.Tasks",
    ];

    /// <summary>What a class of the name would hide: the above, and the types of .NET that programs use without naming their
    /// namespace.</summary>
    private static readonly Lazy<HashSet<string>> s_hidden = new(() =>
    [
        .. s_taken.Value,
        nameof(Fusion),
        .. ((Type[])[typeof(object), typeof(Console), typeof(Enumerable), typeof(HashSet<int>), typeof(Uri), typeof(HttpClient)])
            .SelectMany(type => type.Assembly.GetExportedTypes())
            .Where(type => !type.IsNested && s_imported.Contains(type.Namespace ?? "")).SelectMany(Spellings),
    ]);

    /// <summary><c>resnet18-v1</c> becomes <c>Resnet18V1</c>.</summary>
    public static string Of(string text)
    {
        var made = new StringBuilder();
        bool starts = true;
        foreach (char character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character))
            {
                starts = true;
                continue;
            }

            made.Append(starts ? char.ToUpperInvariant(character) : character);
            starts = false;
        }

        string name = made.Length == 0 ? "Model" : char.IsAsciiDigit(made[0]) ? "Network" + made : made.ToString();
        return s_hidden.Value.Contains(name) ? name + "Network" : name;
    }

    /// <summary>Gives back the name of a class that the user chose.</summary>
    /// <exception cref="ToolException">It is none, or taken.</exception>
    public static string Require(string name)
    {
        if (!SyntaxFacts.IsValidIdentifier(name))
            throw new ToolException($"--name '{name}' is no name of a class: letters and digits were expected, a letter first.");
        if (SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None)
            throw new ToolException($"--name '{name}' is no name of a class: it is a word of C#.");
        if (s_hidden.Value.Contains(name))
        {
            throw new ToolException(
                $"--name '{name}': Fusion or .NET has something of that name, which the class would hide; try {name}Network.");
        }

        if (name.All(char.IsAsciiLetterLower))
        {
            throw new ToolException($"--name '{name}': C# keeps names of small letters alone for itself (CS8981); "
                + $"try {char.ToUpperInvariant(name[0])}{name[1..]}.");
        }

        return name;
    }

    /// <summary>Gives back the namespace that the user chose; empty for none.</summary>
    /// <exception cref="ToolException">It is none, or hides what declarations use.</exception>
    public static string RequireNamespace(string name)
    {
        string[] parts = name.Length == 0 ? [] : name.Split('.');
        foreach (string part in parts)
        {
            if (!SyntaxFacts.IsValidIdentifier(part))
                throw new ToolException($"--namespace '{name}' is no namespace: names with dots between them were expected.");
            if (SyntaxFacts.GetKeywordKind(part) != SyntaxKind.None)
                throw new ToolException($"--namespace '{name}' is no namespace: '{part}' is a word of C#.");
            if (part != "System" && s_taken.Value.Contains(part))
                throw new ToolException($"--namespace '{name}': Fusion has something named '{part}', which the namespace would hide.");
        }

        if (parts is ["Fusion"] or ["System", ..])
            throw new ToolException($"--namespace '{name}' is one of {parts[0]}'s own; try My.{name}.");
        return name;
    }

    /// <summary>An attribute is also known without its ending.</summary>
    private static IEnumerable<string> Spellings(Type type)
    {
        string name = type.Name.Split('`')[0];
        yield return name;
        if (name.EndsWith("Attribute", StringComparison.Ordinal)) yield return name[..^"Attribute".Length];
    }
}
