using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Fusion.Compiler.Lower;
using Fusion.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fusion.Generator.Tests.Diagnostics;

/// <summary>Every report hands over as many arguments as its rule's message has placeholders.</summary>
public class PlaceholderTests
{
    [Fact]
    public void Reports_of_Parse_have_the_arguments_of_their_rule()
    {
        var seen = new HashSet<string>();
        foreach (string file in Directory.GetFiles(Path.Combine(Root(), "src", "Generator"), "*.cs", SearchOption.AllDirectories))
        {
            if (file.Contains("/obj/") || file.Contains("\\obj\\")) continue;
            SyntaxNode root = CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot();
            foreach (InvocationExpressionSyntax call in root.DescendantNodes().OfType<InvocationExpressionSyntax>())
            {
                var arguments = call.ArgumentList.Arguments;
                if (arguments.Count < 2 || arguments[0].ToString() is not { } rule || !Regex.IsMatch(rule, @"^Rules\.\w+$")) continue;
                var descriptor = (DiagnosticDescriptor)typeof(Rules).GetField(rule["Rules.".Length..])!.GetValue(null)!;
                seen.Add(descriptor.Id);
                // Other places, where there are any, stand between the place and the arguments.
                int first = arguments[2 % arguments.Count].Expression is CollectionExpressionSyntax ? 3 : 2;
                Assert.True(
                    Placeholders(descriptor) == arguments.Count - first,
                    $"{descriptor.Id} has {Placeholders(descriptor)} placeholders, but in {Path.GetFileName(file)} "
                    + $"it is reported with {arguments.Count - first}: {call}");
            }
        }

        string[] written = [.. Ids()];
        var unseen = Rules.All.Select(rule => rule.Id).Where(id => !seen.Contains(id) && !written.Contains(id)).ToList();
        // Reported under the id of a failure, with the class and the message.
        Assert.Equal([Rules.UnsupportedNetwork.Id], unseen);
        Assert.Equal(2, Placeholders(Rules.UnsupportedNetwork));
        Assert.Equal(2, Placeholders(Rules.InternalError));
    }

    /// <summary>Lowering hands over a whole sentence.</summary>
    [Fact]
    public void Rules_of_lowering_are_a_sentence_of_lowering() =>
        Assert.All(Ids(), id => Assert.Equal("{0}", Rules.Find(id).MessageFormat.ToString()));

    private static IEnumerable<string> Ids() => typeof(DiagnosticIds).GetFields().Select(field => (string)field.GetRawConstantValue()!);

    private static int Placeholders(DiagnosticDescriptor rule) =>
        Regex.Matches(rule.MessageFormat.ToString(), @"\{(\d+)\}").Select(match => int.Parse(match.Groups[1].Value) + 1).DefaultIfEmpty(0)
            .Max();

    private static string Root([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));
}
